//! `offset.storage.topic`: a compacted topic that several workers, of both kinds, may share.

use std::fmt;

use kconnect::{Prop, Props};
use tokio::sync::OnceCell;

use super::{
    KnownOffsets, OffsetError,
    store::{Change, OffsetStore, Pending},
};
use crate::{
    kafka::{LogRecord, TopicLog},
    stores::StoreError,
    topics::{InternalClients, InternalTopic},
};

const PREFIX: &str = "offset.storage.";
const TOPIC: &str = "offset.storage.topic";
const CONNECTOR_TOPIC: &str = "offsets.storage.topic";

/// Keeps offsets in a topic, as Kafka Connect's `KafkaOffsetBackingStore` does.
///
/// The topic is made when it is not there, compacted; one that Kafka does not merely compact is refused. It is read all the
/// time, so that what other workers write is seen.
pub struct KafkaOffsetStore {
    topic: InternalTopic,
    clients: InternalClients,
    log: OnceCell<TopicLog>,
}

impl fmt::Debug for KafkaOffsetStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KafkaOffsetStore").field("topic", &self.topic.new.name).finish_non_exhaustive()
    }
}

impl KafkaOffsetStore {
    /// The store that a worker's configuration names: `offset.storage.topic`, `offset.storage.partitions` (25),
    /// `offset.storage.replication.factor` (3) and, under `offset.storage.`, settings of the topic. The clients' keys
    /// stand at the top level.
    ///
    /// # Errors
    /// What is wrong with these keys. Nothing is asked of Kafka yet.
    pub fn of_worker(worker: &Props) -> Result<Self, OffsetError> {
        Ok(Self {
            topic: InternalTopic::of_worker(worker, PREFIX, TOPIC, "source connector offsets", Some(25))?,
            clients: InternalClients::of_worker(worker)?,
            log: OnceCell::new(),
        })
    }

    /// A connector's own store, in the topic that its `offsets.storage.topic` names; `None` without that key. The topic is
    /// made with the worker's settings, in the cluster of the connector's producer.
    ///
    /// # Errors
    /// As [`KafkaOffsetStore::of_worker`].
    pub fn of_connector(worker: &Props, connector: &Props) -> Result<Option<Self>, OffsetError> {
        let Some(name) = connector.get(CONNECTOR_TOPIC).and_then(Prop::expose) else { return Ok(None) };
        let mut named = worker.clone();
        named.insert(TOPIC.to_owned(), Prop::from(name));
        let mut topic = InternalTopic::of_worker(&named, PREFIX, TOPIC, "source connector offsets", Some(25))?;
        topic.key = CONNECTOR_TOPIC;
        let clients = InternalClients::of_connector(worker, connector)?;
        Ok(Some(Self { topic, clients, log: OnceCell::new() }))
    }

    /// Whether this is the same topic of the same cluster.
    pub(super) fn is(&self, other: &Self) -> bool {
        let cluster = |store: &Self| {
            let mut servers: Vec<_> =
                store.clients.producer.bootstrap().split(',').map(|server| server.trim().to_owned()).collect();
            servers.sort();
            servers
        };
        self.topic.new.name == other.topic.new.name && cluster(self) == cluster(other)
    }

    async fn start(&self, known: KnownOffsets) -> Result<TopicLog, StoreError> {
        self.topic.ensure(&self.clients.admin).await?;
        let read = move |LogRecord { key, value }: LogRecord| {
            if let Some(key) = key {
                known.apply(&key, value.as_deref());
            }
        };
        let clients = &self.clients;
        Ok(TopicLog::open(&self.topic.new.name, &clients.consumer, clients.producer.clone(), read).await?)
    }

    fn log(&self) -> Result<&TopicLog, OffsetError> {
        let unopened = || StoreError::Config(format!("the offsets topic {} was not opened", self.topic.new.name));
        self.log.get().ok_or_else(|| unopened().into())
    }
}

impl OffsetStore for KafkaOffsetStore {
    fn open(&self, known: KnownOffsets) -> Pending<'_, ()> {
        Box::pin(async { Ok(self.log.get_or_try_init(|| self.start(known)).await.map(drop)?) })
    }

    fn refresh(&self) -> Pending<'_, ()> {
        Box::pin(async { Ok(self.log()?.read_to_end().await.map_err(StoreError::from)?) })
    }

    fn set(&self, changes: Vec<Change>) -> Pending<'_, ()> {
        Box::pin(async { Ok(self.log()?.write(changes).await.map_err(StoreError::from)?) })
    }
}
