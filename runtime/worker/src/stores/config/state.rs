//! What the records of a config topic come to (`ClusterConfigState`).

use std::collections::{BTreeMap, BTreeSet};

use super::{ConfigRecord, SessionKey, StoredConnector, TargetState, WrittenConfig};
use crate::stores::json::Ignored;

/// The state of a config topic, record by record.
#[derive(Debug, Clone, Default)]
pub struct ConfigState {
    connectors: BTreeMap<String, WrittenConfig>,
    targets: BTreeMap<String, TargetState>,
    /// Those that a commit confirmed, and perhaps some beyond the number of a connector's tasks.
    tasks: BTreeMap<(String, u32), WrittenConfig>,
    counts: BTreeMap<String, u32>,
    /// Those that no commit has confirmed yet.
    deferred: BTreeMap<String, BTreeMap<u32, WrittenConfig>>,
    inconsistent: BTreeSet<String>,
    fencing: BTreeMap<String, u32>,
    session_key: Option<SessionKey>,
    loggers: BTreeMap<String, String>,
}

impl ConfigState {
    /// Takes the next record of the topic.
    ///
    /// # Errors
    /// Why the record changes nothing.
    pub fn apply(&mut self, key: &[u8], value: Option<&[u8]>) -> Result<(), Ignored> {
        match ConfigRecord::read(key, value)? {
            ConfigRecord::Connector { connector, config: Some(config) } => {
                self.targets.entry(connector.clone()).or_default();
                self.connectors.insert(connector, config);
            }
            ConfigRecord::Connector { connector, config: None } => self.removed(&connector),
            ConfigRecord::TargetState { connector, state: Some(state) } => {
                self.targets.insert(connector, state);
            }
            ConfigRecord::TargetState { connector, state: None } => {
                self.targets.remove(&connector);
                // A connector that is there is to run.
                if self.connectors.contains_key(&connector) {
                    self.targets.insert(connector, TargetState::Started);
                }
            }
            ConfigRecord::Task { connector, task, config } => {
                self.deferred.entry(connector).or_default().insert(task, config);
            }
            ConfigRecord::Commit { connector, tasks } => self.committed(connector, tasks),
            ConfigRecord::TaskCount { connector, tasks } => {
                self.fencing.insert(connector, tasks);
            }
            ConfigRecord::SessionKey(key) => self.session_key = Some(key),
            ConfigRecord::Logger { namespace, level } => {
                self.loggers.insert(namespace, level);
            }
            // A wish of the moment.
            ConfigRecord::Restart { .. } => {}
        }
        Ok(())
    }

    /// Every connector, by name.
    #[must_use]
    pub fn connectors(&self) -> Vec<StoredConnector> {
        self.connectors
            .iter()
            .map(|(name, config)| {
                let inconsistent = self.inconsistent.contains(name);
                let count = if inconsistent { 0 } else { self.counts.get(name).copied().unwrap_or_default() };
                let task = |task| self.tasks.get(&(name.clone(), task)).cloned().unwrap_or_default();
                StoredConnector {
                    name: name.clone(),
                    config: config.clone(),
                    target: self.targets.get(name).copied().unwrap_or_default(),
                    tasks: (0..count).map(task).collect(),
                    inconsistent,
                }
            })
            .collect()
    }

    /// How many tasks of a connector may write in transactions.
    #[must_use]
    pub fn task_count_record(&self, connector: &str) -> Option<u32> {
        self.fencing.get(connector).copied()
    }

    /// The key that workers sign their requests to each other with.
    #[must_use]
    pub fn session_key(&self) -> Option<&SessionKey> {
        self.session_key.as_ref()
    }

    /// The levels that every worker is to log at, by logger.
    #[must_use]
    pub fn loggers(&self) -> &BTreeMap<String, String> {
        &self.loggers
    }

    fn committed(&mut self, connector: String, count: u32) {
        // The connector was removed, and its own record compacted away.
        if !self.connectors.contains_key(&connector) {
            return self.removed(&connector);
        }
        let deferred = self.deferred.remove(&connector).unwrap_or_default();
        // More than those may be left of a larger set that was compacted.
        if (0..count).all(|task| deferred.contains_key(&task)) {
            self.tasks.extend(deferred.into_iter().map(|(task, config)| ((connector.clone(), task), config)));
            self.inconsistent.remove(&connector);
        } else {
            // Some of the set were compacted away, since a newer one was begun.
            self.inconsistent.insert(connector.clone());
        }
        self.counts.insert(connector, count);
    }

    fn removed(&mut self, connector: &str) {
        self.connectors.remove(connector);
        self.counts.remove(connector);
        self.tasks.retain(|(owner, _), _| owner != connector);
        self.deferred.remove(connector);
    }
}
