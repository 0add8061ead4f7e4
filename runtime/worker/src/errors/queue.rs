//! The dead letter queue itself: its topic, and its producer.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use kconnect::{Error, Result};
use tokio::{
    runtime::Handle,
    sync::{Notify, oneshot},
};

use super::{ErrorMetrics, Report, dead_letter::DeadLetter, policy::DeadLetterPolicy, report::Failure};
use crate::kafka::{
    Admin, AdminError, Created, Delivered, Deliveries, KafkaError, NewTopic, ProducedRecord, Producer, SendError,
};

/// Writes dead letters (Kafka Connect's `DeadLetterQueueReporter`).
pub(crate) struct DeadLetterQueue {
    policy: DeadLetterPolicy,
    producer: Arc<Producer>,
    admin: Admin,
    /// Where a letter waits for room in the producer's queue.
    runtime: Handle,
    under_way: Arc<UnderWay>,
}

/// The letters that have neither arrived nor been lost.
#[derive(Default)]
struct UnderWay {
    letters: AtomicUsize,
    changed: Notify,
}

/// One letter on its way. Dropped, it is settled.
struct Letter {
    topic: String,
    metrics: Arc<ErrorMetrics>,
    arrived: Mutex<Option<oneshot::Sender<()>>>,
    under_way: Arc<UnderWay>,
}

/// How long a letter waits before a full producer queue is tried again.
const QUEUE_FULL_PAUSE: Duration = Duration::from_millis(50);

impl DeadLetterQueue {
    /// `runtime` must not be one that a task can block.
    pub(crate) fn new(policy: DeadLetterPolicy, producer: Arc<Producer>, admin: Admin, runtime: Handle) -> Self {
        Self { policy, producer, admin, runtime, under_way: Arc::default() }
    }

    /// Makes the topic if it is not there: one partition, and the configured replication factor.
    ///
    /// # Errors
    /// Fatal when the topic cannot be seen or made.
    pub(super) async fn open(&self) -> Result<()> {
        let DeadLetterPolicy { topic, replication_factor, .. } = &self.policy;
        let failed = |source| Error::fatal(NotOpened { topic: topic.clone(), source });
        if self.admin.topic(topic).await.map_err(failed)?.is_some() {
            return Ok(());
        }
        // Kafka Connect's words.
        tracing::error!("Topic {topic} doesn't exist. Will attempt to create topic.");
        let wanted = NewTopic {
            name: topic.clone(),
            partitions: self.policy.partitions(),
            replication_factor: *replication_factor,
            configs: BTreeMap::new(),
        };
        match self.admin.create(&wanted).await.map_err(failed)? {
            Created::New | Created::Existing => Ok(()),
        }
    }

    /// Writes a letter.
    pub(super) fn report(&self, failure: &Failure<'_>, metrics: &Arc<ErrorMetrics>) -> Report {
        metrics.dead_letter_requested();
        let letter = DeadLetter::of(&self.policy, failure);
        let (arrived, report) = Report::pending();
        self.under_way.letters.fetch_add(1, Ordering::AcqRel);
        let deliveries: Arc<dyn Deliveries> = Arc::new(Letter {
            topic: letter.topic.clone(),
            metrics: Arc::clone(metrics),
            arrived: Mutex::new(Some(arrived)),
            under_way: Arc::clone(&self.under_way),
        });
        if !send(&self.producer, &letter, &deliveries) {
            let producer = Arc::clone(&self.producer);
            self.runtime.spawn(async move {
                while !send(&producer, &letter, &deliveries) {
                    tokio::time::sleep(QUEUE_FULL_PAUSE).await;
                }
            });
        }
        report
    }

    /// Waits until no letter is under way. Cancel safe.
    pub(super) async fn settled(&self) {
        loop {
            let changed = self.under_way.changed.notified();
            if self.under_way.letters.load(Ordering::Acquire) == 0 {
                return;
            }
            changed.await;
        }
    }
}

/// Hands a letter to the producer; false when its queue is full.
fn send(producer: &Producer, letter: &DeadLetter, deliveries: &Arc<dyn Deliveries>) -> bool {
    let headers: Vec<_> = letter.headers.iter().map(|(key, value)| (key.as_str(), value.as_deref())).collect();
    let record = ProducedRecord {
        topic: &letter.topic,
        partition: None,
        key: letter.key.as_deref(),
        value: letter.value.as_deref(),
        timestamp_ms: letter.timestamp_ms,
        headers: &headers,
    };
    match producer.send(&record, deliveries, 0) {
        Ok(()) => true,
        Err(SendError::QueueFull) => false,
        Err(SendError::Rejected(error)) => {
            deliveries.delivered(0, Err(error));
            true
        }
    }
}

impl Deliveries for Letter {
    fn delivered(&self, _sequence: u64, result: std::result::Result<Delivered, KafkaError>) {
        if let Err(error) = result {
            // Kafka Connect's words; the record itself counts as handled, as there.
            tracing::error!("Could not produce message to dead letter queue. topic={}: {error}", self.topic);
            self.metrics.dead_letter_failed();
        }
        if let Some(arrived) = self.arrived.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // Nobody waits when the task has failed.
            let _ = arrived.send(());
        }
    }
}

impl Drop for Letter {
    fn drop(&mut self) {
        self.under_way.letters.fetch_sub(1, Ordering::AcqRel);
        self.under_way.changed.notify_waiters();
    }
}

/// The queue's topic could not be made.
#[derive(Debug, thiserror::Error)]
#[error("Could not initialize dead letter queue with topic={topic}")]
struct NotOpened {
    topic: String,
    source: AdminError,
}
