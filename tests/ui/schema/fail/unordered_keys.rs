//! A hash map whose keys have no order, so that its bytes would have none.

use std::collections::HashMap;

use kconnect::ConnectSchema;

#[derive(ConnectSchema, PartialEq, Eq, Hash)]
struct Weight(i64);

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// By weight.
    by_weight: HashMap<Weight, String>,
}

fn main() {}
