//! Transformations and predicates: what changes records between a connector and its converters.

use crate::{
    config::ConfigDef,
    data::SchemaAndValue,
    error::Result,
    record::{Headers, Topic},
    sink::{TimestampType, TopicPartition},
};

/// A record whose schemas are known at run time: what transformations see (Kafka Connect's `ConnectRecord`).
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectRecord {
    /// The topic.
    pub topic: Topic,
    /// The Kafka partition, if one was chosen.
    pub kafka_partition: Option<i32>,
    /// The key.
    pub key: SchemaAndValue,
    /// The value.
    pub value: SchemaAndValue,
    /// Milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    /// The headers, in order.
    pub headers: Headers,
    /// Where it came from, if it came from Kafka: a sink's record.
    pub origin: Option<Origin>,
}

/// Where in Kafka a sink's record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Topic and partition, as they were before any transformation.
    pub partition: TopicPartition,
    /// The offset there.
    pub offset: i64,
    /// Who set the timestamp.
    pub timestamp_type: TimestampType,
}

/// Changes records, one at a time (Kafka Connect's `Transformation`, called SMT).
///
/// Register it with the worker's builder; a connector's configuration names it with `transforms`.
pub trait Transformation: Sized + Send + Sync + 'static {
    /// The name in `transforms.ALIAS.type`; a Java class name where one exists.
    const CLASS: &'static str;
    /// Further full names. Simple names are known without.
    const ALIASES: &'static [&'static str] = &[];
    /// Its version.
    const VERSION: &'static str = "undefined";
    /// Its keys, below `transforms.ALIAS.`.
    type Config: ConfigDef;

    /// Makes one from its configuration.
    ///
    /// # Errors
    /// What the keys' own checks cannot see; the connector is then refused.
    fn configure(config: Self::Config) -> Result<Self>;

    /// The record that goes on, or `None` to drop it. Runs on the task's thread: it must not wait.
    ///
    /// # Errors
    /// `Retriable` is tried again as `errors.retry.timeout` says; anything else is for `errors.tolerance` to decide.
    fn apply(&self, record: ConnectRecord) -> Result<Option<ConnectRecord>>;
}

/// Says to which records a transformation applies (Kafka Connect's `Predicate`).
pub trait Predicate: Sized + Send + Sync + 'static {
    /// The name in `predicates.ALIAS.type`; a Java class name where one exists.
    const CLASS: &'static str;
    /// Further full names. Simple names are known without.
    const ALIASES: &'static [&'static str] = &[];
    /// Its version.
    const VERSION: &'static str = "undefined";
    /// Its keys, below `predicates.ALIAS.`.
    type Config: ConfigDef;

    /// Makes one from its configuration.
    ///
    /// # Errors
    /// What the keys' own checks cannot see; the connector is then refused.
    fn configure(config: Self::Config) -> Result<Self>;

    /// Whether the transformation applies to the record.
    ///
    /// # Errors
    /// As of a transformation.
    fn test(&self, record: &ConnectRecord) -> Result<bool>;
}
