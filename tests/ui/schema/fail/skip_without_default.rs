//! A field that is not written has to come from somewhere when a record is read.

use kconnect::ConnectSchema;

struct Cache;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// An id.
    id: i64,
    /// Not written.
    #[connect(skip)]
    cache: Cache,
}

fn main() {}
