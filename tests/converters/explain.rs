//! What a converter says about bytes that it cannot read: what they look like, and which key to change.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kconnect::{ErrorKind, Part};
use kconnect_tests::unique;
use kconnect_worker::{
    converter::Converter,
    dev::MockRegistry,
    registry::{NewSchema, RegisterOptions, SchemaRegistry},
};
use support::{JSON, avro, configured, converter};

/// What the converter says about the bytes, both when it makes a value of them and when it hands them to a task.
async fn refusal(converter: &Converter, bytes: &[u8]) -> String {
    let error = converter.to_connect("t", Some(bytes)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    if let Err(typed) = converter.input("t", Some(bytes)).await {
        assert_eq!(typed.chain(), error.chain());
    }
    error.chain()
}

async fn of_avro(bytes: &[u8]) -> String {
    refusal(&avro(&unique("explain")), bytes).await
}

const MAGIC: &str = "Failed to deserialize data for topic t to Avro: Unknown magic byte!; ";

#[tokio::test]
async fn plain_json_where_avro_was_expected() {
    assert_eq!(
        of_avro(br#" {"id": 7}"#).await,
        format!(
            "{MAGIC}the value looks like JSON: set value.converter=org.apache.kafka.connect.json.JsonConverter and \
             value.converter.schemas.enable=false"
        )
    );
}

#[tokio::test]
async fn json_with_its_schema_where_avro_was_expected() {
    assert_eq!(
        of_avro(br#"{"schema":{"type":"int32"},"payload":7}"#).await,
        format!(
            "{MAGIC}the value looks like JSON with its schema beside it: set \
             value.converter=org.apache.kafka.connect.json.JsonConverter and value.converter.schemas.enable=true"
        )
    );
}

#[tokio::test]
async fn a_container_file_where_avro_was_expected() {
    assert_eq!(
        of_avro(b"Obj\x01\x04\x14avro.codec").await,
        format!(
            "{MAGIC}the value looks like an Avro container file, which holds its schema itself and which no converter reads: let \
             the producer write each record with the serializer of a schema registry; \
             value.converter=org.apache.kafka.connect.converters.ByteArrayConverter takes the bytes as they are"
        )
    );
}

#[tokio::test]
async fn avros_single_object_encoding_where_avro_with_an_id_was_expected() {
    let said = of_avro(b"\xc3\x01\x01\x02\x03\x04\x05\x06\x07\x08\x02").await;
    assert!(said.contains("the value looks like Avro's single-object encoding"), "{said}");
}

#[tokio::test]
async fn the_framing_of_another_registry_where_avro_was_expected() {
    let said = of_avro(&[&[3, 0][..], &[7; 16], b"x"].concat()).await;
    assert!(said.contains("the value looks like the framing of the AWS Glue Schema Registry"), "{said}");
}

#[tokio::test]
async fn text_where_avro_was_expected() {
    assert_eq!(
        of_avro("größer".as_bytes()).await,
        format!(
            "{MAGIC}the value looks like text: set value.converter=org.apache.kafka.connect.storage.StringConverter"
        )
    );
}

#[tokio::test]
async fn an_empty_value_where_avro_was_expected() {
    let said = of_avro(b"").await;
    assert!(
        said.contains("the value is empty, which is not null: a producer writes null as no bytes at all"),
        "{said}"
    );
}

#[tokio::test]
async fn a_number_where_avro_was_expected() {
    let said = of_avro(&7_i32.to_be_bytes()).await;
    assert!(
        said.contains(
            "the value has 4 byte(s), as many as a number: if it is one, set value.converter to \
             org.apache.kafka.connect.converters.IntegerConverter or org.apache.kafka.connect.converters.FloatConverter"
        ),
        "{said}"
    );
}

#[tokio::test]
async fn a_long_that_is_taken_for_the_schema_id_zero() {
    let said = of_avro(&7_i64.to_be_bytes()).await;
    assert!(said.contains("org.apache.kafka.connect.converters.LongConverter"), "{said}");
}

#[tokio::test]
async fn bytes_that_nobody_knows() {
    let said = of_avro(b"\x80\x81\x82").await;
    assert!(said.contains("the value has 3 bytes of a form that is not known, beginning with 0x80"), "{said}");
}

#[tokio::test]
async fn a_schema_id_that_the_registry_does_not_have() {
    let said = of_avro(b"\0\0\0\0\x29\x02").await;
    assert!(said.starts_with("schema id 41 is not in the registry ("), "{said}");
    assert!(
        said.ends_with(
            "if the topic was written with another registry, set value.converter.schema.registry.url to its address, and if \
             its values are not Avro, set another value.converter"
        ),
        "{said}"
    );
}

#[tokio::test]
async fn bytes_that_are_not_of_the_schema_whose_id_they_carry() {
    let scope = unique("explain");
    let registry = SchemaRegistry::at(&format!("mock://{scope}")).unwrap();
    let id =
        registry.register("t-value", &NewSchema::avro(r#""string""#), &RegisterOptions::default()).await.unwrap().id;
    assert!(MockRegistry::scope(&scope).schema(id).is_some());
    let said = refusal(&avro(&scope), &[&[0], id.to_be_bytes().as_slice(), b"\x08a"].concat()).await;
    assert!(said.contains("not the Avro of this schema"), "{said}");
    assert!(!said.contains("set value.converter"), "the converter is the right one: {said}");
}

#[tokio::test]
async fn avro_where_json_was_expected() {
    let said = refusal(&converter(JSON, &[]), b"\0\0\0\0\x07\x02").await;
    assert!(
        said.ends_with(
            "the value looks like the message of a serializer with a schema registry (schema id 7): set \
             value.converter=io.confluent.connect.avro.AvroConverter and value.converter.schema.registry.url to the \
             registry's address"
        ),
        "{said}"
    );
}

#[tokio::test]
async fn json_without_a_schema_where_one_was_expected() {
    let json = converter(JSON, &[]);
    let error = json.to_connect("t", Some(br#"{"id":7}"#)).await.unwrap_err();
    assert!(
        error.chain().ends_with("the value is JSON without a schema: set value.converter.schemas.enable=false"),
        "{error:?}"
    );
}

#[tokio::test]
async fn text_where_json_was_expected() {
    let said = refusal(&converter(JSON, &[("schemas.enable", "false")]), b"hello").await;
    assert!(
        said.ends_with(
            "the value looks like text: set value.converter=org.apache.kafka.connect.storage.StringConverter"
        ),
        "{said}"
    );
}

#[tokio::test]
async fn a_long_where_an_integer_was_expected() {
    let key = configured("Integer", Part::Key, &[]).unwrap().converter;
    let error = key.to_connect("t", Some(&7_i64.to_be_bytes())).await.unwrap_err();
    assert_eq!(
        error.chain(),
        "Failed to deserialize integer: Size of data received by IntegerDeserializer is not 4; the key has 8 byte(s), as \
         many as a number: if it is one, set key.converter to org.apache.kafka.connect.converters.LongConverter or \
         org.apache.kafka.connect.converters.DoubleConverter; \
         key.converter=org.apache.kafka.connect.converters.ByteArrayConverter takes the bytes as they are"
    );
}

#[tokio::test]
async fn a_registry_that_is_out_of_reach_is_no_fault_of_the_record() {
    let down =
        converter(support::AVRO, &[("schema.registry.url", "http://u:hidden@127.0.0.1:1"), ("max.retries", "0")]);
    let error = down.to_connect("t", Some(b"\0\0\0\0\x07\x02")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Retriable { .. }), "{error:?}");
    assert!(!format!("{error:?}{}", error.chain()).contains("hidden"), "{error:?}");
}
