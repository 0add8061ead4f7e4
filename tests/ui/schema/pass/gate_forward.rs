//! What FORWARD and FULL permit.
#![allow(dead_code)]

use kconnect::ConnectSchema;

/// A kind of post: one is gone.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", rename_all = "UPPERCASE")]
enum Kind {
    /// As it was.
    Post,
}

/// What those who have the committed schema can read.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Post", committed = "gate_post.avsc", compatibility = "FORWARD")]
struct Forward {
    /// Was a long, so an int will do.
    id: i32,
    /// As it was.
    text: String,
    /// Was optional.
    lang: String,
    /// One symbol less.
    kind: Kind,
    /// As it was.
    tags: Vec<String>,
    /// Is new without a default: nobody looks for it.
    reposts: i64,
    // `likes` had a default.
}

/// What everybody can read.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Post", committed = "gate_post.avsc", compatibility = "FULL")]
struct Full {
    /// As it was.
    id: i64,
    /// Was `text`, and still is in the schema.
    #[connect(rename = "text")]
    body: String,
    /// Had a default, which readers with the committed schema take.
    #[connect(alias = "lang")]
    language: Option<String>,
    /// As it was.
    kind: KindAsItWas,
    /// As it was.
    tags: Vec<String>,
    /// Is new, with a default.
    #[connect(default = "x")]
    source: String,
}

/// A kind of post, as it was.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", name = "Kind", rename_all = "UPPERCASE")]
enum KindAsItWas {
    /// As it was.
    Post,
    /// As it was.
    Repost,
}

fn main() {}
