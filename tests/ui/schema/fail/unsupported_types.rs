//! Types that have no schema: a reference, a tuple, an array, a set, a character, a duration.

use std::time::Duration;

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A reference.
    text: &'static str,
    /// A tuple.
    pair: (i32, i32),
    /// An array.
    four: [i32; 4],
    /// A set.
    tags: std::collections::BTreeSet<String>,
    /// A character.
    letter: Option<char>,
    /// A duration.
    took: Vec<Duration>,
}

fn main() {}
