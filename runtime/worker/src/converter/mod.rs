//! Converters: which form the keys and values of records take on the wire.
//!
//! A converter is chosen by class name, Kafka's or Confluent's, with `key.converter` and `value.converter`; the keys
//! below that prefix are its own configuration. Records of a type that is known when the program is compiled write
//! themselves, and are read, without an intermediate value: of the converter they need what surrounds the encoding
//! (`Converter::framing`) and what they are read from ([`Converter::input`]). Everything else goes through
//! [`Converter::from_connect`] and [`Converter::to_connect`], value by value.

mod avro;
mod class;
#[expect(clippy::module_inception, reason = "one idea a file")]
mod converter;
mod explain;
mod framing;
mod header;
mod json;
mod plain;

pub(crate) use self::{avro::WireSchema, framing::Framing, json::JsonFraming};
pub use self::{
    converter::{Configured, Converter},
    header::{ConfiguredHeader, HeaderConverter},
};
