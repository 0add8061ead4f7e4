//! Converters by their class names, and sink tasks that keep what they are given.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    dead_code,
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    reason = "a part of several tests, outside their functions"
)]

use std::{
    any::Any,
    collections::HashMap,
    num::NonZeroUsize,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use kconnect::{
    ConfigDef, FromRecord, Part, Prop, Props, Result, SinkBatch, SinkConnector, SinkTask, SinkTaskContext, Slot,
    TimestampType, Topic, TopicPartition,
    host::{
        Boxed, Incoming, Input, Outcome, Sink, SinkControl, SinkHost, SinkPlugin, SinkWorker, TaskHost, Unreadable,
    },
};
use kconnect::{Headers, Settled};
use kconnect_tests::unique;
use kconnect_worker::converter::{Configured, Converter};

pub const AVRO: &str = "io.confluent.connect.avro.AvroConverter";
pub const JSON: &str = "org.apache.kafka.connect.json.JsonConverter";

pub fn props(props: &[(&str, &str)]) -> Props {
    props.iter().map(|(key, value)| ((*key).to_owned(), Prop::from(*value))).collect()
}

pub fn configured(class: &str, part: Part, keys: &[(&str, &str)]) -> Result<Configured, Vec<String>> {
    Converter::configure(&Prop::from(class), part, &format!("{part}.converter."), &props(keys))
}

/// The value converter of that class.
pub fn converter(class: &str, keys: &[(&str, &str)]) -> Converter {
    configured(class, Part::Value, keys).unwrap().converter
}

/// An Avro converter with the registry of that scope.
pub fn avro(scope: &str) -> Converter {
    converter(AVRO, &[("schema.registry.url", &format!("mock://{scope}"))])
}

/// A running sink task whose keys and values are of these types.
pub struct Reader<K, V> {
    host: Box<dyn SinkHost>,
    name: String,
    types: std::marker::PhantomData<(K, V)>,
}

impl<K: FromRecord, V: FromRecord> Reader<K, V> {
    pub async fn start() -> Self {
        let name = unique("reader");
        let worker = SinkWorker { task: Arc::new(Quiet), control: Arc::new(Quiet), slot: Slot { index: 0, count: 1 } };
        let host = Sink::<Keeper<K, V>>::new().start(&props(&[("name", &name)]), worker).await.unwrap();
        Self { host, name, types: std::marker::PhantomData }
    }

    /// Puts a record into the batch.
    pub fn add(&mut self, key: Input<'_>, value: Input<'_>) -> Result<(), Unreadable> {
        let topic = Topic::from("t");
        self.host.add(Incoming {
            key,
            value,
            headers: Headers::default(),
            timestamp_ms: None,
            timestamp_type: TimestampType::NoTimestampType,
            original: TopicPartition::new(&topic, 0),
            partition: Some(0),
            topic,
            offset: 0,
            receipt: 1,
        })
    }

    /// What the task gets of the records in the batch.
    pub async fn put(&mut self) -> Vec<(K, V)> {
        self.host.put().await.unwrap();
        let kept = KEPT.lock().unwrap().remove(&self.name);
        kept.map_or_else(Vec::new, |kept| *kept.downcast::<Vec<(K, V)>>().unwrap())
    }

    /// What the task gets of one record.
    pub async fn read(&mut self, key: Input<'_>, value: Input<'_>) -> Result<(K, V), Unreadable> {
        self.add(key, value)?;
        Ok(self.put().await.pop().unwrap())
    }
}

/// What a sink task of values of that type reads from a value.
pub async fn read<V: FromRecord>(value: Input<'_>) -> Result<V> {
    let read = Reader::<(), V>::start().await.read(Input::Null, value).await;
    read.map(|((), value)| value).map_err(|unreadable| unreadable.error)
}

/// By the names of the tasks.
static KEPT: LazyLock<Mutex<HashMap<String, Box<dyn Any + Send>>>> = LazyLock::new(Mutex::default);

struct Keeper<K, V>(std::marker::PhantomData<fn() -> (K, V)>);

#[derive(ConfigDef, Clone, Debug)]
struct KeeperConfig {
    /// Whose records they are.
    #[config(importance = high)]
    name: String,
}

impl<K: FromRecord, V: FromRecord> SinkConnector for Keeper<K, V> {
    const CLASS: &'static str = "com.example.Keeper";
    type Config = KeeperConfig;
    type Task = KeeperTask<K, V>;

    async fn task_configs(config: &KeeperConfig, _max_tasks: NonZeroUsize) -> Result<Vec<KeeperConfig>> {
        Ok(vec![config.clone()])
    }
}

struct KeeperTask<K, V> {
    name: String,
    types: std::marker::PhantomData<fn() -> (K, V)>,
}

impl<K: FromRecord, V: FromRecord> SinkTask for KeeperTask<K, V> {
    type Config = KeeperConfig;
    type Key = K;
    type Value = V;

    async fn start(config: KeeperConfig, _context: SinkTaskContext) -> Result<Self> {
        Ok(Self { name: config.name, types: std::marker::PhantomData })
    }

    async fn put(&mut self, mut batch: SinkBatch<Self>) -> Result<Settled> {
        let mut kept = Vec::new();
        while let Some((record, receipt)) = batch.next() {
            kept.push((record.key, record.value));
            receipt.delivered();
        }
        KEPT.lock().unwrap().insert(self.name.clone(), Box::new(kept));
        Ok(batch.taken())
    }
}

/// A worker that wants nothing and is told nothing of interest.
struct Quiet;

impl TaskHost for Quiet {
    fn stopping(&self) -> Boxed<'static, ()> {
        Box::pin(std::future::pending())
    }

    fn is_stopping(&self) -> bool {
        false
    }

    fn sleep(&self, duration: Duration) -> Boxed<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn spawn(&self, name: &str, _work: Boxed<'static, Result<()>>) {
        panic!("the task has no work beside it, but spawned {name}");
    }

    fn blocking(&self, _work: Box<dyn FnOnce() + Send>) -> Boxed<'static, Result<()>> {
        panic!("the task has no blocking code");
    }

    fn request_reconfiguration(&self) {}
}

impl SinkControl for Quiet {
    fn settle(&self, _receipt: u64, _outcome: Outcome) {}

    fn rewind(&self, _partition: &TopicPartition, _offset: i64) {}

    fn pause(&self, _partitions: &[TopicPartition]) {}

    fn resume(&self, _partitions: &[TopicPartition]) {}

    fn request_commit(&self) {}

    fn assignment(&self) -> Vec<TopicPartition> {
        Vec::new()
    }
}
