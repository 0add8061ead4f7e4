use kconnect::ConnectSchema;

/// No such level.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc", compatibility = "BACKWARDS")]
struct Post {
    /// Snowflake id.
    id: i64,
}

/// No such level either, and no file.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", compatibility = "strict")]
struct Message {
    /// Snowflake id.
    id: i64,
}

/// Text, not a word.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", compatibility = FULL)]
struct Word {
    /// Snowflake id.
    id: i64,
}

fn main() {}
