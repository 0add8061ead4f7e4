//! Attributes of fields on symbols.

use kconnect::ConnectSchema;

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Kind {
    #[connect(skip, rename)]
    One,
}

fn main() {}
