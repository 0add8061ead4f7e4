//! Two nulls, of which Connect has one; also behind a name of its own.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A text or null or null.
    text: Option<Option<String>>,
}

fn main() {}
