//! Two symbols for what is not known.

use kconnect::ConnectSchema;

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Kind {
    #[connect(default)]
    One,
    #[connect(default)]
    Two,
}

fn main() {}
