//! Any bytes as Avro, with any writer's schema: a first line of schema, then what it may have written. It is read into a record
//! by its own schema and by a plan, and into JSON; it is a value or an error, in little time and memory.

#![no_main]

use std::{collections::BTreeMap, hint::black_box};

use kconnect::{
    ConnectSchema, ConnectType, Date, Decimal, Time, Timestamp,
    avro::{AvroReader, AvroWriter, Plan, PlannedReader, Schema, to_json},
    data::{ReadData, WriteData},
};
use libfuzzer_sys::fuzz_target;

/// What there is.
#[derive(ConnectSchema)]
#[connect(namespace = "fuzz")]
struct Record {
    /// A number.
    #[connect(default = 1)]
    number: i64,
    /// A fraction.
    #[connect(default = 0.5, alias = "ratio")]
    fraction: f64,
    /// A text.
    text: Option<String>,
    /// Bytes.
    #[connect(default)]
    bytes: Vec<u8>,
    /// Itself.
    next: Option<Box<Record>>,
    /// Itself, often.
    #[connect(default)]
    list: Vec<Record>,
    /// By text.
    #[connect(default)]
    by_text: BTreeMap<String, Option<i32>>,
    /// By number.
    #[connect(default)]
    by_number: BTreeMap<i64, Vec<bool>>,
    /// A symbol.
    kind: Option<Kind>,
    /// Any of some.
    any: Option<Any>,
    /// A decimal.
    price: Option<Decimal<2>>,
    /// A day.
    day: Option<Date>,
    /// A time of day.
    time: Option<Time>,
    /// A point in time.
    at: Option<Timestamp>,
}

/// One of two.
#[derive(ConnectSchema)]
#[connect(namespace = "fuzz")]
enum Kind {
    One,
    Two,
}

/// One of three.
#[derive(ConnectSchema)]
enum Any {
    /// A number.
    Number(i32),
    /// A text.
    Text(String),
    /// A record.
    Record(Box<Record>),
}

fuzz_target!(|input: &[u8]| {
    let line = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (schema, bytes) = input.split_at(line);
    let bytes = bytes.get(1..).unwrap_or_default();
    black_box(AvroReader::read::<Record>(bytes).is_ok());
    let Ok(schema) = String::from_utf8_lossy(schema).parse::<Schema>() else { return };
    black_box(to_json(&schema, bytes).is_ok());
    by_plan::<Record>(&schema, bytes);
    by_plan::<Vec<Option<Record>>>(&schema, bytes);
    by_plan::<Any>(&schema, bytes);
    by_plan::<BTreeMap<String, Any>>(&schema, bytes);
    by_plan::<Option<i64>>(&schema, bytes);
    by_plan::<String>(&schema, bytes);
});

/// Reads it; where the schema is the type's own, in both ways, which come to the same.
fn by_plan<T: ConnectType + WriteData + for<'de> ReadData<'de>>(schema: &Schema, bytes: &[u8]) {
    let Ok(plan) = Plan::<T>::new(schema, None) else { return };
    let mut reader = PlannedReader::new(&plan, bytes);
    let planned = T::read(&mut reader).and_then(|value| reader.finish().map(|()| value));
    if plan.is_same() {
        let encode = |value: &T| {
            let mut out = Vec::new();
            value.write(&mut AvroWriter::new(&mut out)).expect("Avro has everything");
            out
        };
        let own = AvroReader::read::<T>(bytes).map(|value| encode(&value)).ok();
        assert_eq!(planned.map(|value| encode(&value)).ok(), own);
    }
}
