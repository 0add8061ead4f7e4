//! Records of a source whose schema is known at run time only, and types that a converter cannot write.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod emitter;
mod support;

use emitter::{Emitted, refusal, written};
use kconnect::{
    Catalog, ConnectSchema, Part, RecordData, RecordSet, SchemaAndValue,
    data::{Schema, SchemaBuilder, Struct, Type},
};
use kconnect_tests::unique;
use kconnect_worker::dev::MockRegistry;
use support::{AVRO, JSON, avro};

fn row() -> SchemaAndValue {
    let schema = SchemaBuilder::structure().name("com.example.Row").field("id", Schema::int64()).build().unwrap();
    let mut row = Struct::new(schema.clone()).unwrap();
    row.put("id", 7_i64).unwrap();
    SchemaAndValue::new(schema, row)
}

impl Emitted for SchemaAndValue {
    fn sample() -> Self {
        row()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_written_with_the_schema_that_it_brings() {
    let (topic, scope) = (unique("dynamic"), unique("dynamic"));
    let url = format!("mock://{scope}");
    let bytes = written::<SchemaAndValue>(&topic, AVRO, &[("schema.registry.url", &url)]).await;
    let registered = MockRegistry::scope(&scope).latest(&format!("{topic}-value")).unwrap();
    assert_eq!(
        &*registered.schema,
        r#"{"type":"record","name":"Row","namespace":"com.example","fields":[{"name":"id","type":"long"}],"connect.name":"com.example.Row"}"#
    );
    let read = avro(&scope).to_connect(&topic, Some(&bytes)).await.unwrap();
    assert_eq!(read.value.to_string(), "Struct{id=7}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_written_as_json() {
    let bytes = written::<SchemaAndValue>(&unique("dynamic"), JSON, &[("schemas.enable", "false")]).await;
    assert_eq!(String::from_utf8(bytes).unwrap(), r#"{"id":7}"#);
}

/// What a source may emit.
#[derive(RecordSet)]
enum Rows {
    /// A row, or that it is gone.
    Row(i64, Option<SchemaAndValue>),
    /// What is known beforehand.
    Known((), Known),
}

/// Known when the program is compiled.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Known {
    /// Which.
    id: i32,
}

#[test]
fn a_dynamic_half_is_one_of_a_set_and_may_be_null() {
    assert!(matches!(Rows::PAIRS[0].value, Type::Dynamic));
    let present = Rows::Row(1, Some(row()));
    assert!(!present.is_null(Part::Value));
    assert_eq!(present.connect(Part::Value, None), row());
    assert_eq!(present.connect(Part::Key, None), SchemaAndValue::new(Schema::int64(), 1_i64));
    let gone = Rows::Row(1, None);
    assert!(gone.is_null(Part::Value));
    assert_eq!(gone.connect(Part::Value, None), SchemaAndValue::NULL);
    let null = SchemaAndValue::NULL;
    assert!(RecordData::is_null(&null));
    let known = Rows::Known((), Known { id: 7 });
    assert_eq!(known.connect(Part::Value, Some("test")).schema.unwrap().name(), Some("test.com.example.Known"));
}

#[test]
fn the_schema_of_a_type_is_made_once() {
    let schema = || RecordData::connect(&Known { id: 7 }, Some("made.once")).schema.unwrap();
    let (one, other) = (schema(), schema());
    let counted = allocation_counter::measure(|| drop(std::hint::black_box(one.clone())));
    assert_eq!(counted.count_total, 0, "cloning shares");
    assert_eq!(one, other);
    let again = allocation_counter::measure(|| drop(RecordData::connect(&Known { id: 7 }, Some("made.once"))));
    let first = allocation_counter::measure(|| drop(RecordData::connect(&Known { id: 7 }, Some("made.anew"))));
    assert!(again.count_total < first.count_total, "{again:?} after {first:?}");
}

#[test]
fn a_catalog_has_the_records_that_are_known_and_leaves_out_what_is_not() {
    let catalog = Catalog::new().record_set::<Rows>().unwrap();
    assert_eq!(catalog.schemas().count(), 1);
}

impl Emitted for Known {
    fn sample() -> Self {
        Self { id: 7 }
    }
}

impl Emitted for i32 {
    fn sample() -> Self {
        7
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_type_that_a_converter_cannot_write_is_refused_before_the_first_record() {
    let said = refusal::<Known>("IntegerConverter", &[]).await;
    assert!(
        said.ends_with(
            "the connector's values are STRUCT `com.example.Known`, which IntegerConverter does not write; set \
             value.converter to io.confluent.connect.avro.AvroConverter or org.apache.kafka.connect.json.JsonConverter"
        ),
        "{said}"
    );
    let said = refusal::<i32>("LongConverter", &[]).await;
    assert!(
        said.ends_with(
            "the connector's values are INT32, which LongConverter does not write; set value.converter to \
             org.apache.kafka.connect.converters.IntegerConverter or io.confluent.connect.avro.AvroConverter or \
             org.apache.kafka.connect.json.JsonConverter"
        ),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_transformation_it_is_what_that_makes_of_a_record_that_the_converter_has_to_write() {
    let transforms = [
        ("!transforms", "id"),
        ("!transforms.id.type", "org.apache.kafka.connect.transforms.ExtractField$Value"),
        ("!transforms.id.field", "id"),
    ];
    let bytes = written::<Known>(&unique("dynamic"), "IntegerConverter", &transforms).await;
    assert_eq!(bytes, 7_i32.to_be_bytes());
}
