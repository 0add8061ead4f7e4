//! A union has no name, so nothing that goes with one.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
#[connect(name = "Event", version = 1, alias = "Happening", parameters("a" = "b"), key = Key)]
enum Union {
    Text(String),
}

fn main() {}
