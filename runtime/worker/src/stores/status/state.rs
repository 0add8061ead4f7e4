//! What the records of a status topic come to.

use std::collections::{BTreeMap, BTreeSet};

use super::{StatusRecord, StoredState, StoredStatus, TopicStatus};
use crate::stores::json::Ignored;

/// The state of a status topic, record by record.
#[derive(Debug, Clone, Default)]
pub struct StatusState {
    pub(super) connectors: BTreeMap<String, StoredStatus>,
    pub(super) tasks: BTreeMap<(String, u32), StoredStatus>,
    topics: BTreeMap<String, BTreeMap<String, TopicStatus>>,
}

impl StatusState {
    /// Takes the next record of the topic.
    ///
    /// # Errors
    /// Why the record changes nothing.
    pub fn apply(&mut self, key: &[u8], value: Option<&[u8]>) -> Result<(), Ignored> {
        match StatusRecord::read(key, value)? {
            StatusRecord::Connector { connector, status: Some(status) } => {
                self.connectors.insert(connector, status);
            }
            StatusRecord::Connector { connector, status: None } => {
                self.connectors.remove(&connector);
                self.tasks.retain(|(owner, _), _| *owner != connector);
            }
            StatusRecord::Task { connector, task, status: Some(status) } => {
                let place = (connector, task);
                // A worker that has lost the task may say so after the one that has it now.
                if status.state == StoredState::Unassigned
                    && let Some(now) = self.tasks.get(&place)
                    && now.state == StoredState::Running
                    && now.generation >= status.generation
                {
                    let what = "Ignoring stale status UNASSIGNED in favour of more upto date status RUNNING of";
                    return Ignored::new(format!("{what} {}-{}", place.0, place.1));
                }
                self.tasks.insert(place, status);
            }
            StatusRecord::Task { connector, task, status: None } => {
                self.tasks.remove(&(connector, task));
            }
            StatusRecord::Topic { topic, connector, status: Some(status) } => {
                self.topics.entry(connector).or_default().insert(topic, status);
            }
            StatusRecord::Topic { topic, connector, status: None } => {
                if let Some(topics) = self.topics.get_mut(&connector) {
                    topics.remove(&topic);
                }
            }
        }
        Ok(())
    }

    /// The connectors that have a status, or tasks with one.
    #[must_use]
    pub fn connectors(&self) -> BTreeSet<String> {
        self.connectors.keys().chain(self.tasks.keys().map(|(connector, _)| connector)).cloned().collect()
    }

    /// How a connector is.
    #[must_use]
    pub fn connector(&self, connector: &str) -> Option<&StoredStatus> {
        self.connectors.get(connector)
    }

    /// How a task is.
    #[must_use]
    pub fn task(&self, connector: &str, task: u32) -> Option<&StoredStatus> {
        self.tasks.get(&(connector.to_owned(), task))
    }

    /// How a connector's tasks are, by number.
    #[must_use]
    pub fn tasks(&self, connector: &str) -> Vec<(u32, &StoredStatus)> {
        let own = self.tasks.iter().filter(|((owner, _), _)| owner == connector);
        own.map(|((_, task), status)| (*task, status)).collect()
    }

    /// The topics that a connector works with, by name.
    #[must_use]
    pub fn topics(&self, connector: &str) -> Vec<&TopicStatus> {
        self.topics.get(connector).into_iter().flat_map(BTreeMap::values).collect()
    }
}

impl StoredStatus {
    /// Whether it may be written over `now` when others may have written since: by whoever wrote that, or in a generation
    /// that is not older.
    pub(super) fn may_replace(&self, now: Option<&Self>) -> bool {
        now.is_none_or(|now| now.worker_id == self.worker_id || now.generation <= self.generation)
    }
}
