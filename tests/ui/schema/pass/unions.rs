//! An enum with data is a union: of records, of scalars, and of records that are written where they stand.

use kconnect::{ConnectSchema, ConnectType, RecordData, Timestamp, data::Schema};

#[path = "../common/codec.rs"]
mod codec;

/// A post.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Post {
    /// Its text.
    text: String,
    /// What it embeds; a union in a record in a union.
    embeds: Option<Box<Event>>,
}

/// What happened.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example", rename_all = "camelCase")]
enum Event {
    Posted(Post),
    /// A post is gone.
    Deleted {
        /// Its id.
        post_id: i64,
        /// Not written.
        #[connect(skip)]
        cached: bool,
    },
    /// A user has another name.
    #[connect(rename = "Renaming", alias = "NameChange")]
    Renamed {
        /// The new name.
        to: Option<String>,
    },
    Line(String),
    At(Timestamp),
    Many(Vec<Post>),
}

/// Holds some.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Envelope<T> {
    /// One.
    event: Event,
    /// One or none.
    maybe: Option<Event>,
    /// Many.
    events: Vec<Event>,
    /// Many or none.
    perhaps: Vec<Option<Event>>,
    /// Another kind.
    either: Either<T, bool>,
}

/// One of two.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
enum Either<L, R> {
    Left(L),
    Right(R),
}

/// A union under another name.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
struct Wrapped(Event);

fn main() {
    let post = Post { text: "a".to_owned(), embeds: Some(Box::new(Event::Line("b".to_owned()))) };
    let all = [
        Event::Posted(post.clone()),
        Event::Deleted { post_id: 1, cached: false },
        Event::Renamed { to: Some("c".to_owned()) },
        Event::Line("d".to_owned()),
        Event::At(Timestamp::from_ms(5)),
        Event::Many(vec![post]),
    ];
    for event in &all {
        codec::comes_back(event);
        codec::comes_back(&Some(event.clone()));
        codec::comes_back(&Wrapped(event.clone()));
        codec::comes_back(&Some(Wrapped(event.clone())));
    }
    codec::comes_back(&None::<Event>);
    codec::comes_back(&Envelope {
        event: all[1].clone(),
        maybe: None,
        events: all.to_vec(),
        perhaps: vec![None, Some(all[2].clone())],
        either: Either::Left("x".to_owned()),
    });

    // The number of the branch, zigzag, and one more where null is the first.
    assert_eq!(codec::avro(&all[1]), [2, 2]);
    assert_eq!(codec::avro(&Some(all[1].clone())), [4, 2]);
    assert_eq!(codec::avro(&None::<Event>), [0]);
    assert_eq!(
        codec::json(&all[1]),
        r#"{"Post":null,"Deleted":{"postId":1},"Renaming":null,"string":null,"long":null,"array":null}"#
    );

    let schema = Schema::of(&<Event as ConnectType>::TYPE, Some("eu"));
    assert_eq!(schema.name(), Some("io.confluent.connect.avro.Union"));
    let names: Vec<_> = schema.fields().map(|field| field.name().to_owned()).collect();
    assert_eq!(names, ["Post", "Deleted", "Renaming", "string", "long", "array"]);
    assert!(schema.fields().all(|field| field.schema().is_optional()));
    assert_eq!(schema.field("Deleted").unwrap().schema().name(), Some("eu.com.example.Deleted"));
    assert_eq!(schema.field("Renaming").unwrap().schema().aliases(), ["eu.com.example.NameChange"]);

    let avro = codec::schema::<Envelope<String>>();
    assert!(avro.contains(r#"{"name":"either","type":["string","boolean"]}"#), "{avro}");
    fn half<T: RecordData>() {}
    half::<Event>();
}
