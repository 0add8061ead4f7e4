//! A text as the default of an `Option`.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A text or nothing.
    #[connect(default = "x")]
    text: Option<String>,
}

fn main() {}
