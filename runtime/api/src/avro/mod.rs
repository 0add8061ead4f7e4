//! Avro: the schemas that Confluent's converter would register, and binary straight from and to structs.

mod decode;
mod input;
mod parse;
mod reader;
mod schema;
mod text;
mod tree;
mod writer;

pub use decode::to_json;
pub use input::Malformed;
pub use parse::InvalidSchema;
pub use reader::AvroReader;
pub use tree::{Attributes, EnumSchema, Field, FixedSchema, Kind, Record, Schema};
pub use writer::AvroWriter;

pub(crate) use schema::{same_record, two_under_one_name};
