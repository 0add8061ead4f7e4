use kconnect::ConnectSchema;

/// The file of a post.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_post.avsc")]
struct Message {
    /// Snowflake id.
    id: i64,
}

/// A file that nobody else has at this place.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "/srv/schemas/com.example.Post.avsc")]
struct Post {
    /// Snowflake id.
    id: i64,
}

fn main() {}
