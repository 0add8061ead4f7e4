//! Two records under one name, in two branches.

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

/// A union.
#[derive(ConnectSchema)]
enum Union {
    User(User),
    Others(Vec<other::User>),
}

fn main() {}
