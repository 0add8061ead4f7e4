//! Takes a task's records, encodes them on the task's thread, and hands them to the producer.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kconnect::{
    Error, ErrorKind, Result, Topic,
    host::{Boundary, Boxed, Opened, Outbox, Outgoing, Rejected},
};

use super::delivery::{Delivery, Submission};
use crate::{
    converter,
    kafka::{Deliveries, ProducedRecord, Producer, SendError},
    lane::Lane,
    offsets::Offsets,
    tolerance::Tolerance,
};

/// The outbox of one source task.
pub(crate) struct TaskOutbox {
    /// Used on the task's thread only, so the lock is never contended; the seam asks for `Sync`.
    sending: Mutex<Sending>,
    producer: Arc<Producer>,
    delivery: Arc<Delivery>,
    deliveries: Arc<dyn Deliveries>,
    offsets: Offsets,
    settings: OutboxSettings,
}

/// How an outbox is configured.
pub(crate) struct OutboxSettings {
    /// The connector's name, under which its offsets are kept.
    pub(crate) connector: String,
    /// What happens to unusable records.
    pub(crate) tolerance: Tolerance,
    /// Bytes that may be under way before the task has to wait.
    pub(crate) budget_bytes: usize,
}

struct Sending {
    lane: Lane,
    /// Encoded records that wait for a schema id or for room in the producer's queue, and all after them.
    backlog: VecDeque<Waiting>,
}

/// An encoded record that could not be sent at once.
struct Waiting {
    topic: Topic,
    pair: usize,
    kafka_partition: Option<i32>,
    timestamp_ms: Option<i64>,
    headers: Vec<(String, Option<Vec<u8>>)>,
    parts: [Option<Vec<u8>>; 2],
    sealed: bool,
    sequence: u64,
}

/// How far the backlog went.
enum Drained {
    All,
    QueueFull,
    /// The first record waits for schema ids.
    Unsealed {
        topic: Topic,
        pair: usize,
        null: [bool; 2],
    },
}

/// How long to wait before a full producer queue is tried again without news of deliveries: it may also become free
/// through another task's records, of which nobody tells.
const QUEUE_FULL_PAUSE: Duration = Duration::from_millis(50);

impl TaskOutbox {
    pub(crate) fn new(
        lane: Lane,
        producer: Arc<Producer>,
        delivery: Arc<Delivery>,
        offsets: Offsets,
        settings: OutboxSettings,
    ) -> Self {
        let sending = Mutex::new(Sending { lane, backlog: VecDeque::new() });
        let deliveries: Arc<dyn Deliveries> = Arc::<Delivery>::clone(&delivery);
        Self { sending, producer, delivery, deliveries, offsets, settings }
    }

    /// Sends everything that waits, however long the producer's queue is full.
    ///
    /// # Errors
    /// What the registry or the producer says.
    pub(crate) async fn send_all(&self) -> Result<()> {
        loop {
            let changed = self.delivery.changed();
            if self.drain().await? {
                return Ok(());
            }
            let _ = tokio::time::timeout(QUEUE_FULL_PAUSE, changed).await;
        }
    }

    /// Sends what waits, then waits until the budget of bytes under way has room. Cancel safe.
    ///
    /// # Errors
    /// What the registry or the producer says.
    pub(crate) async fn wait_for_room(&self) -> Result<()> {
        loop {
            let changed = self.delivery.changed();
            if self.drain().await? && self.delivery.bytes() < self.settings.budget_bytes {
                return Ok(());
            }
            let _ = tokio::time::timeout(QUEUE_FULL_PAUSE, changed).await;
        }
    }

    /// Gives up on what waits; its offsets are not done.
    pub(crate) fn forget_unsent(&self) {
        for waiting in self.sending().backlog.drain(..) {
            self.delivery.forget(waiting.sequence);
        }
    }

    /// Sends what waits, as far as the producer's queue takes it; true when nothing waits any more. Asks the registry
    /// for schema ids first.
    async fn drain(&self) -> Result<bool> {
        loop {
            // The lock must not be held while the registry is asked.
            let (topic, pair, missing) = {
                let mut sending = self.sending();
                match self.send_backlog(&mut sending)? {
                    Drained::All => return Ok(true),
                    Drained::QueueFull => return Ok(false),
                    Drained::Unsealed { topic, pair, null } => {
                        let missing = sending.lane.missing(&topic, pair, null);
                        (topic, pair, missing)
                    }
                }
            };
            for missing in missing {
                match missing.ask(&topic).await {
                    Ok(id) => self.sending().lane.learn(&topic, pair, &missing, id),
                    // The registry refuses the schema: `errors.tolerance` decides about each record that needs it.
                    Err(error) if error.kind() == ErrorKind::Data => {
                        self.give_up_first(&error)?;
                        break;
                    }
                    Err(error) => return Err(error),
                }
            }
        }
    }

    /// Gives up on the first record that waits.
    fn give_up_first(&self, error: &Error) -> Result<()> {
        let first = self.sending().backlog.pop_front();
        first.map_or(Ok(()), |waiting| self.settings.tolerance.give_up(&self.delivery, waiting.sequence, error))
    }

    fn send_backlog(&self, sending: &mut Sending) -> Result<Drained> {
        let Sending { lane, backlog } = sending;
        while let Some(waiting) = backlog.front_mut() {
            if !waiting.sealed {
                let null = waiting.parts.each_ref().map(Option::is_none);
                if !lane.missing(&waiting.topic, waiting.pair, null).is_empty() {
                    return Ok(Drained::Unsealed { topic: waiting.topic.clone(), pair: waiting.pair, null });
                }
                lane.seal(&waiting.topic, waiting.pair, &mut waiting.parts);
                waiting.sealed = true;
            }
            let [key, value] = &waiting.parts;
            let headers: Vec<_> = waiting.headers.iter().map(|(key, value)| (key.as_str(), value.as_deref())).collect();
            let record = ProducedRecord {
                topic: &waiting.topic,
                partition: waiting.kafka_partition,
                timestamp_ms: waiting.timestamp_ms,
                headers: &headers,
                key: key.as_deref(),
                value: value.as_deref(),
            };
            if !self.send(&record, waiting.sequence)? {
                return Ok(Drained::QueueFull);
            }
            backlog.pop_front();
        }
        Ok(Drained::All)
    }

    /// Hands a record to the producer; false when its queue is full.
    fn send(&self, record: &ProducedRecord<'_>, sequence: u64) -> Result<bool> {
        match self.producer.send(record, &self.deliveries, sequence) {
            Ok(()) => Ok(true),
            Err(SendError::QueueFull) => Ok(false),
            Err(SendError::Rejected(error)) => {
                let error = Error::from(error);
                if error.kind() != ErrorKind::Data {
                    // The record is lost to this task, so polling on would skip it.
                    self.delivery.forget(sequence);
                    return Err(Error::fatal(error));
                }
                self.settings.tolerance.give_up(&self.delivery, sequence, &error)?;
                Ok(true)
            }
        }
    }

    fn sending(&self) -> MutexGuard<'_, Sending> {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Outbox for TaskOutbox {
    fn open(&self, partitions: Vec<Vec<u8>>) -> Boxed<'_, Result<Vec<Opened>>> {
        Box::pin(async move {
            let mut opened = Vec::with_capacity(partitions.len());
            for partition in partitions {
                let partition = String::from_utf8(partition).map_err(Error::fatal)?;
                let offset = self.offsets.get(&self.settings.connector, &partition).await?;
                opened.push(Opened { index: self.delivery.open(&partition)?, offset });
            }
            Ok(opened)
        })
    }

    fn record(&self, record: Outgoing<'_>) -> Result<()> {
        let mut sending = self.sending();
        let Sending { lane, backlog } = &mut *sending;
        let mut submission = Submission { at: record.at, receipt: record.receipt, bytes: 0, tombstone: false };
        let encoded = match lane.encode(record.topic, record.record) {
            Ok(encoded) => encoded,
            Err(error) if error.kind() == ErrorKind::Data => {
                let sequence = self.delivery.submit(&submission);
                return self.settings.tolerance.give_up(&self.delivery, sequence, &error);
            }
            Err(error) => return Err(error),
        };
        let [key, value] = encoded.parts;
        let headers = converter::headers(record.headers);
        let header_bytes = |(key, value): &(&str, Option<Vec<u8>>)| key.len() + value.as_ref().map_or(0, Vec::len);
        submission.bytes =
            key.map_or(0, <[u8]>::len) + value.map_or(0, <[u8]>::len) + headers.iter().map(header_bytes).sum::<usize>();
        submission.tombstone = value.is_none();
        let sequence = self.delivery.submit(&submission);
        if encoded.sealed && backlog.is_empty() {
            let headers: Vec<_> = headers.iter().map(|(key, value)| (*key, value.as_deref())).collect();
            let produced = ProducedRecord {
                topic: record.topic,
                partition: record.kafka_partition,
                timestamp_ms: record.timestamp_ms,
                headers: &headers,
                key,
                value,
            };
            if self.send(&produced, sequence)? {
                return Ok(());
            }
        }
        backlog.push_back(Waiting {
            topic: record.topic.clone(),
            pair: record.record.pair(),
            kafka_partition: record.kafka_partition,
            timestamp_ms: record.timestamp_ms,
            headers: headers.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
            parts: encoded.parts.map(|part| part.map(<[u8]>::to_vec)),
            sealed: encoded.sealed,
            sequence,
        });
        Ok(())
    }

    fn reject(&self, rejected: Rejected<'_>) -> Result<()> {
        let submission = Submission { at: rejected.at, receipt: 0, bytes: 0, tombstone: false };
        let sequence = self.delivery.submit(&submission);
        self.settings.tolerance.give_up(&self.delivery, sequence, &rejected.error)
    }

    fn boundary(&self, boundary: Boundary) -> Result<()> {
        match boundary {
            Boundary::Poll => Ok(()),
            Boundary::Commit | Boundary::Abort => Err(Error::fatal(
                "the task ends transactions itself, which this version does not support: it delivers at least once",
            )),
        }
    }

    fn room(&self) -> Boxed<'_, Result<()>> {
        Box::pin(self.wait_for_room())
    }
}
