//! Avro of one schema as Connect's values.

use std::sync::Arc;

use super::{AvroDataConfig, decode, registered::has_references, to_schema};
use crate::{
    Result,
    avro::{Schema as Avro, wire},
    data::{Schema, SchemaAndValue, Value},
};

/// Reads what was written with one Avro schema, whose Connect schema is made once.
///
/// Made by [`AvroData::reader`](super::AvroData::reader), to be kept for as long as data of that schema comes.
#[derive(Debug)]
pub struct AvroToConnect {
    config: AvroDataConfig,
    avro: Arc<Avro>,
    connect: Option<Schema>,
    references: bool,
}

impl AvroToConnect {
    pub(super) fn new(config: AvroDataConfig, avro: Arc<Avro>, version: Option<i32>) -> Result<Self> {
        let connect = to_schema::convert(&config, &avro, version)?;
        let references = has_references(&avro);
        Ok(Self { config, avro, connect, references })
    }

    /// The Connect schema; `None` is the schema of data without one.
    #[must_use]
    pub fn schema(&self) -> Option<&Schema> {
        self.connect.as_ref()
    }

    /// Reads a value in Avro binary. Null alone is [`SchemaAndValue::NULL`].
    ///
    /// # Errors
    /// The bytes are not one value of the schema, or Connect has no form for it.
    pub fn read(&self, bytes: &[u8]) -> Result<SchemaAndValue> {
        let value = decode::read(&self.config, (&self.avro, self.references), self.connect.as_ref(), bytes)?;
        Ok(match (value, &self.connect) {
            (Value::Null, Some(_)) => SchemaAndValue::NULL,
            (value, schema) => SchemaAndValue { schema: schema.clone(), value },
        })
    }

    /// Reads what follows the schema's id on the wire, where bytes alone have no length before them.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_payload(&self, payload: &[u8]) -> Result<SchemaAndValue> {
        if wire::is_raw(&self.avro) {
            let mut framed = Vec::new();
            wire::with_length(payload, &mut framed)?;
            return self.read(&framed);
        }
        self.read(payload)
    }
}
