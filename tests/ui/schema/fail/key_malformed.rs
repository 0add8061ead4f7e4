//! Keys that are no names.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", key = "RecordKey")]
struct Record {
    /// An id.
    #[connect(key = "Id")]
    id: i64,
    /// A name.
    #[connect(key, key)]
    name: i64,
}

fn main() {}
