//! A key of no fields.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", key = RecordKey)]
struct Record {
    /// An id.
    id: i64,
}

fn main() {}
