//! A source connector whose tasks do what their configuration says, step by step.

#![allow(
    dead_code,
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
        Arc, Condvar, LazyLock, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use kconnect::{
    ConfigDef, Error, Result, SourceBatch, SourceConnector, SourcePartition, SourceRecord, SourceTask,
    SourceTaskContext, Topic,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

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

/// What the tasks on a topic did, seen from outside, and what they and their connector are told from there.
#[derive(Debug, Default)]
pub struct Seen {
    starts: AtomicUsize,
    /// What the connector divides instead of its script.
    scripts: Mutex<Option<String>>,
    /// What its `watch` fails with.
    trouble: Mutex<Option<String>>,
    news: Notify,
    released: Mutex<bool>,
    release: Condvar,
    polls: AtomicUsize,
    delivered: AtomicUsize,
    skipped: AtomicUsize,
    stopped: AtomicBool,
}

impl Seen {
    /// Of the task that writes to `topic`.
    pub fn on(topic: &str) -> Arc<Self> {
        static ALL: LazyLock<Mutex<BTreeMap<String, Arc<Seen>>>> = LazyLock::new(Mutex::default);
        Arc::clone(ALL.lock().unwrap().entry(topic.to_owned()).or_default())
    }

    /// How many tasks were started.
    pub fn starts(&self) -> usize {
        self.starts.load(Ordering::SeqCst)
    }

    /// From now on the connector divides other scripts, and says so.
    pub fn divide(&self, scripts: &str) {
        self.divide_silently(scripts);
        self.news.notify_one();
    }

    /// Likewise, and it does not say so.
    pub fn divide_silently(&self, scripts: &str) {
        *self.scripts.lock().unwrap() = Some(scripts.to_owned());
    }

    /// The connector's `watch` fails.
    pub fn trouble(&self, message: &str) {
        *self.trouble.lock().unwrap() = Some(message.to_owned());
        self.news.notify_one();
    }

    /// Lets all threads go on that wait in `hold` and `hold-beside`.
    pub fn release(&self) {
        *self.released.lock().unwrap() = true;
        self.release.notify_all();
    }

    /// Keeps this thread until they are released.
    fn hold(&self) {
        let mut released = self.released.lock().unwrap();
        while !*released {
            released = self.release.wait(released).unwrap();
        }
    }

    /// How many polls were begun.
    pub fn polls(&self) -> usize {
        self.polls.load(Ordering::SeqCst)
    }

    fn told(&self, delivered: bool) {
        let count = if delivered { &self.delivered } else { &self.skipped };
        count.fetch_add(1, Ordering::SeqCst);
    }

    /// Of how many records it was told that they were delivered, and of how many that they never will be.
    pub fn deliveries(&self) -> [usize; 2] {
        [&self.delivered, &self.skipped].map(|count| count.load(Ordering::SeqCst))
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
        let scripts = Seen::on(&config.topic).scripts.lock().unwrap().clone();
        Ok(scripts.as_ref().unwrap_or(&config.script).split('|').map(of_task).collect())
    }

    async fn watch(config: ScriptConfig) -> Result<()> {
        let seen = Seen::on(&config.topic);
        seen.news.notified().await;
        let trouble = seen.trouble.lock().unwrap().take();
        trouble.map_or(Ok(()), |message| Err(Error::fatal(message)))
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
        Seen::on(&config.topic).starts.fetch_add(1, Ordering::SeqCst);
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
                "push-with-header" => {
                    let mut record = self.record();
                    record.headers.add("line", self.line);
                    batch.push(record);
                }
                "push-and-tell" => {
                    let seen = Arc::clone(&self.seen);
                    batch.push(self.record().on_delivered(move |what| seen.told(what.metadata.is_some())));
                }
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
                "fail-for-now" => return Err(Error::retriable("the source is busy")),
                // A thread that is kept, as by a driver without a timeout.
                "hold" => self.seen.hold(),
                "hold-beside" => {
                    let seen = Arc::clone(&self.seen);
                    self.context.task.blocking(move || seen.hold()).await?;
                }
                "ask" => self.context.task.request_reconfiguration(),
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
