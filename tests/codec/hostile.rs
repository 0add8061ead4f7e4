//! Bytes that are not what they should be give errors: no panic, no endless loop, no memory that the input did not earn.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod model;

use kconnect::{
    ConnectSchema, ConnectType, ErrorKind, Result,
    avro::{AvroReader, AvroWriter, Schema, to_json},
    data::{ReadData, WriteData},
};
use model::{Everything, Inner, everything};
use proptest::prelude::*;

/// Reads in both ways; they agree on whether it works.
fn read<T: ConnectType + for<'de> ReadData<'de>>(bytes: &[u8]) -> Result<T> {
    let typed = AvroReader::read::<T>(bytes);
    let json = to_json(&Schema::of(&T::TYPE, None).unwrap(), bytes);
    if let (Ok(_), Err(error)) = (&typed, json) {
        panic!("the struct was read, but to JSON: {error}");
    }
    typed
}

fn message<T: ConnectType + for<'de> ReadData<'de>>(bytes: &[u8]) -> String {
    let Err(error) = read::<T>(bytes) else { panic!("it was read") };
    assert_eq!(error.kind(), ErrorKind::Data);
    error.to_string()
}

proptest! {
    #[test]
    fn any_bytes_are_a_value_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read::<Everything>(&bytes);
        let _ = read::<Vec<Inner>>(&bytes);
    }

    #[test]
    fn a_value_with_one_byte_changed_is_a_value_or_an_error(data in everything(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = Vec::new();
        data.write(&mut AvroWriter::new(&mut bytes)).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read::<Everything>(&bytes);
    }

    #[test]
    fn a_value_cut_short_is_an_error(data in everything(), at in any::<prop::sample::Index>()) {
        let mut bytes = Vec::new();
        data.write(&mut AvroWriter::new(&mut bytes)).unwrap();
        bytes.truncate(at.index(bytes.len()));
        prop_assert!(read::<Everything>(&bytes).is_err());
    }
}

/// The number as Avro writes it.
fn long(number: i64) -> Vec<u8> {
    let mut out = Vec::new();
    number.write(&mut AvroWriter::new(&mut out)).unwrap();
    out
}

#[test]
fn a_length_beyond_the_input_is_an_error_before_anything_is_allocated() {
    for len in [3, 1 << 40, i64::MAX] {
        let bytes = long(len);
        let at = bytes.len();
        let expected = format!("not the Avro of this schema: the input ends in the middle of a value, at byte {at}");
        assert_eq!(message::<String>(&bytes), expected);
        assert_eq!(message::<Vec<u8>>(&bytes), expected);
    }
    assert_eq!(message::<String>(&long(-1)), "not the Avro of this schema: a negative length, at byte 1");
}

#[test]
fn a_count_beyond_the_input_is_an_error() {
    for count in [1 << 40, i64::MAX, i64::MIN, -(1 << 40)] {
        let bytes = [long(count), long(0)].concat();
        let error = message::<Vec<i64>>(&bytes);
        assert!(error.contains("claims more items than the input can hold"), "{count}: {error}");
    }
}

/// Nothing at all.
#[derive(ConnectSchema)]
#[connect(namespace = "t")]
struct Empty {}

#[test]
fn items_without_width_are_limited_in_all_blocks_together() {
    let some = [long(1_000), long(0)].concat();
    assert_eq!(read::<Vec<Empty>>(&some).unwrap().len(), 1_000);
    let many = [long(1_000).repeat(1_000), long(0)].concat();
    let error = message::<Vec<Empty>>(&many);
    assert!(error.contains("claims more items than the input can hold"), "{error}");
}

#[test]
fn records_in_records_without_end_do_not_reach_the_end_of_the_stack() {
    let open = [long(0), long(1)].concat();
    let error = message::<Inner>(&open.repeat(100_000));
    assert!(error.starts_with("not the Avro of this schema: more than 128 records in one another"), "{error}");
}

#[test]
fn each_wrong_word_is_named_with_its_place() {
    let cases: [(String, &str); 6] = [
        (message::<bool>(&[2]), "a boolean that is neither 0 nor 1, at byte 1"),
        (message::<i8>(&long(128)), "an integer that is too large for its type, at byte 2"),
        (message::<i64>(&[0xff; 10]), "an integer of more than 64 bits, at byte 10"),
        (message::<i64>(&[&[0xff; 9][..], &[2]].concat()), "an integer of more than 64 bits, at byte 10"),
        (message::<Option<i32>>(&long(2)), "a union branch that the schema does not have, at byte 1"),
        (message::<String>(&[2, 0xff]), "a string that is not UTF-8, at byte 2"),
    ];
    for (message, expected) in cases {
        assert_eq!(message, format!("not the Avro of this schema: {expected}"));
    }
    assert_eq!(message::<kconnect::Time>(&long(-1)), "-1 ms is not a time of day");
    assert_eq!(message::<model::Kind>(&[2, b'x']), "`x` is not one of ONE, TWO_OR_MORE, none");
    assert_eq!(
        message::<kconnect::Decimal<0>>(&[long(17), vec![1; 17]].concat()),
        "a decimal of 17 bytes is beyond 170141183460469231731687303715884105727"
    );
}
