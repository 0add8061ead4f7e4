//! fastavro reads what we write and writes the same, and a plan reads what fastavro writes as fastavro resolves it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod evolution;

use std::{fs, process::Command};

use evolution::{event, new, old};
use kconnect::{
    ConnectType,
    avro::{AvroReader, AvroWriter, Plan, Schema},
    data::WriteData,
};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};

/// How many random records.
const RECORDS: usize = 400;

/// The length that stands for none.
const NONE: u32 = u32::MAX;

fn encode(data: &impl WriteData) -> Vec<u8> {
    let mut out = Vec::new();
    data.write(&mut AvroWriter::new(&mut out)).unwrap();
    out
}

fn schema<T: ConnectType>() -> Schema {
    Schema::of(&T::TYPE, None).unwrap()
}

/// The first of a list of records, each after its length.
fn next<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (len, rest) = bytes.split_first_chunk().unwrap();
    *bytes = rest;
    let len = u32::from_le_bytes(*len);
    if len == NONE {
        return None;
    }
    let (record, rest) = bytes.split_at(usize::try_from(len).unwrap());
    *bytes = rest;
    Some(record)
}

#[test]
fn fastavro_writes_what_we_write_and_resolves_as_a_plan_does() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("old.avsc"), schema::<old::Event>().to_string()).unwrap();
    fs::write(file("new.avsc"), schema::<new::Event>().to_string()).unwrap();
    let mut runner = TestRunner::default();
    let events: Vec<old::Event> = (0..RECORDS).map(|_| event().new_tree(&mut runner).unwrap().current()).collect();
    let records = events.iter().map(encode).flat_map(|record| {
        let len = u32::try_from(record.len()).unwrap();
        [len.to_le_bytes().to_vec(), record].concat()
    });
    fs::write(file("records"), records.collect::<Vec<_>>()).unwrap();

    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/codec/fastavro_peer.py");
    let mut python = Command::new(kconnect_tests::python::interpreter().unwrap());
    python.arg(script).args([file("old.avsc"), file("new.avsc"), file("records"), file("out")]);
    let output = python.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let answers = fs::read(file("out")).unwrap();
    let mut answers = answers.as_slice();
    let plan = Plan::<new::Event>::new(&schema::<old::Event>(), None).unwrap();
    let mut resolved = 0;
    for event in &events {
        let written = next(&mut answers).unwrap();
        assert_eq!(AvroReader::read::<old::Event>(written).unwrap(), *event);
        let ours = plan.read(written).ok();
        let theirs = next(&mut answers).map(|bytes| AvroReader::read::<new::Event>(bytes).unwrap());
        assert_eq!(ours, theirs, "of {event:?}");
        resolved += usize::from(ours.is_some());
    }
    assert!(answers.is_empty());
    // Some have bytes that are no text or a null where there is none any more; most have not.
    assert!(resolved > RECORDS / 2 && resolved < RECORDS, "{resolved} of {RECORDS}");
}
