//! An enum is a string, and there is one already.

use kconnect::ConnectSchema;

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Kind {
    One,
}

/// A union.
#[derive(ConnectSchema)]
enum Union {
    Text(String),
    Kind(Kind),
}

fn main() {}
