//! What a value becomes, and whether it comes back.
#![allow(dead_code)]

use std::fmt::Debug;

use kconnect::{
    ConnectType,
    avro::{AvroReader, AvroWriter, Schema},
    data::{ReadData, WriteData},
    json::JsonWriter,
};

/// The Avro schema of a type, as it is registered.
pub(crate) fn schema<T: ConnectType + ?Sized>() -> String {
    Schema::of(&T::TYPE, None).unwrap().to_string()
}

/// The Avro binary of a value.
pub(crate) fn avro<T: WriteData + ?Sized>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    value.write(&mut AvroWriter::new(&mut out)).unwrap();
    out
}

/// The JSON of a value.
pub(crate) fn json<T: WriteData + ?Sized>(value: &T) -> String {
    let mut out = Vec::new();
    value.write(&mut JsonWriter::new(&mut out)).unwrap();
    String::from_utf8(out).unwrap()
}

/// Writes a value and reads it again.
pub(crate) fn comes_back<T: WriteData + for<'de> ReadData<'de> + PartialEq + Debug>(value: &T) {
    let bytes = avro(value);
    assert_eq!(AvroReader::read::<T>(&bytes).unwrap(), *value);
}
