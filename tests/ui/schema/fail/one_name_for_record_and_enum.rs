//! A record and an enum under one name.

use kconnect::ConnectSchema;

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Record")]
enum Kind {
    One,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A kind.
    kind: Kind,
}

fn main() {}
