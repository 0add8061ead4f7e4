//! Writes records: one librdkafka client, one thread of ours that takes its acknowledgements.

use std::{fmt, sync::Arc, time::Duration};

use rdkafka::{
    ClientContext,
    client::Client,
    config::{FromClientConfigAndContext as _, RDKafkaLogLevel},
    error::KafkaError as Native,
    message::{DeliveryResult, Header, Headers, Message as _, OwnedHeaders},
    producer::{BaseRecord, Producer as _, ProducerContext, ThreadedProducer},
    types::RDKafkaErrorCode as Code,
};
use tokio::sync::watch;

use super::{
    ClientConfig, KafkaError,
    check::{self, HasClient},
    context::Health,
};

/// A record on its way to Kafka.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProducedRecord<'a> {
    /// The topic.
    pub(crate) topic: &'a str,
    /// The partition; Kafka's default partitioner chooses when there is none.
    pub(crate) partition: Option<i32>,
    /// The key's bytes.
    pub(crate) key: Option<&'a [u8]>,
    /// The value's bytes; `None` is a tombstone.
    pub(crate) value: Option<&'a [u8]>,
    /// Milliseconds since 1970; now when there is none. librdkafka takes 0 for "none".
    pub(crate) timestamp_ms: Option<i64>,
    /// Names with bytes; `None` is a null.
    pub(crate) headers: &'a [(&'a str, Option<&'a [u8]>)],
}

/// Where Kafka put a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delivered {
    /// The partition.
    pub(crate) partition: i32,
    /// The offset; -1 with `acks=0`, when nobody knows.
    pub(crate) offset: i64,
}

/// Takes the fate of a task's records.
///
/// Called once for each record that [`Producer::send`] took, from the producer's thread or from one that flushes, in any
/// order across partitions. It must be quick, must not panic, and must not own the last reference to the producer: the
/// producer waits for its thread.
pub(crate) trait Deliveries: Send + Sync {
    /// `sequence` is what was given to [`Producer::send`].
    fn delivered(&self, sequence: u64, result: Result<Delivered, KafkaError>);

    /// As [`delivered`](Self::delivered) with an error, for those who want to see the record that Kafka did not take.
    fn failed(&self, sequence: u64, error: KafkaError, record: &ProducedRecord<'_>) {
        let _ = record;
        self.delivered(sequence, Err(error));
    }
}

/// Why a record was not taken. Nothing is called back for it.
#[derive(Debug)]
pub(crate) enum SendError {
    /// `buffer.memory` is full, or 100 000 records wait: try again after a delivery.
    QueueFull,
    /// Trying again does not help.
    Rejected(KafkaError),
}

/// A producer. Dropping the last reference gives up what was not confirmed, calls back for it, and joins the thread.
pub(crate) struct Producer {
    inner: ThreadedProducer<Context>,
    config: ClientConfig,
}

impl fmt::Debug for Producer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Producer").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Producer {
    /// A producer of its own; tasks that may share one use [`super::Producers`]. Connects in the background.
    ///
    /// # Errors
    /// [`KafkaError::Config`]: files that cannot be read, combinations that exclude each other.
    pub(crate) fn new(config: ClientConfig) -> Result<Self, KafkaError> {
        let context = Context { health: Health::new(&config), limit: config.max_request_size };
        let inner = ThreadedProducer::from_config_and_context(&config.native(), context)
            .map_err(|error| KafkaError::of_setup(&error, config.secrets()))?;
        Ok(Self { inner, config })
    }

    /// Hands a record over; the bytes are copied. Never blocks.
    ///
    /// # Errors
    /// [`SendError`]; then `deliveries` hears nothing of this record.
    pub(crate) fn send(
        &self,
        record: &ProducedRecord<'_>,
        deliveries: &Arc<dyn Deliveries>,
        sequence: u64,
    ) -> Result<(), SendError> {
        if let Some(timestamp) = record.timestamp_ms.filter(|timestamp| *timestamp < 0) {
            // Java's words.
            let reason = format!("Invalid timestamp: {timestamp}. Timestamp should always be non-negative or null.");
            return Err(SendError::Rejected(KafkaError::Rejected { topic: record.topic.to_owned(), reason }));
        }
        let pending = Box::new(Pending { deliveries: Arc::clone(deliveries), sequence });
        let mut out = BaseRecord::<[u8], [u8], _>::with_opaque_to(record.topic, pending);
        out.partition = record.partition;
        out.key = record.key;
        out.payload = record.value;
        out.timestamp = record.timestamp_ms;
        if !record.headers.is_empty() {
            let empty = OwnedHeaders::new_with_capacity(record.headers.len());
            out.headers = Some(
                record
                    .headers
                    .iter()
                    .fold(empty, |headers, (key, value)| headers.insert(Header { key, value: *value })),
            );
        }
        self.inner.send(out).map_err(|(error, _)| {
            if error.rdkafka_error_code() == Some(Code::QueueFull) {
                return SendError::QueueFull;
            }
            let size = record.key.map_or(0, <[u8]>::len) + record.value.map_or(0, <[u8]>::len);
            SendError::Rejected(KafkaError::of_record(&error, record.topic, size, self.config.max_request_size))
        })
    }

    /// Sends without lingering and waits until every record has its fate. Blocks the thread: call it where that is
    /// allowed.
    ///
    /// # Errors
    /// What keeps Kafka from answering, when `limit` is over first; the records stay in the queue.
    #[cfg(test)]
    pub(crate) fn flush(&self, limit: Duration) -> Result<(), KafkaError> {
        self.inner.flush(limit).map_err(|_| self.inner.context().health.unreachable())
    }

    /// Gives up everything that is not confirmed; each record is called back with [`KafkaError::GivenUp`].
    #[cfg(test)]
    pub(crate) fn purge(&self) {
        self.inner.purge(rdkafka::producer::PurgeConfig::default().queue().inflight());
    }

    /// What keeps the client from its brokers, as it changes; `None` while nothing does.
    pub(crate) fn trouble(&self) -> watch::Receiver<Option<KafkaError>> {
        self.inner.context().health.watch()
    }

    /// Asks for the cluster's id, so that an unreachable broker is heard of at the start.
    ///
    /// Refused credentials end it at once; anything else may pass within `limit`. Cancel safe.
    ///
    /// # Errors
    /// [`KafkaError::Unreachable`], [`KafkaError::Authentication`] or [`KafkaError::Tls`].
    pub(crate) async fn check(self: &Arc<Self>, limit: Duration) -> Result<String, KafkaError> {
        check::cluster_id(Arc::clone(self), limit).await
    }
}

impl HasClient for Producer {
    type Context = Context;

    fn client(&self) -> &Client<Context> {
        self.inner.client()
    }

    fn health(&self) -> &Health {
        &self.inner.context().health
    }
}

/// Travels through librdkafka with its record.
pub(super) struct Pending {
    deliveries: Arc<dyn Deliveries>,
    sequence: u64,
}

pub(super) struct Context {
    health: Health,
    limit: usize,
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        self.health.heed(level, facility, message);
    }

    fn error(&self, error: Native, reason: &str) {
        self.health.report(&error, reason);
    }
}

impl ProducerContext for Context {
    type DeliveryOpaque = Box<Pending>;

    fn delivery(&self, result: &DeliveryResult<'_>, pending: Box<Pending>) {
        match result {
            Ok(message) => {
                self.health.recovered();
                let at = Delivered { partition: message.partition(), offset: message.offset() };
                pending.deliveries.delivered(pending.sequence, Ok(at));
            }
            Err((error, message)) => {
                let size = message.key_len() + message.payload_len();
                let error = KafkaError::of_record(error, message.topic(), size, self.limit);
                let headers: Vec<_> = message
                    .headers()
                    .into_iter()
                    .flat_map(Headers::iter)
                    .map(|header| (header.key, header.value))
                    .collect();
                let record = ProducedRecord {
                    topic: message.topic(),
                    partition: None,
                    key: message.key(),
                    value: message.payload(),
                    timestamp_ms: message.timestamp().to_millis(),
                    headers: &headers,
                };
                pending.deliveries.failed(pending.sequence, error, &record);
            }
        }
    }
}
