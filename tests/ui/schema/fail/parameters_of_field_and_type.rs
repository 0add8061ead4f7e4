//! Parameters of a field whose type has some.

use kconnect::ConnectSchema;

#[derive(ConnectSchema)]
#[connect(parameters("com.example.unit" = "kg"))]
struct Kilograms(f64);

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A weight.
    #[connect(parameters("com.example.of" = "paper"))]
    weight: Kilograms,
}

#[derive(ConnectSchema)]
#[connect(parameters("com.example.of" = "paper"))]
struct Paper(Kilograms);

fn main() {}
