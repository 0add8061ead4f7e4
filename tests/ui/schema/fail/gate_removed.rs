use kconnect::ConnectSchema;

/// Those who have the committed schema look for `text`; `lang` has a default for them.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Post", committed = "gate_post.avsc", compatibility = "FORWARD")]
struct Shorter {
    /// Snowflake id.
    id: i64,
}

/// Two are gone, one of them by `skip`.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Post", committed = "gate_post.avsc", compatibility = "FULL")]
struct Shortest {
    /// Snowflake id.
    #[connect(skip)]
    id: i64,
    /// Language tag.
    lang: Option<String>,
}

fn main() {}
