//! `config.storage.topic`.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use kconnect::Props;

use super::{ConfigRecord, ConfigState, ConfigStore, StoredConnector, TargetState, WrittenConfig};
use crate::{
    kafka::{LogRecord, TopicLog},
    stores::{Pending, StoreError},
    topics::{InternalClients, InternalTopic},
};

const KEY: &str = "config.storage.topic";

/// Keeps configurations in a topic, as Kafka Connect's `KafkaConfigBackingStore` does. One worker of a group writes: the
/// leader.
pub struct KafkaConfigStore {
    log: TopicLog,
    state: Arc<Mutex<ConfigState>>,
}

impl fmt::Debug for KafkaConfigStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KafkaConfigStore").field("log", &self.log).finish_non_exhaustive()
    }
}

impl KafkaConfigStore {
    /// Opens the topic that a worker's configuration names: `config.storage.topic`, `config.storage.replication.factor` (3)
    /// and, under `config.storage.`, settings of the topic. It is made when it is not there, with one partition.
    ///
    /// # Errors
    /// What is wrong with these keys; a topic that is not merely compacted, or has several partitions; whatever keeps it
    /// from being read.
    pub async fn open(worker: &Props) -> Result<Self, StoreError> {
        let topic = InternalTopic::of_worker(worker, "config.storage.", KEY, "connector configurations", None)?;
        let clients = InternalClients::of_worker(worker)?;
        topic.ensure(&clients.admin).await?;
        let name = &topic.new.name;
        let found = clients.admin.topic(name).await.map_err(|source| StoreError::Topic {
            message: format!("Error while attempting to describe topics '{name}'"),
            source,
        })?;
        if let Some(found) = found.filter(|found| found.partitions != 1) {
            return Err(StoreError::Config(format!(
                "Topic '{name}' supplied via the '{KEY}' property is required to have a single partition in order to \
                 guarantee consistency of connector configurations, but found {} partitions.",
                found.partitions
            )));
        }
        let state = Arc::<Mutex<ConfigState>>::default();
        let applied = Arc::clone(&state);
        let read = move |LogRecord { key, value }: LogRecord| {
            let mut state = applied.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(ignored) = state.apply(&key.unwrap_or_default(), value.as_deref()) {
                tracing::error!("a record of the config topic is ignored: {ignored}");
            }
        };
        let log = TopicLog::open(name, &clients.consumer, clients.producer, read).await?;
        Ok(Self { log, state })
    }

    /// What the topic comes to, with everything that was written before the call.
    ///
    /// # Errors
    /// Whatever keeps the topic from being read.
    pub async fn state(&self) -> Result<ConfigState, StoreError> {
        self.log.read_to_end().await?;
        Ok(self.state.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Writes records in their order; they are read back when this is done.
    ///
    /// # Errors
    /// The first that was not written; others may have been.
    pub async fn put(&self, records: impl IntoIterator<Item = ConfigRecord> + Send) -> Result<(), StoreError> {
        let entries = records.into_iter().map(|record| (record.key().into_bytes(), record.value())).collect();
        self.log.write(entries).await?;
        Ok(self.log.read_to_end().await?)
    }
}

impl ConfigStore for KafkaConfigStore {
    fn snapshot(&self) -> Pending<'_, Vec<StoredConnector>> {
        Box::pin(async { Ok(self.state().await?.connectors()) })
    }

    fn put_connector<'a>(
        &'a self,
        name: &'a str,
        config: &'a WrittenConfig,
        target: Option<TargetState>,
    ) -> Pending<'a, ()> {
        let connector = ConfigRecord::Connector { connector: name.to_owned(), config: Some(config.clone()) };
        let target = target.map(|state| ConfigRecord::TargetState { connector: name.to_owned(), state: Some(state) });
        Box::pin(self.put(target.into_iter().chain([connector])))
    }

    fn remove_connector<'a>(&'a self, name: &'a str) -> Pending<'a, ()> {
        Box::pin(self.put([
            ConfigRecord::Connector { connector: name.to_owned(), config: None },
            ConfigRecord::TargetState { connector: name.to_owned(), state: None },
        ]))
    }

    fn put_task_configs<'a>(&'a self, connector: &'a str, configs: &'a [WrittenConfig]) -> Pending<'a, ()> {
        Box::pin(async move {
            let name = || connector.to_owned();
            let numbered = (0..).zip(configs);
            let tasks = numbered
                .map(|(task, config)| ConfigRecord::Task { connector: name(), task, config: config.clone() })
                .collect::<Vec<_>>();
            let count = u32::try_from(tasks.len()).unwrap_or(u32::MAX);
            // The commit is written when nobody can miss one of them any more.
            self.put(tasks).await?;
            self.put([ConfigRecord::Commit { connector: name(), tasks: count }]).await
        })
    }

    fn put_target_state<'a>(&'a self, connector: &'a str, target: TargetState) -> Pending<'a, ()> {
        Box::pin(self.put([ConfigRecord::TargetState { connector: connector.to_owned(), state: Some(target) }]))
    }
}
