//! Functions, pointers, trait objects and results.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A function.
    function: fn(i64) -> i64,
    /// A pointer.
    pointer: *const i64,
    /// An object.
    object: Box<dyn Send>,
    /// A result.
    result: Result<i64, String>,
}

fn main() {}
