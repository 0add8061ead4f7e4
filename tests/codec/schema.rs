//! The schemas of derived types are, letter for letter, those that Confluent's converter registers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeMap;

use kconnect::{
    ConnectSchema, ConnectType, Date, Decimal, Timestamp,
    avro::Schema,
    data::{EnumNode, FieldNode, Null, StructNode, Type},
    json,
};
use serde_json::Value as Json;

fn text<T: ConnectType>() -> String {
    Schema::of(&T::TYPE, None).unwrap().to_string()
}

fn error<T: ConnectType>() -> String {
    Schema::of(&T::TYPE, None).unwrap_err().to_string()
}

#[test]
fn every_vector_of_confluents_converter_gives_its_text() {
    let vectors: Vec<Json> = serde_json::from_str(include_str!("vectors/connect_to_avro.json")).unwrap();
    assert_eq!(vectors.len(), 43);
    for vector in vectors {
        let ty = type_of(&vector["connect"]);
        assert_eq!(Schema::of(&ty, None).unwrap().to_string(), vector["avro_text"], "{}", vector["id"]);
    }
}

/// The type that such a schema describes. Names are leaked: a description is static.
fn type_of(schema: &Json) -> Type {
    let leak = |text: &Json| -> &'static str { text.as_str().unwrap_or_default().to_owned().leak() };
    let below = |key: &str| -> &'static Type { Box::leak(Box::new(type_of(&schema[key]))) };
    let name = leak(&schema["name"]);
    let ty = match (schema["type"].as_str().unwrap(), name) {
        (_, "org.apache.kafka.connect.data.Date") => Type::Date,
        (_, "org.apache.kafka.connect.data.Time") => Type::Time,
        (_, "org.apache.kafka.connect.data.Timestamp") => Type::Timestamp,
        (_, "org.apache.kafka.connect.data.Decimal") => {
            Type::Decimal { scale: schema["parameters"]["scale"].as_str().unwrap().parse().unwrap() }
        }
        ("BOOLEAN", "") => Type::Boolean,
        ("INT8", "") => Type::Int8,
        ("INT16", "") => Type::Int16,
        ("INT32", "") => Type::Int32,
        ("INT64", "") => Type::Int64,
        ("FLOAT32", "") => Type::Float32,
        ("FLOAT64", "") => Type::Float64,
        ("STRING", "") => Type::String,
        ("BYTES", "") => Type::Bytes,
        ("ARRAY", "") => Type::Array(below("valueSchema")),
        ("MAP", "") => Type::Map(below("keySchema"), below("valueSchema")),
        ("STRING", name) => {
            let symbols = schema["parameters"].as_object().unwrap().iter().skip(1).map(|(_, symbol)| leak(symbol));
            let node =
                EnumNode { name, doc: "", symbols: symbols.collect::<Vec<_>>().leak(), aliases: &[], default: None };
            Type::Enum { name, node: Box::leak(Box::new(node)) }
        }
        ("STRUCT", name) => {
            let fields = schema["fields"].as_array().unwrap().iter().map(|field| FieldNode {
                name: leak(&field["name"]),
                aliases: &[],
                ty: type_of(&field["schema"]),
                doc: leak(&field["schema"]["doc"]),
                default: None,
                null: Null::First,
                parameters: &[],
            });
            let version = schema["version"].as_i64().map(|version| i32::try_from(version).unwrap());
            let fields = fields.collect::<Vec<_>>().leak();
            let node = StructNode {
                name,
                version,
                doc: leak(&schema["doc"]),
                aliases: &[],
                parameters: &[],
                compatibility: None,
                fields,
            };
            Type::Struct { name, site: name, committed: false, aliases: &[], node: remember(node, &STRUCTS) }
        }
        other => panic!("{other:?} is not a type"),
    };
    if schema["optional"] == true { Type::Optional(Box::leak(Box::new(ty))) } else { ty }
}

/// A description's `node` is a function that captures nothing: here one of a few that look into a table.
fn remember<T: Send + Sync>(node: T, table: &'static Table<T>) -> fn() -> &'static T {
    let mut nodes = table.nodes.lock().unwrap();
    nodes.push(Box::leak(Box::new(node)));
    table.functions[nodes.len() - 1]
}

struct Table<T: 'static> {
    nodes: std::sync::Mutex<Vec<&'static T>>,
    functions: [fn() -> &'static T; 24],
}

macro_rules! table {
    ($table:ident: $ty:ty, $($index:literal)*) => {
        static $table: Table<$ty> = Table {
            nodes: std::sync::Mutex::new(Vec::new()),
            functions: [$(|| $table.nodes.lock().unwrap()[$index],)*],
        };
    };
}
table! { STRUCTS: StructNode, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 }

/// Key for a twitter status.
#[derive(ConnectSchema)]
#[connect(namespace = "io.confluent.examples.kafka.connect.twitter")]
struct StatusKey {
    /// Returns the id of the status
    #[connect(rename = "Id")]
    _id: Option<i64>,
}

#[test]
fn the_blogs_key_has_the_schema_of_todays_converter() {
    assert_eq!(
        text::<StatusKey>(),
        r#"{"type":"record","name":"StatusKey","namespace":"io.confluent.examples.kafka.connect.twitter","fields":[{"name":"Id","type":["null",{"type":"long","connect.doc":"Returns the id of the status"}],"default":null}],"connect.doc":"Key for a twitter status.","connect.name":"io.confluent.examples.kafka.connect.twitter.StatusKey"}"#
    );
}

/// Defaults.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct Defaults {
    /// d
    #[connect(default = Some(42))]
    optional: Option<i32>,
    /// d
    #[connect(default = None)]
    null: Option<i32>,
    /// d
    #[connect(default = 0.1)]
    float: f32,
    /// d
    #[connect(default = Some(-1))]
    tiny: Option<i8>,
    /// d
    #[connect(default = Some(Date::from_days(0)))]
    day: Option<Date>,
    /// d
    #[connect(default = "x")]
    text: String,
    /// d
    #[connect(default = vec![0, 255])]
    bytes: Vec<u8>,
    /// d
    #[connect(default = BTreeMap::from([(1, 1)]))]
    pairs: BTreeMap<i32, i32>,
    /// d
    #[connect(default)]
    list: Vec<String>,
    /// d
    #[connect(default = Point { x: 1, y: None })]
    point: Point,
}

/// p
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct Point {
    /// d
    x: i32,
    /// d
    y: Option<String>,
}

#[test]
fn a_default_stands_on_the_type_and_on_the_field_as_confluent_writes_it() {
    let schema = text::<Defaults>();
    let fields = [
        r#"{"name":"optional","type":[{"type":"int","connect.doc":"d","connect.default":42},"null"],"default":42}"#,
        r#"{"name":"null","type":["null",{"type":"int","connect.doc":"d"}],"default":null}"#,
        r#"{"name":"float","type":{"type":"float","connect.doc":"d","connect.default":0.1},"default":0.10000000149011612}"#,
        r#"{"name":"tiny","type":[{"type":"int","connect.doc":"d","connect.default":-1,"connect.type":"int8"},"null"],"default":-1}"#,
        r#"{"name":"day","type":[{"type":"int","connect.doc":"d","connect.version":1,"connect.default":0,"connect.name":"org.apache.kafka.connect.data.Date","logicalType":"date"},"null"],"default":0}"#,
        r#"{"name":"text","type":{"type":"string","connect.doc":"d","connect.default":"x"},"default":"x"}"#,
        "{\"name\":\"bytes\",\"type\":{\"type\":\"bytes\",\"connect.doc\":\"d\",\"connect.default\":\"\\u0000ÿ\"},\"default\":\"\\u0000ÿ\"}",
        // Without a default on the field: Avro has no form for it.
        r#"{"name":"pairs","type":{"type":"array","items":{"type":"record","name":"MapEntry","namespace":"io.confluent.connect.avro","fields":[{"name":"key","type":"int"},{"name":"value","type":"int"}]},"connect.doc":"d","connect.default":[[1,1]]}}"#,
        r#"{"name":"list","type":{"type":"array","items":"string","connect.doc":"d","connect.default":[]},"default":[]}"#,
        r#"{"name":"point","type":{"type":"record","name":"Point","fields":[{"name":"x","type":{"type":"int","connect.doc":"d"}},{"name":"y","type":["null",{"type":"string","connect.doc":"d"}],"default":null}],"connect.doc":"p","connect.default":{"x":1,"y":null},"connect.name":"t.Point"},"default":{"x":1,"y":null}}"#,
    ];
    let expected = format!(
        r#"{{"type":"record","name":"Defaults","namespace":"t","fields":[{}],"connect.doc":"Defaults.","connect.name":"t.Defaults"}}"#,
        fields.join(",")
    );
    assert_eq!(schema, expected);
}

/// k
#[derive(ConnectSchema)]
#[connect(namespace = "t", rename_all = "UPPERCASE")]
enum Colour {
    Red,
    Green,
}

/// Named.
#[derive(ConnectSchema)]
#[connect(namespace = "t", name = "Renamed", alias = "Former", alias = "other.Ancient", version = 2)]
struct Named {
    /// d
    #[connect(rename = "colour", alias = "color")]
    _colour: Colour,
    /// Nothing about it but the record's own documentation: a record speaks for itself.
    _points: Vec<Point>,
    /// d
    _again: Option<Point>,
    /// d
    _labels: BTreeMap<String, Decimal<2>>,
}

const NAMED: &str = r#"{"type":"record","name":"Renamed","namespace":"NS","fields":[{"name":"colour","type":{"type":"string","connect.doc":"d","connect.parameters":{"io.confluent.connect.avro.enum.doc.Colour":"k","io.confluent.connect.avro.Enum":"NS.Colour","io.confluent.connect.avro.Enum.RED":"RED","io.confluent.connect.avro.Enum.GREEN":"GREEN"},"connect.name":"NS.Colour"},"aliases":["color"]},{"name":"_points","type":{"type":"array","items":{"type":"record","name":"Point","fields":[{"name":"x","type":{"type":"int","connect.doc":"d"}},{"name":"y","type":["null",{"type":"string","connect.doc":"d"}],"default":null}],"connect.doc":"p","connect.name":"NS.Point"},"connect.doc":"Nothing about it but the record's own documentation: a record speaks for itself."}},{"name":"_again","type":["null","Point"],"default":null},{"name":"_labels","type":{"type":"map","values":{"type":"bytes","scale":2,"precision":64,"connect.version":1,"connect.parameters":{"scale":"2"},"connect.name":"org.apache.kafka.connect.data.Decimal","logicalType":"decimal"},"connect.doc":"d"}}],"connect.doc":"Named.","connect.version":2,"connect.name":"NS.Renamed","aliases":["Former","ALIAS"]}"#;

#[test]
fn names_versions_aliases_symbols_and_references_stand_where_confluent_puts_them() {
    assert_eq!(text::<Named>(), NAMED.replace("NS", "t").replace("ALIAS", "other.Ancient"));
}

#[test]
fn a_configured_namespace_stands_before_every_name_of_the_user_and_no_other() {
    let schema = Schema::of(&Named::TYPE, Some("my.company")).unwrap().to_string();
    assert_eq!(schema, NAMED.replace("NS", "my.company.t").replace("ALIAS", "my.company.other.Ancient"));
}

/// l
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct List {
    /// d
    _next: Option<Box<List>>,
}

#[test]
fn a_recursive_record_refers_to_itself() {
    assert_eq!(
        text::<List>(),
        r#"{"type":"record","name":"List","namespace":"t","fields":[{"name":"_next","type":["null","List"],"default":null}],"connect.doc":"l","connect.name":"t.List"}"#
    );
}

mod other {
    /// Another point.
    #[derive(kconnect::ConnectSchema)]
    #[connect(namespace = "t")]
    pub(crate) struct Point {
        /// d
        pub(crate) _x: i32,
    }
}

/// Holds the other point.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct Holder {
    /// d
    _point: other::Point,
}

/// Two points, one of them out of the compiler's sight.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct TwoPoints {
    /// d
    _one: Point,
    /// d
    _other: Vec<Holder>,
}

#[test]
fn two_records_under_one_name_are_refused() {
    assert_eq!(
        error::<TwoPoints>(),
        "two different records are called `t.Point`; rename one, or give it another namespace"
    );
}

/// Two maps.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct TwoMaps {
    /// d
    _one: BTreeMap<i32, i32>,
    /// d
    _other: BTreeMap<i64, String>,
}

/// Two maps with the same keys.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct TwoValues {
    /// d
    _one: BTreeMap<i32, i32>,
    /// d
    _other: BTreeMap<i32, Option<i32>>,
}

#[test]
fn two_maps_that_would_share_the_name_of_their_entries_are_refused() {
    let expected = "two maps with different key or value types would both be arrays of `io.confluent.connect.avro.MapEntry`; \
         use string keys, or a Vec of a struct of your own";
    assert_eq!(error::<TwoMaps>(), expected);
    assert_eq!(error::<TwoValues>(), expected);
}

/// Wrong defaults.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct NotANumber {
    /// d
    #[connect(default = f64::NAN)]
    _number: f64,
}

/// Wrong defaults.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct HiddenNull {
    /// d
    #[connect(default = Option::<i32>::default())]
    _number: Option<i32>,
}

#[test]
fn a_default_that_avro_cannot_say_is_refused() {
    assert_eq!(error::<NotANumber>(), "the default of `t.NotANumber._number` is no number that JSON could write");
    assert_eq!(error::<HiddenNull>(), "the default of `t.HiddenNull._number` is null; write `default = None`");
}

#[test]
fn the_text_of_another_system_comes_out_as_it_went_in() {
    for text in [
        r#"{"type":"record","name":"A","namespace":"a","doc":"d","fields":[{"name":"e","type":{"type":"enum","name":"E","namespace":"","doc":"d","symbols":["X"],"default":"X"},"doc":"f","default":"X","order":"ignore","aliases":["g"],"p":1},{"name":"f","type":["null",{"type":"fixed","name":"F","size":4,"z":1.0E10,"a":[]},"E"]},{"name":"m","type":{"type":"map","values":"F"}}],"b":{"z":1,"a":2},"aliases":["B","c.C"]}"#,
        r#"["null","string"]"#,
        r#"{"type":"string","avro.java.string":"String"}"#,
    ] {
        assert_eq!(text.parse::<Schema>().unwrap().to_string(), text);
    }
}

#[test]
fn the_exported_text_is_indented_by_two_spaces() {
    let schema = Schema::of(&List::TYPE, None).unwrap().pretty();
    assert!(schema.starts_with("{\n  \"type\": \"record\",\n  \"name\": \"List\",\n"), "{schema}");
    assert!(schema.ends_with("\n}"), "{schema}");
}

/// e
#[derive(ConnectSchema)]
#[connect(namespace = "t", version = 1)]
struct Envelope {
    /// d
    #[connect(default = Some(Timestamp::from_ms(5)))]
    _at: Option<Timestamp>,
    /// d
    _price: Decimal<2>,
    /// d
    _points: Vec<Point>,
    /// d
    _map: BTreeMap<String, f32>,
}

#[test]
fn the_envelopes_schema_is_that_of_kafkas_json_converter() {
    assert_eq!(
        json::schema(&Envelope::TYPE, None).unwrap(),
        r#"{"type":"struct","fields":[{"type":"int64","optional":true,"name":"org.apache.kafka.connect.data.Timestamp","version":1,"doc":"d","default":5,"field":"_at"},{"type":"bytes","optional":false,"name":"org.apache.kafka.connect.data.Decimal","version":1,"doc":"d","parameters":{"scale":"2"},"field":"_price"},{"type":"array","items":{"type":"struct","fields":[{"type":"int32","optional":false,"doc":"d","field":"x"},{"type":"string","optional":true,"doc":"d","field":"y"}],"optional":false,"name":"t.Point","doc":"p"},"optional":false,"doc":"d","field":"_points"},{"type":"map","keys":{"type":"string","optional":false},"values":{"type":"float","optional":false},"optional":false,"doc":"d","field":"_map"}],"optional":false,"name":"t.Envelope","version":1,"doc":"e"}"#
    );
}

#[test]
fn a_recursive_record_has_no_schema_in_json() {
    assert_eq!(
        json::schema(&List::TYPE, None).unwrap_err().to_string(),
        "`t.List` contains itself, which no JSON schema can say; use schemas.enable=false or Avro"
    );
}
