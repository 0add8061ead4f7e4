//! A newtype is what it holds, in every place.

use std::collections::BTreeMap;

use kconnect::{ConnectSchema, ConnectType, RecordData, data::Schema};

#[path = "../common/codec.rs"]
mod codec;

#[derive(ConnectSchema, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Id(i64);

/// The other way to write one.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
struct Tags<T: Clone>(Vec<T>);

/// Around a record.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
struct Quoted(Post);

/// With a unit.
#[derive(ConnectSchema, Clone, Copy, Debug, PartialEq)]
#[connect(parameters("com.example.unit" = "kg"))]
struct Kilograms(f64);

/// Around a newtype with parameters.
#[derive(ConnectSchema, Clone, Copy, Debug, PartialEq)]
struct Weight(Kilograms);

/// A post.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Post {
    /// Its id.
    id: Id,
    /// What it answers.
    answers: Option<Id>,
    /// Tags.
    tags: Tags<String>,
    /// By user.
    by_user: BTreeMap<Id, Id>,
    /// Of the paper.
    weight: Option<Weight>,
    /// With a default.
    #[connect(default = Id(-1))]
    parent: Id,
}

fn main() {
    let post = Post {
        id: Id(1),
        answers: None,
        tags: Tags(vec!["a".to_owned()]),
        by_user: BTreeMap::from([(Id(2), Id(3))]),
        weight: Some(Weight(Kilograms(0.5))),
        parent: Id(4),
    };
    codec::comes_back(&post);
    codec::comes_back(&Quoted(post.clone()));
    assert_eq!(codec::avro(&Id(-1)), [1]);
    assert_eq!(
        codec::json(&post),
        r#"{"id":1,"answers":null,"tags":["a"],"by_user":[[2,3]],"weight":0.5,"parent":4}"#
    );
    assert_eq!(codec::schema::<Quoted>(), codec::schema::<Post>());
    let schema = Schema::of(&<Post as ConnectType>::TYPE, None);
    let weight = schema.field("weight").unwrap();
    assert_eq!(weight.schema().parameter("com.example.unit"), Some("kg"));
    fn half<T: RecordData>() {}
    half::<Id>();
    half::<Quoted>();
}
