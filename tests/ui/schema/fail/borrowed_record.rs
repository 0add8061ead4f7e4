//! A record that borrows.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record<'a> {
    /// A text.
    text: &'a str,
}

fn main() {}
