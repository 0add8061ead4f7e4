//! A worker with the scripted connector, a broker, and an offset file, all inside the test.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    reason = "a part of a test, outside its functions"
)]

use std::{sync::Arc, time::Duration};

use kconnect_tests::unique;
use kconnect_worker::{
    ConsumedRecord, Error, RunningWorker, SourceTaskMetrics, SourceTaskReading, State, Status, TaskView, TopicReader,
    Worker,
    dev::MockBroker,
    offsets::{FileOffsetStore, Offsets},
    properties::InitialState,
};
use tempfile::TempDir;

use crate::script::{ScriptConnector, Seen};

/// How long anything may take before the test gives up on it.
pub const LIMIT: Duration = Duration::from_mins(1);

const STRING: &str = "org.apache.kafka.connect.storage.StringConverter";

pub struct Stage {
    pub broker: MockBroker,
    pub worker: RunningWorker,
    /// Where connectors write that say nothing else.
    pub topic: String,
    directory: TempDir,
}

/// A worker that stopped, and what its tasks were like at the end.
pub struct Stopped {
    pub broker: MockBroker,
    topic: String,
    directory: TempDir,
}

fn owned(config: &[(&str, &str)]) -> Vec<(String, String)> {
    config.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// Starts a worker on `broker`; `config` is what differs from the usual.
pub async fn start_worker(
    broker: &MockBroker,
    directory: &TempDir,
    config: &[(&str, &str)],
) -> Result<RunningWorker, Error> {
    start(Worker::new(), broker, directory, config).await
}

async fn start(
    worker: Worker,
    broker: &MockBroker,
    directory: &TempDir,
    config: &[(&str, &str)],
) -> Result<RunningWorker, Error> {
    let (bootstrap, file) = (broker.bootstrap(), directory.path().join("offsets").display().to_string());
    let mut all = owned(&[
        ("bootstrap.servers", &bootstrap),
        ("key.converter", STRING),
        ("value.converter", STRING),
        ("offset.storage.file.filename", &file),
        ("offset.flush.interval.ms", "50"),
        ("offset.flush.timeout.ms", "30000"),
        ("task.shutdown.graceful.timeout.ms", "60000"),
        ("producer.linger.ms", "0"),
    ]);
    all.extend(owned(config));
    worker.source::<ScriptConnector>().start(all).await
}

impl Stage {
    pub async fn set() -> Self {
        Self::with(&[]).await
    }

    /// `config` is what differs from the worker's usual configuration.
    pub async fn with(config: &[(&str, &str)]) -> Self {
        Self::hosting(Worker::new(), config).await
    }

    /// As [`with`](Self::with), in a worker that has more than the scripted connector.
    pub async fn hosting(worker: Worker, config: &[(&str, &str)]) -> Self {
        let (broker, directory, topic) = (MockBroker::start().unwrap(), TempDir::new().unwrap(), unique("lines"));
        broker.create_topic(&topic, 1).unwrap();
        let worker = start(worker, &broker, &directory, config).await.unwrap();
        Self { broker, worker, topic, directory }
    }

    /// Starts a connector; `config` is what differs from the usual.
    pub async fn create(&mut self, name: &str, script: &str, config: &[(&str, &str)]) -> Result<(), Error> {
        self.worker.create(self.config(name, script, config)).await
    }

    /// Starts a connector in another state.
    pub async fn create_in(&mut self, name: &str, script: &str, state: InitialState) -> Result<(), Error> {
        self.worker.create_in(self.config(name, script, &[]), state).await
    }

    /// Gives a connector another configuration.
    pub async fn alter(&mut self, name: &str, script: &str, config: &[(&str, &str)]) -> Result<(), Error> {
        self.worker.alter(name, self.config(name, script, config)).await
    }

    fn config(&self, name: &str, script: &str, config: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut all = owned(&[
            ("name", name),
            ("connector.class", "com.example.ScriptConnector"),
            ("topic", &self.topic),
            ("script", script),
        ]);
        all.extend(owned(config));
        all
    }

    /// What the task that writes to the usual topic did.
    pub fn seen(&self) -> Arc<Seen> {
        Seen::on(&self.topic)
    }

    pub fn task(&self, connector: &str, task: usize) -> TaskView {
        let connectors = self.worker.connectors();
        connectors.iter().find(|view| view.name == connector).expect("the connector is there").tasks[task].clone()
    }

    pub fn metrics(&self, connector: &str, task: usize) -> Arc<SourceTaskMetrics> {
        Arc::clone(self.task(connector, task).metrics.source().unwrap())
    }

    pub fn reading(&self, connector: &str, task: usize) -> SourceTaskReading {
        self.task(connector, task).metrics.source().unwrap().read()
    }

    /// Waits until the task failed; what it failed with.
    pub async fn failure(&self, connector: &str, task: usize) -> String {
        until("the task is FAILED", async || match self.task(connector, task).status {
            Status { state: State::Failed, trace, .. } => trace,
            _ => None,
        })
        .await
    }

    /// Waits until the task has written what it has handed over now, and one more.
    pub async fn goes_on(&self, connector: &str, task: usize) {
        let polled = self.reading(connector, task).source_record_poll_total;
        until("the task writes more", async || {
            (self.reading(connector, task).source_record_write_total > polled).then_some(())
        })
        .await;
    }

    /// Waits until the task takes nothing more from its source; what it counted by then.
    pub async fn standstill(&self, connector: &str, task: usize) -> SourceTaskReading {
        let (mut last, mut same) = (0, 0);
        until("the task takes no more", async || {
            let read = self.reading(connector, task);
            same = if read.source_record_poll_total == last { same + 1 } else { 0 };
            last = read.source_record_poll_total;
            (same == 20).then_some(read)
        })
        .await
    }

    /// Waits until the committed line of the connector's first task is `line`.
    pub async fn committed(&self, connector: &str, line: i64) {
        let path = self.directory.path();
        until(&format!("line {line} is committed"), async || {
            (committed(path, connector).await == Some(line)).then_some(())
        })
        .await;
    }

    /// The committed line of the connector's first task, once there is one.
    pub async fn first_commit(&self, connector: &str) -> i64 {
        until("a line is committed", async || committed(self.directory.path(), connector).await).await
    }

    /// Waits for the first records of the usual topic.
    pub fn records(&self, count: usize) -> Vec<ConsumedRecord> {
        records(&self.broker, &self.topic, count)
    }

    /// The values of the first records of the usual topic.
    pub fn values(&self, count: usize) -> Vec<String> {
        self.records(count).into_iter().map(|record| String::from_utf8(record.value.unwrap()).unwrap()).collect()
    }

    /// Stops the worker, which must not take for ever.
    pub async fn stop(self) -> Stopped {
        let Self { broker, worker, topic, directory } = self;
        tokio::time::timeout(2 * LIMIT, worker.stop()).await.expect("the worker stops");
        Stopped { broker, topic, directory }
    }
}

impl Stopped {
    /// The committed line of the connector's first task.
    pub async fn committed(&self, connector: &str) -> Option<i64> {
        committed(self.directory.path(), connector).await
    }

    /// The values of the first records of the usual topic.
    pub fn values(&self, count: usize) -> Vec<String> {
        let records = records(&self.broker, &self.topic, count);
        records.into_iter().map(|record| String::from_utf8(record.value.unwrap()).unwrap()).collect()
    }
}

fn records(broker: &MockBroker, topic: &str, count: usize) -> Vec<ConsumedRecord> {
    tokio::task::block_in_place(|| {
        let reader = TopicReader::open(&broker.bootstrap(), topic, LIMIT).unwrap();
        (0..count)
            .map(|number| {
                let record = reader.poll(LIMIT).unwrap();
                record.unwrap_or_else(|| panic!("{number} of {count} records arrived"))
            })
            .collect()
    })
}

async fn committed(directory: &std::path::Path, connector: &str) -> Option<i64> {
    let offsets = Offsets::open(FileOffsetStore::new(directory.join("offsets"))).await.unwrap();
    let offset = offsets.get(connector, r#"{"file":"0.txt"}"#).await.unwrap()?;
    let offset: serde_json::Value = serde_json::from_slice(&offset).unwrap();
    Some(offset["line"].as_i64().unwrap())
}

/// Looks again and again until there is something.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let search = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(LIMIT, search).await.unwrap_or_else(|_| panic!("not before the limit: {what}"))
}
