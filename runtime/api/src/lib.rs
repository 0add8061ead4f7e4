//! Kafka Connect for Rust: what a connector author sees.

pub mod avro;
pub mod catalog;
pub mod config;
mod context;
pub mod converters;
pub mod data;
mod error;
mod gate;
pub mod host;
pub mod json;
#[cfg(feature = "parser")]
pub mod parser;
pub mod properties;
mod record;
mod sink;
mod source;
#[cfg(feature = "testing")]
pub mod testing;
mod transform;

pub use catalog::Catalog;
pub use config::{ConfigDef, ConfigField, Definition, Password, Prop, Props, Validation};
pub use context::{Slot, TaskContext};
pub use data::{
    ConnectSchema, ConnectType, Date, Decimal, FromRecord, Pair, Part, RecordData, RecordSet, SchemaAndValue,
    SchemaBuilder, Struct, Time, Timestamp, Value,
};
pub use error::{Cause, Error, ErrorKind, Result, ResultExt};
pub use kconnect_macros::{ConfigDef, ConfigEnum, ConfigField, ConnectSchema, RecordSet};
pub use record::{Delivered, HeaderValue, Headers, SourceBatch, SourceRecord, Topic};
pub use sink::{
    AlteredSinkOffset, Closing, Receipt, Settled, SinkBatch, SinkConnector, SinkRecord, SinkTask, SinkTaskContext,
    TimestampType, TopicPartition,
};
pub use source::{AlteredOffset, OffsetData, SourceConnector, SourcePartition, SourceTask, SourceTaskContext, Support};
pub use transform::{ConnectRecord, Origin, Predicate, Transformation};

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
