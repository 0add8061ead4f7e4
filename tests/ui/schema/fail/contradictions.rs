//! Attributes that say two things.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", namespace = "com.other", rename_all = "Camel", version = 9999999999)]
struct Record {
    /// Not written, but named.
    #[connect(skip, rename = "Id", alias = "ID", default = 1)]
    id: i64,
    /// Named twice.
    #[connect(rename = "a", rename = "b")]
    text: String,
}

/// A kind.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", version = 1, alias = "Sort")]
enum Kind {
    One,
}

fn main() {}
