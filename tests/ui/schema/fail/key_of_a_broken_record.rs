//! Nothing more is said about the key of a record that has mistakes.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// An id.
    #[connect(key)]
    id: i64,
    /// A count.
    count: u64,
}

fn key(record: &Record) -> RecordKey {
    RecordKey::from(record)
}

fn main() {}
