//! `ByteArrayConverter`.

use super::{Converter, optional};
use crate::data::{DataException, Schema, SchemaAndValue, SchemaType, Value};

/// Bytes as they are (`org.apache.kafka.connect.converters.ByteArrayConverter`).
#[derive(Clone, Copy, Debug, Default)]
pub struct ByteArrayConverter;

impl Converter for ByteArrayConverter {
    fn from_connect_data(&self, schema: Option<&Schema>, value: &Value) -> Result<Option<Vec<u8>>, DataException> {
        if let Some(schema) = schema.filter(|schema| schema.schema_type() != SchemaType::Bytes) {
            let ty = schema.schema_type();
            return Err(DataException::data(format!("Invalid schema type for ByteArrayConverter: {ty}")));
        }
        match value {
            Value::Null => Ok(None),
            Value::Bytes(bytes) => Ok(Some(bytes.clone())),
            other => {
                let class = other.java_class();
                let message = format!("ByteArrayConverter is not compatible with objects of type class {class}");
                Err(DataException::data(message))
            }
        }
    }

    fn to_connect_data(&self, bytes: Option<&[u8]>) -> Result<SchemaAndValue, DataException> {
        Ok(optional(SchemaType::Bytes, bytes.map(|bytes| Value::Bytes(bytes.to_owned()))))
    }
}
