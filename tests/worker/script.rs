//! A source connector whose tasks do what their configuration says, step by step.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "a part of a test, outside its functions"
)]

use std::{
    collections::BTreeMap,
    future::pending,
    num::NonZeroUsize,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use kconnect::{
    ConfigDef, Error, Result, SourceBatch, SourceConnector, SourcePartition, SourceRecord, SourceTask,
    SourceTaskContext, Topic,
};
use serde::{Deserialize, Serialize};

#[derive(ConfigDef, Clone, Debug)]
pub struct ScriptConfig {
    /// What the tasks do: tasks are divided by `|`, polls by `,`, the steps of a poll by spaces. After its last poll a
    /// task waits to be stopped.
    #[config(importance = high)]
    script: String,
    /// Where the records go.
    #[config(importance = high)]
    topic: String,
    /// How long a value is at least, in bytes.
    #[config(default = 0, importance = low)]
    size: i32,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct File {
    file: String,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Line {
    line: i64,
}

/// What the task with the lowest number on a topic did, seen from outside.
#[derive(Debug, Default)]
pub struct Seen {
    polls: AtomicUsize,
    stopped: AtomicBool,
}

impl Seen {
    /// Of the task that writes to `topic`.
    pub fn on(topic: &str) -> Arc<Self> {
        static ALL: LazyLock<Mutex<BTreeMap<String, Arc<Seen>>>> = LazyLock::new(Mutex::default);
        Arc::clone(ALL.lock().unwrap().entry(topic.to_owned()).or_default())
    }

    /// How many polls were begun.
    pub fn polls(&self) -> usize {
        self.polls.load(Ordering::SeqCst)
    }

    /// Whether the worker called `stop` on it, which it does not do with a task that it ends by force.
    pub fn stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

pub struct ScriptConnector;

impl SourceConnector for ScriptConnector {
    const CLASS: &'static str = "com.example.ScriptConnector";
    type Config = ScriptConfig;
    type Task = Script;

    /// As many tasks as there are scripts, whatever the worker asks for.
    async fn task_configs(config: &ScriptConfig, _max_tasks: NonZeroUsize) -> Result<Vec<ScriptConfig>> {
        let of_task = |script: &str| ScriptConfig { script: script.to_owned(), ..config.clone() };
        Ok(config.script.split('|').map(of_task).collect())
    }
}

pub struct Script {
    context: SourceTaskContext<Self>,
    partition: SourcePartition<Self>,
    polls: Vec<String>,
    next: usize,
    line: i64,
    topic: Topic,
    size: usize,
    seen: Arc<Seen>,
}

impl Script {
    fn record(&mut self) -> SourceRecord<Self> {
        self.line += 1;
        let value = format!("{:.<width$}", format!("line {}", self.line), width = self.size);
        SourceRecord::new(&self.topic, (self.line, value)).at(&self.partition, Line { line: self.line })
    }
}

impl SourceTask for Script {
    type Config = ScriptConfig;
    type Partition = File;
    type Offset = Line;
    type Record = (i64, String);

    async fn start(config: ScriptConfig, context: SourceTaskContext<Self>) -> Result<Self> {
        let mut opened = context.open(vec![File { file: format!("{}.txt", context.slot.index) }]).await?;
        let (partition, offset) = opened.remove(0);
        Ok(Self {
            context,
            partition,
            polls: config.script.split(',').map(str::to_owned).collect(),
            next: 0,
            line: offset.map_or(0, |offset| offset.line),
            topic: Topic::from(config.topic.as_str()),
            size: usize::try_from(config.size).unwrap(),
            seen: Seen::on(&config.topic),
        })
    }

    async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
        self.seen.polls.fetch_add(1, Ordering::SeqCst);
        let Some(poll) = self.polls.get(self.next).cloned() else {
            return self.context.task.until_stop(pending::<()>()).await;
        };
        self.next += 1;
        for step in poll.split_whitespace() {
            match step {
                "push" => batch.push(self.record()),
                "push-and-panic-on-delivery" => {
                    batch.push(self.record().on_delivered(|_| panic!("a bug in the callback")));
                }
                "reject" => {
                    self.line += 1;
                    let at = Some((&self.partition, Line { line: self.line }));
                    batch.reject(at, b"\xff", Error::data("not a line"));
                }
                "rest" => self.context.task.sleep(Duration::from_millis(1)).await?,
                // Notes the stop, as one would who is in the middle of something, and says nothing of it.
                "outlast-the-stop" => drop(self.context.task.until_stop(pending::<()>()).await),
                "again" => self.next -= 1,
                "deliver-for-ever" => loop {
                    batch.push(self.record());
                    batch.deliver().await?;
                },
                "spawn-failing" => {
                    self.context.task.spawn("the reader", async { Err(Error::fatal("the reader lost its file")) });
                }
                "spawn-panicking" => self.context.task.spawn("the reader", async { panic!("a bug in the reader") }),
                "spawn-deaf" => self.context.task.spawn("the reader", pending()),
                "fail" => return Err(Error::fatal("the source is gone")),
                "panic" => panic!("a bug in the connector"),
                other => return Err(Error::fatal(format!("the script has an unknown step: {other}"))),
            }
        }
        Ok(())
    }

    async fn stop(self) -> Result<()> {
        self.seen.stopped.store(true, Ordering::SeqCst);
        Ok(())
    }
}
