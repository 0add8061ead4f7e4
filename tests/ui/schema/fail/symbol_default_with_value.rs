//! A default symbol takes no value.

use kconnect::ConnectSchema;

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Kind {
    #[connect(default = true)]
    One,
}

fn main() {}
