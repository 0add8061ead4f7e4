//! `InsertField`: what is known of a record as fields of it.

use std::marker::PhantomData;

use kconnect::{
    ConnectRecord, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I},
    data::{Schema, SchemaBuilder, Struct, Value},
};

use super::{
    Half,
    exception::{config_exception, invalid_value},
    half::class_of,
    keys::{REPLACE_NULL, kafka_config},
    maps,
    requirements::{into_struct, require_map, require_sink_record},
    schemas::{SchemaCache, copy_basics_to, fields_of, or_default},
};
use crate::config::kafka::{Default as D, KafkaKey};

const PURPOSE: &str = "field insertion";

static TOPIC: KafkaKey = KafkaKey::new("topic.field", T::String, I::Medium, "Field name for Kafka topic. Suffix with <code>!</code> to make this a required field, or <code>?</code> to keep it optional (the default).").or(D::Null);
static PARTITION: KafkaKey = KafkaKey::new("partition.field", T::String, I::Medium, "Field name for Kafka partition. Suffix with <code>!</code> to make this a required field, or <code>?</code> to keep it optional (the default).").or(D::Null);
static OFFSET: KafkaKey = KafkaKey::new("offset.field", T::String, I::Medium, "Field name for Kafka offset - only applicable to sink connectors.<br/>Suffix with <code>!</code> to make this a required field, or <code>?</code> to keep it optional (the default).").or(D::Null);
static TIMESTAMP: KafkaKey = KafkaKey::new("timestamp.field", T::String, I::Medium, "Field name for record timestamp. Suffix with <code>!</code> to make this a required field, or <code>?</code> to keep it optional (the default).").or(D::Null);
static STATIC: KafkaKey = KafkaKey::new("static.field", T::String, I::Medium, "Field name for static data field. Suffix with <code>!</code> to make this a required field, or <code>?</code> to keep it optional (the default).").or(D::Null);
static STATIC_VALUE: KafkaKey =
    KafkaKey::new("static.value", T::String, I::Medium, "Static field value, if field name configured.").or(D::Null);

kafka_config! {
    /// The configuration of [`InsertField`]. The name of a field ends with `!` if it is required.
    InsertFieldConfig {
        /// The field for the topic.
        topic_field: Option<String> = TOPIC;
        /// The field for the Kafka partition.
        partition_field: Option<String> = PARTITION;
        /// The field for the offset.
        offset_field: Option<String> = OFFSET;
        /// The field for the timestamp.
        timestamp_field: Option<String> = TIMESTAMP;
        /// The field for the fixed text.
        static_field: Option<String> = STATIC;
        /// The fixed text.
        static_value: Option<String> = STATIC_VALUE;
        /// Whether a null becomes the field's default.
        replace_null_with_default: bool = REPLACE_NULL;
    }
}

/// Adds fields with what is known of the record, or with a fixed text (Kafka's `InsertField`).
///
/// | Key | |
/// | --- | --- |
/// | `topic.field` | The field for the topic. |
/// | `partition.field` | The field for the Kafka partition, if the record has one. |
/// | `offset.field` | The field for the offset, of sinks alone. |
/// | `timestamp.field` | The field for the timestamp, if the record has one; without a schema it is a number. |
/// | `static.field`, `static.value` | The field for a fixed text, and the text. |
/// | `replace.null.with.default` | Whether a null becomes the field's default; `true` if not said. |
///
/// A field is optional, unless its name ends with `!`. A null value stays as it is.
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = [("topic.field", "topic"), ("static.field", "by"), ("static.value", "kconnect")];
/// let config: Props = config.map(|(key, value)| (key.to_owned(), value.into())).into();
/// let class = "org.apache.kafka.connect.transforms.InsertField$Value";
/// let insert = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
///
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue { schema: None, value: Value::Map(vec![("id".into(), 7.into())]) },
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// assert_eq!(insert.apply(record)?.unwrap().value.value.to_string(), "{id=7, topic=posts, by=kconnect}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct InsertField<H> {
    topic: Option<NewField>,
    partition: Option<NewField>,
    offset: Option<NewField>,
    timestamp: Option<NewField>,
    fixed: Option<(NewField, String)>,
    replace_null: bool,
    updated: SchemaCache<Schema>,
    half: PhantomData<H>,
}

#[derive(Debug)]
struct NewField {
    name: String,
    required: bool,
}

impl NewField {
    fn parse(written: &str) -> Self {
        let required = written.ends_with('!');
        Self { name: written.strip_suffix(['!', '?']).unwrap_or(written).to_owned(), required }
    }
}

impl<H: Half> Transformation for InsertField<H> {
    const CLASS: &'static str = class_of!(H, "InsertField");
    const VERSION: &'static str = super::keys::RELEASE;
    type Config = InsertFieldConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let field = |written: &Option<String>| written.as_deref().map(NewField::parse);
        let fixed = match (field(&config.static_field), config.static_value) {
            (None, _) => None,
            (Some(field), Some(value)) => Some((field, value)),
            (Some(field), None) => {
                let message = format!("No value specified for static field: `{}`", field.name);
                return Err(invalid_value("static.value", "null", message));
            }
        };
        let [topic, partition, offset, timestamp] =
            [config.topic_field, config.partition_field, config.offset_field, config.timestamp_field]
                .map(|written| field(&written));
        if fixed.is_none() && [&topic, &partition, &offset, &timestamp].iter().all(|field| field.is_none()) {
            return Err(config_exception("No field insertion configured"));
        }
        let replace_null = config.replace_null_with_default;
        let updated = SchemaCache::new();
        Ok(Self { topic, partition, offset, timestamp, fixed, replace_null, updated, half: PhantomData })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        if H::get(&record).value == Value::Null {
            return Ok(Some(record));
        }
        let half = std::mem::replace(H::get_mut(&mut record), SchemaAndValue::NULL);
        *H::get_mut(&mut record) = if half.schema.is_some() {
            let of = into_struct(half.value, PURPOSE)?;
            let schema = of.schema().clone();
            let updated = self.updated.get_or_make(&schema, || self.updated_schema(&schema))?;
            let mut extended = Struct::new(updated.clone())?;
            for (field, value) in schema.fields().zip(of.into_values()) {
                extended.put(field.name(), or_default(value, field.schema(), self.replace_null))?;
            }
            for (field, value) in self.insertions(&record)? {
                extended.put(&field.name, value)?;
            }
            SchemaAndValue::new(updated, extended)
        } else {
            let mut entries = require_map(half.value, PURPOSE)?;
            for (field, value) in self.insertions(&record)? {
                // Without a schema the timestamp stays a number.
                let value = if let Value::Timestamp(ms) = value { Value::Int64(ms) } else { value };
                maps::put(&mut entries, &field.name, value);
            }
            SchemaAndValue { schema: None, value: Value::Map(entries) }
        };
        Ok(Some(record))
    }
}

impl<H> InsertField<H> {
    /// The new fields for which there is something, with that.
    fn insertions(&self, record: &ConnectRecord) -> Result<Vec<(&NewField, Value)>> {
        let mut all = Vec::new();
        if let Some(field) = &self.topic {
            all.push((field, Value::from(&*record.topic)));
        }
        if let (Some(field), Some(partition)) = (&self.partition, record.kafka_partition) {
            all.push((field, partition.into()));
        }
        if let Some(field) = &self.offset {
            all.push((field, require_sink_record(record, PURPOSE)?.offset.into()));
        }
        if let (Some(field), Some(ms)) = (&self.timestamp, record.timestamp_ms) {
            all.push((field, Value::Timestamp(ms)));
        }
        if let Some((field, value)) = &self.fixed {
            all.push((field, value.as_str().into()));
        }
        Ok(all)
    }

    fn updated_schema(&self, schema: &Schema) -> Result<Schema> {
        let mut builder = copy_basics_to(schema, SchemaBuilder::structure());
        for field in fields_of(schema)? {
            builder = builder.field(field.name(), field.schema().clone());
        }
        let fixed = self.fixed.as_ref().map(|(field, _)| field);
        let new = [
            (self.topic.as_ref(), Schema::string(), Schema::optional_string()),
            (self.partition.as_ref(), Schema::int32(), Schema::optional_int32()),
            (self.offset.as_ref(), Schema::int64(), Schema::optional_int64()),
            (self.timestamp.as_ref(), Schema::timestamp(), Schema::optional_timestamp()),
            (fixed, Schema::string(), Schema::optional_string()),
        ];
        for (field, required, optional) in new {
            if let Some(field) = field {
                builder = builder.field(&field.name, if field.required { required } else { optional });
            }
        }
        Ok(builder.build()?)
    }
}
