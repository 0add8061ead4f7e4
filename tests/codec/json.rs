//! JSON as Kafka's `JsonConverter` writes it, text as its `StringConverter` does.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod model;

use std::collections::BTreeMap;

use kconnect::{
    ConnectSchema, Date, Decimal, Time, Timestamp,
    data::WriteData,
    json::{JsonWriter, TextWriter},
};
use model::{everything, sample};
use proptest::prelude::*;

fn json(data: &impl WriteData) -> String {
    let mut out = Vec::new();
    data.write(&mut JsonWriter::new(&mut out)).unwrap();
    String::from_utf8(out).unwrap()
}

fn text(data: &impl WriteData) -> String {
    let mut out = Vec::new();
    data.write(&mut TextWriter::new(&mut out)).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_value_is_written_as_kafkas_json_converter_does() {
    assert_eq!(json(&true), "true");
    assert_eq!(json(&12_i8), "12");
    assert_eq!(json(&4_398_046_511_104_i64), "4398046511104");
    assert_eq!(json(&12.34_f32), "12.34");
    assert_eq!(json(&1.0), "1.0");
    assert_eq!(json(&10_000_000_000.0), "1.0E10");
    assert_eq!(json(&f64::NAN), "\"NaN\"");
    assert_eq!(json(&f32::NEG_INFINITY), "\"-Infinity\"");
    assert_eq!(json(&"a\"b\\\u{1}é\n".to_owned()), "\"a\\\"b\\\\\\u0001é\\n\"");
    assert_eq!(json(&b"test-string".to_vec()), "\"dGVzdC1zdHJpbmc=\"");
    assert_eq!(json(&vec![1, 2, 3]), "[1,2,3]");
    assert_eq!(json(&vec![Some(1), None]), "[1,null]");
    assert_eq!(json(&Vec::<i32>::new()), "[]");
    assert_eq!(json(&BTreeMap::from([("key1".to_owned(), 12), ("key2".to_owned(), 13)])), "{\"key1\":12,\"key2\":13}");
    assert_eq!(json(&BTreeMap::from([(1, 12), (2, 13)])), "[[1,12],[2,13]]");
    assert_eq!(json(&BTreeMap::<i32, i32>::new()), "[]");
    assert_eq!(json(&BTreeMap::<String, i32>::new()), "{}");
    assert_eq!(json(&Decimal::<2>::from_unscaled(156)), "\"AJw=\"");
    assert_eq!(json(&Date::from_days(10_000)), "10000");
    assert_eq!(json(&Time::from_ms(14_400_000).unwrap()), "14400000");
    assert_eq!(json(&Timestamp::from_ms(4_000_000_000)), "4000000000");
    assert_eq!(json(&Option::<bool>::None), "null");
}

#[test]
fn a_struct_is_an_object_with_every_field() {
    assert_eq!(
        json(&sample()),
        r#"{"flag":true,"tiny":-8,"small":16,"medium":32,"large":1099511627776,"single":0.1,"double":1.0E10,"text":"a\"b\uD83D\uDE00","raw":"AP8=","day":19000,"timeOfDay":1000,"createdAt":1600000000000,"price":"AJw=","kind":"TWO_OR_MORE","maybe":null,"withDefault":null,"requiredDefault":7,"numbers":[1,null],"lists":[["x"],[]],"labels":{"k":1,"l":2},"counts":{"b":5,"c":null},"byNumber":[[1,"one"],[2,"two"]],"inner":{"name":"leaf","next":null,"children":[]},"maybeInner":{"name":"root","next":{"name":"leaf","next":null,"children":[]},"children":[{"name":"leaf","next":null,"children":[]}]},"inners":[]}"#
    );
}

proptest! {
    #[test]
    fn whatever_is_written_is_json(data in everything()) {
        let written: serde_json::Value = serde_json::from_str(&json(&data)).unwrap();
        prop_assert_eq!(&written["text"], &data.text);
        prop_assert_eq!(&written["large"], data.large);
        prop_assert_eq!(written["labels"].as_object().unwrap().len(), data.labels.len());
        prop_assert_eq!(written["byNumber"].as_array().unwrap().len(), data.by_number.len());
    }
}

#[test]
fn a_map_that_could_have_a_null_key_is_refused() {
    let data = BTreeMap::from([(Some("a".to_owned()), 1)]);
    let error = data.write(&mut JsonWriter::new(&mut Vec::new())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a map whose keys are optional strings cannot be written as JSON: an object has no null key; use plain strings"
    );
}

/// What a struct's text leaves out.
#[derive(ConnectSchema)]
#[connect(namespace = "t", rename_all = "PascalCase")]
struct Sparse {
    /// First.
    first: Option<i32>,
    /// An id.
    id: i64,
    /// Between.
    between: Option<String>,
    /// A list.
    list: Vec<Option<String>>,
    /// Last.
    last: Option<Vec<i32>>,
}

#[test]
fn a_structs_text_is_javas_without_its_null_fields() {
    let mut data = Sparse { first: None, id: 1, between: None, list: vec![Some("x".into()), None], last: None };
    assert_eq!(text(&data), "Struct{Id=1,List=[x, null]}");
    data.first = Some(5);
    data.last = Some(vec![]);
    assert_eq!(text(&data), "Struct{First=5,Id=1,List=[x, null],Last=[]}");
}

#[test]
fn a_values_text_is_javas() {
    assert_eq!(text(&"a".to_owned()), "a");
    assert_eq!(text(&5), "5");
    assert_eq!(text(&true), "true");
    assert_eq!(text(&1.0), "1.0");
    assert_eq!(text(&BTreeMap::from([("k".to_owned(), 1), ("l".to_owned(), 2)])), "{k=1, l=2}");
    assert_eq!(text(&vec!["1".to_owned(), "x".to_owned()]), "[1, x]");
    assert_eq!(text(&Decimal::<2>::from_unscaled(156)), "1.56");
    assert_eq!(text(&Timestamp::from_ms(1_600_000_000_999)), "Sun Sep 13 12:26:40 UTC 2020");
    assert_eq!(text(&Date::from_days(1)), "Fri Jan 02 00:00:00 UTC 1970");
}
