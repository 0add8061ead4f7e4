//! `HoistField`: everything as one field of a new struct.

use std::marker::PhantomData;

use kconnect::{
    ConnectRecord, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I},
    data::{SchemaBuilder, Struct, Value},
};

use super::{Half, half::class_of, keys::kafka_config, schemas::SchemaCache};
use crate::config::kafka::KafkaKey;

static FIELD: KafkaKey = KafkaKey::new(
    "field",
    T::String,
    I::Medium,
    "Field name for the single field that will be created in the resulting Struct or Map.",
);

kafka_config! {
    /// The configuration of [`HoistField`].
    HoistFieldConfig {
        /// The name of the new field.
        field: String = FIELD;
    }
}

/// Wraps what there is in a struct, or a map if there is no schema, with one field (Kafka's `HoistField`).
///
/// | Key | |
/// | --- | --- |
/// | `field` | The name of that field; a dot in it is part of the name. |
///
/// Null is wrapped too: a tombstone is none afterwards. Add a predicate to leave it alone.
///
/// ```
/// use kconnect::{ConnectRecord, Props, SchemaAndValue, Value, data::Schema};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("field".to_owned(), "text".into())]);
/// let class = "org.apache.kafka.connect.transforms.HoistField$Value";
/// let hoist = RecordPlugins::kafka().transformation(class).unwrap().configure(&config)?;
///
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue::new(Schema::string(), "hello"),
///     timestamp_ms: None,
///     headers: Default::default(),
///     origin: None,
/// };
/// let value = hoist.apply(record)?.unwrap().value;
/// assert_eq!(value.value.to_string(), "Struct{text=hello}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct HoistField<H> {
    field: String,
    updated: SchemaCache<kconnect::data::Schema>,
    half: PhantomData<H>,
}

impl<H: Half> Transformation for HoistField<H> {
    const CLASS: &'static str = class_of!(H, "HoistField");
    const VERSION: &'static str = super::keys::RELEASE;
    type Config = HoistFieldConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        Ok(Self { field: config.field, updated: SchemaCache::new(), half: PhantomData })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let half = H::get_mut(&mut record);
        let value = std::mem::replace(&mut half.value, Value::Null);
        *half = match &half.schema {
            None => SchemaAndValue { schema: None, value: Value::Map(vec![(self.field.as_str().into(), value)]) },
            Some(schema) => {
                let updated = self
                    .updated
                    .get_or_make(schema, || SchemaBuilder::structure().field(&self.field, schema.clone()).build())?;
                let mut wrapped = Struct::new(updated.clone())?;
                wrapped.put(&self.field, value)?;
                SchemaAndValue::new(updated, wrapped)
            }
        };
        Ok(Some(record))
    }
}
