//! What a failure is about: the record, as it was before anything was done with it.

use kconnect::{Headers, SchemaAndValue, TimestampType};

/// The record that could not be handled. Borrowed from whoever handles it.
#[derive(Clone, Copy)]
#[non_exhaustive]
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub enum Original<'a> {
    /// A sink's record, as Kafka has it.
    Consumed(Consumed<'a>),
    /// A source's record, as far as it came.
    Source(Sourced<'a>),
    /// An input that a source could not make a record of.
    Rejected(Input<'a>),
}

/// A record as Kafka has it.
#[derive(Clone, Copy, Default)]
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub struct Consumed<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partition.
    pub partition: i32,
    /// The offset there.
    pub offset: i64,
    /// Milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    /// Who set the timestamp.
    pub timestamp_type: TimestampType,
    /// The key's bytes.
    pub key: Option<&'a [u8]>,
    /// The value's bytes.
    pub value: Option<&'a [u8]>,
    /// Names with bytes, in order.
    pub headers: &'a [(String, Option<Vec<u8>>)],
}

/// A source's record on its way to Kafka.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub struct Sourced<'a> {
    /// Where it goes.
    pub topic: &'a str,
    /// The Kafka partition, if one was chosen.
    pub kafka_partition: Option<i32>,
    /// Milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    /// The key.
    pub key: Half<'a>,
    /// The value.
    pub value: Half<'a>,
    /// The headers.
    pub headers: SourcedHeaders<'a>,
    /// Source partition and source offset, each a JSON object, as far as they are known.
    pub at: Option<(&'a str, &'a str)>,
}

/// The headers of a source's record.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub enum SourcedHeaders<'a> {
    /// As the header converter wrote them.
    Bytes(&'a [(String, Option<Vec<u8>>)]),
    /// Not converted yet.
    Data(&'a Headers),
}

/// The key or the value of a source's record.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub enum Half<'a> {
    /// As the converter wrote it.
    Bytes(Option<&'a [u8]>),
    /// Not converted yet.
    Data(&'a SchemaAndValue),
    /// Lost with what failed: nobody kept it.
    Gone,
}

/// An input that a source could not make a record of.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "raw input may hold what must not be logged")]
pub struct Input<'a> {
    /// The input, as it came.
    pub raw: &'a [u8],
    /// Source partition and source offset, each a JSON object, as far as they are known.
    pub at: Option<(&'a str, &'a str)>,
}
