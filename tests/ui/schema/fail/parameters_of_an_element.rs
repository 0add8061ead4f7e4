//! A newtype with parameters in a list and in a map, where they would be lost.

use kconnect::ConnectSchema;

#[derive(ConnectSchema)]
#[connect(parameters("com.example.unit" = "kg"))]
struct Kilograms(f64);

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// Many.
    weights: Vec<Kilograms>,
    /// By name.
    by_name: Option<std::collections::BTreeMap<String, Kilograms>>,
}

fn main() {}
