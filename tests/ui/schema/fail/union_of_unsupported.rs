//! Branches of types without a schema.

use kconnect::ConnectSchema;

struct Point {
    x: i32,
}

/// A union.
#[derive(ConnectSchema)]
enum Union {
    Unsigned(u32),
    Tuple((i32, i32)),
}

/// Another one.
#[derive(ConnectSchema)]
enum Other {
    Point(Point),
}

fn main() {}
