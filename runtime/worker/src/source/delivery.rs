//! Where acknowledgements arrive: what is in flight, and how far each source partition may be committed.

use std::{
    collections::{BTreeMap, VecDeque},
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use kconnect::{Delivered, Error, ErrorKind, Result, host::SourceEvents};
use tokio::{
    runtime::Handle,
    sync::{Notify, futures::Notified},
};

use crate::{
    errors::{ErrorHandler, Half, Original, Report, Sourced, SourcedHeaders, Stage},
    kafka::{self, Deliveries, KafkaError, ProducedRecord},
    metrics::SourceTaskMetrics,
    submitted::{Submitted, Ticket},
    task::{TaskControl, panic_message},
};

/// The state of one source task's records under way. Shared with the producer's thread.
pub(crate) struct Delivery {
    ledger: Mutex<Ledger>,
    bytes: AtomicUsize,
    records: AtomicUsize,
    changed: Notify,
    events: OnceLock<Arc<dyn SourceEvents>>,
    control: Arc<TaskControl>,
    errors: Arc<ErrorHandler>,
    metrics: Arc<SourceTaskMetrics>,
    /// Where a record waits for its report: not the task's own runtime, which the task may block.
    control_plane: Handle,
}

/// The Java class that Kafka Connect names when Kafka does not take a record.
const WORKER_SOURCE_TASK: &str = "org.apache.kafka.connect.runtime.WorkerSourceTask";

/// The opened source partitions, what was submitted for them, and what the producer answers about.
#[derive(Default)]
struct Ledger {
    submitted: Submitted<Vec<u8>>,
    /// The JSON of each opened source partition; its place is its index.
    partitions: Vec<Arc<str>>,
    /// The sequence number of the first record in the queue.
    first: u64,
    /// Records under way, oldest first; a settled one leaves a gap until those before it are settled.
    under_way: VecDeque<Option<UnderWay>>,
}

/// One record between its submission and its end.
struct UnderWay {
    ticket: Option<Ticket>,
    receipt: u64,
    bytes: usize,
    tombstone: bool,
}

/// A record that is submitted.
pub(crate) struct Submission<'a> {
    /// Index of the source partition, and the source offset.
    pub(crate) at: Option<(u32, &'a [u8])>,
    /// What the task is told with; 0 when it does not want to know.
    pub(crate) receipt: u64,
    /// Bytes of key and value.
    pub(crate) bytes: usize,
    /// The value is null.
    pub(crate) tombstone: bool,
}

/// An offset that may be committed.
pub(crate) struct Due {
    pub(crate) partition: Arc<str>,
    pub(crate) offset: String,
}

impl Delivery {
    pub(crate) fn new(
        control: Arc<TaskControl>,
        errors: Arc<ErrorHandler>,
        metrics: Arc<SourceTaskMetrics>,
        control_plane: Handle,
    ) -> Arc<Self> {
        Arc::new(Self {
            ledger: Mutex::default(),
            bytes: AtomicUsize::new(0),
            records: AtomicUsize::new(0),
            changed: Notify::new(),
            events: OnceLock::new(),
            control,
            errors,
            metrics,
            control_plane,
        })
    }

    /// From now on the task hears of acknowledgements and commits.
    pub(crate) fn connect(&self, events: Arc<dyn SourceEvents>) {
        // A task is started once; a second call has nothing to add.
        let _ = self.events.set(events);
    }

    /// The index of a source partition, opened now or before.
    pub(crate) fn open(&self, partition: &str) -> Result<u32> {
        // Two spellings of one JSON object are one partition: the offset store thinks so too.
        let meaning = |json: &str| serde_json::from_str::<BTreeMap<String, serde_json::Value>>(json).ok();
        let wanted = meaning(partition);
        let mut ledger = self.ledger();
        let same = |known: &Arc<str>| **known == *partition || wanted.is_some() && meaning(known) == wanted;
        let known = ledger.partitions.iter().position(same);
        let index = known.unwrap_or(ledger.partitions.len());
        if known.is_none() {
            ledger.partitions.push(partition.into());
        }
        u32::try_from(index).map_err(|_| Error::fatal("a task cannot open more than 4294967295 source partitions"))
    }

    /// Takes responsibility for a record: its bytes count, and its offset waits for it. The sequence number is what
    /// the producer answers with. A record that is never settled holds back its offset and every later one of its
    /// source partition: nothing is lost by forgetting.
    pub(crate) fn submit(&self, submission: &Submission<'_>) -> u64 {
        let Submission { at, receipt, bytes, tombstone } = *submission;
        let mut ledger = self.ledger();
        let ticket = at.map(|(index, offset)| ledger.submitted.submit(index, offset.to_vec()));
        ledger.under_way.push_back(Some(UnderWay { ticket, receipt, bytes, tombstone }));
        let sequence = ledger.first + u64::try_from(ledger.under_way.len()).unwrap_or(u64::MAX) - 1;
        drop(ledger);
        self.bytes.fetch_add(bytes, Ordering::AcqRel);
        self.records.fetch_add(1, Ordering::AcqRel);
        self.metrics.polled();
        sequence
    }

    /// The record, taken on before its form was known, has this many bytes.
    pub(crate) fn weigh(&self, sequence: u64, bytes: usize, tombstone: bool) {
        let mut ledger = self.ledger();
        let Some(under_way) = ledger.under_way_mut(sequence) else { return };
        let before = std::mem::replace(&mut under_way.bytes, bytes);
        under_way.tombstone = tombstone;
        drop(ledger);
        self.bytes.fetch_add(bytes, Ordering::AcqRel);
        self.bytes.fetch_sub(before, Ordering::AcqRel);
    }

    /// Source partition and source offset of a record under way, each a JSON object.
    pub(crate) fn place(&self, sequence: u64) -> Option<(Arc<str>, String)> {
        let mut ledger = self.ledger();
        let ticket = ledger.under_way_mut(sequence)?.ticket?;
        let offset = String::from_utf8(ledger.submitted.offset(ticket)?.clone()).ok()?;
        let partition = ledger.partitions.get(usize::try_from(ticket.partition()).ok()?)?;
        Some((Arc::clone(partition), offset))
    }

    /// The record could not be handled, as is tolerated; its offset counts as done when everybody who was told has it.
    pub(crate) fn skipped(self: &Arc<Self>, sequence: u64, mut report: Report) {
        if report.is_settled() {
            return self.given_up(sequence, SourceTaskMetrics::skipped);
        }
        let delivery = Arc::clone(self);
        self.control_plane.spawn(async move {
            report.arrived().await;
            delivery.given_up(sequence, SourceTaskMetrics::skipped);
        });
    }

    /// A transformation dropped the record; its offset counts as done.
    pub(crate) fn filtered(&self, sequence: u64) {
        self.given_up(sequence, SourceTaskMetrics::filtered);
    }

    /// Kafka does not take the record, and never will: it is reported and skipped.
    ///
    /// # Errors
    /// Fatal when that is not tolerated.
    pub(crate) fn refused(self: &Arc<Self>, sequence: u64, error: &Error, record: &ProducedRecord<'_>) -> Result<()> {
        if !self.errors.tolerant() {
            self.forget(sequence);
            let why = error.chain();
            return Err(Error::fatal(format!("Unrecoverable exception from producer send callback: {why}{HINT}")));
        }
        let place = self.place(sequence);
        let headers: Vec<_> =
            record.headers.iter().map(|(key, value)| ((*key).to_owned(), value.map(<[u8]>::to_vec))).collect();
        let original = Original::Source(Sourced {
            topic: record.topic,
            kafka_partition: record.partition,
            timestamp_ms: record.timestamp_ms,
            key: Half::Bytes(record.key),
            value: Half::Bytes(record.value),
            headers: SourcedHeaders::Bytes(&headers),
            at: place.as_ref().map(|(partition, offset)| (&**partition, offset.as_str())),
        });
        let report = self.errors.failed(Stage::KafkaProduce, WORKER_SOURCE_TASK, &original, error)?;
        self.skipped(sequence, report);
        Ok(())
    }

    fn given_up(&self, sequence: u64, count: fn(&SourceTaskMetrics)) {
        let Some(under_way) = self.take(sequence, true) else { return };
        count(&self.metrics);
        self.tell(&under_way, Delivered::skipped());
        self.settled(&under_way);
    }

    /// The record will not arrive, and that ends the task.
    pub(crate) fn failed(&self, sequence: u64, error: Error) {
        self.control.fail(error);
        self.forget(sequence);
    }

    /// The record is no longer under way, and its offset is not done: it holds back the commits of its source
    /// partition.
    pub(crate) fn forget(&self, sequence: u64) {
        if let Some(under_way) = self.take(sequence, false) {
            self.settled(&under_way);
        }
    }

    /// Bytes of records that are neither acknowledged nor given up.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Acquire)
    }

    /// Records that are neither acknowledged nor given up.
    pub(crate) fn records(&self) -> usize {
        self.records.load(Ordering::Acquire)
    }

    /// Resolves when something was settled after the call. Create it before looking.
    pub(crate) fn changed(&self) -> Notified<'_> {
        self.changed.notified()
    }

    /// The newest offset of each source partition whose records are all settled, and that was not taken before.
    pub(crate) fn due(&self) -> Vec<Due> {
        let mut ledger = self.ledger();
        let committable = ledger.submitted.committable();
        if committable.committed > 0 {
            tracing::debug!("Committing offsets for {} acknowledged messages", committable.committed);
        }
        if let Some((index, waiting)) = ledger.submitted.longest() {
            let partition = usize::try_from(index).ok().and_then(|index| ledger.partitions.get(index));
            tracing::debug!(
                "There are currently {} pending messages whose offsets will not be committed. The source partition with \
                 the most pending messages is {}, with {waiting} pending messages",
                committable.pending,
                partition.map_or("unknown", |partition| &**partition)
            );
        }
        committable
            .offsets
            .into_iter()
            .filter_map(|(index, offset)| {
                let partition = ledger.partitions.get(usize::try_from(index).ok()?)?;
                // It was written as JSON, so it is UTF-8.
                Some(Due { partition: Arc::clone(partition), offset: String::from_utf8(offset).ok()? })
            })
            .collect()
    }

    /// Tells the task that an offset is durable.
    pub(crate) fn committed(&self, partition: &str, offset: &str) {
        let index = self.ledger().partitions.iter().position(|known| **known == *partition);
        let Some(index) = index.and_then(|index| u32::try_from(index).ok()) else { return };
        if let Some(events) = self.events.get() {
            self.guarded(|| events.committed(index, offset.as_bytes()));
        }
    }

    /// Runs the task's code on a thread that is not the task's; what goes wrong in it is the task's failure.
    fn guarded(&self, code: impl FnOnce() -> Result<()>) {
        match std::panic::catch_unwind(AssertUnwindSafe(code)) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => self.control.fail(error),
            Err(panic) => {
                let message = panic_message(&*panic);
                self.control.fail(Error::fatal(format!("the task's code panicked on an acknowledgement: {message}")));
            }
        }
    }

    /// Takes a record out; `done`: its offset no longer waits for it.
    fn take(&self, sequence: u64, done: bool) -> Option<UnderWay> {
        let mut ledger = self.ledger();
        let index = usize::try_from(sequence.checked_sub(ledger.first)?).ok()?;
        let under_way = ledger.under_way.get_mut(index)?.take()?;
        while let Some(None) = ledger.under_way.front() {
            ledger.under_way.pop_front();
            ledger.first += 1;
        }
        if let (Some(ticket), true) = (under_way.ticket, done) {
            ledger.submitted.ack(ticket);
        }
        Some(under_way)
    }

    fn settled(&self, under_way: &UnderWay) {
        self.bytes.fetch_sub(under_way.bytes, Ordering::AcqRel);
        self.records.fetch_sub(1, Ordering::AcqRel);
        self.changed.notify_waiters();
    }

    fn tell(&self, under_way: &UnderWay, what: Delivered) {
        if under_way.receipt != 0
            && let Some(events) = self.events.get()
        {
            self.guarded(|| {
                events.delivered(under_way.receipt, what);
                Ok(())
            });
        }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What to write instead.
const HINT: &str = "; errors.tolerance=all skips such records, and errors.log.enable=true logs each of them";

impl Ledger {
    fn under_way_mut(&mut self, sequence: u64) -> Option<&mut UnderWay> {
        let index = usize::try_from(sequence.checked_sub(self.first)?).ok()?;
        self.under_way.get_mut(index)?.as_mut()
    }
}

/// What the producer answers to: a [`Delivery`] that can keep itself.
pub(crate) struct Answers(pub(crate) Arc<Delivery>);

impl Deliveries for Answers {
    fn delivered(&self, sequence: u64, outcome: Result<kafka::Delivered, KafkaError>) {
        let Self(delivery) = self;
        match outcome {
            Ok(at) => {
                let Some(under_way) = delivery.take(sequence, true) else { return };
                delivery.metrics.written(u64::try_from(under_way.bytes).unwrap_or(u64::MAX), under_way.tombstone);
                delivery.tell(&under_way, Delivered::at(at.partition, at.offset));
                delivery.settled(&under_way);
            }
            Err(error) => delivery.failed(sequence, unrecoverable(&Error::from(error))),
        }
    }

    fn failed(&self, sequence: u64, error: KafkaError, record: &ProducedRecord<'_>) {
        let Self(delivery) = self;
        let error = Error::from(error);
        // What is wrong with the topic or the brokers is wrong for every record: no tolerance may skip them all.
        if error.kind() != ErrorKind::Data {
            return delivery.failed(sequence, unrecoverable(&error));
        }
        if let Err(error) = delivery.refused(sequence, &error, record) {
            delivery.control.fail(error);
        }
    }
}

/// Kafka Connect's words.
fn unrecoverable(error: &Error) -> Error {
    Error::fatal(format!("Unrecoverable exception from producer send callback: {}", error.chain()))
}
