//! Reads a topic from its beginning, without a consumer group.

use std::{fmt, time::Duration};

use rdkafka::{
    Offset, TopicPartitionList,
    config::FromClientConfigAndContext as _,
    consumer::{BaseConsumer, Consumer as _},
    message::{Headers as _, Message as _},
};

use super::{
    ClientConfig, KafkaError,
    config::ClientKind,
    context::{Context, Health},
};

/// A record as it stands in the topic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsumedRecord {
    /// The key's bytes.
    pub key: Option<Vec<u8>>,
    /// The value's bytes; `None` is a tombstone.
    pub value: Option<Vec<u8>>,
    /// The partition.
    pub partition: i32,
    /// The offset within the partition.
    pub offset: i64,
    /// Milliseconds since 1970.
    pub timestamp_ms: Option<i64>,
    /// Names with bytes, in their order.
    pub headers: Vec<(String, Option<Vec<u8>>)>,
}

/// Reads every record of a topic, each partition from its beginning, and goes on with what is written later.
pub struct TopicReader {
    inner: BaseConsumer<Context>,
    topic: String,
}

impl fmt::Debug for TopicReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TopicReader").field("topic", &self.topic).finish_non_exhaustive()
    }
}

impl TopicReader {
    /// Opens a topic on brokers that ask for no credentials. Blocks until its partitions are known, or `limit` is over.
    ///
    /// # Errors
    /// [`KafkaError::Unreachable`] when no broker answers; [`KafkaError::Topic`] when there is no such topic.
    pub fn open(bootstrap: &str, topic: &str, limit: Duration) -> Result<Self, KafkaError> {
        Self::with_config(&ClientConfig::plain(ClientKind::Consumer, bootstrap), topic, limit)
    }

    /// As [`TopicReader::open`], with a client's whole configuration.
    ///
    /// # Errors
    /// As there, and [`KafkaError::Config`].
    pub(crate) fn with_config(config: &ClientConfig, topic: &str, limit: Duration) -> Result<Self, KafkaError> {
        let context = Context { health: Health::new(config) };
        let mut native = config.native();
        // librdkafka assigns partitions only to members of a group; nothing is ever stored under this name.
        native.set("group.id", "kconnect-reader");
        native.set("enable.auto.commit", "false");
        native.set("enable.auto.offset.store", "false");
        let inner: BaseConsumer<Context> = BaseConsumer::from_config_and_context(&native, context)
            .map_err(|error| KafkaError::of_setup(&error, config.secrets()))?;
        let metadata =
            inner.fetch_metadata(Some(topic), limit).map_err(|_| inner.client().context().health.unreachable())?;
        let mut partitions = TopicPartitionList::new();
        let missing = |reason: String| KafkaError::Topic { topic: topic.to_owned(), reason };
        for found in metadata.topics() {
            if let Some(error) = found.error() {
                return Err(missing(rdkafka::types::RDKafkaErrorCode::from(error).to_string()));
            }
            for partition in found.partitions() {
                partitions
                    .add_partition_offset(topic, partition.id(), Offset::Beginning)
                    .map_err(|error| missing(error.to_string()))?;
            }
        }
        if partitions.count() == 0 {
            return Err(missing("it does not exist".to_owned()));
        }
        inner.assign(&partitions).map_err(|error| missing(error.to_string()))?;
        Ok(Self { inner, topic: topic.to_owned() })
    }

    /// The next record; `None` when there is none within `limit`. Blocks.
    ///
    /// # Errors
    /// What keeps the topic from being read; a later call may succeed.
    pub fn poll(&self, limit: Duration) -> Result<Option<ConsumedRecord>, KafkaError> {
        let Some(message) = self.inner.poll(limit) else { return Ok(None) };
        let message =
            message.map_err(|error| KafkaError::Topic { topic: self.topic.clone(), reason: error.to_string() })?;
        Ok(Some(ConsumedRecord {
            key: message.key().map(<[u8]>::to_vec),
            value: message.payload().map(<[u8]>::to_vec),
            partition: message.partition(),
            offset: message.offset(),
            timestamp_ms: message.timestamp().to_millis(),
            headers: message.headers().map_or_else(Vec::new, |headers| {
                headers.iter().map(|header| (header.key.to_owned(), header.value.map(<[u8]>::to_vec))).collect()
            }),
        }))
    }
}
