//! A newtype around a null.

use kconnect::ConnectSchema;

#[derive(ConnectSchema)]
struct Id(Option<i64>);

#[derive(ConnectSchema)]
struct Name(Box<Option<String>>);

fn main() {}
