//! A topic as a log that several processes share: read from its beginning, kept up with, and written to
//! (Kafka Connect's `KafkaBasedLog`).

use std::{
    collections::BTreeMap,
    fmt, io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use rdkafka::{
    Offset, TopicPartitionList,
    config::FromClientConfigAndContext as _,
    consumer::{BaseConsumer, Consumer as _},
    error::KafkaError as Native,
    message::Message as _,
    types::RDKafkaErrorCode as Code,
};
use tokio::sync::oneshot;

use super::{
    ClientConfig, Delivered, Deliveries, KafkaError, ProducedRecord, Producer, SendError,
    context::{Context, Health},
};

/// How long a topic that was just made may take until its partitions are known: Kafka Connect's limit.
const PARTITIONS_LIMIT: Duration = Duration::from_secs(30);

/// How long the thread waits for a record before it looks for requests.
const TURN: Duration = Duration::from_millis(20);

/// How long one request to the brokers may block the thread.
const REQUEST_LIMIT: Duration = Duration::from_secs(5);

/// How long nothing may come after a partition's end was reached, until what its last offset counts beyond the records is
/// taken for the marks of transactions, which nobody is shown.
const QUIET: Duration = Duration::from_secs(1);

/// A record of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogRecord {
    /// The key's bytes.
    pub(crate) key: Option<Vec<u8>>,
    /// The value's bytes; `None` is a tombstone.
    pub(crate) value: Option<Vec<u8>>,
}

/// A key and its new value; `None` is a tombstone.
pub(crate) type Entry = (Vec<u8>, Option<Vec<u8>>);

/// A topic that is read by a thread of its own, all the time, and written to. Dropped, the thread ends.
pub(crate) struct TopicLog {
    topic: Arc<str>,
    producer: Producer,
    requests: mpsc::Sender<Request>,
}

type Answer = Result<(), KafkaError>;

/// Somebody who waits until everything is read that was written before.
struct Request {
    answer: oneshot::Sender<Answer>,
}

impl fmt::Debug for TopicLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TopicLog").field("topic", &self.topic).finish_non_exhaustive()
    }
}

impl TopicLog {
    /// Opens a topic, which has to be there, and reads it to its end. `read` takes each record on the log's thread, those
    /// of one partition in their order.
    ///
    /// # Errors
    /// [`KafkaError::Config`]; [`KafkaError::Topic`] when the topic's partitions do not show up within half a minute;
    /// [`KafkaError::Authentication`] and the like.
    pub(crate) async fn open(
        topic: &str,
        consumer: &ClientConfig,
        producer: ClientConfig,
        read: impl FnMut(LogRecord) + Send + 'static,
    ) -> Result<Self, KafkaError> {
        let topic = Arc::<str>::from(topic);
        let producer = Producer::new(producer)?;
        let reader = Reader::new(Arc::clone(&topic), consumer, read)?;
        let (requests, received) = mpsc::channel();
        let (opened, open) = oneshot::channel();
        let span = tracing::Span::current();
        thread::Builder::new()
            .name(format!("log-{topic}"))
            .spawn(move || span.in_scope(|| reader.run(opened, &received)))
            .map_err(|error: io::Error| KafkaError::Other(error.to_string()))?;
        let log = Self { topic, producer, requests };
        open.await.unwrap_or_else(|_| Err(log.ended()))?;
        log.read_to_end().await?;
        Ok(log)
    }

    /// Waits until everything is read that was written before the call. As long as the brokers do not answer it goes on
    /// trying, and says so in the log. Cancel safe.
    ///
    /// # Errors
    /// What no further attempt helps: refused credentials, a topic that may not be read.
    pub(crate) async fn read_to_end(&self) -> Result<(), KafkaError> {
        let (answer, answered) = oneshot::channel();
        self.requests.send(Request { answer }).map_err(|_| self.ended())?;
        answered.await.unwrap_or_else(|_| Err(self.ended()))
    }

    /// Writes entries in their order and waits until Kafka has all of them. They are handed over at the first poll, all
    /// together; dropped afterwards, they are written all the same.
    ///
    /// # Errors
    /// The first that was not written; others of them may have been.
    pub(crate) async fn write(&self, entries: Vec<Entry>) -> Result<(), KafkaError> {
        let (done, finished) = oneshot::channel();
        let batch = Arc::new(Batch {
            left: AtomicUsize::new(entries.len() + 1),
            failed: Mutex::new(None),
            done: Mutex::new(Some(done)),
        });
        let deliveries: Arc<dyn Deliveries> = Arc::<Batch>::clone(&batch);
        for (key, value) in &entries {
            let record = ProducedRecord {
                topic: &self.topic,
                partition: None,
                key: Some(key),
                value: value.as_deref(),
                timestamp_ms: None,
                headers: &[],
            };
            loop {
                match self.producer.send(&record, &deliveries, 0) {
                    Ok(()) => break,
                    Err(SendError::QueueFull) => tokio::time::sleep(TURN).await,
                    Err(SendError::Rejected(error)) => {
                        batch.settle(Some(error));
                        break;
                    }
                }
            }
        }
        batch.settle(None);
        finished.await.unwrap_or_else(|_| Err(self.ended()))
    }

    fn ended(&self) -> KafkaError {
        KafkaError::Topic { topic: self.topic.to_string(), reason: "its reader has ended".to_owned() }
    }
}

/// Entries that are written together.
struct Batch {
    /// Those whose fate is not known, and one while they are handed over.
    left: AtomicUsize,
    failed: Mutex<Option<KafkaError>>,
    done: Mutex<Option<oneshot::Sender<Answer>>>,
}

impl Batch {
    fn settle(&self, error: Option<KafkaError>) {
        if let Some(error) = error {
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
        if self.left.fetch_sub(1, Ordering::AcqRel) == 1
            && let Some(done) = self.done.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner).take();
            // Nobody waits any more if this fails.
            let _ = done.send(failed.map_or(Ok(()), Err));
        }
    }
}

impl Deliveries for Batch {
    fn delivered(&self, _sequence: u64, result: Result<Delivered, KafkaError>) {
        self.settle(result.err());
    }
}

/// The thread's side.
struct Reader<F> {
    topic: Arc<str>,
    consumer: BaseConsumer<Context>,
    /// Asks for the ends of partitions: the reader's own connection is busy with waiting for records.
    ends: BaseConsumer<Context>,
    read: F,
    partitions: BTreeMap<i32, Partition>,
    waiting: Vec<Waiting>,
}

/// How far a partition is read.
#[derive(Debug, Default)]
struct Partition {
    /// The offset after the last record.
    next: i64,
    /// Since when its end is reached.
    end_since: Option<Instant>,
}

/// A request under way.
struct Waiting {
    since: Instant,
    /// What is still to be read: partitions with their ends.
    left: BTreeMap<i32, i64>,
    answer: oneshot::Sender<Answer>,
}

impl<F: FnMut(LogRecord)> Reader<F> {
    fn new(topic: Arc<str>, config: &ClientConfig, read: F) -> Result<Self, KafkaError> {
        let client = |eof: &str| {
            let mut native = config.native();
            // librdkafka assigns partitions only to members of a group; nothing is ever stored under this name.
            native.set("group.id", "kconnect-log");
            native.set("enable.auto.commit", "false");
            native.set("enable.auto.offset.store", "false");
            native.set("auto.offset.reset", "earliest");
            native.set("enable.partition.eof", eof);
            BaseConsumer::from_config_and_context(&native, Context { health: Health::new(config) })
                .map_err(|error| KafkaError::of_setup(&error, config.secrets()))
        };
        let (consumer, ends) = (client("true")?, client("false")?);
        Ok(Self { topic, consumer, ends, read, partitions: BTreeMap::new(), waiting: Vec::new() })
    }

    fn run(mut self, opened: oneshot::Sender<Answer>, requests: &mpsc::Receiver<Request>) {
        let assigned = self.assign();
        let failed = assigned.is_err();
        if opened.send(assigned).is_err() || failed {
            return;
        }
        loop {
            let mut new = Vec::new();
            loop {
                match requests.try_recv() {
                    Ok(request) => new.push(request.answer),
                    Err(mpsc::TryRecvError::Empty) => break,
                    Err(mpsc::TryRecvError::Disconnected) => return,
                }
            }
            self.accept(new);
            self.turn();
            self.answer();
        }
    }

    /// Waits for the topic's partitions, and begins with all of them.
    fn assign(&mut self) -> Result<(), KafkaError> {
        let deadline = Instant::now() + PARTITIONS_LIMIT;
        loop {
            let found = self.ends.fetch_metadata(Some(&self.topic), REQUEST_LIMIT);
            let mut code = None;
            if let Ok(metadata) = &found
                && let Some(topic) = metadata.topics().first()
            {
                code = topic.error().map(Code::from);
                if code.is_none() && !topic.partitions().is_empty() {
                    self.partitions =
                        topic.partitions().iter().map(|found| (found.id(), Partition::default())).collect();
                    break;
                }
            }
            if let Some(error) = self.refused(code) {
                return Err(error);
            }
            if Instant::now() >= deadline {
                return Err(match found {
                    Err(_) => self.ends.context().health.unreachable(),
                    Ok(_) => self.topic_error(
                        "Could not look up partition metadata for offset backing store topic in allotted period. This could \
                         indicate a connectivity issue, unavailable topic partitions, or if this is your first use of the \
                         topic it may have taken too long to create.",
                    ),
                });
            }
            thread::sleep(REQUEST_LIMIT / 50);
        }
        let mut list = TopicPartitionList::new();
        for id in self.partitions.keys() {
            list.add_partition_offset(&self.topic, *id, Offset::Beginning)
                .map_err(|error| self.topic_error(&error.to_string()))?;
        }
        self.consumer.assign(&list).map_err(|error| self.topic_error(&error.to_string()))
    }

    /// Finds out what is to be read for those who ask now: all that is there.
    fn accept(&mut self, new: Vec<oneshot::Sender<Answer>>) {
        if new.is_empty() {
            return;
        }
        let since = Instant::now();
        let ends = loop {
            match self.ends() {
                Ok(ends) => break ends,
                Err(error) => {
                    if let Some(refused) = self.refused(error.rdkafka_error_code()) {
                        for answer in new {
                            let _ = answer.send(Err(refused.clone()));
                        }
                        return;
                    }
                    if new.iter().all(oneshot::Sender::is_closed) {
                        return;
                    }
                    tracing::warn!(
                        "the end of topic {} cannot be looked up and will be tried again: {}",
                        self.topic,
                        self.ends.context().health.unreachable()
                    );
                    thread::sleep(REQUEST_LIMIT / 50);
                }
            }
        };
        self.waiting.extend(new.into_iter().map(|answer| Waiting { since, left: ends.clone(), answer }));
    }

    /// The ends of all partitions.
    fn ends(&self) -> Result<BTreeMap<i32, i64>, Native> {
        let mut list = TopicPartitionList::new();
        for id in self.partitions.keys() {
            list.add_partition_offset(&self.topic, *id, Offset::End)?;
        }
        let found = self.ends.offsets_for_times(list, REQUEST_LIMIT)?;
        found
            .elements()
            .iter()
            .map(|found| {
                found.error()?;
                match found.offset() {
                    Offset::Offset(end) => Ok((found.partition(), end)),
                    _ => Err(Native::OffsetFetch(Code::LeaderNotAvailable)),
                }
            })
            .collect()
    }

    /// Takes what has come, a thousand records at most.
    fn turn(&mut self) {
        let mut limit = TURN;
        for _ in 0..1000 {
            match self.consumer.poll(limit) {
                None => return,
                Some(Ok(message)) => {
                    if let Some(partition) = self.partitions.get_mut(&message.partition()) {
                        partition.next = message.offset() + 1;
                        partition.end_since = None;
                    }
                    (self.read)(LogRecord {
                        key: message.key().map(<[u8]>::to_vec),
                        value: message.payload().map(<[u8]>::to_vec),
                    });
                }
                Some(Err(Native::PartitionEOF(partition))) => {
                    if let Some(partition) = self.partitions.get_mut(&partition) {
                        partition.end_since.get_or_insert_with(Instant::now);
                    }
                }
                Some(Err(error)) => {
                    if let Some(refused) = self.refused(error.rdkafka_error_code()) {
                        for waiting in self.waiting.drain(..) {
                            let _ = waiting.answer.send(Err(refused.clone()));
                        }
                    }
                    tracing::debug!("reading topic {}: {error}", self.topic);
                }
            }
            limit = Duration::ZERO;
        }
    }

    /// Tells those for whom all is read.
    fn answer(&mut self) {
        let partitions = &mut self.partitions;
        for waiting in &mut self.waiting {
            let since = waiting.since;
            waiting.left.retain(|id, end| {
                let Some(partition) = partitions.get_mut(id) else { return false };
                let quiet = |reached: Instant| reached.max(since).elapsed() > QUIET;
                if partition.next < *end && partition.end_since.is_some_and(quiet) {
                    partition.next = *end;
                }
                partition.next < *end
            });
        }
        let (done, left) = std::mem::take(&mut self.waiting).into_iter().partition(|waiting| waiting.left.is_empty());
        self.waiting = left;
        let done: Vec<Waiting> = done;
        for waiting in done {
            // Nobody waits any more if this fails.
            let _ = waiting.answer.send(Ok(()));
        }
    }

    /// What no further attempt helps.
    fn refused(&self, code: Option<Code>) -> Option<KafkaError> {
        let trouble = [&self.consumer, &self.ends].into_iter().find_map(|client| client.context().health.trouble());
        match (code, trouble) {
            (_, Some(error @ (KafkaError::Authentication { .. } | KafkaError::Tls { .. }))) => Some(error),
            (Some(code @ (Code::TopicAuthorizationFailed | Code::ClusterAuthorizationFailed)), _) => {
                Some(self.topic_error(&format!("{code}; the worker's user needs the right to READ it")))
            }
            (Some(code @ Code::InvalidTopic), _) => Some(self.topic_error(&code.to_string())),
            _ => None,
        }
    }

    fn topic_error(&self, reason: &str) -> KafkaError {
        KafkaError::Unreadable { topic: self.topic.to_string(), reason: reason.to_owned() }
    }
}
