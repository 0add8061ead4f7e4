//! Pairs and sets of pairs: what a source emits.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use kconnect::{
    ConnectSchema, FromRecord, Part, RecordData, RecordSet,
    avro::{AvroReader, AvroWriter},
    data::Type,
    json::TextWriter,
};

/// A key.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "t")]
struct Key {
    /// An id.
    id: i64,
}

/// A value.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "t", alias = "Former")]
struct Value {
    /// A text.
    text: String,
}

#[derive(RecordSet)]
enum Records {
    Status(Key, Option<Value>),
    Line((), String),
    Raw(Option<String>, Vec<u8>),
}

fn emit(record: &impl RecordSet, part: Part) -> String {
    let mut out = Vec::new();
    record.emit(part, &mut TextWriter::new(&mut out)).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn each_variant_is_a_pair_with_its_own_types() {
    let names = Records::PAIRS.iter().map(|pair| (name(pair.part(Part::Key)), name(pair.part(Part::Value))));
    let expected = [("t.Key", "t.Value"), ("null", "string"), ("string", "bytes")];
    assert_eq!(names.collect::<Vec<_>>(), expected);
}

fn name(ty: &Type) -> &'static str {
    match ty {
        Type::Struct { name, .. } => name,
        Type::String => "string",
        Type::Bytes => "bytes",
        Type::Null => "null",
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_record_writes_each_half_for_itself() {
    let record = Records::Status(Key { id: 1 }, Some(Value { text: "x".into() }));
    assert_eq!(record.pair(), 0);
    assert!(!record.is_null(Part::Key) && !record.is_null(Part::Value));
    assert_eq!(emit(&record, Part::Key), "Struct{id=1}");
    assert_eq!(emit(&record, Part::Value), "Struct{text=x}");
    let line = Records::Line((), "a line".into());
    assert_eq!((line.pair(), emit(&line, Part::Value)), (1, "a line".into()));
}

#[test]
fn a_missing_value_is_a_tombstone_and_writes_nothing() {
    let tombstone = Records::Status(Key { id: 1 }, None);
    assert!(tombstone.is_null(Part::Value));
    assert_eq!(emit(&tombstone, Part::Value), "");
    let keyless = Records::Line((), String::new());
    assert!(keyless.is_null(Part::Key) && !keyless.is_null(Part::Value));
    assert!(Records::Raw(None, vec![]).is_null(Part::Key));
}

#[test]
fn a_value_that_may_be_null_is_written_as_the_plain_record() {
    let (mut plain, mut optional) = (Vec::new(), Vec::new());
    let key = || Key { id: 7 };
    key().emit(&mut AvroWriter::new(&mut plain)).unwrap();
    Some(key()).emit(&mut AvroWriter::new(&mut optional)).unwrap();
    assert_eq!(plain, [14]);
    assert_eq!(optional, plain);
}

#[test]
fn a_pair_of_types_is_a_set_of_one() {
    let record = (5_i64, Some("x".to_owned()));
    assert_eq!(<(i64, Option<String>)>::PAIRS.len(), 1);
    assert_eq!((record.pair(), emit(&record, Part::Key), emit(&record, Part::Value)), (0, "5".into(), "x".into()));
    assert!((5_i64, None::<String>).is_null(Part::Value));
}

#[test]
fn a_half_is_read_back_as_what_it_was() {
    let mut reader = AvroReader::new(&[2, b'x']);
    assert_eq!(Value::absorb(&mut reader).unwrap(), Value { text: "x".into() });
    assert_eq!(<Option<Value>>::NAMES, ["t.Value", "t.Former"]);
    assert_eq!(<Option<Value>>::null(), Some(None));
    assert_eq!(Value::null(), None);
}
