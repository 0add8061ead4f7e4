//! A bare default of a type that has none.

use kconnect::ConnectSchema;

/// A user.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct User {
    /// An id.
    id: i64,
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// Who.
    #[connect(default)]
    user: User,
}

fn main() {}
