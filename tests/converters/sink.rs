//! From the bytes of a topic to the type of a sink's task: without a value in between, whatever schema they were written
//! with.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use kconnect::{
    ConnectSchema, ErrorKind, SchemaAndValue, Value,
    avro::AvroWriter,
    data::{ConnectType, Schema, SchemaBuilder, SchemaType, WriteData},
    host::Input,
};
use kconnect_tests::unique;
use kconnect_worker::{
    converter::Converter,
    registry::{NewSchema, RegisterOptions, SchemaRegistry},
};
use support::{JSON, Reader, avro, converter, read};

/// A reading.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Reading {
    /// Which.
    id: i64,
    /// Where.
    #[connect(default = "unknown")]
    place: String,
    /// Degrees.
    #[connect(alias = "temperature")]
    celsius: Option<f64>,
}

fn reading() -> Reading {
    Reading { id: 7, place: "roof".to_owned(), celsius: Some(21.5) }
}

/// Registers a schema for the values of topic `t`, and puts its id before the payload.
async fn message(scope: &str, schema: &str, payload: &[u8]) -> Vec<u8> {
    let registry = SchemaRegistry::at(&format!("mock://{scope}")).unwrap();
    let id = registry.register("t-value", &NewSchema::avro(schema), &RegisterOptions::default()).await.unwrap().id;
    [&[0], id.to_be_bytes().as_slice(), payload].concat()
}

fn encoded(value: &impl WriteData) -> Vec<u8> {
    let mut out = Vec::new();
    value.write(&mut AvroWriter::new(&mut out)).unwrap();
    out
}

/// What a message becomes that was written with the schema.
async fn read_avro<V: kconnect::FromRecord>(schema: &str, payload: &[u8]) -> kconnect::Result<V> {
    let scope = unique("sink");
    let message = message(&scope, schema, payload).await;
    let converter = avro(&scope);
    let input = converter.input("t", Some(&message)).await?;
    assert!(!matches!(input, Input::Value(_)), "no value is built");
    read(input).await
}

async fn read_json<V: kconnect::FromRecord>(keys: &[(&str, &str)], json: &str) -> kconnect::Result<V> {
    let converter = converter(JSON, keys);
    let input = converter.input("t", Some(json.as_bytes())).await?;
    assert!(!matches!(input, Input::Value(_)), "no value is built");
    read(input).await
}

const PLAIN: &[(&str, &str)] = &[("schemas.enable", "false")];

#[tokio::test]
async fn avro_of_the_types_own_schema_is_read() {
    let schema = kconnect::avro::Schema::of(&Reading::TYPE, None).unwrap().to_string();
    assert_eq!(read_avro::<Reading>(&schema, &encoded(&reading())).await.unwrap(), reading());
}

#[tokio::test]
async fn what_the_writer_has_in_addition_is_passed_over_and_what_it_lacks_takes_its_default() {
    let writer = r#"{"type":"record","name":"Reading","namespace":"org.elsewhere","fields":[
        {"name":"note","type":"string"},{"name":"id","type":"int"},{"name":"temperature","type":["null","float"]}]}"#;
    let read = read_avro::<Reading>(writer, &[&[4, b'h', b'i', 14, 2][..], &1.5_f32.to_le_bytes()].concat()).await;
    assert_eq!(read.unwrap(), Reading { id: 7, place: "unknown".to_owned(), celsius: Some(1.5) });
}

#[tokio::test]
async fn two_writers_of_one_topic_are_each_read_with_their_schema() {
    let scope = unique("sink");
    let older =
        r#"{"type":"record","name":"Reading","namespace":"com.example","fields":[{"name":"id","type":"long"}]}"#;
    let newer = kconnect::avro::Schema::of(&Reading::TYPE, None).unwrap().to_string();
    let messages = [
        message(&scope, older, &[2]).await,
        message(&scope, &newer, &encoded(&reading())).await,
        message(&scope, older, &[4]).await,
    ];
    let converter = avro(&scope);
    let mut reader = Reader::<(), Reading>::start().await;
    for message in &messages {
        reader.add(Input::Null, converter.input("t", Some(message)).await.unwrap()).unwrap();
    }
    let ids: Vec<_> = reader.put().await.into_iter().map(|((), reading)| (reading.id, reading.place)).collect();
    assert_eq!(ids, [(1, "unknown".to_owned()), (7, "roof".to_owned()), (2, "unknown".to_owned())]);
}

#[tokio::test]
async fn a_record_of_another_name_is_refused_with_both_names() {
    let writer = r#"{"type":"record","name":"Order","namespace":"com.example","fields":[{"name":"id","type":"long"}]}"#;
    let error = read_avro::<Reading>(writer, &[2]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    let said = error.chain();
    assert!(said.contains("com.example.Order") && said.contains("com.example.Reading"), "{said}");
}

#[tokio::test]
async fn a_value_of_a_record_of_another_name_is_refused_as_well() {
    let order = SchemaBuilder::structure().name("com.example.Order").field("id", Schema::int64()).build().unwrap();
    let mut value = kconnect::data::Struct::new(order.clone()).unwrap();
    value.put("id", 7_i64).unwrap();
    let error = read::<Reading>(Input::Value(SchemaAndValue::new(order, value))).await.unwrap_err();
    assert_eq!(
        error.chain(),
        "the record is `com.example.Order`, and the sink reads `com.example.Reading`; if the record was renamed, declare its \
         former name with `#[connect(alias = \"..\")]`"
    );
}

#[tokio::test]
async fn null_in_a_schema_that_may_be_null_is_a_tombstone() {
    let writer = r#"["null",{"type":"record","name":"Reading","namespace":"com.example","fields":[{"name":"id","type":"long"}]}]"#;
    assert_eq!(read_avro::<Option<Reading>>(writer, &[0]).await.unwrap(), None);
    assert_eq!(read_avro::<Option<Reading>>(writer, &[2, 14]).await.unwrap().unwrap().id, 7);
    assert_eq!(read_avro::<Reading>(writer, &[2, 14]).await.unwrap().id, 7);
}

#[tokio::test]
async fn a_tombstone_is_none_and_an_error_for_a_task_that_takes_none() {
    let converter = avro(&unique("sink"));
    assert_eq!(read::<Option<Reading>>(converter.input("t", None).await.unwrap()).await.unwrap(), None);
    let error = read::<Reading>(converter.input("t", None).await.unwrap()).await.unwrap_err();
    assert_eq!(
        error.chain(),
        "the sink takes no null here; a task that declares the type as `Option<_>` takes tombstones"
    );
    assert_eq!(error.kind(), ErrorKind::Data);
}

#[tokio::test]
async fn bytes_alone_have_no_length_on_the_wire() {
    assert_eq!(read_avro::<Vec<u8>>(r#""bytes""#, b"raw").await.unwrap(), b"raw");
}

#[tokio::test]
async fn scalars_are_read_and_widened() {
    assert_eq!(read_avro::<i64>(r#""int""#, &[14]).await.unwrap(), 7);
    assert_eq!(read_avro::<String>(r#""string""#, b"\x04hi").await.unwrap(), "hi");
}

/// What happens.
#[derive(ConnectSchema, Debug, PartialEq)]
enum Event {
    /// A reading came.
    Read(Reading),
    /// Something else.
    Said(String),
}

#[tokio::test]
async fn a_topic_of_several_records_is_read_into_a_union() {
    let schema = kconnect::avro::Schema::of(&Reading::TYPE, None).unwrap().to_string();
    assert_eq!(read_avro::<Event>(&schema, &encoded(&reading())).await.unwrap(), Event::Read(reading()));
    assert_eq!(read_avro::<Event>(r#""string""#, b"\x04hi").await.unwrap(), Event::Said("hi".to_owned()));
    let both = format!(r#"["string",{schema}]"#);
    let payload = [&[2], encoded(&reading()).as_slice()].concat();
    assert_eq!(read_avro::<Event>(&both, &payload).await.unwrap(), Event::Read(reading()));
    let either = format!(r#"["null","string",{schema}]"#);
    assert_eq!(read_avro::<Option<Event>>(&either, &[0]).await.unwrap(), None);
    assert_eq!(read_avro::<Option<Event>>(&either, b"\x02\x04hi").await.unwrap(), Some(Event::Said("hi".to_owned())));
}

#[tokio::test]
async fn a_value_that_is_one_of_the_unions_records_is_read_into_the_union() {
    let data = SchemaAndValue::of(&reading(), None);
    assert_eq!(read::<Event>(Input::Value(data)).await.unwrap(), Event::Read(reading()));
    let text = SchemaAndValue::new(Schema::string(), "hi");
    assert_eq!(read::<Event>(Input::Value(text)).await.unwrap(), Event::Said("hi".to_owned()));
    let union = SchemaAndValue::of(&Event::Read(reading()), None);
    assert_eq!(read::<Event>(Input::Value(union)).await.unwrap(), Event::Read(reading()));
}

#[tokio::test]
async fn json_is_read_by_the_names_of_its_fields() {
    let json = r#"{"celsius": 21.5, "extra": [1, {"x": null}], "id": 7, "place": "roof"}"#;
    assert_eq!(read_json::<Reading>(PLAIN, json).await.unwrap(), reading());
    let sparse = read_json::<Reading>(PLAIN, r#"{"id": 7}"#).await.unwrap();
    assert_eq!(sparse, Reading { id: 7, place: "unknown".to_owned(), celsius: None });
}

#[tokio::test]
async fn json_with_its_schema_beside_it_is_read() {
    let json = converter(JSON, &[]);
    let bytes = json.from_connect("t", &SchemaAndValue::of(&reading(), None)).await.unwrap().unwrap();
    assert_eq!(read_json::<Reading>(&[], str::from_utf8(&bytes).unwrap()).await.unwrap(), reading());
}

#[tokio::test]
async fn null_as_a_payload_is_a_tombstone() {
    let null = r#"{"schema":null,"payload":null}"#;
    assert_eq!(read_json::<Option<Reading>>(&[], null).await.unwrap(), None);
    assert_eq!(read_json::<Option<Reading>>(PLAIN, "null").await.unwrap(), None);
    let error = read_json::<Reading>(PLAIN, "null").await.unwrap_err();
    assert!(error.chain().starts_with("the sink takes no null here"), "{error:?}");
}

/// A reading whose place may be null.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example", name = "Reading")]
struct Placed {
    /// Where.
    #[connect(default = Some("unknown".to_owned()))]
    place: Option<String>,
}

#[tokio::test]
async fn a_null_of_an_optional_field_takes_the_default_unless_that_is_turned_off() {
    let null = r#"{"place": null}"#;
    let read = read_json::<Placed>(PLAIN, null).await.unwrap();
    assert_eq!(read.place.as_deref(), Some("unknown"));
    let off = [("schemas.enable", "false"), ("replace.null.with.default", "false")];
    assert_eq!(read_json::<Placed>(&off, null).await.unwrap().place, None);
}

#[tokio::test]
async fn json_of_another_shape_is_refused_with_the_place() {
    let json = converter(JSON, PLAIN);
    let bytes = br#"{"id": "seven"}"#;
    let error = read::<Reading>(json.input("t", Some(bytes)).await.unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    let said = json.explain(Some(bytes), error).chain();
    assert!(said.starts_with(r#"$.id is "seven", not an INT64"#), "{said}");
    assert!(!said.contains("set value.converter"), "the converter is the right one: {said}");
}

#[tokio::test]
async fn what_a_task_cannot_read_because_the_converter_is_the_wrong_one_is_explained() {
    let json = converter(JSON, PLAIN);
    let bytes = br#"{"schema":{"type":"int64"},"payload":7}"#;
    let error = read::<Reading>(json.input("t", Some(bytes)).await.unwrap()).await.unwrap_err();
    assert_eq!(
        json.explain(Some(bytes), error).chain(),
        "$: field `id` of `com.example.Reading` is missing and has no default; the value is JSON with its schema beside it: \
         set value.converter.schemas.enable=true"
    );
}

#[tokio::test]
async fn json_in_utf_16_is_read_as_a_value() {
    let utf16: Vec<u8> = r#"{"id":7}"#.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let json = converter(JSON, PLAIN);
    let input = json.input("t", Some(&utf16)).await.unwrap();
    let Input::Value(data) = input else { panic!("not a value") };
    assert_eq!(data.value, Value::Map(vec![(Value::String("id".to_owned()), Value::Int64(7))]));
}

#[tokio::test]
async fn text_and_bytes_are_read_as_they_are() {
    let (text, bytes) = (converter("String", &[]), converter("ByteArray", &[]));
    assert_eq!(read::<String>(text.input("t", Some(b"hi")).await.unwrap()).await.unwrap(), "hi");
    assert_eq!(read::<Vec<u8>>(bytes.input("t", Some(b"\xff")).await.unwrap()).await.unwrap(), b"\xff");
    assert_eq!(read::<String>(text.input("t", Some(b"a\xff")).await.unwrap()).await.unwrap(), "a\u{fffd}");
    let error = read::<i64>(text.input("t", Some(b"7")).await.unwrap()).await.unwrap_err();
    assert_eq!(error.chain(), "what the StringConverter reads is a STRING, and the sink takes an INT64 here");
    let error = read::<Reading>(bytes.input("t", Some(b"7")).await.unwrap()).await.unwrap_err();
    assert_eq!(
        error.chain(),
        "what the ByteArrayConverter reads is BYTES, and the sink takes the STRUCT `com.example.Reading` here"
    );
}

#[tokio::test]
async fn numbers_are_read_as_they_are() {
    let long = converter("Long", &[]);
    assert_eq!(read::<i64>(long.input("t", Some(&7_i64.to_be_bytes())).await.unwrap()).await.unwrap(), 7);
}

#[tokio::test]
async fn a_task_that_takes_whatever_comes_gets_it_with_its_schema() {
    let text = converter("String", &[]);
    let read_text = read::<SchemaAndValue>(text.input("t", Some(b"hi")).await.unwrap()).await.unwrap();
    assert_eq!(read_text, SchemaAndValue::new(Schema::optional(SchemaType::String), "hi"));
    let scope = unique("sink");
    let bytes = message(&scope, r#""long""#, &[14]).await;
    let data = avro(&scope).to_connect("t", Some(&bytes)).await.unwrap();
    assert_eq!(read::<SchemaAndValue>(Input::Value(data.clone())).await.unwrap(), data);
    assert_eq!(read::<Option<SchemaAndValue>>(Input::Null).await.unwrap(), None);
}

#[tokio::test]
async fn a_half_that_nobody_looks_at_may_be_anything() {
    read::<()>(Input::Json { bytes: b"no json", envelope: true, replace_null_with_default: true }).await.unwrap();
    read::<()>(Input::Null).await.unwrap();
}

/// What JSON has no types for.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Narrow {
    /// A number.
    small: i16,
    /// Another.
    float: f32,
    /// When.
    at: kconnect::Timestamp,
    /// Bytes.
    raw: Vec<u8>,
    /// Below.
    inner: Vec<Placed>,
}

#[tokio::test]
async fn json_without_a_schema_that_went_through_a_transformation_is_read_as_before() {
    let json = br#"{"small": 7, "float": 0.1, "at": 1700000000123, "raw": "/w==", "inner": [{"place": "roof"}, {}]}"#;
    let narrow: Narrow = both(&converter(JSON, PLAIN), json).await;
    assert_eq!(narrow.small, 7);
    assert_eq!(narrow.float.to_string(), "0.1");
    assert_eq!(narrow.at, kconnect::Timestamp::from_ms(1_700_000_000_123));
    assert_eq!(narrow.raw, b"\xff");
    assert_eq!(narrow.inner.len(), 2);
    let value = converter(JSON, PLAIN).to_connect("t", Some(br#"{"small": 70000}"#)).await.unwrap();
    let error = read::<Narrow>(Input::Value(value)).await.unwrap_err();
    assert_eq!(error.chain(), "$.small is an INT64, not an INT16");
}

/// Reads the value on both ways: straight, and as a value.
async fn both<V: kconnect::FromRecord + PartialEq + std::fmt::Debug>(converter: &Converter, bytes: &[u8]) -> V {
    let straight = read::<V>(converter.input("t", Some(bytes)).await.unwrap()).await.unwrap();
    let value = converter.to_connect("t", Some(bytes)).await.unwrap();
    assert_eq!(read::<V>(Input::Value(value)).await.unwrap(), straight);
    straight
}

#[tokio::test]
async fn the_way_through_a_value_gives_the_same() {
    let data = SchemaAndValue::of(&reading(), None);
    for converter in [avro(&unique("sink")), converter(JSON, &[]), converter(JSON, PLAIN)] {
        let bytes = converter.from_connect("t", &data).await.unwrap().unwrap();
        assert_eq!(both::<Reading>(&converter, &bytes).await, reading());
    }
}
