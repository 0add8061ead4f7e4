//! Stores that live as long as the process: those of a standalone worker.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    ConfigStore, Pending, StatusStore, StoredConnector, StoredState, StoredStatus, TargetState, WrittenConfig,
};

/// Kafka Connect's `MemoryConfigBackingStore`.
#[derive(Debug, Default)]
pub struct MemoryConfigStore {
    connectors: Mutex<BTreeMap<String, Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    config: Option<WrittenConfig>,
    target: Option<TargetState>,
    tasks: Vec<WrittenConfig>,
}

impl MemoryConfigStore {
    fn connectors(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        self.connectors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, name: &str, change: impl FnOnce(&mut Kept)) -> Pending<'static, ()> {
        change(self.connectors().entry(name.to_owned()).or_default());
        Box::pin(async { Ok(()) })
    }
}

impl ConfigStore for MemoryConfigStore {
    fn snapshot(&self) -> Pending<'_, Vec<StoredConnector>> {
        Box::pin(async {
            let connectors = self.connectors();
            let stored = connectors.iter().filter_map(|(name, kept)| {
                Some(StoredConnector {
                    name: name.clone(),
                    config: kept.config.clone()?,
                    target: kept.target.unwrap_or_default(),
                    tasks: kept.tasks.clone(),
                    inconsistent: false,
                })
            });
            Ok(stored.collect())
        })
    }

    fn put_connector<'a>(
        &'a self,
        name: &'a str,
        config: &'a WrittenConfig,
        target: Option<TargetState>,
    ) -> Pending<'a, ()> {
        self.change(name, |kept| {
            kept.config = Some(config.clone());
            kept.target = target.or(kept.target);
        })
    }

    fn remove_connector<'a>(&'a self, name: &'a str) -> Pending<'a, ()> {
        self.connectors().remove(name);
        Box::pin(async { Ok(()) })
    }

    fn put_task_configs<'a>(&'a self, connector: &'a str, configs: &'a [WrittenConfig]) -> Pending<'a, ()> {
        self.change(connector, |kept| kept.tasks = configs.to_vec())
    }

    fn put_target_state<'a>(&'a self, connector: &'a str, target: TargetState) -> Pending<'a, ()> {
        self.change(connector, |kept| kept.target = Some(target))
    }
}

/// Kafka Connect's `MemoryStatusBackingStore`.
#[derive(Debug, Default)]
pub struct MemoryStatusStore {
    kept: Mutex<Statuses>,
}

#[derive(Debug, Default)]
struct Statuses {
    connectors: BTreeMap<String, StoredStatus>,
    tasks: BTreeMap<(String, u32), StoredStatus>,
}

impl MemoryStatusStore {
    fn kept(&self) -> MutexGuard<'_, Statuses> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StatusStore for MemoryStatusStore {
    fn put_connector(&self, connector: &str, status: &StoredStatus) {
        let mut kept = self.kept();
        if status.state == StoredState::Destroyed {
            kept.connectors.remove(connector);
            kept.tasks.retain(|(owner, _), _| owner != connector);
        } else {
            kept.connectors.insert(connector.to_owned(), status.clone());
        }
    }

    fn put_task(&self, connector: &str, task: u32, status: &StoredStatus) {
        let mut kept = self.kept();
        let key = (connector.to_owned(), task);
        if status.state == StoredState::Destroyed {
            kept.tasks.remove(&key);
        } else {
            kept.tasks.insert(key, status.clone());
        }
    }

    fn connector(&self, connector: &str) -> Option<StoredStatus> {
        self.kept().connectors.get(connector).cloned()
    }

    fn task(&self, connector: &str, task: u32) -> Option<StoredStatus> {
        self.kept().tasks.get(&(connector.to_owned(), task)).cloned()
    }

    fn tasks(&self, connector: &str) -> Vec<(u32, StoredStatus)> {
        let kept = self.kept();
        let own = kept.tasks.iter().filter(|((owner, _), _)| owner == connector);
        own.map(|((_, task), status)| (*task, status.clone())).collect()
    }

    fn connectors(&self) -> Vec<String> {
        self.kept().connectors.keys().cloned().collect()
    }
}
