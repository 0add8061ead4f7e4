//! What a source emits must be a pair or a derived set.

use kconnect::{RecordData, RecordSet};

struct Status {
    id: i64,
}

fn emits<T: RecordSet>() {}
fn half<T: RecordData>() {}

fn main() {
    emits::<Status>();
    emits::<(i64, Status)>();
    half::<Vec<u32>>();
}
