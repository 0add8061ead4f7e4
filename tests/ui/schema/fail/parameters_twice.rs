//! A parameter that is given twice.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A weight.
    #[connect(parameters("unit" = "kg", "unit" = "g"))]
    weight: i64,
    /// A length.
    #[connect(parameters("unit" = "m"), parameters("scale" = "1"))]
    length: i64,
}

fn main() {}
