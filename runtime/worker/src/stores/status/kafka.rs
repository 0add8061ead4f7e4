//! `status.storage.topic`.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use kconnect::Props;
use tokio::sync::Notify;

use super::{StatusRecord, StatusState, StatusStore, StoredStatus, TopicStatus};
use crate::{
    kafka::{LogRecord, TopicLog},
    stores::StoreError,
    topics::{InternalClients, InternalTopic},
};

/// Keeps statuses in a topic, as Kafka Connect's `KafkaStatusBackingStore` does.
///
/// What is written is sent in the background, in its order; of several statuses of one thing that wait, only the last is
/// sent. It is seen here when it is read back.
pub struct KafkaStatusStore {
    shared: Arc<Shared>,
}

struct Shared {
    log: TopicLog,
    state: Arc<Mutex<StatusState>>,
    queue: Mutex<Queue>,
    /// Something is to be sent, or the store is gone.
    wake: Notify,
    /// Something was sent.
    sent: Notify,
}

#[derive(Default)]
struct Queue {
    /// In the order of their first status that waits.
    waiting: Vec<(String, Option<Vec<u8>>)>,
    sending: bool,
}

impl fmt::Debug for KafkaStatusStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KafkaStatusStore").field("log", &self.shared.log).finish_non_exhaustive()
    }
}

impl KafkaStatusStore {
    /// Opens the topic that a worker's configuration names: `status.storage.topic`, `status.storage.partitions` (5),
    /// `status.storage.replication.factor` (3) and, under `status.storage.`, settings of the topic. It is made when it is
    /// not there. What is written is sent by a task of the current runtime, until the store is dropped.
    ///
    /// # Errors
    /// What is wrong with these keys; a topic that is not merely compacted; whatever keeps it from being read.
    pub async fn open(worker: &Props) -> Result<Self, StoreError> {
        let topic = InternalTopic::of_worker(
            worker,
            "status.storage.",
            "status.storage.topic",
            "connector and task statuses",
            Some(5),
        )?;
        let clients = InternalClients::of_worker(worker)?;
        topic.ensure(&clients.admin).await?;
        let state = Arc::<Mutex<StatusState>>::default();
        let applied = Arc::clone(&state);
        let read = move |LogRecord { key, value }: LogRecord| {
            let mut state = applied.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(ignored) = state.apply(&key.unwrap_or_default(), value.as_deref()) {
                tracing::debug!("a record of the status topic is ignored: {ignored}");
            }
        };
        let log = TopicLog::open(&topic.new.name, &clients.consumer, clients.producer, read).await?;
        let shared = Arc::new(Shared { log, state, queue: Mutex::default(), wake: Notify::new(), sent: Notify::new() });
        tokio::spawn(send(Arc::downgrade(&shared)));
        Ok(Self { shared })
    }

    /// What the topic comes to, with everything that was written before the call.
    ///
    /// # Errors
    /// Whatever keeps the topic from being read.
    pub async fn state(&self) -> Result<StatusState, StoreError> {
        self.shared.log.read_to_end().await?;
        Ok(self.shared.state().clone())
    }

    /// As [`StatusStore::put_connector`], unless another worker has said something in a newer generation.
    pub fn put_connector_safely(&self, connector: &str, status: &StoredStatus) {
        if status.may_replace(self.shared.state().connector(connector)) {
            self.put_connector(connector, status);
        }
    }

    /// As [`StatusStore::put_task`], unless another worker has said something in a newer generation.
    pub fn put_task_safely(&self, connector: &str, task: u32, status: &StoredStatus) {
        if status.may_replace(self.shared.state().task(connector, task)) {
            self.put_task(connector, task, status);
        }
    }

    /// Says that a connector works with a topic.
    pub fn put_topic(&self, status: &TopicStatus) {
        self.shared.put(&StatusRecord::Topic {
            topic: status.topic.clone(),
            connector: status.connector.clone(),
            status: Some(status.clone()),
        });
    }

    /// Forgets that a connector works with a topic.
    pub fn remove_topic(&self, connector: &str, topic: &str) {
        let (topic, connector) = (topic.to_owned(), connector.to_owned());
        self.shared.put(&StatusRecord::Topic { topic, connector, status: None });
    }

    /// Waits until everything is sent. Cancel safe.
    pub async fn flush(&self) {
        loop {
            let sent = self.shared.sent.notified();
            {
                let queue = self.shared.queue();
                if queue.waiting.is_empty() && !queue.sending {
                    return;
                }
            }
            sent.await;
        }
    }
}

impl Drop for KafkaStatusStore {
    fn drop(&mut self) {
        self.shared.wake.notify_one();
    }
}

impl Shared {
    fn put(&self, record: &StatusRecord) {
        let (key, value) = (record.key(), record.value());
        let mut queue = self.queue();
        match queue.waiting.iter_mut().find(|(waiting, _)| *waiting == key) {
            Some((_, waiting)) => *waiting = value,
            None => queue.waiting.push((key, value)),
        }
        drop(queue);
        self.wake.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, StatusState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends what waits.
    async fn send_waiting(&self) {
        let waiting = {
            let mut queue = self.queue();
            queue.sending = !queue.waiting.is_empty();
            std::mem::take(&mut queue.waiting)
        };
        if waiting.is_empty() {
            return;
        }
        let entries = waiting.into_iter().map(|(key, value)| (key.into_bytes(), value)).collect();
        if let Err(error) = self.log.write(entries).await {
            tracing::error!("Failed to write status update: {error}");
        }
        self.queue().sending = false;
        self.sent.notify_waiters();
    }
}

/// Sends what is put, until the store is gone and everything is sent.
async fn send(shared: Weak<Shared>) {
    while let Some(shared) = shared.upgrade() {
        let woken = shared.wake.notified();
        shared.send_waiting().await;
        // The store itself has one of them.
        if Arc::strong_count(&shared) == 1 && shared.queue().waiting.is_empty() {
            return;
        }
        woken.await;
    }
}

impl StatusStore for KafkaStatusStore {
    fn put_connector(&self, connector: &str, status: &StoredStatus) {
        self.shared.put(&StatusRecord::Connector { connector: connector.to_owned(), status: Some(status.clone()) });
    }

    fn put_task(&self, connector: &str, task: u32, status: &StoredStatus) {
        self.shared.put(&StatusRecord::Task { connector: connector.to_owned(), task, status: Some(status.clone()) });
    }

    fn connector(&self, connector: &str) -> Option<StoredStatus> {
        self.shared.state().connector(connector).cloned()
    }

    fn task(&self, connector: &str, task: u32) -> Option<StoredStatus> {
        self.shared.state().task(connector, task).cloned()
    }

    fn tasks(&self, connector: &str) -> Vec<(u32, StoredStatus)> {
        self.shared.state().tasks(connector).into_iter().map(|(task, status)| (task, status.clone())).collect()
    }

    fn connectors(&self) -> Vec<String> {
        self.shared.state().connectors().into_iter().collect()
    }
}
