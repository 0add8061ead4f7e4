//! Drives a source task in a test: no worker, no Kafka, the same seam.
//!
//! ```
//! # use kconnect::*;
//! # use std::num::NonZeroUsize;
//! # /// No keys.
//! # #[derive(ConfigDef, Clone, Debug)]
//! # struct NoConfig {}
//! # struct Clock;
//! # impl SourceConnector for Clock {
//! #     const CLASS: &'static str = "com.example.ClockConnector";
//! #     type Config = NoConfig;
//! #     type Task = ClockTask;
//! #     async fn task_configs(config: &NoConfig, _: NonZeroUsize) -> Result<Vec<NoConfig>> { Ok(vec![config.clone()]) }
//! # }
//! # struct ClockTask(i64);
//! # impl SourceTask for ClockTask {
//! #     type Config = NoConfig;
//! #     type Partition = ();
//! #     type Offset = ();
//! #     type Record = ((), i64);
//! #     async fn start(_: NoConfig, _: SourceTaskContext<Self>) -> Result<Self> { Ok(Self(0)) }
//! #     async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
//! #         self.0 += 1;
//! #         batch.push(SourceRecord::new(&Topic::from("ticks"), ((), self.0)));
//! #         Ok(())
//! #     }
//! # }
//! use kconnect::testing::SourceTester;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> kconnect::Result<()> {
//! let mut clock = SourceTester::new().start::<Clock>().await?;
//! let ticks = clock.poll().await?;
//! assert_eq!(ticks[0].value, 1);
//! clock.stop().await
//! # }
//! ```

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::Value as Json;
use tokio::{sync::Notify, task::JoinSet};

use crate::{
    config::{Prop, Props},
    context::Slot,
    data::Part,
    error::{Error, Result},
    host::{
        Boundary, Boxed, DynRecord, Format, Opened, Outbox, Outgoing, Rejected, Source, SourceHost, SourcePlugin,
        SourceWorker, TaskHost,
    },
    record::Delivered,
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
    /// The key, in Connect's JSON; null without one.
    pub key: Json,
    /// The value, in Connect's JSON; null is a tombstone.
    pub value: Json,
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
    offsets: BTreeMap<String, String>,
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
    #[must_use]
    pub fn stored(mut self, partition: &str, offset: &str) -> Self {
        self.offsets.insert(partition.to_owned(), offset.to_owned());
        self
    }

    /// Starts the connector's only, or first, task. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// What the connector or the task says.
    pub async fn start<C: SourceConnector>(self) -> Result<StartedTask> {
        let plugin = Source::<C>::new();
        let mut tasks = plugin.task_configs(&self.props, std::num::NonZeroUsize::MIN).await?;
        if tasks.is_empty() {
            return Err(Error::fatal("the connector has no task for this configuration"));
        }
        let control = Arc::new(Control::default());
        let recorder = Arc::new(Recorder { offsets: self.offsets, ..Recorder::default() });
        let worker = SourceWorker {
            task: Arc::<Control>::clone(&control),
            outbox: Arc::<Recorder>::clone(&recorder),
            slot: Slot { index: 0, count: tasks.len() },
        };
        let host = plugin.start(&tasks.swap_remove(0), worker).await?;
        Ok(StartedTask { host, recorder, control })
    }
}

/// A running task.
pub struct StartedTask {
    host: Box<dyn SourceHost>,
    recorder: Arc<Recorder>,
    control: Arc<Control>,
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
        std::mem::take(&mut *self.recorder.records())
    }

    /// How many boundaries the worker saw.
    #[must_use]
    pub fn boundaries(&self) -> usize {
        self.recorder.boundaries.load(Ordering::Acquire)
    }

    /// Tells the task that Kafka has a record.
    pub fn deliver(&self, receipt: u64, what: Delivered) {
        self.host.events().delivered(receipt, what);
    }

    /// Tells the task that an offset of a source partition, in JSON, is durable.
    ///
    /// # Errors
    /// Fatal when it is not one of the task's.
    pub fn commit(&self, partition: u32, offset: &str) -> Result<()> {
        self.host.events().committed(partition, offset.as_bytes())
    }

    /// Asks the task to stop: `until_stop` gives up from now on.
    pub fn ask_to_stop(&self) {
        self.control.stopping.store(true, Ordering::Release);
        self.control.stopped.notify_waiters();
    }

    /// Asks the task to stop and ends it.
    ///
    /// # Errors
    /// What the task says, or work beside it.
    pub async fn stop(self) -> Result<()> {
        self.ask_to_stop();
        let mut beside = std::mem::take(&mut *self.control.beside.lock().unwrap_or_else(PoisonError::into_inner));
        while beside.join_next().await.is_some() {}
        self.host.stop().await?;
        self.control.failure()
    }
}

impl fmt::Debug for StartedTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedTask").field("boundaries", &self.boundaries()).finish_non_exhaustive()
    }
}

/// Keeps what is handed over.
#[derive(Default)]
struct Recorder {
    offsets: BTreeMap<String, String>,
    opened: Mutex<Vec<Vec<u8>>>,
    records: Mutex<Vec<HandedOver>>,
    boundaries: AtomicUsize,
}

impl Recorder {
    fn records(&self) -> MutexGuard<'_, Vec<HandedOver>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn json(record: &dyn DynRecord, part: Part) -> Result<Json> {
    if record.is_null(part) {
        return Ok(Json::Null);
    }
    let mut text = Vec::new();
    record.write(part, Format::Json(crate::json::JsonFormat::default()), &mut text)?;
    serde_json::from_slice(&text).map_err(Error::data)
}

fn position(at: Option<(u32, &[u8])>) -> Result<Option<(u32, Json)>> {
    at.map(|(index, offset)| Ok((index, serde_json::from_slice(offset).map_err(Error::fatal)?))).transpose()
}

impl Outbox for Recorder {
    fn open(&self, partitions: Vec<Vec<u8>>) -> Boxed<'_, Result<Vec<Opened>>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = partitions.into_iter().map(|partition| {
            let offset = self.offsets.get(&*String::from_utf8_lossy(&partition)).map(|text| text.clone().into_bytes());
            let index = opened.iter().position(|known| *known == partition).unwrap_or_else(|| {
                opened.push(partition);
                opened.len() - 1
            });
            Ok(Opened { index: u32::try_from(index).map_err(Error::fatal)?, offset })
        });
        let answers = answers.collect();
        Box::pin(async move { answers })
    }

    fn record(&self, record: Outgoing<'_>) -> Result<()> {
        let handed_over = HandedOver {
            topic: record.topic.to_string(),
            kafka_partition: record.kafka_partition,
            timestamp_ms: record.timestamp_ms,
            key: json(record.record, Part::Key)?,
            value: json(record.record, Part::Value)?,
            at: position(record.at)?,
            receipt: record.receipt,
            rejected: None,
        };
        self.records().push(handed_over);
        Ok(())
    }

    fn reject(&self, rejected: Rejected<'_>) -> Result<()> {
        let handed_over = HandedOver {
            topic: String::new(),
            kafka_partition: None,
            timestamp_ms: None,
            key: Json::Null,
            value: Json::Null,
            at: position(rejected.at)?,
            receipt: 0,
            rejected: Some((rejected.error.chain(), rejected.raw.to_vec())),
        };
        self.records().push(handed_over);
        Ok(())
    }

    fn boundary(&self, boundary: Boundary) -> Result<()> {
        if boundary != Boundary::Poll {
            return Err(Error::fatal("this tester has no transactions"));
        }
        self.boundaries.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    fn room(&self) -> Boxed<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

/// Waiting and stopping on the test's own runtime.
#[derive(Default)]
struct Control {
    stopping: Arc<AtomicBool>,
    stopped: Arc<Notify>,
    beside: Mutex<JoinSet<()>>,
    failures: Arc<Mutex<Vec<Error>>>,
}

impl Control {
    fn failure(&self) -> Result<()> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).pop().map_or(Ok(()), Err)
    }
}

impl TaskHost for Control {
    fn stopping(&self) -> Boxed<'static, ()> {
        let stopped = Arc::clone(&self.stopped).notified_owned();
        let already = self.is_stopping();
        Box::pin(async move {
            if !already {
                stopped.await;
            }
        })
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    fn sleep(&self, duration: Duration) -> Boxed<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn spawn(&self, _name: &str, work: Boxed<'static, Result<()>>) {
        let failures = Arc::clone(&self.failures);
        let (stopping, stopped) = (Arc::clone(&self.stopping), Arc::clone(&self.stopped));
        let supervised = tokio::spawn(work);
        let watched = async move {
            let error = match supervised.await {
                Ok(Ok(())) => return,
                Ok(Err(error)) if error.kind() == crate::ErrorKind::Stopping => return,
                Ok(Err(error)) => error,
                Err(panic) => Error::fatal(panic),
            };
            failures.lock().unwrap_or_else(PoisonError::into_inner).push(error);
            // As in a worker, the task is asked to stop when work beside it fails.
            stopping.store(true, Ordering::Release);
            stopped.notify_waiters();
        };
        self.beside.lock().unwrap_or_else(PoisonError::into_inner).spawn(watched);
    }

    fn blocking(&self, work: Box<dyn FnOnce() + Send>) -> Boxed<'static, Result<()>> {
        let done = tokio::task::spawn_blocking(work);
        Box::pin(async move { done.await.map_err(Error::fatal) })
    }

    fn request_reconfiguration(&self) {}
}
