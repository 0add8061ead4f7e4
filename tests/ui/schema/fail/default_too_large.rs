//! A default that its field's type cannot hold.

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// At most 127.
    #[connect(default = 200)]
    tiny: i8,
}

fn main() {}
