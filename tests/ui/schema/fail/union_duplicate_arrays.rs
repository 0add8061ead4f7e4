//! Two lists; a map whose keys are no strings is a third.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Union {
    Texts(Vec<String>),
    Numbers(Vec<i64>),
    Names(std::collections::BTreeMap<i64, String>),
}

fn main() {}
