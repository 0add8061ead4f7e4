//! A spelling that there is not.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "camelcase")]
struct Record {
    /// An id.
    id: i64,
}

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "Train-Case")]
enum Kind {
    One,
}

fn main() {}
