//! A worker with the scripted sink, and topics of its own on the real broker that all tests share.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    dead_code,
    reason = "a part of several tests, outside their functions"
)]

use std::{sync::Arc, time::Duration};

use kconnect_tests::{java, kafka, unique};
use kconnect_worker::{Error, RunningWorker, SinkTaskReading, State, Status, TaskView, Worker};
use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer as _},
    producer::{BaseProducer, BaseRecord, Producer as _},
};
use tempfile::TempDir;

use crate::script::{Probe, ScriptSink};

/// How long anything may take before the test gives up on it.
pub const LIMIT: Duration = Duration::from_mins(1);

const STRING: &str = "org.apache.kafka.connect.storage.StringConverter";

pub struct Stage {
    pub worker: RunningWorker,
    pub probe: Arc<Probe>,
    pub bootstrap: &'static str,
    /// What the connector reads.
    pub topic: String,
    /// Its name.
    pub name: String,
    _directory: TempDir,
}

fn owned(config: &[(&str, &str)]) -> Vec<(String, String)> {
    config.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

pub async fn start_worker(directory: &TempDir, config: &[(&str, &str)]) -> Result<RunningWorker, Error> {
    kconnect_worker::init_logging("warn");
    let file = directory.path().join("offsets").display().to_string();
    let mut all = owned(&[
        ("bootstrap.servers", kafka::bootstrap().unwrap()),
        ("key.converter", STRING),
        ("value.converter", STRING),
        ("offset.storage.file.filename", &file),
        ("offset.flush.interval.ms", "100"),
        ("offset.flush.timeout.ms", "10000"),
        ("task.shutdown.graceful.timeout.ms", "30000"),
    ]);
    all.extend(owned(config));
    Worker::new().sink::<ScriptSink>().start(all).await
}

impl Stage {
    /// A topic with one partition, nothing in it, and a worker without connectors.
    pub async fn set() -> Self {
        Self::with(1, &[]).await
    }

    pub async fn with(partitions: i32, config: &[(&str, &str)]) -> Self {
        let bootstrap = kafka::bootstrap().unwrap();
        let (topic, name) = (unique("sink"), unique("connector"));
        kafka::create_topic(bootstrap, &topic, partitions).unwrap();
        let directory = TempDir::new().unwrap();
        let worker = start_worker(&directory, config).await.unwrap();
        Self { worker, probe: Probe::of(&name), bootstrap, topic, name, _directory: directory }
    }

    /// The connector's configuration; `config` is what differs from the usual.
    pub fn config(&self, config: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut all = owned(&[
            ("name", &self.name),
            ("connector.class", "com.example.ScriptSink"),
            ("probe", &self.name),
            ("consumer.override.metadata.max.age.ms", "500"),
        ]);
        if !config.iter().any(|(key, _)| *key == "topics.regex") {
            all.extend(owned(&[("topics", &self.topic)]));
        }
        all.extend(owned(config));
        all
    }

    pub async fn create(&self, config: &[(&str, &str)]) {
        let config = self.config(config);
        self.worker.create(config).await.unwrap();
    }

    /// Writes values to partition 0.
    pub fn write(&self, values: &[&str]) {
        let lines: Vec<_> = values.iter().map(|value| (0, Some(*value))).collect();
        write(&self.topic, &lines);
    }

    pub fn task(&self, task: usize) -> TaskView {
        self.worker.connector(&self.name).unwrap().tasks.get(task).unwrap().clone()
    }

    pub fn reading(&self, task: usize) -> SinkTaskReading {
        self.task(task).metrics.sink().unwrap().read()
    }

    /// Waits until the task failed; what it failed with.
    pub async fn failure(&self, task: usize) -> String {
        until("the task is FAILED", async || match self.task(task).status {
            Status { state: State::Failed, trace, .. } => trace,
            _ => None,
        })
        .await
    }

    pub async fn state(&self, task: usize, state: State) {
        until("the task is in that state", async || (self.task(task).status.state == state).then_some(())).await;
    }

    /// Waits until so many records were delivered; their values, in order.
    pub async fn delivered(&self, count: usize) -> Vec<String> {
        until(&format!("{count} records are delivered"), async || {
            let values = self.probe.values();
            (values.len() >= count).then_some(values)
        })
        .await
    }

    /// Waits until the group's offset of partition 0 is this.
    pub async fn committed(&self, offset: i64) {
        let topic = &self.topic;
        until(&format!("offset {offset} is committed"), async || (self.offset(topic, 0) == Some(offset)).then_some(()))
            .await;
    }

    /// The group's offset.
    pub fn offset(&self, topic: &str, partition: i32) -> Option<i64> {
        group_offset(&self.name, topic, partition)
    }

    /// Stops the worker, which must not take for ever.
    pub async fn stop(self) -> Stopped {
        let Self { worker, probe, topic, name, .. } = self;
        tokio::time::timeout(2 * LIMIT, worker.stop()).await.expect("the worker stops");
        Stopped { probe, topic, name }
    }
}

/// What is left of a stage.
pub struct Stopped {
    pub probe: Arc<Probe>,
    pub topic: String,
    pub name: String,
}

impl Stopped {
    pub fn offset(&self, partition: i32) -> Option<i64> {
        group_offset(&self.name, &self.topic, partition)
    }
}

/// What Kafka has as the offset of a connector's group.
pub fn group_offset(connector: &str, topic: &str, partition: i32) -> Option<i64> {
    tokio::task::block_in_place(|| {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", kafka::bootstrap().unwrap()).set("group.id", format!("connect-{connector}"));
        let consumer: BaseConsumer = config.create().unwrap();
        let mut list = TopicPartitionList::new();
        list.add_partition(topic, partition);
        let list = consumer.committed_offsets(list, LIMIT).unwrap();
        list.elements().first().and_then(|found| match found.offset() {
            Offset::Offset(offset) => Some(offset),
            _ => None,
        })
    })
}

/// What Kafka's own tool says of a connector's group.
pub fn described(connector: &str) -> String {
    let group = format!("connect-{connector}");
    let args = ["--bootstrap-server", kafka::bootstrap().unwrap(), "--describe", "--group", &group];
    tokio::task::block_in_place(|| {
        java::run(
            &java::kafka_class_path().unwrap(),
            "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
            &args,
        )
    })
    .unwrap()
}

/// Writes values to partitions of a topic; none is a tombstone.
pub fn write(topic: &str, lines: &[(i32, Option<&str>)]) {
    tokio::task::block_in_place(|| {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", kafka::bootstrap().unwrap());
        let producer: BaseProducer = config.create().unwrap();
        for (partition, value) in lines {
            let mut record: BaseRecord<'_, str, str> = BaseRecord::to(topic).partition(*partition).key("key");
            record.payload = *value;
            producer.send(record).map_err(|(error, _)| error).unwrap();
        }
        producer.flush(LIMIT).unwrap();
    });
}

/// Looks again and again until there is something.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let search = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LIMIT, search).await.unwrap_or_else(|_| panic!("not before the limit: {what}"))
}
