//! A union that contains itself without a record between.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Json {
    Text(String),
    List(Vec<Json>),
    Boxed(Box<Self>),
}

fn main() {}
