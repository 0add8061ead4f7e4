//! Defaults of another type than their field.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A number.
    #[connect(default = "seven")]
    number: i64,
    /// A number or null.
    #[connect(default = 7)]
    maybe: Option<i64>,
    /// A text.
    #[connect(default = 1)]
    text: String,
}

fn main() {}
