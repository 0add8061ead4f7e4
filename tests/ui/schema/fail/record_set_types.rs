//! Keys and values that are no record halves.

use kconnect::RecordSet;

struct Point {
    x: i32,
}

#[derive(RecordSet)]
enum Records {
    Unsigned(u64, String),
    Foreign(i64, Option<Point>),
}

fn main() {}
