//! Shapes that are no record: a tuple, a unit, an empty enum, data in an enum, a union.

use kconnect::ConnectSchema;

/// A tuple.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Id(i64);

/// A unit.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Nothing;

/// An enum without variants.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Never {}

/// An enum with data.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Event {
    Created { id: i64 },
    Deleted(i64),
}

/// A union.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
union Bits {
    int: i32,
    float: f32,
}

fn main() {}
