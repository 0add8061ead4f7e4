//! A record that could change what it borrows.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record<'a> {
    /// A text.
    text: &'a mut String,
}

fn main() {}
