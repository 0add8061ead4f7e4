//! A namespace that the user of a connector sets stands before every name.

use kconnect::{ConnectSchema, ConnectType, avro::Schema};

/// A post.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example", alias = "Tweet", key = Key)]
struct Post {
    /// Its id.
    #[connect(key)]
    id: i64,
    /// What it holds.
    content: Content,
}

/// A content.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Content {
    /// A text.
    Text {
        /// In which language.
        lang: Lang,
    },
    Other(bool),
}

/// A language.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
enum Lang {
    En,
}

fn main() {
    let text = Schema::of(&Post::TYPE, Some("eu.acme")).unwrap().to_string();
    assert_eq!(text.matches("com.example").count(), text.matches("eu.acme.com.example").count(), "{text}");
    assert!(text.contains("eu.acme.com.example.Lang"), "{text}");
    assert_eq!(Schema::of(&Key::TYPE, Some("eu.acme")).unwrap().name(), Some("eu.acme.com.example.Key"));
}
