//! A branch with fields is a record and needs a namespace.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Union {
    /// A record.
    Record {
        /// An id.
        id: i64,
    },
}

fn main() {}
