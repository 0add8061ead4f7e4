//! Record sets that are none.

use kconnect::RecordSet;

#[derive(RecordSet)]
struct Pair(i64, String);

#[derive(RecordSet)]
enum None {}

#[derive(RecordSet)]
#[connect(namespace = "com.example")]
enum Records {
    Unit,
    One(String),
    Named { key: i64, value: String },
    #[connect(rename = "x")]
    Two(i64, String),
}

fn main() {}
