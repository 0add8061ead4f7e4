//! A path where kconnect is not.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", crate = crate::facade)]
struct Record {
    /// An id.
    id: i64,
}

fn main() {}
