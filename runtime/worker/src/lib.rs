//! Runs kconnect connectors as a Kafka Connect worker.
//!
//! A binary names its connectors and runs; everything else is configuration:
//!
//! ```no_run
//! # use kconnect::SourceConnector;
//! # async fn main_of<TwitterSourceConnector: SourceConnector>() -> std::process::ExitCode {
//! kconnect_worker::Worker::new().source::<TwitterSourceConnector>().run().await
//! # }
//! ```
//!
//! [`Worker::start`] runs the same worker inside another program.

mod check;
mod cli;
mod config;
pub mod converter;
pub mod dev;
mod error;
pub mod errors;
mod examine;
mod herder;
mod java_date;
mod java_regex;
mod kafka;
mod key_store;
mod lane;
mod log;
mod metrics;
pub mod offsets;
mod plugins;
mod problem;
pub mod properties;
mod raw;
pub mod registry;
mod sink;
mod source;
mod status;
pub mod stores;
mod submitted;
mod task;
pub mod topics;
pub mod transforms;
pub mod validate;
mod variables;
mod worker;

pub use error::{Error, Result};
pub use herder::{ConnectorView, RestartRequest, TaskMetrics, TaskView};
pub use kafka::{AdminError, ConsumedRecord, KafkaError, TopicReader};
pub use log::{LogLevel, LoggerLevel, Loggers, UnknownLogLevel, init_logging};
pub use metrics::{SourceTaskMetrics, SourceTaskReading};
pub use sink::{SinkTaskMetrics, SinkTaskReading};
pub use status::{Progress, State, Status};
pub use worker::{RunningWorker, Worker};
