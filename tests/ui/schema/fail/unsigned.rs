//! Unsigned integers, which Connect does not have.

use std::collections::BTreeMap;

use kconnect::ConnectSchema;

/// A count.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Count {
    /// Too large for an INT64.
    total: u64,
    /// In a list.
    parts: Vec<u16>,
    /// In a map.
    names: BTreeMap<String, Option<usize>>,
}

fn main() {}
