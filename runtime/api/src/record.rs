//! Records on their way from a source task to Kafka.

use std::{borrow::Borrow, fmt, ops::Deref, sync::Arc};

use crate::{
    context::TaskContext,
    data::{Date, Schema, SchemaAndValue, Time, Timestamp},
    error::{Error, Result},
    host::{Boundary, Entry, Outbox, Receipts, hand_over},
    source::{SourcePartition, SourceTask},
};

/// The name of a Kafka topic. Cloning it does not allocate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(Arc<str>);

impl From<&str> for Topic {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl From<String> for Topic {
    fn from(name: String) -> Self {
        Self(name.into())
    }
}

impl Deref for Topic {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Topic {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The headers of a record: an ordered multimap, as Kafka's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headers(Vec<(String, SchemaAndValue)>);

impl Headers {
    /// Appends a header; earlier ones with the same key stay.
    pub fn add(&mut self, key: impl Into<String>, value: impl HeaderValue) {
        self.0.push((key.into(), value.into_header()));
    }

    /// All headers, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &SchemaAndValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// All headers with that key, in order.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a SchemaAndValue> {
        self.iter().filter(move |(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The last header with that key.
    #[must_use]
    pub fn last(&self, key: &str) -> Option<&SchemaAndValue> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Removes all headers with that key.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|(name, _)| name != key);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a header can hold: text, bytes, a boolean, a signed number, a point in time, or any value with its schema.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a header",
    note = "use `String`, `&str`, `Vec<u8>`, `bool`, a signed number, `Timestamp`, `Date`, `Time` or `SchemaAndValue`"
)]
pub trait HeaderValue {
    /// The value as the data model has it, with its schema.
    fn into_header(self) -> SchemaAndValue;
}

macro_rules! header_values {
    ($($type:ty: $schema:ident),*) => {$(
        impl HeaderValue for $type {
            fn into_header(self) -> SchemaAndValue {
                SchemaAndValue::new(Schema::$schema(), self)
            }
        }
    )*};
}

header_values! {
    bool: boolean, i8: int8, i16: int16, i32: int32, i64: int64, f32: float32, f64: float64, String: string, &str: string,
    Vec<u8>: bytes, Timestamp: timestamp, Date: date, Time: time
}

impl HeaderValue for SchemaAndValue {
    fn into_header(self) -> SchemaAndValue {
        self
    }
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivered {
    /// Kafka partition and offset; `None` when a transformation dropped the record or the dead letter queue took it.
    pub metadata: Option<(i32, i64)>,
}

impl Delivered {
    /// Kafka has the record at this partition and offset.
    #[must_use]
    pub fn at(partition: i32, offset: i64) -> Self {
        Self { metadata: Some((partition, offset)) }
    }

    /// The record will never be sent, and that is as configured.
    #[must_use]
    pub fn skipped() -> Self {
        Self { metadata: None }
    }
}

/// One record of the source task `T`.
#[expect(missing_debug_implementations, reason = "a record may hold what must not be logged")]
pub struct SourceRecord<T: SourceTask> {
    /// Where it goes.
    pub topic: Topic,
    /// The Kafka partition; the producer's partitioner chooses by key when there is none.
    pub kafka_partition: Option<i32>,
    /// Milliseconds since the epoch; the time of sending when there is none.
    pub timestamp_ms: Option<i64>,
    /// Its headers.
    pub headers: Headers,
    /// Key and value.
    pub record: T::Record,
    pub(crate) at: Option<(SourcePartition<T>, T::Offset)>,
    pub(crate) on_delivered: Option<Box<dyn FnOnce(Delivered) + Send>>,
}

impl<T: SourceTask> SourceRecord<T> {
    /// A record for `topic` without partition, timestamp, headers or position.
    #[must_use]
    pub fn new(topic: &Topic, record: T::Record) -> Self {
        Self {
            topic: topic.clone(),
            kafka_partition: None,
            timestamp_ms: None,
            headers: Headers::default(),
            record,
            at: None,
            on_delivered: None,
        }
    }

    /// Where the source is after this record. Committed once Kafka has it and every earlier record of `partition`.
    #[must_use]
    pub fn at(mut self, partition: &SourcePartition<T>, offset: T::Offset) -> Self {
        self.at = Some((partition.clone(), offset));
        self
    }

    /// Chooses the Kafka partition, instead of leaving it to the partitioner.
    #[must_use]
    pub fn kafka_partition(mut self, partition: i32) -> Self {
        self.kafka_partition = Some(partition);
        self
    }

    /// The record's time, in milliseconds since the epoch.
    #[must_use]
    pub fn timestamp_ms(mut self, timestamp_ms: i64) -> Self {
        self.timestamp_ms = Some(timestamp_ms);
        self
    }

    /// Calls `f` once when Kafka has the record (exactly-once: when its transaction is committed), and drops it
    /// uncalled when that never happens. It runs on a thread of the worker, also while `poll` waits: do no more in it
    /// than hand a token to a channel.
    #[must_use]
    pub fn on_delivered(mut self, f: impl FnOnce(Delivered) + Send + 'static) -> Self {
        self.on_delivered = Some(Box::new(f));
        self
    }
}

/// What a source task hands over: everything pushed is delivered when `poll` returns, whatever it returns, or when
/// [`deliver`](Self::deliver) is called.
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub struct SourceBatch<T: SourceTask> {
    entries: Vec<Entry<T>>,
    context: TaskContext,
    outbox: Arc<dyn Outbox>,
    receipts: Arc<Receipts>,
}

/// As many records as one hand-over should have; with Kafka Connect it is the connectors' habit to stop at a few
/// hundred.
const FULL: usize = 500;

impl<T: SourceTask> SourceBatch<T> {
    pub(crate) fn new(context: TaskContext, outbox: Arc<dyn Outbox>, receipts: Arc<Receipts>) -> Self {
        Self { entries: Vec::new(), context, outbox, receipts }
    }

    /// Adds a record. Push it together with the advance of the cursor behind it, without an await between the two.
    pub fn push(&mut self, record: SourceRecord<T>) {
        self.entries.push(Entry::Record(record));
    }

    /// How many records and rejected inputs wait for the next hand-over.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing waits for the next hand-over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether there is enough for one hand-over: return, or [`deliver`](Self::deliver).
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.entries.len() >= FULL
    }

    /// The same as returning `Ok(())` and being polled again: hands over, then waits for room (back pressure). For
    /// tasks that loop over a stream and never return.
    ///
    /// Cancel safe: what was handed over stays so.
    ///
    /// # Errors
    /// What the worker says about the records, or that it wants the task back; pass it on with `?`.
    pub async fn deliver(&mut self) -> Result<()> {
        self.hand_over(Boundary::Poll)?;
        self.context.until_stop(self.outbox.room()).await?
    }

    /// An input that cannot become a record: it goes to `errors.*`, and the offset moves past it.
    pub fn reject(&mut self, at: Option<(&SourcePartition<T>, T::Offset)>, raw: &[u8], error: Error) {
        let at = at.map(|(partition, offset)| (partition.clone(), offset));
        self.entries.push(Entry::Rejected { at, raw: raw.to_vec(), error });
    }

    /// Ends the transaction after what was pushed so far.
    ///
    /// # Errors
    /// Fatal without `transaction.boundary=connector`.
    pub fn commit_transaction(&mut self) -> Result<()> {
        self.hand_over(Boundary::Commit)
    }

    /// Discards what was pushed since the last boundary; its source offsets are committed, as in Kafka.
    ///
    /// # Errors
    /// Fatal without `transaction.boundary=connector`.
    pub fn abort_transaction(&mut self) -> Result<()> {
        self.hand_over(Boundary::Abort)
    }

    fn hand_over(&mut self, boundary: Boundary) -> Result<()> {
        hand_over(&mut self.entries, &self.receipts, &*self.outbox, Some(boundary))
    }

    /// Hands over without a boundary.
    pub(crate) fn flush(&mut self) -> Result<()> {
        hand_over(&mut self.entries, &self.receipts, &*self.outbox, None)
    }

    /// Hands over what one successful `poll` pushed.
    pub(crate) fn end_of_poll(&mut self) -> Result<()> {
        self.hand_over(Boundary::Poll)
    }
}
