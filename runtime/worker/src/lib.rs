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
mod converter;
pub mod dev;
mod error;
mod findings;
mod herder;
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
mod source;
mod status;
mod submitted;
mod task;
mod tolerance;
pub mod validate;
mod variables;
mod worker;

pub use error::{Error, Result};
pub use herder::{ConnectorView, TaskView};
pub use kafka::{ConsumedRecord, KafkaError, TopicReader};
pub use log::init_logging;
pub use metrics::{SourceTaskMetrics, SourceTaskReading};
pub use status::{State, Status};
pub use worker::{RunningWorker, Worker};
