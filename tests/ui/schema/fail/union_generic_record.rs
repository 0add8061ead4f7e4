//! A record with fields in a generic union.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Union<T> {
    Value(T),
    /// A record.
    Record {
        /// An id.
        id: i64,
    },
}

fn main() {}
