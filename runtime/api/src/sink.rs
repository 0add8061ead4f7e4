//! What the author of a sink connector implements, and what a sink task can ask for.

use std::{collections::VecDeque, fmt, future::Future, num::NonZeroUsize, sync::Arc};

use crate::{
    config::{ConfigDef, Validation},
    context::{Slot, TaskContext},
    data::FromRecord,
    error::{Error, Result},
    host::{Outcome, SinkControl},
    record::{Headers, Topic},
};

/// One partition of a topic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicPartition {
    /// The topic.
    pub topic: Topic,
    /// The number of the partition.
    pub partition: i32,
}

impl TopicPartition {
    /// The partition of that topic with that number.
    #[must_use]
    pub fn new(topic: &Topic, partition: i32) -> Self {
        Self { topic: topic.clone(), partition }
    }
}

/// As Kafka shows it: `topic-0`.
impl fmt::Display for TopicPartition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.topic, self.partition)
    }
}

/// Who set a record's timestamp (Kafka's `TimestampType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimestampType {
    /// There is none.
    #[default]
    NoTimestampType,
    /// Whoever wrote the record.
    CreateTime,
    /// The broker, when it appended the record.
    LogAppendTime,
}

/// One record for the sink task `T`.
#[non_exhaustive]
#[expect(missing_debug_implementations, reason = "a record may hold what must not be logged")]
pub struct SinkRecord<T: SinkTask> {
    /// The key.
    pub key: T::Key,
    /// The value.
    pub value: T::Value,
    /// Its headers, in order.
    pub headers: Headers,
    /// Milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    /// Who set the timestamp.
    pub timestamp_type: TimestampType,
    /// The topic; transformations may have changed it.
    pub topic: Topic,
    /// The partition; transformations may have changed or removed it.
    pub partition: Option<i32>,
    /// Where Kafka keeps it, whatever transformations did: what offsets, rewinding and pausing are about.
    pub original: TopicPartition,
    /// Its offset there.
    pub offset: i64,
}

/// Stands for one record until somebody says what became of it. It may outlive `put`.
///
/// Dropping it says that nothing happened: the record comes again, and its offset is not committed.
#[must_use = "a dropped receipt means that the record comes again"]
pub struct Receipt {
    number: u64,
    control: Option<Arc<dyn SinkControl>>,
}

impl Receipt {
    pub(crate) fn new(number: u64, control: Arc<dyn SinkControl>) -> Self {
        Self { number, control: Some(control) }
    }

    /// The record is where it belongs, durably. Its offset is committed with those before it.
    pub fn delivered(self) {
        self.settle(Outcome::Delivered);
    }

    /// The record can never be delivered: `errors.tolerance` decides whether the task fails or the record goes to the dead
    /// letter queue.
    pub fn reject(self, error: Error) {
        self.settle(Outcome::Rejected(error));
    }

    /// The record could not be delivered now: it comes again, after a pause that grows, or the one that `error` asks for.
    pub fn retry(self, error: Error) {
        self.settle(Outcome::Retry(error));
    }

    fn settle(mut self, outcome: Outcome) {
        if let Some(control) = self.control.take() {
            control.settle(self.number, outcome);
        }
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        if let Some(control) = self.control.take() {
            control.settle(self.number, Outcome::Dropped);
        }
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Receipt").field(&self.number).finish()
    }
}

/// Proof that a batch was accounted for. Only a batch gives one, so a `put` that forgets its batch does not compile.
#[derive(Debug)]
pub struct Settled(());

/// The records of one `put`, oldest first within each partition.
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub struct SinkBatch<T: SinkTask> {
    records: VecDeque<(SinkRecord<T>, Receipt)>,
}

impl<T: SinkTask> SinkBatch<T> {
    pub(crate) fn new(records: VecDeque<(SinkRecord<T>, Receipt)>) -> Self {
        Self { records }
    }

    /// The records that are still in the batch.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &SinkRecord<T>> {
        self.records.iter().map(|(record, _)| record)
    }

    /// How many records are still in the batch.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none: `put` is called now and then without records, so that buffers can be emptied by time.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Takes the next record out, with its receipt; both may outlive `put`.
    #[expect(clippy::should_implement_trait, reason = "a batch is settled as well as emptied, so it is no iterator")]
    pub fn next(&mut self) -> Option<(SinkRecord<T>, Receipt)> {
        self.records.pop_front()
    }

    /// All that is still in the batch was delivered.
    #[must_use]
    pub fn delivered(self) -> Settled {
        for (_, receipt) in self.records {
            receipt.delivered();
        }
        Settled(())
    }

    /// Everything was taken out, and its receipts speak for it; what is left comes again.
    #[must_use]
    pub fn taken(self) -> Settled {
        Settled(())
    }
}

/// Why partitions are taken from a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Another task gets them. What is settled before `close` returns is committed first.
    Revoked,
    /// Another task has them already: nothing is committed any more.
    Lost,
    /// The task stops.
    Stopping,
}

/// Takes records out of Kafka.
///
/// One future at a time. A future that the worker drops is the last: nothing is called on the task afterwards, not even
/// `stop`, so no method has to be cancel safe. It drops one only when `task.shutdown.graceful.timeout.ms` is over.
pub trait SinkTask: Sized + Send + 'static {
    /// The task's configuration; often the connector's own.
    type Config: ConfigDef;
    /// What keys are read into: a derived struct, a primitive, `Option<_>`, `()` if it is never looked at, or
    /// [`SchemaAndValue`](crate::SchemaAndValue) for whatever comes.
    type Key: FromRecord;
    /// What values are read into; without `Option`, a tombstone is a data error before `put`.
    type Value: FromRecord;

    /// Starts the task: connects.
    ///
    /// # Errors
    /// The task becomes FAILED, whatever the kind.
    fn start(config: Self::Config, context: SinkTaskContext) -> impl Future<Output = Result<Self>> + Send;

    /// Partitions were assigned to the task. Called before the first record of them.
    ///
    /// # Errors
    /// The task becomes FAILED.
    fn open(&mut self, partitions: &[TopicPartition]) -> impl Future<Output = Result<()>> + Send {
        let _ = partitions;
        async { Ok(()) }
    }

    /// Takes a batch; also called with an empty one when nothing comes, so that buffers can be emptied by time.
    ///
    /// # Errors
    /// After `Retriable` and `Stopping` what was still in the batch comes again, in the same order, after the pause; receipts
    /// that were taken out are untouched. `Data` means `Fatal`: use [`Receipt::reject`] for one bad record.
    fn put(&mut self, batch: SinkBatch<Self>) -> impl Future<Output = Result<Settled>> + Send;

    /// Settles what the task holds, as far as it can: called before offsets are committed, and before `close` and `stop`.
    ///
    /// # Errors
    /// After `Retriable` what is settled is committed all the same; anything else fails the task.
    fn flush(&mut self) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Partitions are taken from the task. Receipts of theirs that it still holds come to nothing.
    ///
    /// # Errors
    /// The task becomes FAILED.
    fn close(&mut self, partitions: &[TopicPartition], why: Closing) -> impl Future<Output = Result<()>> + Send {
        let _ = (partitions, why);
        async { Ok(()) }
    }

    /// Ends the task, after the last `close`.
    ///
    /// # Errors
    /// Logged only: the task has ended.
    fn stop(self) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

/// What a sink task can ask of its worker.
#[derive(Clone)]
pub struct SinkTaskContext {
    /// Waiting, stopping, work beside the task.
    pub task: TaskContext,
    /// The task's place among its connector's tasks.
    pub slot: Slot,
    control: Arc<dyn SinkControl>,
}

impl SinkTaskContext {
    pub(crate) fn new(task: TaskContext, slot: Slot, control: Arc<dyn SinkControl>) -> Self {
        Self { task, slot, control }
    }

    /// Reads the partition again from that offset, from the next `put` on (Kafka's `SinkTaskContext.offset`). Receipts of
    /// its records that are not settled come to nothing.
    pub fn rewind(&self, partition: &TopicPartition, offset: i64) {
        self.control.rewind(partition, offset);
    }

    /// Brings no more records of these partitions, until [`resume`](Self::resume).
    pub fn pause(&self, partitions: &[TopicPartition]) {
        self.control.pause(partitions);
    }

    /// Brings records of these partitions again.
    pub fn resume(&self, partitions: &[TopicPartition]) {
        self.control.resume(partitions);
    }

    /// Asks for a commit of what is settled, before the next `offset.flush.interval.ms` is over.
    pub fn request_commit(&self) {
        self.control.request_commit();
    }

    /// The partitions that the task has now.
    #[must_use]
    pub fn assignment(&self) -> Vec<TopicPartition> {
        self.control.assignment()
    }
}

impl fmt::Debug for SinkTaskContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SinkTaskContext").field("task", &self.task).field("slot", &self.slot).finish_non_exhaustive()
    }
}

/// A partition and its new offset; `None` forgets it.
pub type AlteredSinkOffset = (TopicPartition, Option<i64>);

/// A sink of records: says how work is divided, and which task does it.
///
/// Register it with the worker's builder. Kafka Connect's `SinkConnector`.
pub trait SinkConnector: Sized + 'static {
    /// The name in `connector.class`; a Java class name where one exists, so that its properties files run unchanged.
    const CLASS: &'static str;
    /// Further names that mean this connector. Simple names, with and without `Connector`, are known without.
    const ALIASES: &'static [&'static str] = &[];
    /// The connector's version, as `GET /connector-plugins` shows it.
    const VERSION: &'static str = "undefined";
    /// The connector's configuration.
    type Config: ConfigDef;
    /// What does the work.
    type Task: SinkTask;

    /// Divides the work: one configuration per task, at most `max_tasks`. Kafka divides the partitions, so this is `max_tasks`
    /// times the same for nearly every sink.
    fn task_configs(
        config: &Self::Config,
        max_tasks: NonZeroUsize,
    ) -> impl Future<Output = Result<Vec<<Self::Task as SinkTask>::Config>>> + Send;

    /// Resolves when `task_configs` should run again; an error makes the connector FAILED (Kafka Connect's `raiseError`).
    fn watch(config: Self::Config) -> impl Future<Output = Result<()>> + Send {
        drop(config);
        std::future::pending()
    }

    /// Checks what the key definitions cannot, after they have been checked; may connect, within the request's time.
    /// Stores nothing. Report problems under the key that mends them.
    ///
    /// # Errors
    /// Only when checking itself was impossible.
    fn validate(validation: &mut Validation) -> impl Future<Output = Result<()>> + Send {
        let _ = validation;
        async { Ok(()) }
    }

    /// Whether an operator's new offsets are acceptable; `false`: the connector has no opinion.
    ///
    /// # Errors
    /// When they are not, with what to write instead.
    fn alter_offsets(config: &Self::Config, offsets: &[AlteredSinkOffset]) -> Result<bool> {
        let _ = (config, offsets);
        Ok(false)
    }
}
