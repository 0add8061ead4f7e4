//! Null as a branch.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Union {
    Text(Option<String>),
    Number(i64),
}

fn main() {}
