//! `ValueToKey`: fields of the value as the key.

use kconnect::{
    ConnectRecord, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I, NonDuplicateList},
    data::{Schema, SchemaBuilder, Struct, Value},
};

use super::{
    TransformException,
    keys::{REPLACE_NULL, kafka_config},
    maps,
    requirements::{require_map_ref, require_struct},
    schemas::SchemaCache,
};
use crate::config::kafka::KafkaKey;

const PURPOSE: &str = "copying fields from value to key";

static FIELDS: KafkaKey =
    KafkaKey::new("fields", T::List, I::High, "Field names on the record value to extract as the record key.")
        .rule(&NOT_EMPTY);
static NOT_EMPTY: NonDuplicateList = NonDuplicateList::any(false, false);

kafka_config! {
    /// The configuration of [`ValueToKey`].
    ValueToKeyConfig {
        /// The fields, in the order in which the key has them.
        fields: Vec<String> = FIELDS;
        /// Whether a null becomes the field's default.
        replace_null_with_default: bool = REPLACE_NULL;
    }
}

/// Replaces the key by some fields of the value (Kafka's `ValueToKey`).
///
/// | Key | |
/// | --- | --- |
/// | `fields` | The fields, in the order in which the key has them. With a schema they have to be there; a map without one gives null. |
/// | `replace.null.with.default` | Whether a null becomes the field's default; `true` if not said. |
///
/// A tombstone has no fields and is an error; add a predicate to leave it alone.
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("fields".to_owned(), "id".into())]);
/// let to_key = RecordPlugins::kafka().transformation("ValueToKey").unwrap().configure(&config)?;
///
/// let value = Value::Map(vec![("id".into(), 7.into()), ("text".into(), "hello".into())]);
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue { schema: None, value },
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// assert_eq!(to_key.apply(record)?.unwrap().key.value.to_string(), "{id=7}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ValueToKey {
    fields: Vec<String>,
    replace_null: bool,
    keys: SchemaCache<Schema>,
}

impl Transformation for ValueToKey {
    const CLASS: &'static str = "org.apache.kafka.connect.transforms.ValueToKey";
    const VERSION: &'static str = super::keys::RELEASE;
    type Config = ValueToKeyConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        Ok(Self { fields: config.fields, replace_null: config.replace_null_with_default, keys: SchemaCache::new() })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        record.key = if record.value.schema.is_some() {
            let of = require_struct(&record.value.value, PURPOSE)?;
            let schema = self.keys.get_or_make(of.schema(), || self.key_schema(of.schema()))?;
            let of_value = of.schema().clone();
            let mut key = Struct::new(schema.clone())?;
            for field in &self.fields {
                let value = if self.replace_null { of.get(field)? } else { of.get_without_default(field)?.clone() };
                key.put(field, value)?;
            }
            record.value.schema = Some(of_value);
            SchemaAndValue::new(schema, key)
        } else {
            let entries = require_map_ref(&record.value.value, PURPOSE)?;
            let copied = self.fields.iter().map(|field| (field.as_str().into(), maps::get(entries, field).clone()));
            SchemaAndValue { schema: None, value: Value::Map(copied.collect()) }
        };
        Ok(Some(record))
    }
}

impl ValueToKey {
    fn key_schema(&self, schema: &Schema) -> Result<Schema> {
        let mut builder = SchemaBuilder::structure();
        for name in &self.fields {
            let Some(field) = schema.field(name) else {
                return Err(TransformException::data(format!("Field does not exist: {name}")).into());
            };
            builder = builder.field(name, field.schema().clone());
        }
        Ok(builder.build()?)
    }
}
