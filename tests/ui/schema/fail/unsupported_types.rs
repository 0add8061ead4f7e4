//! Types that have no schema: tuples, in every place.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A tuple.
    pair: (i32, i32),
    /// Nothing.
    nothing: (),
    /// In a map.
    map: std::collections::BTreeMap<String, Vec<(i64, String)>>,
}

fn main() {}
