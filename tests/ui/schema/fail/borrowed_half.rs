//! A record that borrows, where a key or a value has to own its data.

use kconnect::{ConnectSchema, RecordData};

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Line<'a> {
    /// A text.
    text: &'a str,
}

fn half<T: RecordData>() {}

fn use_it<'a>(_: Line<'a>) {
    half::<Line<'a>>();
}

fn main() {}
