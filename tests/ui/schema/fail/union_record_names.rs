//! Names of a branch with fields that Avro does not allow, or that stand twice.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Union {
    /// A record.
    #[connect(rename = "a record")]
    Record {
        /// An id.
        id: i64,
        /// The same.
        #[connect(rename = "id")]
        other: i64,
    },
    /// Another one.
    Größe {},
}

fn main() {}
