//! Records that borrow: written always, read without a copy where a `Cow` can stay in the input.

use std::borrow::Cow;

use kconnect::{
    ConnectSchema, ConnectType,
    avro::AvroReader,
    data::{ReadData, WriteData},
};

#[path = "../common/codec.rs"]
mod codec;

/// A line of a log.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Line<'a, 'b> {
    /// The text.
    text: &'a str,
    /// The bytes.
    bytes: &'b [u8],
    /// Tags.
    tags: &'a [&'b str],
    /// Where it was.
    position: Option<&'a Position>,
    /// Somebody else's field.
    #[connect(skip)]
    _cache: Option<&'a u64>,
}

/// A place.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Position {
    /// From 1.
    line: i32,
}

/// What a line says.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Message<'a> {
    /// The text.
    text: Cow<'a, str>,
    /// The bytes.
    bytes: Option<Cow<'a, [u8]>>,
    /// Owned when they are read.
    words: Vec<Cow<'a, str>>,
    /// Another one.
    before: Option<Box<Word<'a>>>,
    /// Its number.
    number: i64,
}

/// A word.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Word<'a> {
    /// The text.
    text: Cow<'a, str>,
}

/// A text.
#[derive(ConnectSchema, Debug, PartialEq)]
struct Text<'a>(Cow<'a, str>);

/// A text or a number.
#[derive(ConnectSchema)]
enum Token<'a> {
    Text(&'a str),
    Number(i64),
}

fn generic<'a, T: WriteData>(_: &'a T) -> kconnect::data::Type {
    <&'a T as ConnectType>::TYPE
}

fn read<'de, T: ReadData<'de>>(bytes: &'de [u8]) -> T {
    AvroReader::read(bytes).unwrap()
}

fn main() {
    let text = String::from("one two");
    let position = Position { line: 3 };
    let line = Line { text: &text, bytes: &[1], tags: &["a", "b"], position: Some(&position), _cache: None };
    assert_eq!(codec::json(&line), r#"{"text":"one two","bytes":"AQ==","tags":["a","b"],"position":{"line":3}}"#);
    assert_eq!(codec::json(&Token::Text(&text)), r#"{"string":"one two","long":null}"#);
    assert_eq!(codec::json(&Token::Number(1)), r#"{"string":null,"long":1}"#);
    let _ = generic(&line);

    let message = Message {
        text: Cow::Borrowed(&text),
        bytes: Some(Cow::Owned(vec![1, 2])),
        words: vec![Cow::Borrowed("one")],
        before: Some(Box::new(Word { text: Cow::Borrowed("zero") })),
        number: 7,
    };
    let bytes = codec::avro(&message);
    let again: Message<'_> = read(&bytes);
    assert_eq!(again, message);
    assert!(matches!((&again.text, &again.bytes), (Cow::Borrowed(_), Some(Cow::Borrowed(_)))));
    let bytes = codec::avro(&Text(Cow::Borrowed("x")));
    assert_eq!(read::<Text<'_>>(&bytes), Text(Cow::Borrowed("x")));
}
