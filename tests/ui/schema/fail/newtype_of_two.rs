//! Two fields without names, and none.

use kconnect::ConnectSchema;

#[derive(ConnectSchema)]
struct Pair(i32, i32);

#[derive(ConnectSchema)]
struct Nothing();

fn main() {}
