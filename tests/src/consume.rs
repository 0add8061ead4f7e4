//! What a topic holds, as bytes.

use std::time::{Duration, Instant};

use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer as _},
    error::KafkaError,
    message::{BorrowedMessage, Headers as _, Message as _},
    metadata::MetadataTopic,
};

use crate::{Failure, Result};

const LIMIT: Duration = Duration::from_mins(1);

/// A record as it lies in the topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// The key's bytes.
    pub key: Option<Vec<u8>>,
    /// The value's bytes; none is a tombstone.
    pub value: Option<Vec<u8>>,
    /// The partition that it lies in.
    pub partition: i32,
    /// Its offset in the partition.
    pub offset: i64,
    /// Milliseconds since 1970.
    pub timestamp: Option<i64>,
    /// Names and values, in their order.
    pub headers: Vec<(String, Option<Vec<u8>>)>,
}

/// Waits until so many records could be read from the start of a topic, and returns them: within a partition in order.
///
/// # Errors
/// If there are fewer after `limit`. The topic may be made while this waits.
pub fn records(bootstrap: &str, topic: &str, count: usize, limit: Duration) -> Result<Vec<Raw>> {
    let end = Instant::now() + limit;
    let consumer = consumer(bootstrap)?;
    let late = |read: usize| Failure::new(format!("{topic} has {read} of {count} records after {limit:?}"));
    while assign(&consumer, topic)? == 0 {
        if Instant::now() >= end {
            return Err(late(0));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut records = Vec::new();
    while records.len() < count {
        let left = end.saturating_duration_since(Instant::now());
        match consumer.poll(left) {
            Some(Ok(message)) => records.push(raw(&message)),
            Some(Err(KafkaError::PartitionEOF(_))) => {}
            Some(Err(error)) => return Err(error.into()),
            None => return Err(late(records.len())),
        }
    }
    Ok(records)
}

/// Returns all that a topic holds now, to the end of each partition: within a partition in order.
///
/// # Errors
/// If there is no such topic, or the broker does not answer.
pub fn everything(bootstrap: &str, topic: &str) -> Result<Vec<Raw>> {
    let consumer = consumer(bootstrap)?;
    let mut unread = assign(&consumer, topic)?;
    if unread == 0 {
        return Err(Failure::new(format!("there is no topic {topic}")));
    }
    let mut records = Vec::new();
    while unread > 0 {
        match consumer.poll(LIMIT) {
            Some(Ok(message)) => records.push(raw(&message)),
            Some(Err(KafkaError::PartitionEOF(_))) => unread -= 1,
            Some(Err(error)) => return Err(error.into()),
            None => return Err(Failure::new(format!("{bootstrap} did not answer within {LIMIT:?}"))),
        }
    }
    Ok(records)
}

fn consumer(bootstrap: &str) -> Result<BaseConsumer> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap);
    // No group: nothing is committed, and nothing has to be balanced before the first record comes.
    config.set("group.id", "kconnect-tests").set("enable.auto.commit", "false").set("enable.partition.eof", "true");
    // A reader must not make the topic that it waits for.
    config.set("allow.auto.create.topics", "false").set("isolation.level", "read_committed");
    Ok(config.create()?)
}

/// Starts to read at the beginning of each partition; returns their number.
fn assign(consumer: &BaseConsumer, topic: &str) -> Result<usize> {
    let metadata = consumer.fetch_metadata(Some(topic), LIMIT)?;
    let partitions =
        metadata.topics().iter().filter(|found| found.error().is_none()).flat_map(MetadataTopic::partitions);
    let mut assignment = TopicPartitionList::new();
    for partition in partitions {
        assignment.add_partition_offset(topic, partition.id(), Offset::Beginning)?;
    }
    if assignment.count() > 0 {
        consumer.assign(&assignment)?;
    }
    Ok(assignment.count())
}

fn raw(message: &BorrowedMessage<'_>) -> Raw {
    let headers = message.headers().map(|headers| {
        headers.iter().map(|header| (header.key.to_owned(), header.value.map(<[u8]>::to_vec))).collect()
    });
    Raw {
        key: message.key().map(<[u8]>::to_vec),
        value: message.payload().map(<[u8]>::to_vec),
        partition: message.partition(),
        offset: message.offset(),
        timestamp: message.timestamp().to_millis(),
        headers: headers.unwrap_or_default(),
    }
}
