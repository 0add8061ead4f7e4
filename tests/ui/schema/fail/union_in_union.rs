//! A union in a union.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Inner {
    Text(String),
    Number(i64),
}

/// Another one.
#[derive(ConnectSchema)]
enum Outer {
    Inner(Box<Inner>),
    Flag(bool),
}

fn main() {}
