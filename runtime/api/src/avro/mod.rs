//! Avro: the schemas that Confluent's converter would register, and binary straight from and to structs.

mod canonical;
mod check;
mod comments;
pub mod compat;
mod data;
mod decode;
mod defaults;
mod fingerprint;
mod input;
mod invalid;
mod logical;
mod names;
mod normalize;
mod parse;
mod place;
mod plan;
mod reader;
mod schema;
mod text;
mod tree;
pub mod wire;
mod writer;

pub use data::{AvroData, AvroDataConfig, AvroForm, AvroToConnect, Registered};
pub use decode::to_json;
pub use input::Malformed;
pub use invalid::InvalidSchema;
pub use plan::{Decoder, Plan, PlannedReader, Unresolvable};
pub use reader::AvroReader;
pub use tree::{Attributes, EnumSchema, Field, FixedSchema, Kind, Order, Record, Schema};
pub use writer::AvroWriter;
