//! JSON and text as Kafka Connect's own converters write them.

mod java;
mod schema;
mod text;
mod writer;

pub(crate) use java::JavaFormatter;
pub use schema::schema;
pub use text::TextWriter;
pub use writer::JsonWriter;
