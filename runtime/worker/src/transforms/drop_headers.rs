//! `DropHeaders`: headers that go.

use kconnect::{
    ConnectRecord, Result, Transformation,
    config::{ConfigType as T, Importance as I, NonDuplicateList},
};

use super::keys::{RELEASE, kafka_config};
use crate::config::kafka::KafkaKey;

static HEADERS: KafkaKey =
    KafkaKey::new("headers", T::List, I::High, "The name of the headers to be removed.").rule(&NAMES);
static NAMES: NonDuplicateList = NonDuplicateList::any(false, false);

kafka_config! {
    /// The configuration of [`DropHeaders`].
    DropHeadersConfig {
        /// The names of the headers to remove.
        headers: Vec<String> = HEADERS;
    }
}

/// Removes all headers with some names (Kafka's `DropHeaders`).
///
/// | Key | |
/// | --- | --- |
/// | `headers` | The names of the headers. |
///
/// ```
/// use kconnect::{ConnectRecord, Headers, Props, SchemaAndValue};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("headers".to_owned(), "trace, span".into())]);
/// let drop = RecordPlugins::kafka().transformation("DropHeaders").unwrap().configure(&config)?;
///
/// let mut headers = Headers::default();
/// headers.add("trace", "1f");
/// headers.add("origin", "posts");
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue::NULL,
///     timestamp_ms: None,
///     headers,
///     origin: None,
/// };
/// let record = drop.apply(record)?.unwrap();
/// assert_eq!(record.headers.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["origin"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct DropHeaders(Vec<String>);

impl Transformation for DropHeaders {
    const CLASS: &'static str = "org.apache.kafka.connect.transforms.DropHeaders";
    const VERSION: &'static str = RELEASE;
    type Config = DropHeadersConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        Ok(Self(config.headers))
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        for name in &self.0 {
            record.headers.remove(name);
        }
        Ok(Some(record))
    }
}
