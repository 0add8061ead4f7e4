//! Attributes whose values are missing or of another kind: all are reported, also the one after a bad one.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace, name = 7, version = "1", alias = Old)]
struct Record {
    /// An id.
    #[connect(rename)]
    id: i64,
    /// A text.
    #[connect(skip = true, default =)]
    text: String,
    /// A number.
    #[connect]
    number: i32,
}

fn main() {}
