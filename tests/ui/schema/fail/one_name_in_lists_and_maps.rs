//! Two records under one name, in lists and maps.

use std::collections::BTreeMap;

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
    /// Who wrote it.
    authors: Vec<Option<User>>,
    /// Who read it.
    readers: BTreeMap<String, Vec<other::User>>,
}

fn main() {}
