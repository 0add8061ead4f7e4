//! `TimestampRouter`: another topic, by the time of the record.

use kconnect::{
    ConnectRecord, Result, Transformation,
    config::{ConfigType as T, Importance as I},
};

use super::{
    TransformException,
    exception::config_exception,
    keys::{RELEASE, kafka_config},
};
use crate::{
    config::kafka::{Default as D, KafkaKey},
    java_date::SimpleDateFormat,
};

static TOPIC_FORMAT: KafkaKey = KafkaKey::new("topic.format", T::String, I::High, "Format string which can contain <code>${topic}</code> and <code>${timestamp}</code> as placeholders for the topic and timestamp, respectively.").or(D::String("${topic}-${timestamp}"));
static TIMESTAMP_FORMAT: KafkaKey = KafkaKey::new(
    "timestamp.format",
    T::String,
    I::High,
    "Format string for the timestamp that is compatible with <code>java.text.SimpleDateFormat</code>.",
)
.or(D::String("yyyyMMdd"));

kafka_config! {
    /// The configuration of [`TimestampRouter`].
    TimestampRouterConfig {
        /// The new name of the topic.
        topic_format: String = TOPIC_FORMAT;
        /// The pattern of the time in it.
        timestamp_format: String = TIMESTAMP_FORMAT;
    }
}

/// Sends records to a topic whose name has the time of the record in it (Kafka's `TimestampRouter`).
///
/// | Key | |
/// | --- | --- |
/// | `topic.format` | The name, in which `${topic}` is the name so far and `${timestamp}` the time. |
/// | `timestamp.format` | The pattern of the time, as of Java's `SimpleDateFormat`; in UTC, and in English. |
///
/// A record without a timestamp is an error. A pattern that means something else in every country, such as `ww`, is
/// refused with the reason.
///
/// ```
/// use kconnect::{ConnectRecord, Headers, Props, SchemaAndValue};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("timestamp.format".to_owned(), "yyyy-MM".into())]);
/// let router = RecordPlugins::kafka().transformation("TimestampRouter").unwrap().configure(&config)?;
/// let record = ConnectRecord {
///     topic: "posts".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue::NULL,
///     timestamp_ms: Some(1_483_425_001_864),
///     headers: Headers::default(),
///     origin: None,
/// };
/// assert_eq!(&*router.apply(record)?.unwrap().topic, "posts-2017-01");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct TimestampRouter {
    topic: String,
    timestamp: SimpleDateFormat,
}

impl Transformation for TimestampRouter {
    const CLASS: &'static str = "org.apache.kafka.connect.transforms.TimestampRouter";
    const VERSION: &'static str = RELEASE;
    type Config = TimestampRouterConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let timestamp =
            SimpleDateFormat::new(&config.timestamp_format).map_err(|why| config_exception(why.to_string()))?;
        Ok(Self { topic: config.topic_format, timestamp })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        let Some(timestamp) = record.timestamp_ms else {
            // Kafka prints the whole record here, with its key and value.
            let topic = &record.topic;
            let message = format!("Timestamp missing on record: ConnectRecord{{topic='{topic}'}}");
            return Err(TransformException::data(message).into());
        };
        let topic = self.topic.replace("${topic}", &record.topic);
        record.topic = topic.replace("${timestamp}", &self.timestamp.format(timestamp)).into();
        Ok(Some(record))
    }
}
