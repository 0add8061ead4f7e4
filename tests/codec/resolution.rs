//! What was written with an older schema is read through a plan, and as apache-avro resolves it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod evolution;

use apache_avro::{Schema as TheirSchema, reader::datum::GenericDatumReader, types::Value};
use evolution::{event, new, old};
use kconnect::{
    ConnectType,
    avro::{AvroWriter, Plan, Schema},
    data::WriteData,
};
use proptest::prelude::*;

fn encode(data: &impl WriteData) -> Vec<u8> {
    let mut out = Vec::new();
    data.write(&mut AvroWriter::new(&mut out)).unwrap();
    out
}

fn schema<T: ConnectType>() -> Schema {
    Schema::of(&T::TYPE, None).unwrap()
}

/// Without two things that apache-avro does not resolve: a field by the reader's alias, and any decimal of 64 digits that is
/// not that long. The bytes are the same.
fn theirs<T: ConnectType>() -> TheirSchema {
    let text = schema::<T>().to_string().replace(r#""remark""#, r#""note""#).replace(r#","logicalType":"decimal""#, "");
    TheirSchema::parse_str(&text).unwrap()
}

fn read(reader: &GenericDatumReader<'_>, bytes: &[u8]) -> Option<Value> {
    reader.read_value(&mut &*bytes).ok()
}

proptest! {
    #[test]
    fn a_plan_reads_what_apache_avro_resolves(event in event()) {
        let (old, new) = (theirs::<old::Event>(), theirs::<new::Event>());
        let bytes = encode(&event);
        let resolving = GenericDatumReader::builder(&old).reader_schema(&new).build().unwrap();
        let expected = read(&resolving, &bytes);
        let plan = Plan::<new::Event>::new(&schema::<old::Event>(), None).unwrap();
        let ours = plan.read(&bytes).ok();
        // Their reading of our writing of it: the values are compared, not their texts.
        let plain = GenericDatumReader::builder(&new).build().unwrap();
        let found = ours.map(|event| read(&plain, &encode(&event)).unwrap());
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_plan_for_the_same_schema_reads_as_the_reader_for_it(event in event()) {
        let bytes = encode(&event);
        let plan = Plan::<old::Event>::new(&schema::<old::Event>(), None).unwrap();
        prop_assert!(plan.is_same());
        let mut reader = kconnect::avro::PlannedReader::new(&plan, &bytes);
        let read = <old::Event as kconnect::data::ReadData>::read(&mut reader).unwrap();
        reader.finish().unwrap();
        prop_assert_eq!(&read, &event);
        prop_assert_eq!(plan.read(&bytes).unwrap(), event);
    }
}
