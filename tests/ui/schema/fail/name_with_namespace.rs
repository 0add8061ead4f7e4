//! A namespace in the name.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "org.other.Record")]
struct Record {
    /// An id.
    id: i64,
}

fn main() {}
