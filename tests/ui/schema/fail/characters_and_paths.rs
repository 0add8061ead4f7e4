//! Characters and paths.

use std::{ffi::OsString, path::PathBuf};

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A character.
    letter: char,
    /// A path.
    path: PathBuf,
    /// A text of the system.
    text: Vec<OsString>,
}

fn main() {}
