//! The fields that identify a record make a record of their own.

#![deny(missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]

use kconnect::{ConnectType, RecordSet, data::Schema};

#[path = "../common/codec.rs"]
mod codec;

/// A module with a record.
mod records {
    use kconnect::ConnectSchema;

    /// A post.
    #[derive(ConnectSchema)]
    #[connect(namespace = "com.example", name = "Status", rename_all = "PascalCase")]
    pub(crate) struct Post {
        /// Snowflake id.
        #[connect(key)]
        pub(crate) id: i64,
        /// Where it was posted.
        #[connect(key, rename = "site", alias = "host", default = "x.com")]
        pub(crate) site: String,
        /// The text.
        pub(crate) text: String,
    }

    /// A user.
    #[derive(ConnectSchema)]
    #[connect(namespace = "com.example", key = pub(super) Who)]
    struct User {
        /// The name.
        #[connect(key)]
        name: String,
    }

    pub(super) fn who(name: &str) -> Who {
        Who::from(&User { name: name.to_owned() })
    }
}

use records::{Post, PostKey};

fn main() {
    let post = Post { id: 1, site: "example.com".to_owned(), text: "a".to_owned() };
    let key = PostKey::from(&post);
    assert_eq!(key, PostKey { id: 1, site: "example.com".to_owned() });
    codec::comes_back(&key);
    assert_eq!(codec::json(&key), r#"{"Id":1,"site":"example.com"}"#);
    let schema = Schema::of(&PostKey::TYPE, None);
    assert_eq!(schema.name(), Some("com.example.StatusKey"));
    assert_eq!(schema.doc(), Some("Key of Status."));
    assert_eq!(schema.field("Id").unwrap().schema().doc(), Some("Snowflake id."));
    assert_eq!(codec::json(&records::who("a")), r#"{"name":"a"}"#);
    fn set<T: RecordSet>(_: &T) {}
    set(&(key, post));
}
