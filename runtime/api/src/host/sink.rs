//! The seam of sinks: a worker feeds a task through it.

use std::{borrow::Cow, collections::VecDeque, fmt, marker::PhantomData, num::NonZeroUsize, sync::Arc};

use super::{Boxed, TaskHost, plugin::parse, read::HalfReader};
use crate::{
    avro,
    config::{ConfigDef, Definition, Props, Validation},
    context::{Slot, TaskContext},
    data::{FromRecord, Part, SchemaAndValue},
    error::{Error, ErrorKind, Result},
    record::{Headers, Topic},
    sink::{
        AlteredSinkOffset, Closing, Receipt, SinkBatch, SinkConnector, SinkRecord, SinkTask, SinkTaskContext,
        TimestampType, TopicPartition,
    },
};

/// What became of a record that a sink task was given.
#[derive(Debug)]
pub enum Outcome {
    /// It is where it belongs.
    Delivered,
    /// It can never be delivered.
    Rejected(Error),
    /// It could not be delivered now.
    Retry(Error),
    /// Nobody said anything: it comes again.
    Dropped,
}

/// The worker's side: what a running sink task may ask for, from any thread, also while `put` waits.
pub trait SinkControl: Send + Sync {
    /// Says what became of the record with this receipt. Called once for each.
    fn settle(&self, receipt: u64, outcome: Outcome);
    /// As [`SinkTaskContext::rewind`].
    fn rewind(&self, partition: &TopicPartition, offset: i64);
    /// As [`SinkTaskContext::pause`].
    fn pause(&self, partitions: &[TopicPartition]);
    /// As [`SinkTaskContext::resume`].
    fn resume(&self, partitions: &[TopicPartition]);
    /// As [`SinkTaskContext::request_commit`].
    fn request_commit(&self);
    /// As [`SinkTaskContext::assignment`].
    fn assignment(&self) -> Vec<TopicPartition>;
}

/// One half of a record on its way to a task, in the form in which the converter has it: bytes go straight into the task's
/// type, without a value in between.
#[non_exhaustive]
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub enum Input<'a> {
    /// Null: a tombstone, or no key.
    Null,
    /// Avro binary.
    Avro {
        /// The schema's id in its registry: the same id is always the same schema.
        id: u32,
        /// The schema that it was written with.
        schema: Arc<avro::Schema>,
        /// The binary, without framing.
        bytes: &'a [u8],
    },
    /// Connect's JSON.
    Json {
        /// The text.
        bytes: &'a [u8],
        /// Whether it is the envelope with the schema, or the payload alone.
        envelope: bool,
        /// `replace.null.with.default`.
        replace_null_with_default: bool,
    },
    /// Text.
    Text(&'a str),
    /// Bytes as they are.
    Bytes(&'a [u8]),
    /// A value with its schema: from any other converter, and behind transformations.
    Value(SchemaAndValue),
}

/// One record on its way to a task. Borrowed: it is read before the call returns.
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub struct Incoming<'a> {
    /// The key.
    pub key: Input<'a>,
    /// The value.
    pub value: Input<'a>,
    /// The headers.
    pub headers: Headers,
    /// Milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    /// Who set the timestamp.
    pub timestamp_type: TimestampType,
    /// The topic, as transformations left it.
    pub topic: Topic,
    /// The partition, as transformations left it.
    pub partition: Option<i32>,
    /// Where Kafka keeps it.
    pub original: TopicPartition,
    /// Its offset there.
    pub offset: i64,
    /// What [`SinkControl::settle`] is called with.
    pub receipt: u64,
}

/// What a worker gives to a sink task that starts.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "nothing but trait objects")]
pub struct SinkWorker {
    /// Waiting, stopping, work beside the task.
    pub task: Arc<dyn TaskHost>,
    /// Takes receipts and requests.
    pub control: Arc<dyn SinkControl>,
    /// The task's place.
    pub slot: Slot,
}

/// A half of a record that could not be read into the task's type.
#[derive(Debug)]
pub struct Unreadable {
    /// Which half.
    pub part: Part,
    /// Why: a data error.
    pub error: Error,
}

/// A running sink task. One call at a time; a future that is dropped is the last call.
pub trait SinkHost: Send {
    /// As [`SinkTask::open`].
    fn open<'a>(&'a mut self, partitions: &'a [TopicPartition]) -> Boxed<'a, Result<()>>;
    /// Reads a record into the batch of the next [`put`](Self::put).
    ///
    /// # Errors
    /// The half that cannot be read; the record is then in no batch, and nothing is settled for its receipt.
    fn add(&mut self, record: Incoming<'_>) -> Result<(), Unreadable>;
    /// Gives the task the batch, which may be empty. What was still in the batch when it failed is settled as
    /// [`Outcome::Dropped`].
    fn put(&mut self) -> Boxed<'_, Result<()>>;
    /// As [`SinkTask::flush`].
    fn flush(&mut self) -> Boxed<'_, Result<()>>;
    /// As [`SinkTask::close`].
    fn close<'a>(&'a mut self, partitions: &'a [TopicPartition], why: Closing) -> Boxed<'a, Result<()>>;
    /// Ends the task, after its last `close`.
    fn stop(self: Box<Self>) -> Boxed<'static, Result<()>>;
}

/// A sink connector as the worker holds it. Every method could be asked of another process.
pub trait SinkPlugin: Send + Sync {
    /// The name in `connector.class`.
    fn class(&self) -> &'static str;
    /// Further names.
    fn aliases(&self) -> &'static [&'static str];
    /// Its version.
    fn version(&self) -> &'static str;
    /// Its keys.
    fn definition(&self) -> Cow<'static, Definition>;
    /// The name of its configuration struct, which the dump of its values shows.
    fn config_name(&self) -> &'static str;
    /// Whether its tasks take that half with its schema, whatever it is: [`Input::Value`] always.
    fn dynamic(&self, part: Part) -> bool;
    /// Checks every key, the rules across keys, and what only the connector can check; may connect.
    fn validate<'a>(&'a self, props: &'a Props) -> Boxed<'a, Result<Validation>>;
    /// Checks every key and the rules across keys, and connects to nothing.
    fn validate_offline(&self, props: &Props) -> Validation {
        self.definition().validate(props)
    }
    /// Divides the work.
    fn task_configs<'a>(&'a self, props: &'a Props, max_tasks: NonZeroUsize) -> Boxed<'a, Result<Vec<Props>>>;
    /// Resolves when the work should be divided again; an error makes the connector FAILED.
    fn watch(&self, props: &Props) -> Boxed<'static, Result<()>>;
    /// As [`SinkConnector::alter_offsets`].
    ///
    /// # Errors
    /// As there.
    fn alter_offsets(&self, props: &Props, offsets: &[AlteredSinkOffset]) -> Result<bool>;
    /// Starts a task.
    fn start(&self, props: &Props, worker: SinkWorker) -> Boxed<'static, Result<Box<dyn SinkHost>>>;
}

/// The sink connector `C` as a [`SinkPlugin`].
pub struct Sink<C>(PhantomData<fn() -> C>);

impl<C: SinkConnector> Sink<C> {
    /// The plugin.
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<C: SinkConnector> Default for Sink<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: SinkConnector> fmt::Debug for Sink<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sink").field(&C::CLASS).finish()
    }
}

impl<C: SinkConnector> SinkPlugin for Sink<C> {
    fn class(&self) -> &'static str {
        C::CLASS
    }

    fn aliases(&self) -> &'static [&'static str] {
        C::ALIASES
    }

    fn version(&self) -> &'static str {
        C::VERSION
    }

    fn definition(&self) -> Cow<'static, Definition> {
        C::Config::definition()
    }

    fn config_name(&self) -> &'static str {
        C::Config::NAME
    }

    fn dynamic(&self, part: Part) -> bool {
        match part {
            Part::Key => <C::Task as SinkTask>::Key::DYNAMIC,
            Part::Value => <C::Task as SinkTask>::Value::DYNAMIC,
        }
    }

    fn validate<'a>(&'a self, props: &'a Props) -> Boxed<'a, Result<Validation>> {
        Box::pin(async move {
            let mut validation = C::Config::validate(props);
            C::validate(&mut validation).await?;
            Ok(validation)
        })
    }

    fn validate_offline(&self, props: &Props) -> Validation {
        C::Config::validate(props)
    }

    fn task_configs<'a>(&'a self, props: &'a Props, max_tasks: NonZeroUsize) -> Boxed<'a, Result<Vec<Props>>> {
        Box::pin(async move {
            let config = parse::<C::Config>(props)?;
            let tasks = C::task_configs(&config, max_tasks).await?;
            Ok(tasks.iter().map(|task| task.to_props_as_given(props)).collect())
        })
    }

    fn watch(&self, props: &Props) -> Boxed<'static, Result<()>> {
        let config = parse::<C::Config>(props);
        Box::pin(async move { C::watch(config?).await })
    }

    fn alter_offsets(&self, props: &Props, offsets: &[AlteredSinkOffset]) -> Result<bool> {
        C::alter_offsets(&parse::<C::Config>(props)?, offsets)
    }

    fn start(&self, props: &Props, worker: SinkWorker) -> Boxed<'static, Result<Box<dyn SinkHost>>> {
        let config = parse::<<C::Task as SinkTask>::Config>(props);
        Box::pin(async move {
            let context = SinkTaskContext::new(TaskContext::new(worker.task), worker.slot, Arc::clone(&worker.control));
            let task = C::Task::start(config?, context).await?;
            let running: Box<dyn SinkHost> = Box::new(Running {
                task,
                keys: HalfReader::default(),
                values: HalfReader::default(),
                batch: VecDeque::new(),
                control: worker.control,
            });
            Ok(running)
        })
    }
}

/// A running task, and the batch that is being made for it.
struct Running<T: SinkTask> {
    task: T,
    keys: HalfReader<T::Key>,
    values: HalfReader<T::Value>,
    batch: VecDeque<(SinkRecord<T>, Receipt)>,
    control: Arc<dyn SinkControl>,
}

impl<T: SinkTask> SinkHost for Running<T> {
    fn open<'a>(&'a mut self, partitions: &'a [TopicPartition]) -> Boxed<'a, Result<()>> {
        Box::pin(self.task.open(partitions))
    }

    fn add(&mut self, record: Incoming<'_>) -> Result<(), Unreadable> {
        let key = self.keys.read(record.key).map_err(|error| Unreadable { part: Part::Key, error })?;
        let value = self.values.read(record.value).map_err(|error| Unreadable { part: Part::Value, error })?;
        let receipt = Receipt::new(record.receipt, Arc::clone(&self.control));
        let record = SinkRecord {
            key,
            value,
            headers: record.headers,
            timestamp_ms: record.timestamp_ms,
            timestamp_type: record.timestamp_type,
            topic: record.topic,
            partition: record.partition,
            original: record.original,
            offset: record.offset,
        };
        self.batch.push_back((record, receipt));
        Ok(())
    }

    fn put(&mut self) -> Boxed<'_, Result<()>> {
        let batch = SinkBatch::new(std::mem::take(&mut self.batch));
        Box::pin(async move {
            match self.task.put(batch).await {
                Ok(_settled) => Ok(()),
                // One unusable record goes through its receipt; a batch that is unusable as a whole ends the task.
                Err(error) if error.kind() == ErrorKind::Data => Err(Error::fatal(error)),
                Err(error) => Err(error),
            }
        })
    }

    fn flush(&mut self) -> Boxed<'_, Result<()>> {
        Box::pin(self.task.flush())
    }

    fn close<'a>(&'a mut self, partitions: &'a [TopicPartition], why: Closing) -> Boxed<'a, Result<()>> {
        Box::pin(self.task.close(partitions, why))
    }

    fn stop(self: Box<Self>) -> Boxed<'static, Result<()>> {
        Box::pin(self.task.stop())
    }
}
