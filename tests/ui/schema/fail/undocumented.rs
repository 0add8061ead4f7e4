//! What has no documentation: a struct, two fields, an enum.

use kconnect::ConnectSchema;

#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Key {
    id: i64,
    /// Documented.
    time: i64,
    ///
    text: String,
}

#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Kind {
    One,
}

fn main() {}
