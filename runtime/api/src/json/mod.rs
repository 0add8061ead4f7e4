//! JSON and text as Kafka Connect's own converters write them, and JSON as they read it.
//!
//! Data whose type is known when the program is compiled goes through [`JsonWriter`] and [`JsonReader`]: straight from and into
//! structs. Data whose schema is known at run time goes through [`JsonConverter`], as [`Value`](crate::Value).

mod base64;
mod cache;
mod config;
mod converter;
mod encoding;
mod error;
mod from_connect;
pub(crate) mod java;
mod java_key;
mod logical;
mod node;
mod number;
mod open;
mod parse_schema;
mod places;
mod reader;
mod scan;
mod schema;
mod text;
mod to_connect;
mod writer;

pub(crate) use base64::decode as decode_base64;
pub use config::{DecimalFormat, JsonConverterConfig};
pub use converter::JsonConverter;
pub use error::JsonError;
pub(crate) use java::JavaFormatter;
pub use reader::JsonReader;
pub use schema::schema;
pub use text::TextWriter;
pub use writer::{JsonFormat, JsonWriter};
