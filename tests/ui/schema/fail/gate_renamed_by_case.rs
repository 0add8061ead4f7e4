use kconnect::ConnectSchema;

/// The committed names are in another case.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "PascalCase", committed = "gate_post.avsc")]
struct Post {
    /// Snowflake id.
    id: i64,
    /// The text, in full.
    text: String,
    /// Language tag.
    lang: Option<String>,
}

fn main() {}
