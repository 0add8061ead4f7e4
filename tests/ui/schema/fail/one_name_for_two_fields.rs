//! Two records under one name, in two fields.

use kconnect::ConnectSchema;

mod other {
    use kconnect::ConnectSchema;

    /// Another one.
    #[derive(ConnectSchema)]
    #[connect(namespace = "com.example")]
    pub(crate) struct User {
        /// A name.
        name: String,
    }
}

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
    /// An id.
    id: i64,
    /// Who wrote it.
    author: User,
    /// Who read it.
    reader: other::User,
}

fn main() {}
