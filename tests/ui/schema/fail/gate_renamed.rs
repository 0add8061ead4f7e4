use kconnect::ConnectSchema;

/// New names, and nothing that leads from the former ones to them.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc")]
struct Post {
    /// Snowflake id.
    id: i64,
    /// Was `text`.
    body: String,
    /// Was `lang`: nothing would fail, but all languages would be gone.
    language: Option<String>,
}

fn main() {}
