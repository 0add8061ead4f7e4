//! How a type is read from what another schema wrote: what is resolved, what is refused, and what is said about it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use apache_avro::{Schema as TheirSchema, types::Value, writer::datum::GenericDatumWriter};
use kconnect::{
    ConnectSchema, ConnectType, Date, Decimal, ErrorKind, Time, Timestamp,
    avro::{AvroData, AvroDataConfig, AvroWriter, Decoder, Plan, Schema},
    data::{ReadData, WriteData},
};

fn plan<T: ConnectType>(writer: &str) -> kconnect::Result<Plan<T>> {
    Plan::new(&writer.parse::<Schema>().unwrap(), None)
}

fn write(schema: &str, value: impl Into<Value>) -> Vec<u8> {
    let schema = TheirSchema::parse_str(schema).unwrap();
    GenericDatumWriter::builder(&schema).build().unwrap().write_value_to_vec(value).unwrap()
}

/// Writes as apache-avro does, reads by plan.
fn read<T: ConnectType + for<'de> ReadData<'de>>(schema: &str, value: impl Into<Value>) -> kconnect::Result<T> {
    plan::<T>(schema).unwrap().read(&write(schema, value))
}

/// What is said about a schema that cannot be read.
fn refusal<T: ConnectType>(writer: &str) -> String {
    let error = plan::<T>(writer).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    error.to_string()
}

fn record(fields: Vec<(&str, Value)>) -> Value {
    Value::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Two fields.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "t", alias = "t.Former")]
struct Pair {
    /// The first.
    #[connect(alias = "one")]
    a: i64,
    /// The second.
    b: Option<String>,
}

fn pair(name: &str, namespace: &str) -> String {
    format!(
        r#"{{"type":"record","name":"{name}","namespace":"{namespace}","fields":[{{"name":"b","type":"string"}},{{"name":"a","type":"int"}}]}}"#
    )
}

fn pair_value() -> Value {
    record(vec![("b", "x".into()), ("a", Value::Int(7))])
}

#[test]
fn a_record_is_the_same_under_its_alias_and_in_another_namespace() {
    for (name, namespace) in [("Pair", "t"), ("Former", "t"), ("Pair", "elsewhere")] {
        let read: Pair = read(&pair(name, namespace), pair_value()).unwrap();
        assert_eq!(read, Pair { a: 7, b: Some("x".to_owned()) });
    }
}

#[test]
fn a_former_name_counts_below_the_configured_prefix() {
    let schema = pair("Former", "configured.t");
    assert!(plan::<Pair>(&schema).is_err());
    let plan = Plan::<Pair>::new(&schema.parse().unwrap(), Some("configured")).unwrap();
    assert_eq!(plan.read(&write(&schema, pair_value())).unwrap().a, 7);
}

#[test]
fn another_record_is_refused_with_the_alias_to_write() {
    assert_eq!(
        refusal::<Pair>(&pair("Other", "t")),
        "`the value` is written as record `t.Other` and read as STRUCT `t.Pair`, which is another record; if it is not, say \
         `alias = \"t.Other\"`"
    );
}

#[test]
fn the_configured_prefix_does_not_make_the_schema_another() {
    let own = Schema::of(&Pair::TYPE, Some("configured")).unwrap();
    assert!(Plan::<Pair>::new(&own, Some("configured")).unwrap().is_same());
    assert!(Plan::<Pair>::new(&own, None).unwrap().is_same());
    assert!(!plan::<Pair>(&pair("Pair", "t")).unwrap().is_same());
}

#[test]
fn another_name_of_a_field_makes_the_schema_another() {
    let schema = |a: &str| {
        format!(
            r#"{{"type":"record","name":"Pair","namespace":"t","fields":[{{"name":"{a}","type":"long"}},{{"name":"b","type":["null","string"]}}]}}"#
        )
    };
    assert!(plan::<Pair>(&schema("a")).unwrap().is_same());
    assert!(!plan::<Pair>(&schema("one")).unwrap().is_same());
}

#[test]
fn null_may_stand_at_another_place_in_a_record_that_is_otherwise_the_same() {
    let schema = r#"{"type":"array","items":{"type":"record","name":"Pair","namespace":"t","fields":[
        {"name":"a","type":"long"},{"name":"b","type":["string","null"]}]}}"#;
    let b = Value::Union(0, Box::new("x".into()));
    let read: Vec<Pair> = read(schema, Value::Array(vec![record(vec![("a", Value::Long(7)), ("b", b)])])).unwrap();
    assert_eq!(read, [Pair { a: 7, b: Some("x".to_owned()) }]);
}

#[test]
fn a_field_that_is_not_written_and_has_no_default_is_refused() {
    assert_eq!(
        refusal::<Pair>(r#"{"type":"record","name":"Pair","namespace":"t","fields":[{"name":"b","type":"string"}]}"#),
        "`t.Pair.a` is written as record `t.Pair` and read as INT64, but `t.Pair` has no such field; give it a default, make \
         it an `Option`, or name the field that is written with `alias`"
    );
}

#[test]
fn a_type_that_does_not_convert_is_named_with_its_path() {
    let writer = r#"{"type":"array","items":{"type":"record","name":"Pair","namespace":"t","fields":[{"name":"a","type":"long"},{"name":"b","type":"double"}]}}"#;
    assert_eq!(
        refusal::<Vec<Pair>>(writer),
        "`[].b` is written as double and read as STRING, which Avro does not convert; read it as the type that is written, \
         under a new name if need be"
    );
    assert_eq!(
        refusal::<i32>(r#""long""#),
        "`the value` is written as long and read as INT32, which may be too small for it; read it as INT64, `i64`"
    );
}

#[test]
fn a_branch_without_a_place_is_an_error_when_its_value_comes() {
    let schema = r#"["string","null","long"]"#;
    let union = |branch, value| Value::Union(branch, Box::new(value));
    assert_eq!(read::<i64>(schema, union(2, Value::Long(5))).unwrap(), 5);
    assert_eq!(read::<Option<i64>>(schema, union(1, Value::Null)).unwrap(), None);
    assert_eq!(read::<Option<i64>>(schema, union(2, Value::Long(5))).unwrap(), Some(5));
    let error = read::<i64>(schema, union(1, Value::Null)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert_eq!(error.to_string(), "`the value` is written as null and read as INT64; read it as an `Option`");
    assert!(read::<Option<i64>>(schema, union(0, "x".into())).is_err());
    assert!(plan::<bool>(schema).is_err());
}

/// Any of four.
#[derive(ConnectSchema, Debug, PartialEq)]
enum Any {
    /// A fraction.
    Fraction(f64),
    /// A number.
    Number(i64),
    /// A pair.
    Pair(Pair),
    /// A list.
    List(Vec<i32>),
}

#[test]
fn a_union_takes_the_branch_that_is_the_same_and_else_the_first_that_converts() {
    assert_eq!(read::<Any>(r#""long""#, Value::Long(5)).unwrap(), Any::Number(5));
    assert_eq!(read::<Any>(r#""int""#, Value::Int(5)).unwrap(), Any::Fraction(5.0));
    let schema = format!(r#"["null",{},"float"]"#, pair("Former", "t"));
    let union = |branch, value| Value::Union(branch, Box::new(value));
    let expected = Any::Pair(Pair { a: 7, b: Some("x".to_owned()) });
    assert_eq!(read::<Option<Any>>(&schema, union(1, pair_value())).unwrap(), Some(expected));
    assert_eq!(read::<Option<Any>>(&schema, union(0, Value::Null)).unwrap(), None);
    assert_eq!(read::<Any>(&schema, union(2, Value::Float(0.5))).unwrap(), Any::Fraction(0.5));
    assert!(refusal::<Any>(r#""boolean""#).ends_with("which has no branch for it; give it one"));
}

/// Three colours.
#[derive(ConnectSchema, Clone, Copy, Debug, PartialEq)]
#[connect(namespace = "t")]
enum Colour {
    Red,
    Green,
    Blue,
}

#[test]
fn an_enum_is_read_by_name_as_an_enum_and_as_a_string() {
    let schema = r#"{"type":"enum","name":"Colour","namespace":"t","symbols":["Blue","Pink","Red"]}"#;
    let symbol = |index, name: &str| Value::Enum(index, name.to_owned());
    assert_eq!(read::<Colour>(schema, symbol(0, "Blue")).unwrap(), Colour::Blue);
    assert_eq!(read::<String>(schema, symbol(1, "Pink")).unwrap(), "Pink");
    let error = read::<Colour>(schema, symbol(1, "Pink")).unwrap_err();
    assert_eq!(error.to_string(), "`Pink` is not one of Red, Green, Blue");
    assert_eq!(read::<Colour>(r#""string""#, "Green").unwrap(), Colour::Green);
}

#[test]
fn entries_of_a_map_may_have_more_than_key_and_value() {
    let schema = r#"{"type":"array","items":{"type":"record","name":"E","fields":[{"name":"x","type":"string"},
        {"name":"key","type":"int"},{"name":"y","type":["null","double"]},{"name":"value","type":"bytes"},
        {"name":"z","type":{"type":"map","values":"long"}}]}}"#;
    let entry = |key, value: &str| {
        let z = Value::Map([("k".to_owned(), Value::Long(300))].into());
        let y = Value::Union(1, Box::new(Value::Double(1.5)));
        let value = Value::Bytes(value.as_bytes().to_vec());
        record(vec![("x", "x".into()), ("key", Value::Int(key)), ("y", y), ("value", value), ("z", z)])
    };
    let read: BTreeMap<i64, String> = read(schema, Value::Array(vec![entry(1, "a"), entry(2, "b")])).unwrap();
    assert_eq!(read, BTreeMap::from([(1, "a".to_owned()), (2, "b".to_owned())]));
}

#[test]
fn finer_times_become_milliseconds_downwards_and_other_units_are_refused() {
    let schema = |ty: &str, logical: &str| format!(r#"{{"type":"{ty}","logicalType":"{logical}"}}"#);
    let (micros, nanos) = (schema("long", "timestamp-micros"), schema("long", "timestamp-nanos"));
    let at = |value: i64, schema: &str| plan::<Timestamp>(schema).unwrap().read(&write(r#""long""#, value)).unwrap();
    assert_eq!(at(1_999, &micros), Timestamp::from_ms(1));
    assert_eq!(at(-1, &micros), Timestamp::from_ms(-1));
    assert_eq!(at(-1_000_001, &nanos), Timestamp::from_ms(-2));
    let time = plan::<Time>(&schema("long", "time-micros")).unwrap().read(&write(r#""long""#, 5_999_i64)).unwrap();
    assert_eq!(time, Time::from_ms(5).unwrap());
    assert!(refusal::<Timestamp>(&schema("int", "date")).contains("int (date) and read as Timestamp: another unit"));
    assert!(refusal::<Date>(&schema("int", "time-millis")).contains("another unit"));
    assert!(refusal::<Timestamp>(&schema("long", "local-timestamp-millis")).contains("another unit"));
    assert_eq!(plan::<i64>(&micros).unwrap().read(&[2]).unwrap(), 1);
}

#[test]
fn a_decimal_has_to_have_the_same_scale() {
    let decimal = |scale| format!(r#"{{"type":"bytes","logicalType":"decimal","precision":9,"scale":{scale}}}"#);
    assert_eq!(plan::<Decimal<2>>(&decimal(2)).unwrap().read(&[2, 5]).unwrap(), Decimal::from_unscaled(5));
    assert!(refusal::<Decimal<2>>(&decimal(3)).ends_with("but with the scale 3; read it as `Decimal<3>`"));
    assert!(refusal::<Decimal<2>>(r#""bytes""#).ends_with("but says no scale; read it as bytes"));
    let fixed = r#"{"type":"fixed","name":"F","size":3,"logicalType":"decimal","precision":5,"scale":2}"#;
    assert_eq!(plan::<Decimal<2>>(fixed).unwrap().read(&[0xff, 0xff, 0xfe]).unwrap(), Decimal::from_unscaled(-2));
    assert_eq!(plan::<Vec<u8>>(fixed).unwrap().read(b"abc").unwrap(), b"abc");
}

/// Contains itself, but none of what is written with it.
#[derive(ConnectSchema, Debug, PartialEq)]
#[connect(namespace = "t")]
struct Node {
    /// The next one.
    next: Option<Box<Node>>,
}

const DEEP: &str = r#"{"type":"record","name":"Node","namespace":"t","fields":[
    {"name":"passed","type":["null",{"type":"array","items":"Node"}]},{"name":"next","type":["null","Node"]}]}"#;

#[test]
fn what_is_passed_over_is_held_to_the_limits() {
    let plan = plan::<Node>(DEEP).unwrap();
    // One node that has one passed over, with its block's size unsaid.
    assert_eq!(plan.read(&[2, 2, 0, 0, 0, 0]).unwrap(), Node { next: None });
    // The same, with its size.
    assert_eq!(plan.read(&[2, 1, 4, 0, 0, 0, 0]).unwrap(), Node { next: None });
    let error = plan.read(&[2, 2].repeat(100_000)).unwrap_err();
    assert!(error.to_string().contains("a value of more than 512 levels"), "{error}");
    let error = plan.read(&[0, 2].repeat(100_000)).unwrap_err();
    assert!(error.to_string().contains("more than 128 records in one another"), "{error}");
    let length = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    let error = plan.read(&[&[2][..], &length].concat()).unwrap_err();
    assert!(error.to_string().contains("claims more items than the input can hold"), "{error}");
}

#[test]
fn records_of_no_width_in_one_another_take_no_time() {
    // Each has the one before it four times: four to the power of forty in all.
    let mut records = vec![r#"{"type":"record","name":"R0","fields":[]}"#.to_owned()];
    for level in 1..40 {
        let fields: Vec<_> = (0..4).map(|field| format!(r#"{{"name":"f{field}","type":"R{}"}}"#, level - 1)).collect();
        records.push(format!(r#"{{"type":"record","name":"R{level}","fields":[{}]}}"#, fields.join(",")));
    }
    let fields: Vec<_> =
        records.iter().enumerate().map(|(at, record)| format!(r#"{{"name":"p{at}","type":{record}}}"#)).collect();
    let schema = format!(r#"{{"type":"record","name":"Node","namespace":"","fields":[{}]}}"#, fields.join(","));
    let schema: Schema = schema.parse().unwrap();
    assert_eq!(Plan::<Node>::new(&schema, None).unwrap().read(&[]).unwrap(), Node { next: None });
    let error = kconnect::avro::to_json(&schema, &[]).unwrap_err();
    assert!(error.to_string().contains("claims more items than the input can hold"), "{error}");
}

#[test]
fn a_decoder_remembers_so_many_plans_and_shares_them() {
    let decoder = Decoder::<i64>::with(None, 2);
    let schema: Schema = r#""int""#.parse().unwrap();
    for id in 1..=3 {
        decoder.learn(id, &schema).unwrap();
    }
    let known: Vec<_> = (1..=3).filter(|id| decoder.clone().plan(*id).is_some()).collect();
    assert_eq!(known, [2, 3]);
    assert_eq!(decoder.decode(3, &[4]).unwrap().unwrap(), 2);
    assert!(decoder.decode(1, &[4]).is_none());
}

type ColoursByName = BTreeMap<Option<String>, Vec<Colour>>;

#[test]
fn what_a_writer_with_options_writes_is_read_by_plan() {
    let config =
        AvroDataConfig { enhanced_avro_schema_support: true, allow_optional_map_keys: true, ..Default::default() };
    let data: ColoursByName = BTreeMap::from([(Some("a".to_owned()), vec![Colour::Blue, Colour::Red])]);
    let mut bytes = Vec::new();
    data.write(&mut AvroWriter::with_form(&mut bytes, config.form())).unwrap();
    assert_eq!(bytes, [2, 2, b'a', 4, 4, 0, 0, 0]);
    let schema = AvroData::new(config).schema_of(&ColoursByName::TYPE, None).unwrap();
    assert_eq!(Plan::<ColoursByName>::new(&schema, None).unwrap().read(&bytes).unwrap(), data);
    let null: ColoursByName = BTreeMap::from([(None, vec![])]);
    let error = null.write(&mut AvroWriter::with_form(&mut bytes, config.form())).unwrap_err();
    assert!(error.to_string().starts_with("a map's key is null"), "{error}");
}
