//! A generic record of a type that has no schema.

use kconnect::{ConnectSchema, RecordData};

struct Point {
    x: i32,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Page<T> {
    /// Items.
    items: Vec<T>,
}

fn half<T: RecordData>() {}

fn use_it() {
    half::<Page<Point>>();
}

fn main() {}
