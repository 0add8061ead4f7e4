//! Newtypes around what has no schema.

use kconnect::ConnectSchema;

struct Point {
    x: i32,
}

#[derive(ConnectSchema)]
struct Count(u64);

#[derive(ConnectSchema)]
struct Place(Point);

fn main() {}
