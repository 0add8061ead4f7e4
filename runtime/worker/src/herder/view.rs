//! Connectors and tasks, as the outside may see them.

use std::sync::Arc;

use crate::{
    errors::ErrorMetrics,
    metrics::SourceTaskMetrics,
    sink::SinkTaskMetrics,
    status::{Progress, Status},
    stores::TargetState,
    validate::ConnectorKind,
};

/// A connector, as the outside may see it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConnectorView {
    /// Its name.
    pub name: String,
    /// Which way its records go.
    pub kind: ConnectorKind,
    /// The version of its plugin.
    pub version: &'static str,
    /// What it was last asked to do.
    pub target: TargetState,
    /// How it is; its tasks may be otherwise.
    pub status: Status,
    /// `host:port` of the worker that it runs in.
    pub worker_id: Arc<str>,
    /// Its tasks, by number.
    pub tasks: Vec<TaskView>,
}

/// A task, as the outside may see it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TaskView {
    /// How it is.
    pub status: Status,
    /// `host:port` of the worker that it runs in.
    pub worker_id: Arc<str>,
    /// How long ago it got something done.
    pub progress: Progress,
    /// What it counted.
    pub metrics: TaskMetrics,
    /// What went wrong with its records.
    pub errors: Arc<ErrorMetrics>,
    /// Whether the worker starts it again by itself if it fails, or as it has failed: `task.restart.max.attempts`.
    pub restarts: bool,
}

/// What a task counted, by its kind.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TaskMetrics {
    /// A source's.
    Source(Arc<SourceTaskMetrics>),
    /// A sink's.
    Sink(Arc<SinkTaskMetrics>),
}

impl TaskMetrics {
    /// What a source task counted.
    #[must_use]
    pub fn source(&self) -> Option<&Arc<SourceTaskMetrics>> {
        match self {
            Self::Source(metrics) => Some(metrics),
            Self::Sink(_) => None,
        }
    }

    /// What a sink task counted.
    #[must_use]
    pub fn sink(&self) -> Option<&Arc<SinkTaskMetrics>> {
        match self {
            Self::Sink(metrics) => Some(metrics),
            Self::Source(_) => None,
        }
    }
}
