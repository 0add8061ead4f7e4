//! A record with a reference, which nothing could own when it is read.

use kconnect::{ConnectSchema, avro::AvroReader};

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Line<'a> {
    /// A text.
    text: &'a str,
}

fn read(bytes: &[u8]) {
    let _ = AvroReader::read::<Line<'_>>(bytes);
}

fn main() {}
