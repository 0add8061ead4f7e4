//! A branch without a type.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Union {
    Text(String),
    Nothing,
}

fn main() {}
