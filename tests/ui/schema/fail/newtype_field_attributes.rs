//! Attributes of what a newtype holds.

use kconnect::ConnectSchema;

#[derive(ConnectSchema)]
struct Id(#[connect(rename = "id", with)] i64);

fn main() {}
