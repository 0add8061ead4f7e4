use std::collections::HashMap;

use kconnect::{ConnectSchema, Date, Decimal, Timestamp};

/// The bytes could be read, and would mean something else.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_scalars.avsc")]
struct Scalars {
    /// Was of scale 2.
    price: Decimal<3>,
    /// Was milliseconds since 1970.
    written: i64,
    /// Was days since 1970.
    born: Timestamp,
    /// Was just a number.
    number: Date,
    /// Was just numbers.
    counts: HashMap<String, Decimal<0>>,
}

fn main() {}
