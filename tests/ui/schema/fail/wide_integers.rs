//! Integers that INT64 cannot hold.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// Unsigned.
    unsigned: u128,
    /// Signed.
    signed: i128,
    /// Of the machine.
    size: isize,
}

fn main() {}
