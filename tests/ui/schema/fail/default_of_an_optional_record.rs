//! A default that is not null, of a record that may be null.

use kconnect::ConnectSchema;

/// A record.
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
    #[connect(default = Some(User { id: 1 }))]
    user: Option<User>,
}

fn main() {}
