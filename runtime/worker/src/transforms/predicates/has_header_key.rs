//! `HasHeaderKey`: records with a header.

use kconnect::{
    ConnectRecord, Predicate, Result,
    config::{ConfigType as T, Importance as I, NonEmptyString},
};

use crate::{
    config::kafka::KafkaKey,
    transforms::keys::{RELEASE, kafka_config},
};

static NAME: KafkaKey = KafkaKey::new("name", T::String, I::Medium, "The header name.").rule(&NonEmptyString);

kafka_config! {
    /// The configuration of [`HasHeaderKey`].
    HasHeaderKeyConfig {
        /// The name of the header.
        name: String = NAME;
    }
}

/// Is for records that have a header of some name (Kafka's `HasHeaderKey`).
///
/// ```
/// use kconnect::{ConnectRecord, Headers, Props, SchemaAndValue};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("name".to_owned(), "trace".into())]);
/// let has_trace = RecordPlugins::kafka().predicate("HasHeaderKey").unwrap().configure(&config)?;
/// let mut record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue::NULL,
///     timestamp_ms: None,
///     headers: Headers::default(),
///     origin: None,
/// };
/// assert!(!has_trace.test(&record)?);
/// record.headers.add("trace", "1f");
/// assert!(has_trace.test(&record)?);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct HasHeaderKey(String);

impl Predicate for HasHeaderKey {
    const CLASS: &'static str = "org.apache.kafka.connect.transforms.predicates.HasHeaderKey";
    const VERSION: &'static str = RELEASE;
    type Config = HasHeaderKeyConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        Ok(Self(config.name))
    }

    fn test(&self, record: &ConnectRecord) -> Result<bool> {
        Ok(record.headers.last(&self.0).is_some())
    }
}
