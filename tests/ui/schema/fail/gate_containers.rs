use std::collections::{BTreeMap, HashMap};

use kconnect::ConnectSchema;

/// What is inside has another type.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_scalars.avsc")]
struct Scalars {
    /// Was a list of strings.
    list: Vec<Option<i64>>,
    /// Was a map to long.
    counts: HashMap<String, i32>,
    /// Was a map from int.
    by_number: BTreeMap<bool, String>,
    /// Was one string.
    text: Vec<String>,
    /// Was one string or none.
    nullable: Option<Vec<String>>,
}

fn main() {}
