//! Symbols that Avro does not allow.

use kconnect::ConnectSchema;

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Kind {
    #[connect(rename = "no. 1")]
    One,
    #[connect(rename = "")]
    Two,
}

fn main() {}
