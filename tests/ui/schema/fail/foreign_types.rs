//! A struct that has no derive, in the three places where a type can stand, and another name for a type that has no schema.

use std::collections::BTreeMap;

use kconnect::ConnectSchema;

struct Point {
    x: i32,
}

type Count = u64;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// The struct.
    point: Point,
    /// In a list.
    points: Vec<Point>,
    /// In a map.
    by_name: BTreeMap<String, Point>,
    /// Unsigned all the same.
    count: Count,
}

fn main() {}
