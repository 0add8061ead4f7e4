//! What a sink task is made of.

use std::{sync::Arc, time::Duration};

use kconnect::{Props, Slot, config::Secrets, host::SinkPlugin};

use super::{SinkTaskMetrics, Topics};
use crate::{
    converter::{Converter, HeaderConverter},
    errors::ErrorHandler,
    kafka,
    status::StatusCell,
    transforms::Chain,
    variables::Variables,
};

/// All that a sink task needs to run.
pub(crate) struct SinkTaskSpec {
    /// The task's place.
    pub(crate) slot: Slot,
    /// The connector's code.
    pub(crate) plugin: Arc<dyn SinkPlugin>,
    /// The task's configuration, as it is stored.
    pub(crate) props: Props,
    /// Fills in its variables.
    pub(crate) variables: Variables,
    /// Of its connector and of the worker: what must not be in any message.
    pub(crate) secrets: Secrets,
    /// Of keys and of values.
    pub(crate) converters: [Arc<Converter>; 2],
    /// Of headers.
    pub(crate) headers: Arc<HeaderConverter>,
    /// What records go through before the task.
    pub(crate) chain: Arc<Chain>,
    /// What is done about errors.
    pub(crate) errors: Arc<ErrorHandler>,
    /// The task's consumer: [`kafka::ClientConfig::consumer`].
    pub(crate) consumer: kafka::ClientConfig,
    /// What it reads.
    pub(crate) topics: Topics,
    /// `offset.flush.interval.ms`.
    pub(crate) flush_interval: Duration,
    /// `offset.flush.timeout.ms`.
    pub(crate) flush_timeout: Duration,
    /// `task.shutdown.graceful.timeout.ms`.
    pub(crate) grace: Duration,
    /// Where the task says how it is.
    pub(crate) status: StatusCell,
    /// Where the task counts.
    pub(crate) metrics: Arc<SinkTaskMetrics>,
}
