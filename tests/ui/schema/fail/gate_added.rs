use kconnect::ConnectSchema;

/// More than the committed file has.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc")]
struct Post {
    /// No default.
    likes: i64,
    /// Snowflake id.
    id: i64,
    /// The text, in full.
    text: String,
    /// No default either.
    tags: Vec<String>,
    /// Language tag.
    lang: Option<String>,
    /// Has one.
    #[connect(default = 0)]
    reposts: i64,
}

fn main() {}
