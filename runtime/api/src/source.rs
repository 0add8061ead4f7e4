//! What the author of a source connector implements, and what a source task can ask for.

use std::{
    fmt,
    future::{Future, pending, poll_fn},
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Poll, Waker},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    config::{ConfigDef, Validation},
    context::{Slot, TaskContext},
    data::RecordSet,
    error::{Error, Result},
    host::{Outbox, Shared, read_offset},
    record::SourceBatch,
};

/// A source partition or a source offset: a struct with named fields of primitive types, written as a JSON object in
/// Kafka Connect's offset format. Implemented for everything that qualifies.
pub trait OffsetData: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> OffsetData for T {}

/// A source of records: says how work is divided, and which task does it.
///
/// Register it with the worker's builder. Kafka Connect's `SourceConnector`.
pub trait SourceConnector: Sized + 'static {
    /// The name in `connector.class`; a Java class name where one exists, so that its properties files run unchanged.
    const CLASS: &'static str;
    /// Further names that mean this connector. Simple names, with and without `Connector`, are known without.
    const ALIASES: &'static [&'static str] = &[];
    /// The connector's version, as `GET /connector-plugins` shows it.
    const VERSION: &'static str = "undefined";
    /// The connector's configuration.
    type Config: ConfigDef;
    /// What does the work.
    type Task: SourceTask;

    /// Divides the work: one configuration per task, at most `max_tasks`; fewer is fine, further slots idle. May ask
    /// the source. Runs on one worker only; the result is stored and given to every task.
    fn task_configs(
        config: &Self::Config,
        max_tasks: NonZeroUsize,
    ) -> impl Future<Output = Result<Vec<<Self::Task as SourceTask>::Config>>> + Send;

    /// Resolves when `task_configs` should run again; an error makes the connector FAILED (Kafka Connect's
    /// `raiseError`).
    fn watch(config: Self::Config) -> impl Future<Output = Result<()>> + Send {
        drop(config);
        pending()
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

    /// Whether the connector, so configured, gives each record exactly once when the worker does.
    fn exactly_once(config: &Self::Config) -> Support {
        let _ = config;
        Support::Unknown
    }

    /// Whether the connector, so configured, can say where transactions end.
    fn transaction_boundaries(config: &Self::Config) -> Support {
        let _ = config;
        Support::Unsupported
    }

    /// Whether an operator's new offsets are acceptable; `false`: the connector has no opinion.
    ///
    /// # Errors
    /// When they are not, with what to write instead.
    fn alter_offsets(config: &Self::Config, offsets: &[AlteredOffset<Self::Task>]) -> Result<bool> {
        let _ = (config, offsets);
        Ok(false)
    }

    /// A namespace put before every schema name, from the user's configuration.
    fn schema_namespace(config: &Self::Config) -> Option<&str> {
        let _ = config;
        None
    }
}

/// A source partition and its new offset; `None` forgets it.
pub type AlteredOffset<T> = (<T as SourceTask>::Partition, Option<<T as SourceTask>::Offset>);

/// Whether a connector can do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It does not say.
    Unknown,
    /// It cannot.
    Unsupported,
    /// It can.
    Supported,
}

/// Reads a source and hands over records.
///
/// One future at a time. A future that the worker drops is the last: nothing is called on the task afterwards, not
/// even `stop`, so no method has to be cancel safe. It drops one only when `task.shutdown.graceful.timeout.ms` is over.
pub trait SourceTask: Sized + Send + 'static {
    /// The task's configuration; often the connector's own, with its share of the work.
    type Config: ConfigDef;
    /// What offsets are kept for: a table, a file, a query.
    type Partition: OffsetData;
    /// Where in a partition the source is.
    type Offset: OffsetData;
    /// The (key, value) pairs it emits: `(Key, Value)`, `(Key, Option<Value>)` with tombstones, or a derived
    /// [`RecordSet`] enum of several.
    type Record: RecordSet;

    /// Starts the task: opens its source partitions, connects.
    ///
    /// # Errors
    /// The task becomes FAILED, whatever the kind.
    fn start(config: Self::Config, context: SourceTaskContext<Self>) -> impl Future<Output = Result<Self>> + Send;

    /// Pushes what there is; may wait, through [`TaskContext::until_stop`]. What was pushed is delivered on `Ok`, on
    /// `Stopping` and on `Retriable` (then it is polled again later, in the same transaction). On `Fatal` it is
    /// delivered, or aborted under exactly-once, and a restart begins from the committed offsets.
    ///
    /// # Errors
    /// `Data` here means `Fatal`: use [`SourceBatch::reject`] for one bad record.
    fn poll(&mut self, batch: &mut SourceBatch<Self>) -> impl Future<Output = Result<()>> + Send;

    /// Ends the task, after the last `poll`, the last acknowledgements and the last offset commit.
    ///
    /// # Errors
    /// Logged only: the task has ended.
    fn stop(self) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

/// What a source task can ask of its worker.
pub struct SourceTaskContext<T: SourceTask> {
    /// Waiting, stopping, work beside the task.
    pub task: TaskContext,
    /// The task's place among its connector's tasks.
    pub slot: Slot,
    outbox: Arc<dyn Outbox>,
    shared: Arc<Shared<T>>,
}

impl<T: SourceTask> SourceTaskContext<T> {
    pub(crate) fn new(task: TaskContext, slot: Slot, outbox: Arc<dyn Outbox>, shared: Arc<Shared<T>>) -> Self {
        Self { task, slot, outbox, shared }
    }

    /// Opens source partitions, at start or whenever one appears. The committed offset comes with each, in the order
    /// asked for.
    ///
    /// # Errors
    /// Retriable when the offsets cannot be read now; fatal when a partition is not a JSON object, or a stored offset
    /// is not one of this connector's.
    pub async fn open(&self, partitions: Vec<T::Partition>) -> Result<Vec<(SourcePartition<T>, Option<T::Offset>)>> {
        let json = partitions.iter().map(partition_json).collect::<Result<Vec<_>>>()?;
        let opened = self.outbox.open(json).await?;
        opened
            .into_iter()
            .map(|opened| {
                let offset = opened.offset.as_deref().map(read_offset::<T>).transpose()?;
                let state = self.shared.partitions.state(opened.index, offset.as_ref());
                Ok((SourcePartition { index: opened.index, seen: AtomicU64::new(state.version()), state }, offset))
            })
            .collect()
    }
}

impl<T: SourceTask> Clone for SourceTaskContext<T> {
    fn clone(&self) -> Self {
        Self {
            task: self.task.clone(),
            slot: self.slot,
            outbox: Arc::clone(&self.outbox),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T: SourceTask> fmt::Debug for SourceTaskContext<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceTaskContext").field("task", &self.task).field("slot", &self.slot).finish_non_exhaustive()
    }
}

fn partition_json<P: OffsetData>(partition: &P) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(partition)
        .map_err(|error| Error::fatal(format!("the source partition cannot be written as JSON: {error}")))?;
    if json.first() == Some(&b'{') {
        return Ok(json);
    }
    let text = String::from_utf8_lossy(&json);
    Err(Error::fatal(format!(
        "a source partition must be a JSON object, but is {text}; use a struct with named fields"
    )))
}

/// An opened source partition. Cloning it does not allocate.
pub struct SourcePartition<T: SourceTask> {
    index: u32,
    /// The version of `state` that this handle's owner has seen.
    seen: AtomicU64,
    state: Arc<PartitionState<T::Offset>>,
}

impl<T: SourceTask> SourcePartition<T> {
    pub(crate) fn index(&self) -> u32 {
        self.index
    }

    /// The newest offset that is durable. An upstream that keeps a log, as a replication slot does, may be told.
    #[must_use]
    pub fn committed(&self) -> Option<T::Offset> {
        let current = self.state.lock();
        self.seen.store(current.version, Ordering::Relaxed);
        current.committed.clone()
    }

    /// Resolves when [`committed`](Self::committed) has moved since it was last read through this handle. Cancel safe.
    pub async fn committed_changed(&self) {
        poll_fn(|cx| {
            let mut current = self.state.lock();
            if current.version != self.seen.load(Ordering::Relaxed) {
                return Poll::Ready(());
            }
            if !current.wakers.iter().any(|waker| waker.will_wake(cx.waker())) {
                current.wakers.push(cx.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }
}

impl<T: SourceTask> Clone for SourcePartition<T> {
    fn clone(&self) -> Self {
        let seen = AtomicU64::new(self.seen.load(Ordering::Relaxed));
        Self { index: self.index, seen, state: Arc::clone(&self.state) }
    }
}

impl<T: SourceTask> fmt::Debug for SourcePartition<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourcePartition").field("index", &self.index).finish_non_exhaustive()
    }
}

/// What is committed for a source partition.
pub(crate) struct PartitionState<O> {
    current: Mutex<Current<O>>,
}

struct Current<O> {
    committed: Option<O>,
    version: u64,
    wakers: Vec<Waker>,
}

impl<O> PartitionState<O> {
    pub(crate) fn new(committed: Option<O>) -> Self {
        Self { current: Mutex::new(Current { committed, version: 0, wakers: Vec::new() }) }
    }

    pub(crate) fn commit(&self, offset: O) {
        let mut current = self.lock();
        current.committed = Some(offset);
        current.version += 1;
        current.wakers.drain(..).for_each(Waker::wake);
    }

    fn version(&self) -> u64 {
        self.lock().version
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Current<O>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
