//! The states of connectors and tasks, as Kafka Connect shows them.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// The state of a connector or of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// No worker has it yet.
    Unassigned,
    /// It runs.
    Running,
    /// It keeps its resources but does nothing.
    Paused,
    /// It was stopped by an operator, or with the worker.
    Stopped,
    /// It ended with an error; see the trace.
    Failed,
    /// It is about to run again.
    Restarting,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unassigned => "UNASSIGNED",
            Self::Running => "RUNNING",
            Self::Paused => "PAUSED",
            Self::Stopped => "STOPPED",
            Self::Failed => "FAILED",
            Self::Restarting => "RESTARTING",
        })
    }
}

/// A state, and what led to it if it is [`State::Failed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The state.
    pub state: State,
    /// The error and its causes.
    pub trace: Option<String>,
}

/// Where a task keeps its status, so that others can see it.
#[derive(Clone, Debug)]
pub(crate) struct StatusCell(Arc<Mutex<Status>>);

impl StatusCell {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Status { state: State::Unassigned, trace: None })))
    }

    pub(crate) fn set(&self, state: State) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Status { state, trace: None };
    }

    pub(crate) fn fail(&self, trace: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Status { state: State::Failed, trace: Some(trace) };
    }

    pub(crate) fn get(&self) -> Status {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
