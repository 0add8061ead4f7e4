//! A key whose name is taken.

use kconnect::ConnectSchema;

struct RecordKey;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// An id.
    #[connect(key)]
    id: i64,
}

fn main() {}
