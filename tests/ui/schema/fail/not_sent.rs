//! A record that cannot leave its thread, as a value.

use std::rc::Rc;

use kconnect::{ConnectSchema, RecordData};

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A text.
    text: Rc<str>,
}

fn half<T: RecordData>() {}

fn use_it() {
    half::<Record>();
}

fn main() {}
