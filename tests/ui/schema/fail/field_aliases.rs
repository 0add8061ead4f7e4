//! Former names of fields that stand twice.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// An id.
    #[connect(alias = "number")]
    id: i64,
    /// A number.
    #[connect(alias = "no", alias = "no")]
    number: i64,
}

fn main() {}
