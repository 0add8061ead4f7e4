use std::collections::BTreeMap;

use kconnect::ConnectSchema;

/// A map whose keys are strings is not an array of entries.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_scalars.avsc")]
struct Scalars {
    /// Was a map from int.
    by_number: BTreeMap<String, String>,
    /// Was a map from string.
    counts: BTreeMap<i32, i64>,
}

fn main() {}
