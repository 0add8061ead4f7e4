//! Kafka Connect's converters for data whose schema is known at run time: [`Value`]s to bytes and back, with Kafka's messages.
//!
//! `JsonConverter` is in [`json`](crate::json).

mod boolean;
mod byte_array;
mod number;
mod string;

use crate::{
    data::{DataException, Schema, SchemaAndValue, Value},
    json::JsonConverter,
};

pub use boolean::BooleanConverter;
pub use byte_array::ByteArrayConverter;
pub use number::{
    DoubleConverter, FloatConverter, IntegerConverter, LongConverter, Number, NumberConverter, ShortConverter,
};
pub use string::StringConverter;

/// Converts between values and bytes (Kafka's `Converter`).
pub trait Converter: Send + Sync {
    /// The bytes of a value; none for a tombstone.
    ///
    /// # Errors
    /// The converter cannot write such a value.
    #[expect(clippy::wrong_self_convention, reason = "the name is Kafka's")]
    fn from_connect_data(&self, schema: Option<&Schema>, value: &Value) -> Result<Option<Vec<u8>>, DataException>;

    /// The value that bytes are, and its schema.
    ///
    /// # Errors
    /// The converter cannot read such bytes.
    fn to_connect_data(&self, bytes: Option<&[u8]>) -> Result<SchemaAndValue, DataException>;
}

impl Converter for JsonConverter {
    fn from_connect_data(&self, schema: Option<&Schema>, value: &Value) -> Result<Option<Vec<u8>>, DataException> {
        Self::from_connect_data(self, schema, value)
    }

    fn to_connect_data(&self, bytes: Option<&[u8]>) -> Result<SchemaAndValue, DataException> {
        Self::to_connect_data(self, bytes)
    }
}

/// The value that was read, if any was, with an optional schema of that type.
fn optional(ty: crate::data::SchemaType, value: Option<Value>) -> SchemaAndValue {
    SchemaAndValue { schema: Some(Schema::optional(ty)), value: value.unwrap_or(Value::Null) }
}
