//! The one seam between connectors and whoever runs them.
//!
//! Connectors are typed, workers are not. Everything that drives a task (the worker, tests, a bridge into another
//! process) holds it through the traits in this module; [`Source`] implements them once for every
//! [`SourceConnector`](crate::SourceConnector). Each method, both ways, could be one frame on a pipe: no argument
//! borrows what the other side owns for longer than the call.

mod batch;
mod plugin;
mod raw;
mod read;
mod scalar;
mod sink;
mod task;
mod transform;

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use crate::{
    avro::AvroForm,
    context::Slot,
    data::{Part, SchemaAndValue},
    error::{Error, Result},
    json::JsonFormat,
    record::{Delivered, Headers, Topic},
};

pub(crate) use batch::{Entry, Receipts, hand_over};
pub use plugin::{Source, SourcePlugin};
pub use sink::{Incoming, Input, Outcome, Sink, SinkControl, SinkHost, SinkPlugin, SinkWorker, Unreadable};
pub(crate) use task::{Shared, read_offset};
pub use transform::{DynPredicate, DynTransformation, Plugin, RecordPlugin};

/// A boxed future of the seam: one per call, never one per record.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a worker lends to a task of either kind. Implemented by whoever runs tasks.
pub trait TaskHost: Send + Sync {
    /// Resolves when the worker wants the task back, and at once if it already does.
    fn stopping(&self) -> Boxed<'static, ()>;
    /// Whether the worker wants the task back.
    fn is_stopping(&self) -> bool;
    /// Resolves after `duration`.
    fn sleep(&self, duration: Duration) -> Boxed<'static, ()>;
    /// Runs `work` beside the task; its error or panic fails the task. Awaited before the task's end is reported.
    fn spawn(&self, name: &str, work: Boxed<'static, Result<()>>);
    /// Runs blocking code; resolves when it has returned, with a fatal error if it panicked.
    fn blocking(&self, work: Box<dyn FnOnce() + Send>) -> Boxed<'static, Result<()>>;
    /// The connector's task configurations should be computed again.
    fn request_reconfiguration(&self);
}

/// In which form a part of a record is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Avro binary, without any framing.
    Avro(AvroForm),
    /// Kafka Connect's JSON payload, without the schema envelope.
    Json(JsonFormat),
    /// What Java's `toString` gives: the `StringConverter`'s form.
    Text,
    /// Bytes as they are, a boolean in one byte, a number in its own, big-endian: the form of `ByteArrayConverter` and its
    /// siblings. Nothing else has it.
    Raw,
}

/// A record with its type erased: one virtual call a part, the whole traversal inside.
pub trait DynRecord {
    /// Which of the task's (key, value) pairs it is: an index into [`SourcePlugin::pairs`].
    fn pair(&self) -> usize;
    /// Whether the part is null: no bytes at all, for a value a tombstone.
    fn is_null(&self, part: Part) -> bool;
    /// Appends the part to `out`.
    ///
    /// # Errors
    /// A data error when the value does not fit its schema; `out` then holds a part of it.
    fn write(&self, part: Part, format: Format, out: &mut Vec<u8>) -> Result<()>;
    /// The part with its schema, for transformations and for converters that know schemas at run time only; `prefix` is the
    /// configured namespace.
    fn connect(&self, part: Part, prefix: Option<&str>) -> SchemaAndValue;
}

/// One record on its way from a task to the worker. Borrowed: it is encoded before the call returns.
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub struct Outgoing<'a> {
    /// Where it goes.
    pub topic: &'a Topic,
    /// The Kafka partition, when the task chose it; the producer's partitioner otherwise.
    pub kafka_partition: Option<i32>,
    /// Milliseconds since the epoch; the producer's clock otherwise.
    pub timestamp_ms: Option<i64>,
    /// Its headers, in order.
    pub headers: &'a Headers,
    /// Key and value.
    pub record: &'a dyn DynRecord,
    /// Index of the opened source partition, and the source offset as a compact JSON object.
    pub at: Option<(u32, &'a [u8])>,
    /// What [`SourceEvents::delivered`] is called with; 0: nobody wants to know.
    pub receipt: u64,
}

/// Input that could not become a record.
#[expect(missing_debug_implementations, reason = "raw input may hold what must not be logged")]
pub struct Rejected<'a> {
    /// As in [`Outgoing::at`]: the offset moves past it.
    pub at: Option<(u32, &'a [u8])>,
    /// The input as it came.
    pub raw: &'a [u8],
    /// Why.
    pub error: Error,
}

/// What ends with the records handed over so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// One `poll`: with exactly-once and `transaction.boundary=poll`, one transaction.
    Poll,
    /// The transaction, on the task's demand.
    Commit,
    /// The transaction, on the task's demand; its records are discarded, their source offsets are not.
    Abort,
}

/// A source partition as the worker knows it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The worker's index of it, valid as long as the task lives.
    pub index: u32,
    /// The committed source offset, a compact JSON object.
    pub offset: Option<Vec<u8>>,
}

/// The worker's side: takes what a source task hands over. Callable while `poll` waits; that is how
/// [`SourceBatch::deliver`](crate::SourceBatch::deliver) works. Encoding runs on the caller's thread.
pub trait Outbox: Send + Sync {
    /// Makes source partitions known, each a compact JSON object, and answers in the same order.
    fn open(&self, partitions: Vec<Vec<u8>>) -> Boxed<'_, Result<Vec<Opened>>>;
    /// Takes one record.
    ///
    /// # Errors
    /// What the task fails with.
    fn record(&self, record: Outgoing<'_>) -> Result<()>;
    /// Takes an input that could not become a record.
    ///
    /// # Errors
    /// What the task fails with, when `errors.tolerance` does not cover it.
    fn reject(&self, rejected: Rejected<'_>) -> Result<()>;
    /// Marks a boundary after everything taken so far.
    ///
    /// # Errors
    /// Fatal for [`Boundary::Commit`] and [`Boundary::Abort`] without `transaction.boundary=connector`.
    fn boundary(&self, boundary: Boundary) -> Result<()>;
    /// Resolves when the task may hand over more: its budget of bytes in flight has room (back pressure).
    fn room(&self) -> Boxed<'_, Result<()>>;
}

/// What the worker tells a running source task. Callable at any time, also while `poll` waits, from any thread.
pub trait SourceEvents: Send + Sync {
    /// Kafka has the record with this receipt, or it will never be sent.
    fn delivered(&self, receipt: u64, what: Delivered);
    /// The committed offset of a source partition moved: it is durable.
    ///
    /// # Errors
    /// Fatal when the offset is not what the task's offset type can read.
    fn committed(&self, partition: u32, offset: &[u8]) -> Result<()>;
}

/// A running source task. One call at a time; a future that is dropped is the last call.
pub trait SourceHost: Send {
    /// Polls the task once and hands over what it pushed.
    fn poll(&mut self) -> Boxed<'_, Result<()>>;
    /// The channel for acknowledgements.
    fn events(&self) -> Arc<dyn SourceEvents>;
    /// Ends the task, after its last `poll`, the last acknowledgements and the last offset commit.
    fn stop(self: Box<Self>) -> Boxed<'static, Result<()>>;
}

/// What a worker gives to a source task that starts.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "nothing but trait objects")]
pub struct SourceWorker {
    /// Waiting, stopping, work beside the task.
    pub task: Arc<dyn TaskHost>,
    /// Takes the records.
    pub outbox: Arc<dyn Outbox>,
    /// The task's place.
    pub slot: Slot,
}
