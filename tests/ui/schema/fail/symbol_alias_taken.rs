//! A former symbol that is one still.

use kconnect::ConnectSchema;

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Kind {
    #[connect(alias = "Two")]
    One,
    Two,
    #[connect(alias = "Drei", alias = "Drei")]
    Three,
}

fn main() {}
