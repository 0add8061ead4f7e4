//! `BooleanConverter`.

use super::{Converter, optional};
use crate::data::{DataException, Schema, SchemaAndValue, SchemaType, Value};

/// One byte, 0 or 1 (`org.apache.kafka.connect.converters.BooleanConverter`).
#[derive(Clone, Copy, Debug, Default)]
pub struct BooleanConverter;

impl Converter for BooleanConverter {
    fn from_connect_data(&self, schema: Option<&Schema>, value: &Value) -> Result<Option<Vec<u8>>, DataException> {
        if let Some(schema) = schema.filter(|schema| schema.schema_type() != SchemaType::Boolean) {
            let ty = schema.schema_type();
            return Err(DataException::data(format!("Invalid schema type for BooleanConverter: {ty}")));
        }
        match value {
            Value::Null => Ok(None),
            Value::Boolean(value) => Ok(Some(vec![u8::from(*value)])),
            other => {
                let class = other.java_class();
                let message = format!("BooleanConverter is not compatible with objects of type class {class}");
                Err(DataException::data(message))
            }
        }
    }

    fn to_connect_data(&self, bytes: Option<&[u8]>) -> Result<SchemaAndValue, DataException> {
        let value = match bytes {
            None => None,
            Some([0]) => Some(false),
            Some([1]) => Some(true),
            Some([other]) => {
                let byte = other.cast_signed();
                return Err(refused(format!("Unexpected byte received by BooleanDeserializer: {byte}")));
            }
            Some(_) => return Err(refused("Size of data received by BooleanDeserializer is not 1".to_owned())),
        };
        Ok(optional(SchemaType::Boolean, value.map(Value::Boolean)))
    }
}

fn refused(cause: String) -> DataException {
    DataException::data("Failed to deserialize boolean: ").caused_by(DataException::data(cause))
}
