//! JSON read into structs: whatever was written, what others write, and what is wrong.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "../codec/model/mod.rs"]
mod model;

use std::collections::BTreeMap;

use kconnect::{
    ConnectSchema, Date, Decimal, ErrorKind, Time,
    data::{DataReader, ReadData, Schema, SchemaAndValue, WriteData},
    json::{DecimalFormat, JsonConverter, JsonConverterConfig, JsonFormat, JsonReader, JsonWriter},
};
use model::{Everything, everything, sample};
use proptest::prelude::*;
use serde::Deserialize;

fn json(data: &impl WriteData, format: JsonFormat) -> Vec<u8> {
    let mut out = Vec::new();
    data.write(&mut JsonWriter::with_format(&mut out, format)).unwrap();
    out
}

const NUMERIC: JsonFormat = JsonFormat { decimals: DecimalFormat::Numeric, replace_null_with_default: false };

/// Floats are equal if they have the same bits, or are none.
fn bits(mut data: Everything) -> (Everything, u32, u64) {
    let (single, double) = (data.single, data.double);
    (data.single, data.double) = (0.0, 0.0);
    let single = if single.is_nan() { f32::NAN } else { single };
    let double = if double.is_nan() { f64::NAN } else { double };
    (data, single.to_bits(), double.to_bits())
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(data in everything()) {
        for format in [JsonFormat::default(), NUMERIC] {
            let read: Everything = JsonReader::read(&json(&data, format)).unwrap();
            prop_assert_eq!(bits(read), bits(data.clone()));
        }
    }

    #[test]
    fn members_may_have_any_order_and_blanks_and_others_between_them(data in everything()) {
        let value: serde_json::Value = serde_json::from_slice(&json(&data, NUMERIC)).unwrap();
        let mut members: Vec<_> = value.as_object().unwrap().clone().into_iter().collect();
        members.reverse();
        members.push(("other".to_owned(), serde_json::json!({"a": [1, "]}", null]})));
        // `serde_json` does not keep every digit of a number.
        let exact = [("price", json(&data.price, NUMERIC)), ("single", json(&data.single, NUMERIC)), ("double", json(&data.double, NUMERIC))];
        let text: Vec<_> = members.iter().map(|(name, value)| {
            let exact = exact.iter().find(|(known, _)| known == name).map(|(_, text)| String::from_utf8(text.clone()).unwrap());
            format!("\t{name:?} :\n{} ", exact.unwrap_or_else(|| format!("{value:#}")))
        }).collect();
        let text = format!("\n{{ {} }}\r\n", text.join(","));
        let read: Everything = JsonReader::read(text.as_bytes()).unwrap();
        prop_assert_eq!(bits(read), bits(data));
    }

    #[test]
    fn the_converter_and_the_writer_write_the_same(data in everything()) {
        let SchemaAndValue { schema, value } = SchemaAndValue::of(&data, None);
        for decimal_format in [DecimalFormat::Base64, DecimalFormat::Numeric] {
            for replace_null_with_default in [false, true] {
                let config = JsonConverterConfig {
                    schemas_enable: false, decimal_format, replace_null_with_default, ..JsonConverterConfig::default()
                };
                let format = JsonFormat::from(&config);
                let converter = JsonConverter::new(config).unwrap();
                let written = converter.from_connect_data(schema.as_ref(), &value).unwrap().unwrap();
                prop_assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(json(&data, format)).unwrap());
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\[\\]{}\",:a-c0-9.eE+\\- \\\\nulltrefas]{0,60}") {
        let read = JsonReader::read::<Everything>(text.as_bytes()).is_ok();
        let lists = JsonReader::read::<BTreeMap<String, Vec<Option<f64>>>>(text.as_bytes());
        let theirs = serde_json::from_str::<BTreeMap<String, Vec<Option<f64>>>>(&text);
        prop_assert!(!read);
        // Leading zeros are Kafka's.
        if let (Err(ours), Ok(theirs)) = (&lists, &theirs) {
            panic!("{text}: {ours}, and serde_json has {theirs:?}");
        }
        if let (Ok(ours), Ok(theirs)) = (lists, theirs) {
            prop_assert_eq!(ours, theirs);
        }
    }
}

#[test]
fn an_envelope_is_read_like_its_payload() {
    // What is skipped comes back empty.
    let data = Everything { cache: None, ..sample() };
    let payload = String::from_utf8(json(&data, JsonFormat::default())).unwrap();
    for text in [
        format!(r#"{{"schema":{{"type":"struct"}},"payload":{payload}}}"#),
        format!(r#" {{ "payload" : {payload} , "schema" : null }} "#),
    ] {
        assert_eq!(JsonReader::read_envelope::<Everything>(text.as_bytes()).unwrap(), data, "{text}");
    }
    for text in ["{}", "1", "[]", r#"{"payload":1}"#, r#"{"schema":1,"payload":1,"x":2}"#, r#"{"payload":1,"x":2}"#] {
        let error = JsonReader::read_envelope::<i32>(text.as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with("JsonConverter with schemas.enable requires"), "{text}: {error}");
    }
}

#[test]
fn what_the_converter_writes_the_reader_reads() {
    let data = model_post();
    let SchemaAndValue { schema, value } = SchemaAndValue::of(&data, None);
    let written = JsonConverter::default().from_connect_data(schema.as_ref(), &value).unwrap().unwrap();
    assert_eq!(JsonReader::read_envelope::<Post>(&written).unwrap(), data);
    assert_eq!(schema, Some(Schema::of(&<Post as kconnect::data::ConnectType>::TYPE, None)));
}

/// A post.
#[derive(ConnectSchema, Debug, Deserialize, PartialEq)]
#[connect(namespace = "test.json")]
struct Post {
    /// An id.
    id: i64,
    /// Its author.
    #[connect(alias = "author")]
    user: User,
    /// What it is about.
    tags: Vec<String>,
    /// How often each was seen.
    counts: BTreeMap<String, i32>,
    /// By number.
    numbered: BTreeMap<i32, String>,
    /// A number that may be missing.
    #[connect(default = 7)]
    votes: i32,
    /// A number that may be missing or null.
    #[connect(default = Some(9))]
    score: Option<i32>,
}

/// An author.
#[derive(ConnectSchema, Debug, Deserialize, PartialEq)]
#[connect(namespace = "test.json")]
struct User {
    /// A name.
    name: String,
}

fn model_post() -> Post {
    Post {
        id: 1,
        user: User { name: "n".to_owned() },
        tags: vec!["t".to_owned()],
        counts: BTreeMap::from([("c".to_owned(), 1)]),
        numbered: BTreeMap::from([(1, "one".to_owned())]),
        votes: 2,
        score: Some(3),
    }
}

fn post(member: &str, value: &str) -> String {
    let members = [
        ("id", "1"),
        ("user", r#"{"name":"n"}"#),
        ("tags", r#"["t"]"#),
        ("counts", r#"{"c":1}"#),
        ("numbered", r#"[[1,"one"]]"#),
        ("votes", "2"),
        ("score", "3"),
    ];
    let members = members.map(|(name, known)| format!("{name:?}:{}", if name == member { value } else { known }));
    format!("{{{}}}", members.join(","))
}

#[test]
fn an_error_names_the_path_what_is_there_and_what_was_expected() {
    assert_eq!(JsonReader::read::<Post>(post("", "").as_bytes()).unwrap(), model_post());
    for (member, value, message) in [
        (
            "id",
            r#""x1""#,
            r#"$.id is "x1", not an INT64: a whole number from -9223372036854775808 to 9223372036854775807"#,
        ),
        ("votes", "1.5", "$.votes is 1.5, not an INT32: a whole number from -2147483648 to 2147483647"),
        ("votes", "3000000000", "$.votes is 3000000000, not an INT32: a whole number from -2147483648 to 2147483647"),
        ("user", r#"{"name": 12}"#, "$.user.name is 12, not a STRING: text in quotes"),
        ("user", "{}", "$.user: field `name` of `test.json.User` is missing and has no default"),
        ("user", "[1]", "$.user is [1], not a STRUCT: an object"),
        ("tags", r#"["a", null]"#, "$.tags[1] is null, not a STRING: text in quotes"),
        ("tags", "{}", "$.tags is {}, not an ARRAY: [ … ]"),
        (
            "counts",
            r#"{"a":1,"b":true}"#,
            r#"$.counts["b"] is true, not an INT32: a whole number from -2147483648 to 2147483647"#,
        ),
        ("numbered", r#"[[1,"a"],[2,3]]"#, "$.numbered[1] is 3, not a STRING: text in quotes"),
        (
            "numbered",
            r#"{"1":"a"}"#,
            r#"$.numbered["1"] is "1", not an INT32: a whole number from -2147483648 to 2147483647"#,
        ),
        ("tags", r#"["a" "b"]"#, "malformed JSON at line 1, column 41, in $.tags[0]: expected `,` or `]`"),
        (
            "tags",
            "[\"a\tb\"]",
            "malformed JSON at line 1, column 39, in $.tags[0]: a control character has to be escaped in a string",
        ),
        (
            "id",
            "tru",
            "malformed JSON at line 1, column 7, in $.id: expected `true`, `false`, `null`, a number, a string, an array or an object",
        ),
    ] {
        let error = JsonReader::read::<Post>(post(member, value).as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), ErrorKind::Data);
    }
}

#[test]
fn an_error_of_the_type_itself_has_the_path_too() {
    let error = JsonReader::read::<Vec<Time>>(b"[1, 86400001]").unwrap_err();
    assert_eq!(error.to_string(), "$[1]: 86400001 ms is not a time of day");
}

#[test]
fn what_is_missing_or_null_takes_its_default() {
    let text = r#"{"id":1,"author":{"name":"n"},"tags":[],"counts":{},"numbered":{},"votes":null}"#;
    let read: Post = JsonReader::read(text.as_bytes()).unwrap();
    assert_eq!((read.user.name.as_str(), read.votes, read.score), ("n", 7, Some(9)));
    let text = post("score", "null");
    assert_eq!(JsonReader::read::<Post>(text.as_bytes()).unwrap().score, None);
    let replacing = JsonReader::new(text.as_bytes()).replace_null_with_default(true);
    assert_eq!(replacing.finish::<Post>().unwrap().score, Some(9));
}

#[test]
fn a_null_that_has_a_default_is_written_as_the_format_says() {
    let data = Post { score: None, ..model_post() };
    let text = |format| String::from_utf8(json(&data, format)).unwrap();
    assert!(text(JsonFormat::default()).ends_with(r#""score":null}"#));
    assert!(text(JsonFormat { replace_null_with_default: true, ..NUMERIC }).ends_with(r#""score":9}"#));
}

#[test]
fn numbers_may_be_written_in_any_way_that_loses_nothing() {
    for (text, number) in [("007", 7), ("12.00", 12), ("1.2e1", 12), ("-0", 0), ("9223372036854775807", i64::MAX)] {
        assert_eq!(JsonReader::read::<i64>(text.as_bytes()).unwrap(), number, "{text}");
    }
    for text in ["1.5", "9223372036854775808", "1e400", "1e-1", "\"1\"", "1e2000000000", "+1", "0x1", "1 2"] {
        JsonReader::read::<i64>(text.as_bytes()).unwrap_err();
    }
    for (text, unscaled) in
        [("1.5", 150), ("1.500", 150), ("15e-1", 150), ("\"AJY=\"", 150), ("0e99999", 0), ("-2", -200)]
    {
        assert_eq!(JsonReader::read::<Decimal<2>>(text.as_bytes()).unwrap().unscaled(), unscaled, "{text}");
    }
    for text in ["1.505", "\"\"", "\"x\"", "1e2000000000", "1e-2000000000", "true"] {
        JsonReader::read::<Decimal<2>>(text.as_bytes()).unwrap_err();
    }
    assert_eq!(JsonReader::read::<Date>(b"10000").unwrap(), Date::from_days(10_000));
    assert_eq!(JsonReader::read::<f64>(b"1").unwrap().to_bits(), 1.0_f64.to_bits());
    assert_eq!(JsonReader::read::<f32>(b"\"-Infinity\"").unwrap().to_bits(), f32::NEG_INFINITY.to_bits());
    JsonReader::read::<f32>(b"3.5e38").unwrap_err();
}

#[test]
fn a_string_without_escapes_is_borrowed() {
    let text = r#"["plain é", "esc\u0061ped"]"#;
    let mut reader = JsonReader::new(text.as_bytes());
    reader.begin_array().unwrap();
    let mut borrowed = Vec::new();
    while reader.next_item().unwrap() {
        borrowed.push(matches!(reader.string().unwrap(), std::borrow::Cow::Borrowed(_)));
    }
    assert_eq!(borrowed, [true, false]);
}

/// An id or a name.
#[derive(ConnectSchema, Debug, PartialEq)]
enum Either {
    Id(i64),
    Name(String),
}

#[test]
fn a_union_is_an_object_with_one_value() {
    for either in [Either::Id(7), Either::Name("n".to_owned())] {
        assert_eq!(JsonReader::read::<Either>(&json(&either, NUMERIC)).unwrap(), either);
        assert_eq!(
            JsonReader::read::<Vec<Option<Either>>>(&json(&vec![None, Some(either)], NUMERIC)).unwrap().len(),
            2
        );
    }
    let text = br#"{"other":1,"string":null,"long":7,"more":[]}"#;
    assert_eq!(JsonReader::read::<Either>(text).unwrap(), Either::Id(7));
    for (text, message) in [
        (r"{}", "$ is {}, not a union: an object with a value for one of long, string"),
        (r#"{"long":1,"string":"n"}"#, "$ is \"n\", not null: another value of the union came before `string`"),
        (
            r#"{"long":"n"}"#,
            "$.long is \"n\", not an INT64: a whole number from -9223372036854775808 to 9223372036854775807",
        ),
        ("null", "$ is null, not a union: an object with a value for one of long, string"),
    ] {
        assert_eq!(JsonReader::read::<Either>(text.as_bytes()).unwrap_err().to_string(), message);
    }
}

#[test]
fn hostile_nesting_is_refused_before_the_stack_is() {
    let deep = r#"{"name":"a","next":"#.repeat(100_000);
    let error = JsonReader::read::<model::Inner>(deep.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("more than 128 records in one another"), "{error}");
    let skipped = format!(r#"{{"name":"a","x":{}"#, "[".repeat(100_000));
    let error = JsonReader::read::<model::Inner>(skipped.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("more than 250 deep"), "{error}");
    for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000), "[".repeat(251) + &"]".repeat(251)] {
        for schemas_enable in [false, true] {
            let config = JsonConverterConfig { schemas_enable, ..JsonConverterConfig::default() };
            let error = JsonConverter::new(config).unwrap().to_connect_data(Some(text.as_bytes())).unwrap_err();
            assert!(error.message().starts_with("Converting byte[] to Kafka Connect data failed"), "{error}");
        }
    }
    let allowed = "[".repeat(250) + &"]".repeat(250);
    let config = JsonConverterConfig { schemas_enable: false, ..JsonConverterConfig::default() };
    JsonConverter::new(config).unwrap().to_connect_data(Some(allowed.as_bytes())).unwrap();
}

#[test]
fn a_deep_schema_is_read_or_refused_without_harm() {
    let levels = 120;
    let schema = r#"{"type":"struct","fields":[{"field":"a","type":"struct","fields":["#.to_owned()
        + &r#"{"field":"a","type":"struct","fields":["#.repeat(levels)
        + &"]}".repeat(levels + 2);
    let text =
        format!(r#"{{"schema":{schema},"payload":{}{}}}"#, "{\"a\":".repeat(levels + 1) + "{}", "}".repeat(levels + 1));
    let converter = JsonConverter::default();
    let read = converter.to_connect_data(Some(text.as_bytes())).unwrap();
    let written = converter.from_connect_data(read.schema.as_ref(), &read.value).unwrap().unwrap();
    assert_eq!(converter.to_connect_data(Some(&written)).unwrap(), read);

    let levels = 240;
    let schema = r#"{"type":"array","items":"#.repeat(levels) + r#"{"type":"int8"}"# + &"}".repeat(levels);
    let text = format!(r#"{{"schema":{schema},"payload":{}1{}}}"#, "[".repeat(levels), "]".repeat(levels));
    let read = converter.to_connect_data(Some(text.as_bytes())).unwrap();
    let written = converter.from_connect_data(read.schema.as_ref(), &read.value).unwrap().unwrap();
    assert_eq!(converter.to_connect_data(Some(&written)).unwrap(), read);
}

#[test]
fn a_huge_number_costs_no_more_than_its_digits() {
    let config = JsonConverterConfig { schemas_enable: false, ..JsonConverterConfig::default() };
    let converter = JsonConverter::new(config).unwrap();
    for text in ["1e2147483647", "-1e-2147483646", "0e2147483647"] {
        converter.to_connect_data(Some(text.as_bytes())).unwrap();
    }
    for ty in ["int8", "int64", "float", "double"] {
        for number in ["1e2147483647", "1e-2147483646", "123e-5", &"9".repeat(1_000)] {
            let text = format!(r#"{{"schema":{{"type":"{ty}"}},"payload":{number}}}"#);
            JsonConverter::default().to_connect_data(Some(text.as_bytes())).unwrap();
        }
    }
    let refused = format!("[{}]", "9".repeat(1_001));
    converter.to_connect_data(Some(refused.as_bytes())).unwrap_err();
}

#[test]
fn the_reader_reads_what_serde_reads() {
    let text = post("", "");
    let theirs: Post = serde_json::from_str(&text.replace(r#"[[1,"one"]]"#, r#"{"1":"one"}"#)).unwrap();
    assert_eq!(JsonReader::read::<Post>(text.as_bytes()).unwrap(), theirs);
    let mut reader = JsonReader::new(text.as_bytes());
    assert_eq!(Post::read(&mut reader).unwrap(), theirs);
}
