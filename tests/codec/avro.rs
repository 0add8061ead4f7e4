//! Our Avro encoder and apache-avro's write the same bytes, and both read them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod model;

use apache_avro::{
    Decimal as TheirDecimal, Schema as TheirSchema, reader::datum::GenericDatumReader, types::Value,
    writer::datum::GenericDatumWriter,
};
use kconnect::{
    ConnectSchema, ConnectType,
    avro::{AvroReader, AvroWriter, Schema, to_json},
    data::WriteData,
};
use model::{Everything, Inner, Kind, everything, sample};
use proptest::prelude::*;
use serde_json::json;

fn encode(data: &impl WriteData) -> Vec<u8> {
    let mut out = Vec::new();
    data.write(&mut AvroWriter::new(&mut out)).unwrap();
    out
}

fn schema<T: ConnectType>() -> Schema {
    Schema::of(&T::TYPE, None).unwrap()
}

/// The same value, built for apache-avro by hand from its own documentation.
fn theirs(of: &Everything) -> Value {
    let record = |fields: Vec<(&str, Value)>| {
        Value::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    };
    let string = |text: &str| Value::String(text.to_owned());
    let option = |value: Option<Value>| match value {
        Some(value) => Value::Union(1, Box::new(value)),
        None => Value::Union(0, Box::new(Value::Null)),
    };
    let unscaled = of.price.unscaled().to_be_bytes();
    let sign = if of.price.unscaled() < 0 { 0xff } else { 0 };
    let redundant = (0..15).take_while(|i| unscaled[*i] == sign && (unscaled[i + 1] ^ sign) & 0x80 == 0).count();
    record(vec![
        ("flag", Value::Boolean(of.flag)),
        ("tiny", Value::Int(of.tiny.into())),
        ("small", Value::Int(of.small.into())),
        ("medium", Value::Int(of.medium)),
        ("large", Value::Long(of.large)),
        ("single", Value::Float(of.single)),
        ("double", Value::Double(of.double)),
        ("text", string(&of.text)),
        ("raw", Value::Bytes(of.raw.clone())),
        ("day", Value::Date(of.day.as_days())),
        ("timeOfDay", Value::TimeMillis(of.time_of_day.as_ms())),
        ("createdAt", Value::TimestampMillis(of.created_at.as_ms())),
        ("price", Value::Decimal(TheirDecimal::from(&unscaled[redundant..]))),
        (
            "kind",
            string(match of.kind {
                Kind::One => "ONE",
                Kind::TwoOrMore => "TWO_OR_MORE",
                Kind::Neither => "none",
            }),
        ),
        ("maybe", option(of.maybe.as_deref().map(string))),
        (
            "withDefault",
            match of.with_default {
                Some(number) => Value::Union(0, Box::new(Value::Int(number))),
                None => Value::Union(1, Box::new(Value::Null)),
            },
        ),
        ("requiredDefault", Value::Long(of.required_default)),
        ("numbers", Value::Array(of.numbers.iter().map(|number| option(number.map(Value::Long))).collect())),
        (
            "lists",
            Value::Array(
                of.lists.iter().map(|list| Value::Array(list.iter().map(|text| string(text)).collect())).collect(),
            ),
        ),
        ("labels", Value::Map(of.labels.iter().map(|(key, value)| (key.clone(), Value::Int(*value))).collect())),
        (
            "counts",
            Value::Map(
                of.counts
                    .iter()
                    .map(|(key, value)| (key.clone(), option(value.map(|time| Value::TimestampMillis(time.as_ms())))))
                    .collect(),
            ),
        ),
        (
            "byNumber",
            Value::Array(
                of.by_number
                    .iter()
                    .map(|(key, value)| record(vec![("key", Value::Int(*key)), ("value", string(value))]))
                    .collect(),
            ),
        ),
        ("inner", inner(&of.inner)),
        ("maybeInner", option(of.maybe_inner.as_ref().map(inner))),
        ("inners", Value::Array(of.inners.iter().map(inner).collect())),
    ])
}

fn inner(of: &Inner) -> Value {
    let next = match &of.next {
        Some(next) => Value::Union(1, Box::new(inner(next))),
        None => Value::Union(0, Box::new(Value::Null)),
    };
    Value::Record(vec![
        ("name".into(), Value::String(of.name.clone())),
        ("next".into(), next),
        ("children".into(), Value::Array(of.children.iter().map(inner).collect())),
    ])
}

proptest! {
    #[test]
    fn our_bytes_are_apache_avros_for_the_same_value_and_schema(mut data in everything()) {
        // apache-avro writes the entries of a map in no particular order.
        data.labels = data.labels.into_iter().take(1).collect();
        data.counts = data.counts.into_iter().take(1).collect();
        let schema = TheirSchema::parse_str(&schema::<Everything>().to_string()).unwrap();
        let expected =
            GenericDatumWriter::builder(&schema).build().unwrap().write_value_to_vec(theirs(&data)).unwrap();
        prop_assert_eq!(encode(&data), expected);
    }

    #[test]
    fn apache_avro_reads_the_value_that_we_wrote(data in everything()) {
        let schema = TheirSchema::parse_str(&schema::<Everything>().to_string()).unwrap();
        let bytes = encode(&data);
        let read = GenericDatumReader::builder(&schema).build().unwrap().read_value(&mut bytes.as_slice()).unwrap();
        // A NaN is not equal to itself, its text is.
        let sorted = |value: &Value| format!("{:?}", sort_maps(value));
        prop_assert_eq!(sorted(&read), sorted(&theirs(&data)));
    }

    #[test]
    fn what_was_written_is_read_back(data in everything()) {
        let bytes = encode(&data);
        let read: Everything = AvroReader::read(&bytes).unwrap();
        // Bit for bit, so that it holds for NaN as well.
        prop_assert_eq!(encode(&read), bytes);
        prop_assert_eq!(read.counts, data.counts);
        prop_assert_eq!(read.cache, None);
    }
}

/// Their maps are hash maps: for a comparison by text they need an order.
fn sort_maps(value: &Value) -> Value {
    match value {
        Value::Map(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            Value::Array(
                entries
                    .into_iter()
                    .map(|(key, value)| Value::Array(vec![Value::String(key.clone()), sort_maps(value)]))
                    .collect(),
            )
        }
        Value::Record(fields) => {
            Value::Record(fields.iter().map(|(name, value)| (name.clone(), sort_maps(value))).collect())
        }
        other => other.clone(),
    }
}

#[test]
fn a_record_decodes_to_json_in_the_order_of_its_fields() {
    let json = to_json(&schema::<Everything>(), &encode(&sample())).unwrap();
    let expected = json!({
        "flag": true, "tiny": -8, "small": 16, "medium": 32, "large": 1_i64 << 40, "single": 0.1, "double": 1e10,
        "text": "a\"b😀", "raw": "\u{0}\u{ff}", "day": 19_000, "timeOfDay": 1_000, "createdAt": 1_600_000_000_000_i64,
        "price": "\u{0}\u{9c}", "kind": "TWO_OR_MORE", "maybe": null, "withDefault": null, "requiredDefault": 7,
        "numbers": [1, null], "lists": [["x"], []], "labels": {"k": 1, "l": 2}, "counts": {"b": 5, "c": null},
        "byNumber": [{"key": 1, "value": "one"}, {"key": 2, "value": "two"}],
        "inner": {"name": "leaf", "next": null, "children": []},
        "maybeInner": {
            "name": "root", "next": {"name": "leaf", "next": null, "children": []},
            "children": [{"name": "leaf", "next": null, "children": []}]
        },
        "inners": []
    });
    assert_eq!(json.to_string(), expected.to_string());
}

#[test]
fn a_schema_that_was_parsed_from_its_text_decodes_as_the_derived_one_does() {
    let derived = schema::<Everything>();
    let parsed: Schema = derived.to_string().parse().unwrap();
    assert_eq!(parsed, derived);
    assert_eq!(parsed.to_string(), derived.to_string());
    assert_eq!(derived.pretty().parse::<Schema>().unwrap(), derived);
}

#[test]
fn blocks_with_their_size_in_bytes_are_read() {
    // Two blocks: one of two items with its size, one of one item.
    let read: Vec<i64> = AvroReader::read(&[0x03, 0x04, 0x02, 0x04, 0x02, 0x06, 0x00]).unwrap();
    assert_eq!(read, [1, 2, 3]);
}

#[test]
fn a_hash_map_has_the_bytes_of_a_sorted_one() {
    use std::collections::{BTreeMap, HashMap};
    let entries = || (0..50).map(|number| (format!("{number}"), number));
    assert_eq!(encode(&entries().collect::<HashMap<_, i32>>()), encode(&entries().collect::<BTreeMap<_, i32>>()));
}

/// Has a field less than [`Everything`].
#[derive(ConnectSchema, Debug)]
#[connect(namespace = "test.codec")]
struct Flat {
    /// The only field.
    id: i32,
}

#[test]
fn bytes_after_the_value_are_an_error() {
    let error = AvroReader::read::<Flat>(&[2, 0]).unwrap_err();
    assert_eq!(error.to_string(), "not the Avro of this schema: further bytes after the value, at byte 1");
    assert_eq!(AvroReader::read::<Flat>(&[2]).unwrap().id, 1);
}
