//! `InsertHeader`: the same header on every record.

use kconnect::{
    ConnectRecord, Result, SchemaAndValue, Transformation,
    config::{ConfigType as T, Importance as I, NonNull},
    data::Values,
};

use super::keys::{RELEASE, kafka_config};
use crate::config::kafka::KafkaKey;

static HEADER: KafkaKey = KafkaKey::new("header", T::String, I::High, "The name of the header.").rule(&NonNull);
static VALUE: KafkaKey = KafkaKey::new(
    "value.literal",
    T::String,
    I::High,
    "The literal value that is to be set as the header value on all records.",
)
.rule(&NonNull);

kafka_config! {
    /// The configuration of [`InsertHeader`].
    InsertHeaderConfig {
        /// The name of the header.
        header: String = HEADER;
        /// Its value, as text.
        value_literal: String = VALUE;
    }
}

/// Adds a header to every record, behind those that are there (Kafka's `InsertHeader`).
///
/// | Key | |
/// | --- | --- |
/// | `header` | Its name. |
/// | `value.literal` | Its value. What the text says decides about the type, as [`Values::parse_string`] reads it: `1` is an INT8, `true` a BOOLEAN, `2026-01-31` a date, and `{"a": 1}` a map. |
///
/// ```
/// use kconnect::{ConnectRecord, Headers, Props, SchemaAndValue, Value};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from(["header", "value.literal"].map(|key| (key.to_owned(), "1".into())));
/// let insert = RecordPlugins::kafka().transformation("InsertHeader").unwrap().configure(&config)?;
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue::NULL,
///     timestamp_ms: None,
///     headers: Headers::default(),
///     origin: None,
/// };
/// let record = insert.apply(record)?.unwrap();
/// assert_eq!(record.headers.last("1").map(|header| &header.value), Some(&Value::Int8(1)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct InsertHeader {
    name: String,
    value: SchemaAndValue,
}

impl Transformation for InsertHeader {
    const CLASS: &'static str = "org.apache.kafka.connect.transforms.InsertHeader";
    const VERSION: &'static str = RELEASE;
    type Config = InsertHeaderConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let value = Values::parse_string(&config.value_literal).unwrap_or(SchemaAndValue::NULL);
        Ok(Self { name: config.header, value })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        record.headers.add(self.name.clone(), self.value.clone());
        Ok(Some(record))
    }
}
