//! A field that is left out, and more about it.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// An id.
    id: i64,
    /// A cache.
    #[connect(skip, with = module, key, parameters("a" = "b"))]
    cache: i64,
    /// Twice.
    #[connect(skip, skip)]
    twice: i64,
}

fn main() {}
