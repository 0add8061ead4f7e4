//! A record with a field of another record under its own name.

use kconnect::ConnectSchema;

mod other {
    use kconnect::ConnectSchema;

    /// Another one.
    #[derive(ConnectSchema)]
    #[connect(namespace = "com.example")]
    pub(crate) struct Post {
        /// An id.
        id: i64,
    }
}

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Post {
    /// The other one.
    before: Option<other::Post>,
    /// Itself, which is fine.
    after: Option<Box<Post>>,
}

fn main() {}
