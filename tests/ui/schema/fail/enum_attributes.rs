//! What only a record has.

use kconnect::ConnectSchema;

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", parameters("a" = "b"), key = Key, committed = "kind.avsc")]
enum Kind {
    One,
}

fn main() {}
