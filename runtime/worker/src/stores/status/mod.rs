//! How what runs is.

mod kafka;
mod record;
mod state;

pub use kafka::KafkaStatusStore;
pub use record::{StatusRecord, TopicStatus};
pub use state::StatusState;

use std::fmt;

/// How a connector or a task is (`AbstractStatus.State`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StoredState {
    /// No worker has it.
    Unassigned,
    /// It runs.
    Running,
    /// It does nothing, as it was asked to.
    Paused,
    /// It failed; the trace says why.
    Failed,
    /// It is gone. Nobody ever reads this state: it is written as a tombstone.
    Destroyed,
    /// It is about to be started again.
    Restarting,
    /// It was stopped, and has no tasks. Connectors only.
    Stopped,
}

impl StoredState {
    const ALL: [Self; 7] =
        [Self::Unassigned, Self::Running, Self::Paused, Self::Failed, Self::Destroyed, Self::Restarting, Self::Stopped];

    /// The state of that name.
    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// As Kafka Connect writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unassigned => "UNASSIGNED",
            Self::Running => "RUNNING",
            Self::Paused => "PAUSED",
            Self::Failed => "FAILED",
            Self::Destroyed => "DESTROYED",
            Self::Restarting => "RESTARTING",
            Self::Stopped => "STOPPED",
        }
    }
}

impl fmt::Display for StoredState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The status of a connector or a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStatus {
    /// How it is.
    pub state: StoredState,
    /// Why it failed.
    pub trace: Option<String>,
    /// `host:port` of the worker that says so.
    pub worker_id: String,
    /// The generation of the workers' group in which it says so; 0 in a standalone worker.
    pub generation: i32,
    /// The version of the plugin.
    pub version: Option<String>,
}

/// Keeps statuses (Kafka Connect's `StatusBackingStore`). To write one never fails the caller: a store that is out of
/// reach says so in the log.
pub trait StatusStore: Send + Sync + 'static {
    /// Says how a connector is; [`StoredState::Destroyed`] removes it and its tasks.
    fn put_connector(&self, connector: &str, status: &StoredStatus);

    /// Says how a task is; [`StoredState::Destroyed`] removes it.
    fn put_task(&self, connector: &str, task: u32, status: &StoredStatus);

    /// How a connector is.
    fn connector(&self, connector: &str) -> Option<StoredStatus>;

    /// How a task is.
    fn task(&self, connector: &str, task: u32) -> Option<StoredStatus>;

    /// How a connector's tasks are, by number.
    fn tasks(&self, connector: &str) -> Vec<(u32, StoredStatus)>;

    /// The connectors that have a status.
    fn connectors(&self) -> Vec<String>;
}
