//! Takes a task's records, makes bytes of them on the task's thread, and hands them to the producer.
//!
//! A record that writes itself and needs nothing else goes to the producer at once: the direct lane. Every other one waits
//! in the backlog, and all after it: for transformations, for a schema's id, for its topic, for room in the producer's
//! queue. The order of a task's records is kept.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kconnect::{
    ConnectRecord, Error, ErrorKind, Result, Topic,
    data::Part,
    host::{Boundary, Boxed, Opened, Outbox, Outgoing, Rejected},
};

use super::{
    backlog::{Form, Held, Sending, Unsealed, Waiting},
    delivery::{Answers, Delivery, Submission},
    pipeline::{Converted, Passed, Passing, Pipeline},
};
use crate::{
    errors::{Failed, Input, Original, Stage},
    kafka::{Deliveries, ProducedRecord, Producer, SendError},
    lane::{Lane, Missing},
    offsets::Offsets,
    topics::TopicCreation,
};

/// The outbox of one source task.
pub(crate) struct TaskOutbox {
    /// Used on the task's thread only, so the lock is never contended; the seam asks for `Sync`.
    sending: Mutex<Sending>,
    /// One at a time empties the backlog.
    draining: tokio::sync::Mutex<()>,
    pipeline: Pipeline,
    topics: Arc<TopicCreation>,
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
    /// The connector's class.
    pub(crate) class: &'static str,
    /// What is put before every schema name.
    pub(crate) namespace: Option<String>,
    /// Bytes that may be under way before the task has to wait.
    pub(crate) budget_bytes: usize,
}

/// What became of the first record of the backlog.
enum Forwarded {
    /// It has left.
    Gone,
    /// The producer's queue is full.
    QueueFull,
}

/// How long to wait before a full producer queue is tried again without news of deliveries: it may also become free
/// through another task's records, of which nobody tells.
const QUEUE_FULL_PAUSE: Duration = Duration::from_millis(50);

/// How long to wait before a topic is asked for again, as Kafka Connect does (`SEND_FAILED_BACKOFF_MS`).
const TOPIC_PAUSE: Duration = Duration::from_millis(100);

impl TaskOutbox {
    pub(crate) fn new(
        lane: Lane,
        pipeline: Pipeline,
        topics: Arc<TopicCreation>,
        producer: Arc<Producer>,
        delivery: Arc<Delivery>,
        offsets: Offsets,
        settings: OutboxSettings,
    ) -> Self {
        let sending = Sending::new(lane);
        let deliveries: Arc<dyn Deliveries> = Arc::new(Answers(Arc::clone(&delivery)));
        Self {
            sending: Mutex::new(sending),
            draining: tokio::sync::Mutex::default(),
            pipeline,
            topics,
            producer,
            delivery,
            deliveries,
            offsets,
            settings,
        }
    }

    /// Sends everything that waits, however long the producer's queue is full. Cancel safe.
    ///
    /// # Errors
    /// As [`wait_for_room`](Self::wait_for_room).
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
    /// Fatal when a record cannot be handled and that is not tolerated, or when no record can; retriable when the task
    /// was stopped while it waited for another attempt.
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

    /// Sends what waits, as far as the producer's queue takes it; true when nothing waits any more.
    async fn drain(&self) -> Result<bool> {
        let _one = self.draining.lock().await;
        while let Some(mut first) = Held::first(&self.sending) {
            match self.forward(first.get()?).await? {
                Forwarded::Gone => first.done(),
                Forwarded::QueueFull => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Does for a record what there is to do, as far as it goes.
    async fn forward(&self, waiting: &mut Waiting) -> Result<Forwarded> {
        let Waiting { sequence, form } = waiting;
        if let Form::Passing(passing) = form {
            match self.pipeline.pass(passing, || self.delivery.place(*sequence)).await? {
                Passed::Converted(record) => {
                    self.delivery.weigh(*sequence, record.bytes(), record.parts[1].is_none());
                    *form = Form::Ready { record, unsealed: None };
                }
                Passed::Dropped => {
                    self.delivery.filtered(*sequence);
                    return Ok(Forwarded::Gone);
                }
                Passed::Refused(report) => {
                    self.delivery.skipped(*sequence, report);
                    return Ok(Forwarded::Gone);
                }
            }
        }
        let Form::Ready { record, unsealed } = form else { return Ok(Forwarded::Gone) };
        if let Some(missing) = unsealed {
            if !self.seal(*sequence, record, missing).await? {
                return Ok(Forwarded::Gone);
            }
            *unsealed = None;
        }
        self.make_topic(&record.topic).await?;
        let sent = self.send(&record.produced(&record.raw_headers()), *sequence)?;
        Ok(if sent { Forwarded::Gone } else { Forwarded::QueueFull })
    }

    /// Puts schema ids into a record that was written without them, asking the registry for those that are not known. False
    /// when the registry refuses a schema, as is tolerated.
    async fn seal(&self, sequence: u64, record: &mut Converted, unsealed: &mut Unsealed) -> Result<bool> {
        let pair = unsealed.pair;
        let null = record.parts.each_ref().map(Option::is_none);
        // The lock must not be held while the registry is asked.
        let missing = self.sending().lane.missing(&record.topic, pair, null);
        for missing in missing {
            let stage = if missing.part == 0 { Stage::KeyConverter } else { Stage::ValueConverter };
            match self.ask(stage, &missing, &record.topic).await {
                Ok(id) => self.sending().lane.learn(&record.topic, pair, &missing, id),
                Err(Failed::Stopped(error)) => return Err(error),
                Err(Failed::ForGood(error)) => {
                    let original = unsealed.record.take().map(|record| *record);
                    let place = self.delivery.place(sequence);
                    let report = self.pipeline.refuse_direct(stage, original, &place, error)?;
                    self.delivery.skipped(sequence, report);
                    return Ok(false);
                }
            }
        }
        self.sending().lane.seal(&record.topic, pair, &mut record.parts);
        Ok(true)
    }

    async fn ask(&self, stage: Stage, missing: &Missing, topic: &Topic) -> Result<u32, Failed> {
        let mut attempts = self.pipeline.errors.attempts(stage);
        loop {
            match missing.ask(topic).await {
                Ok(id) => return Ok(id),
                Err(error) => attempts.failed(error).await?,
            }
        }
    }

    /// Makes the topic, if that is wanted and it is not there. Kafka Connect tries for as long as it may help.
    async fn make_topic(&self, topic: &Topic) -> Result<()> {
        if self.sending().made.contains(topic) {
            return Ok(());
        }
        loop {
            match self.topics.ensure(topic).await {
                Ok(()) => break,
                Err(error) if matches!(error.kind(), ErrorKind::Retriable { .. }) => {
                    tracing::warn!(
                        "Failed to send record to topic '{topic}'. Backing off before retrying: {}",
                        error.chain()
                    );
                    tokio::time::sleep(TOPIC_PAUSE).await;
                }
                Err(error) => return Err(error),
            }
        }
        self.sending().made.insert(topic.clone());
        Ok(())
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
                    return Err(Error::fatal(format!("Unrecoverable exception trying to send: {}", error.chain())));
                }
                self.delivery.refused(sequence, &error, record)?;
                Ok(true)
            }
        }
    }

    /// Takes a record that is to be changed, or whose schema is known at run time only.
    fn queue(&self, sending: &mut Sending, record: &Outgoing<'_>) {
        let passing = Box::new(Passing::new(self.connect_record(record)));
        let submission = Submission {
            at: record.at,
            receipt: record.receipt,
            bytes: passing.bytes(),
            tombstone: passing.is_tombstone(),
        };
        let sequence = self.delivery.submit(&submission);
        sending.backlog.push_back(Waiting { sequence, form: Form::Passing(passing) });
    }

    fn connect_record(&self, record: &Outgoing<'_>) -> ConnectRecord {
        let namespace = self.settings.namespace.as_deref();
        ConnectRecord {
            topic: record.topic.clone(),
            kafka_partition: record.kafka_partition,
            key: record.record.connect(Part::Key, namespace),
            value: record.record.connect(Part::Value, namespace),
            timestamp_ms: record.timestamp_ms,
            headers: record.headers.clone(),
            origin: None,
        }
    }

    /// A record that could not be made bytes of on the direct lane.
    fn refuse(&self, stage: Stage, record: &Outgoing<'_>, error: Error) -> Result<()> {
        let submission = Submission { at: record.at, receipt: record.receipt, bytes: 0, tombstone: false };
        let sequence = self.delivery.submit(&submission);
        let place = self.delivery.place(sequence);
        let told = self.pipeline.errors.reports().then(|| self.connect_record(record));
        match self.pipeline.refuse_direct(stage, told, &place, error) {
            Ok(report) => {
                self.delivery.skipped(sequence, report);
                Ok(())
            }
            Err(error) => {
                self.delivery.forget(sequence);
                Err(error)
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
        let pair = record.record.pair();
        if !self.pipeline.chain.is_empty() || sending.lane.is_dynamic(pair) {
            self.queue(&mut sending, &record);
            return Ok(());
        }
        let headers = match self.pipeline.write_headers(record.topic, record.headers) {
            Ok(headers) => headers,
            Err(error) => return self.refuse(Stage::HeaderConverter, &record, error),
        };
        let Sending { lane, backlog, first_is_held, made } = &mut *sending;
        let encoded = match lane.encode(record.topic, record.record) {
            Ok(encoded) => encoded,
            Err((part, error)) if error.kind() == ErrorKind::Data => {
                let stage = if part == Part::Key { Stage::KeyConverter } else { Stage::ValueConverter };
                return self.refuse(stage, &record, error);
            }
            Err((_, error)) => return Err(error),
        };
        let [key, value] = encoded.parts;
        let length = |part: Option<&[u8]>| part.map_or(0, <[u8]>::len);
        let header_bytes = headers.iter().map(|(key, value)| key.len() + length(value.as_deref())).sum::<usize>();
        let sequence = self.delivery.submit(&Submission {
            at: record.at,
            receipt: record.receipt,
            bytes: length(key) + length(value) + header_bytes,
            tombstone: value.is_none(),
        });
        if encoded.sealed && backlog.is_empty() && !*first_is_held && made.contains(record.topic) {
            let raw: Vec<_> = headers.iter().map(|(key, value)| (key.as_str(), value.as_deref())).collect();
            let produced = ProducedRecord {
                topic: record.topic,
                partition: record.kafka_partition,
                timestamp_ms: record.timestamp_ms,
                headers: &raw,
                key,
                value,
            };
            if self.send(&produced, sequence)? {
                return Ok(());
            }
        }
        let parts = encoded.parts.map(|part| part.map(<[u8]>::to_vec));
        let unsealed = (!encoded.sealed).then(|| {
            let told = self.pipeline.errors.reports();
            Unsealed { pair, record: told.then(|| Box::new(self.connect_record(&record))) }
        });
        let record = Converted {
            topic: record.topic.clone(),
            kafka_partition: record.kafka_partition,
            timestamp_ms: record.timestamp_ms,
            parts,
            headers,
        };
        backlog.push_back(Waiting { sequence, form: Form::Ready { record, unsealed } });
        Ok(())
    }

    fn reject(&self, rejected: Rejected<'_>) -> Result<()> {
        let Rejected { at, raw, error } = rejected;
        let sequence = self.delivery.submit(&Submission { at, receipt: 0, bytes: raw.len(), tombstone: false });
        let place = self.delivery.place(sequence);
        let at = place.as_ref().map(|(partition, offset)| (&**partition, offset.as_str()));
        let original = Original::Rejected(Input { raw, at });
        match self.pipeline.errors.failed(Stage::TaskPoll, self.settings.class, &original, &error) {
            Ok(report) => {
                self.delivery.skipped(sequence, report);
                Ok(())
            }
            Err(error) => {
                self.delivery.forget(sequence);
                Err(error)
            }
        }
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
