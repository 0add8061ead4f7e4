//! Attributes of branches, which are called after their types.

use kconnect::ConnectSchema;

/// A union.
#[derive(ConnectSchema)]
enum Union {
    #[connect(rename = "text")]
    Text(String),
    Number(#[connect(default = 1)] i64),
}

fn main() {}
