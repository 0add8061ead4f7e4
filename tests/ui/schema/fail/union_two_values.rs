//! Branches of two types, and of none.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Union {
    Pair(String, i64),
    None(),
}

fn main() {}
