//! A branch with fields is a record and needs documentation.

use kconnect::ConnectSchema;

#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Union {
    Record { id: i64 },
    Text(String),
}

fn main() {}
