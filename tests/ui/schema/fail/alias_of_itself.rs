//! A record whose former name is its own.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", alias = "Record", alias = "com.example.Record")]
struct Record {
    /// An id.
    id: i64,
}

fn main() {}
