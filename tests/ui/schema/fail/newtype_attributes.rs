//! A newtype has no name, so nothing that goes with one.

use kconnect::ConnectSchema;

#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Id", version = 1, alias = "Number", rename_all = "camelCase", key = Key)]
struct Id(i64);

fn main() {}
