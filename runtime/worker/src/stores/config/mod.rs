//! What should run.

mod kafka;
mod record;
mod state;

pub use kafka::KafkaConfigStore;
pub use record::{ConfigRecord, SessionKey};
pub use state::ConfigState;

use std::{collections::BTreeMap, fmt};

use super::Pending;

/// A configuration as it was written: variables are not filled in. A null is kept as one.
pub type WrittenConfig = BTreeMap<String, Option<String>>;

/// What a connector was last asked to do (KIP-875).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TargetState {
    /// It runs, and its tasks do.
    #[default]
    Started,
    /// It runs, its tasks keep what they hold and do nothing.
    Paused,
    /// It is there, and has no tasks.
    Stopped,
}

impl TargetState {
    /// The state of that name.
    pub(super) fn of(name: &str) -> Option<Self> {
        [Self::Started, Self::Paused, Self::Stopped].into_iter().find(|state| state.name() == name)
    }

    /// As Kafka Connect writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Started => "STARTED",
            Self::Paused => "PAUSED",
            Self::Stopped => "STOPPED",
        }
    }
}

impl fmt::Display for TargetState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A connector, as a store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredConnector {
    /// Its name.
    pub name: String,
    /// Its configuration.
    pub config: WrittenConfig,
    /// What it was last asked to do.
    pub target: TargetState,
    /// The configurations of its tasks, by number.
    pub tasks: Vec<WrittenConfig>,
    /// Whether the tasks are not to be relied on: somebody began to write a new set and did not come to its end, or the
    /// rest of it was compacted away. They are to be made anew.
    pub inconsistent: bool,
}

/// Keeps the configurations of connectors and tasks (Kafka Connect's `ConfigBackingStore`).
///
/// What was written is durable, and seen by [`ConfigStore::snapshot`], when the future is done.
pub trait ConfigStore: Send + Sync + 'static {
    /// Every connector, by name, with all that was written before the call.
    fn snapshot(&self) -> Pending<'_, Vec<StoredConnector>>;

    /// Creates a connector or changes it. Without `target` it keeps the one that it has; a new one is started.
    fn put_connector<'a>(
        &'a self,
        name: &'a str,
        config: &'a WrittenConfig,
        target: Option<TargetState>,
    ) -> Pending<'a, ()>;

    /// Removes a connector with its tasks and its target state. One that is not there is no mistake.
    fn remove_connector<'a>(&'a self, name: &'a str) -> Pending<'a, ()>;

    /// Replaces the tasks of a connector, all of them; their place is their number.
    fn put_task_configs<'a>(&'a self, connector: &'a str, configs: &'a [WrittenConfig]) -> Pending<'a, ()>;

    /// Asks a connector to do something else. Of one that is not there it is kept, and counts when it is created.
    fn put_target_state<'a>(&'a self, connector: &'a str, target: TargetState) -> Pending<'a, ()>;
}
