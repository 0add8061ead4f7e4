use kconnect::ConnectSchema;

/// An alias helps those who have the new schema, not those who have the committed one.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc", compatibility = "FULL")]
struct Post {
    /// Snowflake id.
    id: i64,
    /// The text, in full.
    #[connect(alias = "text")]
    body: String,
    /// Has a default in the committed schema.
    #[connect(alias = "lang")]
    language: Option<String>,
}

fn main() {}
