//! Records that differ in their namespace alone.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Post {
    /// An id.
    id: i64,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.other", name = "Post")]
struct Other {
    /// An id.
    id: i64,
}

/// A union.
#[derive(ConnectSchema)]
enum Union {
    Post(Post),
    Other(Other),
}

fn main() {}
