//! Which converters there are, under which names, and what their configuration may say.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use kconnect::{
    Part, Prop, SchemaAndValue, Value,
    data::{Schema, SchemaType},
};
use kconnect_worker::converter::HeaderConverter;
use support::{AVRO, configured, converter, props};

/// The classes without settings of their own, a value of each, and its bytes.
fn plain() -> Vec<(&'static str, SchemaAndValue, &'static [u8])> {
    vec![
        ("ByteArray", SchemaAndValue::new(Schema::optional(SchemaType::Bytes), b"\x00\xff".to_vec()), b"\x00\xff"),
        ("Boolean", SchemaAndValue::new(Schema::optional(SchemaType::Boolean), true), b"\x01"),
        ("Short", SchemaAndValue::new(Schema::optional(SchemaType::Int16), -2_i16), b"\xff\xfe"),
        ("Integer", SchemaAndValue::new(Schema::optional(SchemaType::Int32), 7_i32), b"\0\0\0\x07"),
        ("Long", SchemaAndValue::new(Schema::optional(SchemaType::Int64), 7_i64), b"\0\0\0\0\0\0\0\x07"),
        ("Float", SchemaAndValue::new(Schema::optional(SchemaType::Float32), 1.5_f32), b"\x3f\xc0\0\0"),
        ("Double", SchemaAndValue::new(Schema::optional(SchemaType::Float64), 1.5_f64), b"\x3f\xf8\0\0\0\0\0\0"),
        ("String", SchemaAndValue::new(Schema::optional(SchemaType::String), "a b"), b"a b"),
    ]
}

fn full_name(short: &str) -> String {
    let package = if short == "String" { "storage" } else { "converters" };
    format!("org.apache.kafka.connect.{package}.{short}Converter")
}

#[tokio::test]
async fn every_converter_without_a_schema_writes_its_type_and_reads_it_back_under_three_names() {
    for (short, data, bytes) in plain() {
        for name in [short.to_owned(), format!("{short}Converter"), full_name(short)] {
            let converter = converter(&name, &[]);
            assert_eq!(converter.class(), full_name(short));
            assert_eq!(converter.from_connect("t", &data).await.unwrap().as_deref(), Some(bytes), "{name}");
            assert_eq!(converter.to_connect("t", Some(bytes)).await.unwrap(), data, "{name}");
        }
    }
}

#[tokio::test]
async fn null_is_no_bytes_and_no_bytes_are_null_with_every_converter() {
    for (short, data, _) in plain() {
        let converter = converter(short, &[]);
        assert_eq!(converter.from_connect("t", &SchemaAndValue::NULL).await.unwrap(), None, "{short}");
        let null = SchemaAndValue { schema: data.schema, value: Value::Null };
        assert_eq!(converter.to_connect("t", None).await.unwrap(), null, "{short}");
    }
    let json = converter("Json", &[]);
    assert_eq!(json.from_connect("t", &SchemaAndValue::NULL).await.unwrap(), None);
    assert_eq!(json.to_connect("t", None).await.unwrap(), SchemaAndValue::NULL);
}

#[test]
fn every_converter_without_a_registry_converts_headers_as_well() {
    for (short, data, bytes) in plain() {
        let configured = HeaderConverter::configure(&Prop::from(short), "header.converter.", &props(&[])).unwrap();
        let converter = configured.converter;
        assert_eq!(converter.class(), full_name(short));
        assert_eq!(converter.from_connect("t", "h", &data).unwrap().as_deref(), Some(bytes), "{short}");
        assert_eq!(converter.to_connect("t", "h", Some(bytes)).unwrap(), data, "{short}");
    }
}

#[test]
fn headers_become_json_with_their_schema() {
    let configured =
        HeaderConverter::configure(&Prop::from("JsonConverter"), "header.converter.", &props(&[])).unwrap();
    let data = SchemaAndValue::new(Schema::int32(), 7);
    let bytes = configured.converter.from_connect("t", "h", &data).unwrap().unwrap();
    assert_eq!(
        String::from_utf8(bytes.clone()).unwrap(),
        r#"{"schema":{"type":"int32","optional":false},"payload":7}"#
    );
    assert_eq!(configured.converter.to_connect("t", "h", Some(&bytes)).unwrap(), data);
}

#[test]
fn the_simple_header_converter_is_the_usual_one_and_infers_types() {
    for name in
        ["org.apache.kafka.connect.storage.SimpleHeaderConverter", "SimpleHeaderConverter", "SimpleHeader", "Simple"]
    {
        let simple = HeaderConverter::configure(&Prop::from(name), "header.converter.", &props(&[])).unwrap();
        assert_eq!(simple.converter.class(), HeaderConverter::default().class(), "{name}");
    }
    let read = HeaderConverter::default().to_connect("t", "h", Some(b"12")).unwrap();
    assert_eq!(read, SchemaAndValue::new(Schema::int8(), 12_i8));
}

#[test]
fn avro_does_not_convert_headers() {
    let error = HeaderConverter::configure(&Prop::from(AVRO), "header.converter.", &props(&[])).unwrap_err();
    assert!(
        error[0].starts_with(&format!(
            "Invalid value {AVRO} for configuration header.converter: Class {AVRO} could not be found. Known converters: \
             org.apache.kafka.connect.storage.SimpleHeaderConverter, "
        )),
        "{error:?}"
    );
}

#[test]
fn a_converter_that_is_not_there_is_refused_with_those_that_are() {
    let error = configured("com.example.ProtobufConverter", Part::Key, &[]).unwrap_err();
    assert!(
        error[0].starts_with(
            "Invalid value com.example.ProtobufConverter for configuration key.converter: Class \
             com.example.ProtobufConverter could not be found. Known converters: io.confluent.connect.avro.AvroConverter, "
        ),
        "{error:?}"
    );
}

#[test]
fn keys_that_a_converter_does_not_have_are_reported() {
    let configured =
        configured("Integer", Part::Key, &[("schemas.enable", "false"), ("converter.type", "key")]).unwrap();
    assert_eq!(
        configured.unknown,
        ["the configuration key.converter.schemas.enable was supplied but is not known to IntegerConverter"]
    );
}

#[test]
fn what_a_converter_is_for_is_one_of_three() {
    let error = configured("Integer", Part::Key, &[("converter.type", "offset")]).unwrap_err();
    assert_eq!(
        error,
        [
            "Invalid value offset for configuration key.converter.converter.type: String must be one of: key, value, header"
        ]
    );
}

#[test]
fn text_is_utf8() {
    assert!(configured("String", Part::Key, &[("converter.encoding", "utf8")]).is_ok());
    let error = configured("String", Part::Key, &[("converter.encoding", "EBCDIC")]).unwrap_err();
    assert_eq!(
        error,
        ["Invalid value EBCDIC for configuration key.converter.converter.encoding: only UTF-8 is supported"]
    );
}

#[tokio::test]
async fn a_value_that_the_converter_is_not_for_is_refused_in_kafkas_words() {
    let text = SchemaAndValue::new(Schema::string(), "7");
    let error = converter("Integer", &[]).from_connect("t", &text).await.unwrap_err();
    assert!(error.chain().starts_with("Failed to serialize to integer (was class java.lang.String): "), "{error:?}");
}
