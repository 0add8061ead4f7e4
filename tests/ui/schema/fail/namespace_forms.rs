//! Namespaces that are none.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "")]
struct Empty {
    /// An id.
    id: i64,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com..example")]
struct Dots {
    /// An id.
    id: i64,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com example")]
struct Space {
    /// An id.
    id: i64,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.2example")]
struct Digit {
    /// An id.
    id: i64,
}

fn main() {}
