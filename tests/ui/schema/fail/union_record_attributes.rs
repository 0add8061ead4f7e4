//! Attributes of a branch with fields.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Union {
    /// A record.
    #[connect(default, renam = "Other")]
    Record {
        /// An id.
        #[connect(renam = "Id")]
        id: i64,
    },
}

fn main() {}
