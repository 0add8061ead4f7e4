//! The key of a generic record.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record<T> {
    /// An id.
    #[connect(key)]
    id: T,
}

fn main() {}
