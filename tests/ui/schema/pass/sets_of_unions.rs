//! Several kinds of records: a set has a schema each, a union has one for all.

use kconnect::{ConnectSchema, Part, RecordSet, data::Type};

/// A post.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Post {
    /// Its id.
    #[connect(key)]
    id: i64,
}

/// What happened.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Event {
    Post(Post),
    /// Nothing.
    Pause {},
}

#[derive(RecordSet)]
enum Records {
    Post(PostKey, Option<Post>),
    Event((), Event),
}

fn main() {
    let types: Vec<_> = Records::PAIRS.iter().map(|pair| pair.value).collect();
    assert!(matches!(types[..], [Type::Struct { name: "com.example.Post", .. }, Type::Union { .. }]));
    assert!(Records::Event((), Event::Pause {}).is_null(Part::Key));
    let post = Post { id: 1 };
    assert!(!Records::Post(PostKey::from(&post), Some(post)).is_null(Part::Value));
    assert!(!Records::Event((), Event::Post(Post { id: 1 })).is_null(Part::Value));
}
