//! Drives one source task, a poll at a time.

use std::{fmt, num::NonZeroUsize, sync::Arc};

use serde_json::Value as Json;

use super::{control::Control, offsets::MemoryOffsets, recorder::Recorder};
use crate::{
    config::{Prop, Props},
    context::Slot,
    data::SchemaAndValue,
    error::{Error, Result},
    host::{Source, SourceHost, SourcePlugin, SourceWorker},
    record::{Delivered, Headers},
    source::SourceConnector,
};

/// What a task handed over.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HandedOver {
    /// The topic.
    pub topic: String,
    /// The Kafka partition that the task chose.
    pub kafka_partition: Option<i32>,
    /// Milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    /// The headers.
    pub headers: Headers,
    /// The key, in Connect's JSON; null without one.
    pub key: Json,
    /// The value, in Connect's JSON; null is a tombstone.
    pub value: Json,
    /// The key with its schema.
    pub connect_key: SchemaAndValue,
    /// The value with its schema.
    pub connect_value: SchemaAndValue,
    /// Index of the source partition, and the source offset.
    pub at: Option<(u32, Json)>,
    /// What [`StartedTask::deliver`] takes; 0 when the task does not want to know.
    pub receipt: u64,
    /// For a rejected input: why, and the input. Key and value are null then.
    pub rejected: Option<(String, Vec<u8>)>,
}

/// A test's worker for one source task.
#[derive(Clone, Debug, Default)]
pub struct SourceTester {
    props: Props,
    offsets: MemoryOffsets,
}

impl SourceTester {
    /// A tester without configuration and stored offsets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a configuration key.
    #[must_use]
    pub fn set(mut self, key: &str, value: &str) -> Self {
        self.props.insert(key.to_owned(), Prop::from(value));
        self
    }

    /// Stores an offset for a source partition, both in JSON as Kafka Connect keeps them.
    ///
    /// # Panics
    /// When one of them is no JSON.
    #[must_use]
    #[track_caller]
    #[expect(clippy::expect_used, reason = "a test is told where it is wrong")]
    pub fn stored(self, partition: &str, offset: &str) -> Self {
        let json = |text: &str| serde_json::from_str::<Json>(text).expect("partitions and offsets are JSON");
        self.offsets.set(json(partition), json(offset));
        self
    }

    /// Uses these stored offsets, which outlive the task.
    #[must_use]
    pub fn offsets(mut self, offsets: &MemoryOffsets) -> Self {
        self.offsets = offsets.clone();
        self
    }

    /// Starts the connector's only, or first, task. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// What the connector or the task says.
    pub async fn start<C: SourceConnector>(self) -> Result<StartedTask> {
        self.start_with::<C>(Control::default()).await
    }

    pub(super) async fn start_with<C: SourceConnector>(self, control: Control) -> Result<StartedTask> {
        let plugin = Source::<C>::new();
        let mut tasks = plugin.task_configs(&self.props, NonZeroUsize::MIN).await?;
        if tasks.is_empty() {
            return Err(Error::fatal("the connector has no task for this configuration"));
        }
        let control = Arc::new(control);
        let recorder = Arc::new(Recorder::new(self.offsets));
        let worker = SourceWorker {
            task: Arc::<Control>::clone(&control),
            outbox: Arc::<Recorder>::clone(&recorder),
            slot: Slot { index: 0, count: tasks.len() },
        };
        let host = plugin.start(&tasks.swap_remove(0), worker).await?;
        Ok(StartedTask { host, recorder, control })
    }
}

/// A running source task.
pub struct StartedTask {
    pub(super) host: Box<dyn SourceHost>,
    pub(super) recorder: Arc<Recorder>,
    pub(super) control: Arc<Control>,
}

impl StartedTask {
    /// Polls once and answers with what was handed over meanwhile.
    ///
    /// # Errors
    /// What `poll` says, as the worker would see it; [`handed_over`](Self::handed_over) has what was pushed before.
    pub async fn poll(&mut self) -> Result<Vec<HandedOver>> {
        self.host.poll().await?;
        self.control.failure()?;
        Ok(self.handed_over())
    }

    /// Takes what was handed over since the last look.
    #[must_use]
    pub fn handed_over(&self) -> Vec<HandedOver> {
        self.recorder.take()
    }

    /// How many boundaries the worker saw.
    #[must_use]
    pub fn boundaries(&self) -> usize {
        self.recorder.boundaries()
    }

    /// How often the task asked for a new division of the work.
    #[must_use]
    pub fn reconfigurations(&self) -> usize {
        self.control.reconfigurations()
    }

    /// Tells the task that Kafka has a record.
    pub fn deliver(&self, receipt: u64, what: Delivered) {
        self.host.events().delivered(receipt, what);
    }

    /// Commits an offset of a source partition, in JSON, and tells the task that it is durable.
    ///
    /// # Errors
    /// Fatal when it is not one of the task's.
    pub fn commit(&self, partition: u32, offset: &str) -> Result<()> {
        self.host.events().committed(partition, offset.as_bytes())?;
        if let Some(partition) = self.recorder.partition(partition) {
            self.recorder.offsets.set(partition, serde_json::from_str(offset).map_err(Error::fatal)?);
        }
        Ok(())
    }

    /// Asks the task to stop, or for a pause: `until_stop` gives up from now on.
    pub fn ask_to_stop(&self) {
        self.control.stop();
    }

    /// Ends a pause: the task may be polled again.
    pub fn go_on(&self) {
        self.control.go_on();
    }

    /// Asks the task to stop and ends it.
    ///
    /// # Errors
    /// What the task says, or work beside it.
    pub async fn stop(self) -> Result<()> {
        self.ask_to_stop();
        self.control.join().await;
        self.host.stop().await?;
        self.control.failure()
    }
}

impl fmt::Debug for StartedTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedTask").field("boundaries", &self.boundaries()).finish_non_exhaustive()
    }
}
