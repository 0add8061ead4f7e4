//! Parameters of an enum without data.

use kconnect::ConnectSchema;

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Kind<const N: usize> {
    One,
}

fn main() {}
