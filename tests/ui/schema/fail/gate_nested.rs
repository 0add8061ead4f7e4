use std::collections::BTreeMap;

use kconnect::ConnectSchema;

/// A record that nothing guards.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Post {
    /// Snowflake id.
    id: i64,
}

/// A record that is guarded, but another one.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_other.avsc")]
struct Other {
    /// Snowflake id.
    id: i64,
}

/// Changes of `Post` would pass unseen.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", committed = "gate_nested.avsc")]
struct Thread {
    /// Is not guarded.
    first: Post,
    /// Is another record.
    replies: Vec<Other>,
    /// Is not guarded.
    quotes: Option<BTreeMap<String, Post>>,
    /// Is new, and not guarded.
    pinned: Option<Box<Post>>,
}

fn main() {}
