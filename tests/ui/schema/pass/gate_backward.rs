//! What BACKWARD permits: whatever a reader with the new schema can read old records with.
#![allow(dead_code)]

use kconnect::{ConnectSchema, Decimal};

/// A kind of post.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "UPPERCASE")]
enum Kind {
    /// As it was.
    Post,
    /// Is new: nobody has written it yet.
    Quote,
    /// As it was.
    Repost,
}

/// A post; the documentation has changed.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", version = 2, committed = "gate_post.avsc")]
struct Post {
    /// Has a default, at another place than the others.
    #[connect(default = 1.5)]
    weight: f64,
    /// Was called `text`.
    #[connect(alias = "text")]
    body: String,
    /// Was an int with a default; the default is gone, as old records have the field.
    likes: i64,
    /// Was a long.
    id: f64,
    /// One more.
    kind: Kind,
    /// Was required.
    tags: Option<Vec<Option<String>>>,
    /// Is new.
    price: Option<Decimal<2>>,
    // `lang` is gone.
}

/// The same under another name.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Message", alias = "Post", committed = "gate_post.avsc")]
struct Renamed {
    /// Snowflake id.
    id: i64,
}

/// A symbol is a string, bytes are a string.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Post", committed = "gate_post.avsc", compatibility = "BACKWARD_TRANSITIVE")]
struct Texts {
    /// Was an enum.
    kind: String,
    /// Was a string.
    text: Vec<u8>,
}

fn main() {}
