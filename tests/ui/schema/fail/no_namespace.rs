//! A record without a namespace.

use kconnect::ConnectSchema;

/// A key.
#[derive(ConnectSchema)]
struct Key {
    /// An id.
    id: i64,
}

fn main() {}
