//! Connect's schemas and values as Avro's and back, as Confluent's `AvroData` does it.

mod anything;
mod config;
mod decode;
mod encode;
mod form;
mod from_schema;
mod kind;
mod logical;
mod names;
mod registered;
mod to_connect;
mod to_schema;
mod typed;

use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;

pub use config::AvroDataConfig;
pub use form::AvroForm;
pub use registered::Registered;
pub use to_connect::AvroToConnect;

use super::Schema as Avro;
use crate::{
    Result,
    data::{Schema, SchemaAndValue, Type, Value},
};

/// Confluent's `AvroData`: the schemas and the values of Connect's data model in Avro, and back.
///
/// Schemas come out attribute for attribute as Confluent's converter registers them. Where that one would write a wrong
/// schema, because two different types have one name, this is an error instead.
///
/// ```
/// use kconnect::{avro::AvroData, data::{Schema, SchemaBuilder, SchemaType}};
///
/// # fn main() -> kconnect::Result<()> {
/// let key = SchemaBuilder::structure()
///     .name("com.example.Key")
///     .field("id", Schema::optional(SchemaType::Int64))
///     .build()?;
/// let avro = AvroData::default().from_connect_schema(&key)?;
/// assert_eq!(
///     avro.to_string(),
///     r#"{"type":"record","name":"Key","namespace":"com.example","fields":[{"name":"id","type":["null","long"],"default":null}],"connect.name":"com.example.Key"}"#,
/// );
/// assert_eq!(AvroData::default().to_connect_schema(&avro)?, Some(key));
/// # Ok(()) }
/// ```
#[derive(Debug, Default)]
pub struct AvroData {
    config: AvroDataConfig,
    cache: Mutex<IndexMap<(usize, usize), Converted>>,
}

/// A schema that was converted. It is kept: its place in memory is what it is found by.
#[derive(Debug)]
struct Converted {
    avro: Arc<Registered>,
    _connect: Schema,
}

impl AvroData {
    /// With these options.
    #[must_use]
    pub fn new(config: AvroDataConfig) -> Self {
        Self { config, cache: Mutex::default() }
    }

    /// The options.
    #[must_use]
    pub fn config(&self) -> &AvroDataConfig {
        &self.config
    }

    /// The schema of data without one: a record that can hold anything.
    #[must_use]
    pub fn anything() -> &'static Avro {
        anything::anything()
    }

    /// The schema of the Rust type, as it is registered.
    ///
    /// A configured `prefix` stands before the names of records and enums; the encoded bytes are the same with any prefix.
    ///
    /// # Errors
    /// What the schema language cannot say: two different records under one name, two maps with different keys that are
    /// not strings, a default that Avro has no form for.
    pub fn schema_of(&self, ty: &Type, prefix: Option<&str>) -> Result<Avro> {
        typed::schema_of(&self.config, ty, prefix)
    }

    /// The Avro schema of a Connect schema.
    ///
    /// # Errors
    /// Names that Avro does not take, two different types under one name, parameters that say what Avro cannot.
    pub fn from_connect_schema(&self, schema: &Schema) -> Result<Avro> {
        Ok(self.converted(schema)?.schema().clone())
    }

    /// The Connect schema of an Avro schema; `None` is the schema of data without one.
    ///
    /// # Errors
    /// Confluent's message, as a data error.
    pub fn to_connect_schema(&self, schema: &Avro) -> Result<Option<Schema>> {
        to_schema::convert(&self.config, schema, None)
    }

    /// The same with the version that the schema has in the registry: that of the Connect schema if it names none itself.
    ///
    /// # Errors
    /// Confluent's message, as a data error.
    pub fn to_connect_schema_of_version(&self, schema: &Avro, version: Option<i32>) -> Result<Option<Schema>> {
        to_schema::convert(&self.config, schema, version)
    }

    /// Appends a value as Avro binary of the schema that [`from_connect_schema`](Self::from_connect_schema) gives, or,
    /// without a schema, of the record that can hold anything. See [`payload`](Self::payload) for what goes over the wire.
    ///
    /// # Errors
    /// Kafka's and Confluent's messages about a value that does not fit. `out` is then as it was.
    pub fn from_connect_data(&self, schema: Option<&Schema>, value: &Value, out: &mut Vec<u8>) -> Result<()> {
        let start = out.len();
        let written = match schema {
            None => anything::write(value, out),
            Some(schema) => {
                self.converted(schema).and_then(|avro| encode::write(&self.config, &avro, schema, value, out))
            }
        };
        if written.is_err() {
            out.truncate(start);
        }
        written
    }

    /// Reads a value that was written with that Avro schema. Null alone is [`SchemaAndValue::NULL`].
    ///
    /// # Errors
    /// The bytes are not one value of the schema, or Connect has no form for it.
    pub fn to_connect_data(&self, schema: &Avro, bytes: &[u8]) -> Result<SchemaAndValue> {
        self.to_connect_data_of_version(schema, None, bytes)
    }

    /// The same with the version that the schema has in the registry.
    ///
    /// # Errors
    /// As [`to_connect_data`](Self::to_connect_data).
    pub fn to_connect_data_of_version(
        &self,
        schema: &Avro,
        version: Option<i32>,
        bytes: &[u8],
    ) -> Result<SchemaAndValue> {
        self.reader(Arc::new(schema.clone()), version)?.read(bytes)
    }

    /// What follows the schema's id on the wire: `None`, a tombstone, for null; the bytes as they are, without a length,
    /// if the schema is nothing but `bytes`; Avro binary for everything else.
    ///
    /// # Errors
    /// As [`from_connect_data`](Self::from_connect_data).
    pub fn payload(&self, schema: Option<&Schema>, value: &Value) -> Result<Option<Vec<u8>>> {
        if *value == Value::Null && schema.is_none_or(Schema::is_optional) {
            return Ok(None);
        }
        let mut out = Vec::new();
        self.from_connect_data(schema, value, &mut out)?;
        if let Some(schema) = schema
            && super::wire::is_raw(self.converted(schema)?.schema())
        {
            out = super::wire::without_length(&out)?.to_vec();
        }
        Ok(Some(out))
    }

    /// Reads what follows the schema's id on the wire; the inverse of [`payload`](Self::payload).
    ///
    /// # Errors
    /// As [`to_connect_data`](Self::to_connect_data).
    pub fn from_payload(&self, schema: &Avro, version: Option<i32>, payload: &[u8]) -> Result<SchemaAndValue> {
        self.reader(Arc::new(schema.clone()), version)?.read_payload(payload)
    }

    /// The Avro schema of a Connect schema, of data without one too, with the text that is registered. It is kept, and found
    /// again by the schema's place in memory.
    ///
    /// # Errors
    /// As [`from_connect_schema`](Self::from_connect_schema).
    pub fn registered(&self, schema: Option<&Schema>) -> Result<Arc<Registered>> {
        schema.map_or_else(|| Ok(Arc::clone(anything::registered())), |schema| self.converted(schema))
    }

    /// What reads values that were written with that Avro schema; the schema is converted once. `version` is the one that it
    /// has in the registry.
    ///
    /// # Errors
    /// As [`to_connect_schema`](Self::to_connect_schema).
    pub fn reader(&self, schema: Arc<Avro>, version: Option<i32>) -> Result<AvroToConnect> {
        AvroToConnect::new(self.config, schema, version)
    }

    fn converted(&self, schema: &Schema) -> Result<Arc<Registered>> {
        let lock = || self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&schema.place()) {
            return Ok(Arc::clone(&known.avro));
        }
        let avro = Arc::new(Registered::new(from_schema::convert(&self.config, Some(schema))?));
        let mut cache = lock();
        if cache.len() >= self.config.schemas_cache_size.max(1) {
            cache.shift_remove_index(0);
        }
        cache.insert(schema.place(), Converted { avro: Arc::clone(&avro), _connect: schema.clone() });
        Ok(avro)
    }
}
