//! A namespace where no branch is named.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "camelCase")]
enum Union {
    Text(String),
}

fn main() {}
