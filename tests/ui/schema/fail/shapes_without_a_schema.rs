//! Shapes that are no record: a unit, an empty enum, a union.

use kconnect::ConnectSchema;

/// A unit.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Nothing;

/// An enum without variants.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Never {}

/// A union.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
union Bits {
    int: i32,
    float: f32,
}

fn main() {}
