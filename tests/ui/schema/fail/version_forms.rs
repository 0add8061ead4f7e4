//! Versions that are no numbers.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", version = "1")]
struct Text {
    /// An id.
    id: i64,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", version = 3000000000)]
struct Large {
    /// An id.
    id: i64,
}

fn main() {}
