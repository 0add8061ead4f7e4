//! A source of one record of any type, and a worker that writes it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    reason = "a part of several tests, outside their functions"
)]

use std::{future::pending, marker::PhantomData, num::NonZeroUsize, time::Duration};

use kconnect::{
    ConfigDef, RecordData, Result, SourceBatch, SourceConnector, SourceRecord, SourceTask, SourceTaskContext,
    TaskContext, Topic,
};
use kconnect_worker::{State, TopicReader, Worker, dev::MockBroker};

/// How long anything may take before the test gives up on it.
const LIMIT: Duration = Duration::from_mins(1);

/// A type of values, and one of them.
pub trait Emitted: RecordData {
    fn sample() -> Self;
}

pub struct Emitter<V>(PhantomData<fn() -> V>);

#[derive(ConfigDef, Clone, Debug)]
pub struct EmitterConfig {
    /// Where the record goes.
    #[config(importance = high)]
    topic: String,
}

impl<V: Emitted> SourceConnector for Emitter<V> {
    const CLASS: &'static str = "com.example.Emitter";
    type Config = EmitterConfig;
    type Task = EmitterTask<V>;

    async fn task_configs(config: &EmitterConfig, _max_tasks: NonZeroUsize) -> Result<Vec<EmitterConfig>> {
        Ok(vec![config.clone()])
    }
}

pub struct EmitterTask<V> {
    context: TaskContext,
    topic: Topic,
    done: bool,
    of: PhantomData<fn() -> V>,
}

impl<V: Emitted> SourceTask for EmitterTask<V> {
    type Config = EmitterConfig;
    type Partition = ();
    type Offset = ();
    type Record = ((), V);

    async fn start(config: EmitterConfig, context: SourceTaskContext<Self>) -> Result<Self> {
        Ok(Self { context: context.task, topic: Topic::from(config.topic), done: false, of: PhantomData })
    }

    async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
        if self.done {
            return self.context.until_stop(pending::<()>()).await;
        }
        self.done = true;
        batch.push(SourceRecord::new(&self.topic, ((), V::sample())));
        Ok(())
    }
}

/// The value of the record that a worker writes with that value converter; further keys of the connector begin with `!`.
pub async fn written<V: Emitted>(topic: &str, class: &str, keys: &[(&str, &str)]) -> Vec<u8> {
    let broker = MockBroker::start().unwrap();
    broker.create_topic(topic, 1).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let worker = worker::<V>(&broker, &directory).await;
    worker.create(connector(topic, class, keys)).await.unwrap();
    let reader = TopicReader::open(&broker.bootstrap(), topic, LIMIT).unwrap();
    let record = tokio::task::block_in_place(|| reader.poll(LIMIT)).unwrap().expect("the record arrives");
    worker.stop().await;
    record.value.expect("no tombstone")
}

/// What a task fails with that should write values of that type with that converter, behind these transformations.
pub async fn refusal<V: Emitted>(class: &str, keys: &[(&str, &str)]) -> String {
    let broker = MockBroker::start().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let worker = worker::<V>(&broker, &directory).await;
    worker.create(connector("t", class, keys)).await.unwrap();
    let search = async {
        loop {
            let connectors = worker.connectors();
            let tasks = connectors.iter().flat_map(|connector| &connector.tasks);
            if let Some(failed) = tasks.map(|task| &task.status).find(|status| status.state == State::Failed) {
                return failed.trace.clone();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let trace = tokio::time::timeout(LIMIT, search).await.expect("the task fails");
    worker.stop().await;
    trace.expect("it says why")
}

async fn worker<V: Emitted>(broker: &MockBroker, directory: &tempfile::TempDir) -> kconnect_worker::RunningWorker {
    let config = [
        ("bootstrap.servers", broker.bootstrap()),
        ("key.converter", "org.apache.kafka.connect.storage.StringConverter".to_owned()),
        ("value.converter", "org.apache.kafka.connect.storage.StringConverter".to_owned()),
        ("offset.storage.file.filename", directory.path().join("offsets").display().to_string()),
        ("producer.linger.ms", "0".to_owned()),
    ];
    let config = config.map(|(key, value)| (key.to_owned(), value));
    Worker::new().source::<Emitter<V>>().start(config).await.unwrap()
}

fn connector(topic: &str, class: &str, keys: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut config: Vec<_> =
        [("name", "emitter"), ("connector.class", "com.example.Emitter"), ("topic", topic), ("value.converter", class)]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into();
    config.extend(keys.iter().map(|(key, value)| {
        let key = key.strip_prefix('!').map_or_else(|| format!("value.converter.{key}"), str::to_owned);
        (key, (*value).to_owned())
    }));
    config
}
