//! A record as Kafka has it.

use kconnect::{TimestampType, Topic, TopicPartition};
use rdkafka::message::{BorrowedMessage, Headers as _, Message as _, Timestamp};

/// A record that was read, as bytes.
pub(crate) struct Message {
    /// Where it stands.
    pub(crate) partition: TopicPartition,
    /// Its offset there.
    pub(crate) offset: i64,
    /// Milliseconds since the epoch.
    pub(crate) timestamp_ms: Option<i64>,
    /// Who set the timestamp.
    pub(crate) timestamp_type: TimestampType,
    /// The key's bytes.
    pub(crate) key: Option<Box<[u8]>>,
    /// The value's bytes; `None` is a tombstone.
    pub(crate) value: Option<Box<[u8]>>,
    /// Names with bytes, in order.
    pub(crate) headers: Vec<(String, Option<Vec<u8>>)>,
}

impl Message {
    /// What it takes in memory, about.
    pub(crate) fn bytes(&self) -> usize {
        let header = |(key, value): &(String, Option<Vec<u8>>)| key.len() + value.as_ref().map_or(0, Vec::len) + 48;
        size_of::<Self>()
            + self.key.as_ref().map_or(0, |key| key.len())
            + self.value.as_ref().map_or(0, |value| value.len())
            + self.headers.iter().map(header).sum::<usize>()
    }

    pub(super) fn of(message: &BorrowedMessage<'_>, topic: &Topic) -> Self {
        let (timestamp_ms, timestamp_type) = match message.timestamp() {
            Timestamp::NotAvailable => (None, TimestampType::NoTimestampType),
            Timestamp::CreateTime(at) => (Some(at), TimestampType::CreateTime),
            Timestamp::LogAppendTime(at) => (Some(at), TimestampType::LogAppendTime),
        };
        Self {
            partition: TopicPartition::new(topic, message.partition()),
            offset: message.offset(),
            timestamp_ms,
            timestamp_type,
            key: message.key().map(Into::into),
            value: message.payload().map(Into::into),
            headers: message.headers().map_or_else(Vec::new, |headers| {
                headers.iter().map(|header| (header.key.to_owned(), header.value.map(<[u8]>::to_vec))).collect()
            }),
        }
    }
}
