//! A key field that cannot be cloned.

use kconnect::ConnectSchema;

#[derive(ConnectSchema, Debug, PartialEq)]
struct Id(i64);

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// An id.
    #[connect(key)]
    id: Id,
}

fn main() {}
