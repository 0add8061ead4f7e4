//! Two branches that are an int in Avro, two that are a long.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Union {
    Number(i32),
    Day(kconnect::Date),
    Id(i64),
    At(kconnect::Timestamp),
}

fn main() {}
