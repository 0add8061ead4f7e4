//! Collections other than `Vec`.

use std::collections::{BTreeSet, HashSet};

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A set.
    set: HashSet<String>,
    /// A sorted one.
    sorted: BTreeSet<i64>,
    /// A queue.
    queue: std::collections::VecDeque<i64>,
}

fn main() {}
