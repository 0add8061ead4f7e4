//! `StringConverter`.

use super::{Converter, optional};
use crate::data::{DataException, Schema, SchemaAndValue, SchemaType, Value, decoded};

/// Writes whatever a value is as text, as Java's `toString`, and reads text
/// (`org.apache.kafka.connect.storage.StringConverter` with `converter.encoding=UTF-8`).
///
/// The schema is not looked at. Bytes become base64, where Java prints the address of an object. What is no UTF-8 is replaced
/// by U+FFFD.
#[derive(Clone, Copy, Debug, Default)]
pub struct StringConverter;

impl Converter for StringConverter {
    fn from_connect_data(&self, _schema: Option<&Schema>, value: &Value) -> Result<Option<Vec<u8>>, DataException> {
        Ok(match value {
            Value::Null => None,
            some => Some(some.to_string().into_bytes()),
        })
    }

    fn to_connect_data(&self, bytes: Option<&[u8]>) -> Result<SchemaAndValue, DataException> {
        let text = bytes.map(|bytes| Value::String(decoded(bytes)));
        Ok(optional(SchemaType::String, text))
    }
}
