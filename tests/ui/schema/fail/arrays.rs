//! Arrays of a fixed length.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// Numbers.
    four: [i32; 4],
    /// Bytes.
    hash: [u8; 16],
    /// In an option.
    maybe: Option<[f64; 2]>,
}

fn main() {}
