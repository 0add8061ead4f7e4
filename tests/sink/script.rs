//! A sink connector whose tasks do what the test says, record by record.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    dead_code,
    reason = "a part of several tests, outside their functions"
)]

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use kconnect::{
    Closing, ConfigDef, Error, Receipt, Result, Settled, SinkBatch, SinkConnector, SinkTask, SinkTaskContext,
    TopicPartition,
};
use tokio::sync::watch;

#[derive(ConfigDef, Clone, Debug)]
pub struct ScriptConfig {
    /// Whose tasks these are.
    #[config(importance = high)]
    probe: String,
}

/// A record, as a task was given it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub topic: String,
    pub partition: i32,
    pub offset: i64,
    pub value: Option<String>,
    /// How often it was given before.
    pub earlier: usize,
}

/// What a task does with a record.
pub enum Act {
    Deliver,
    Retry,
    RetryIn(Duration),
    Reject,
    /// Forgets its receipt.
    Drop,
    /// Keeps its receipt.
    Hold,
    /// Leaves it and all behind it in the batch, and fails.
    Fail(Error),
    Panic,
}

/// What a task was called with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    Open(Vec<String>),
    Put(Vec<i64>),
    Flush,
    Close(Vec<String>, Closing),
    Stop,
}

/// How `put` begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// It waits, in `until_stop`.
    Waiting,
    /// It waits and does not listen.
    Deaf,
}

type Decide = Box<dyn FnMut(&Line) -> Act + Send>;

/// All tasks of one connector, seen from outside and told what to do.
pub struct Probe {
    decide: Mutex<Decide>,
    calls: Mutex<Vec<(usize, Call)>>,
    delivered: Mutex<Vec<Line>>,
    given: Mutex<BTreeMap<(String, i32, i64), usize>>,
    held: Mutex<Vec<(Line, Receipt)>>,
    contexts: Mutex<BTreeMap<usize, SinkTaskContext>>,
    gate: watch::Sender<Gate>,
    /// Whether `flush` delivers what is held.
    flushes: watch::Sender<bool>,
    /// What the next `flush` with something held fails with, after it has forgotten that.
    flush_failure: Mutex<Option<Error>>,
}

impl Probe {
    pub fn of(name: &str) -> Arc<Self> {
        static ALL: LazyLock<Mutex<BTreeMap<String, Arc<Probe>>>> = LazyLock::new(Mutex::default);
        let mut all = ALL.lock().unwrap();
        Arc::clone(all.entry(name.to_owned()).or_insert_with(|| {
            Arc::new(Self {
                decide: Mutex::new(Box::new(|_| Act::Deliver)),
                calls: Mutex::default(),
                delivered: Mutex::default(),
                given: Mutex::default(),
                held: Mutex::default(),
                contexts: Mutex::default(),
                gate: watch::Sender::new(Gate::Open),
                flushes: watch::Sender::new(false),
                flush_failure: Mutex::default(),
            })
        }))
    }

    pub fn decide(&self, decide: impl FnMut(&Line) -> Act + Send + 'static) {
        *self.decide.lock().unwrap() = Box::new(decide);
    }

    pub fn gate(&self, gate: Gate) {
        self.gate.send_replace(gate);
    }

    pub fn flush_delivers(&self) {
        self.flushes.send_replace(true);
    }

    pub fn flush_fails(&self, error: Error) {
        *self.flush_failure.lock().unwrap() = Some(error);
    }

    /// The calls of one task, in order.
    pub fn calls(&self, task: usize) -> Vec<Call> {
        self.calls.lock().unwrap().iter().filter(|(by, _)| *by == task).map(|(_, call)| call.clone()).collect()
    }

    /// The calls of one task that are no `put` without records, and no `flush`.
    pub fn steps(&self, task: usize) -> Vec<Call> {
        let idle = |call: &Call| matches!(call, Call::Flush) || matches!(call, Call::Put(lines) if lines.is_empty());
        self.calls(task).into_iter().filter(|call| !idle(call)).collect()
    }

    pub fn delivered(&self) -> Vec<Line> {
        self.delivered.lock().unwrap().clone()
    }

    /// The values that were delivered, in order.
    pub fn values(&self) -> Vec<String> {
        self.delivered().into_iter().map(|line| line.value.unwrap_or_else(|| "null".to_owned())).collect()
    }

    /// The offsets of the receipts that the test may use.
    pub fn held(&self) -> Vec<i64> {
        self.held.lock().unwrap().iter().map(|(line, _)| line.offset).collect()
    }

    /// Takes a receipt that a task keeps.
    pub fn take(&self, offset: i64) -> Receipt {
        let mut held = self.held.lock().unwrap();
        let at = held.iter().position(|(line, _)| line.offset == offset).unwrap();
        held.remove(at).1
    }

    pub fn context(&self, task: usize) -> SinkTaskContext {
        self.contexts.lock().unwrap().get(&task).unwrap().clone()
    }

    fn called(&self, task: usize, call: Call) {
        self.calls.lock().unwrap().push((task, call));
    }
}

pub struct ScriptSink;

impl SinkConnector for ScriptSink {
    const CLASS: &'static str = "com.example.ScriptSink";
    type Config = ScriptConfig;
    type Task = ScriptTask;

    async fn task_configs(config: &ScriptConfig, max_tasks: NonZeroUsize) -> Result<Vec<ScriptConfig>> {
        Ok(vec![config.clone(); max_tasks.get()])
    }
}

pub struct ScriptTask {
    probe: Arc<Probe>,
    context: SinkTaskContext,
    task: usize,
}

impl SinkTask for ScriptTask {
    type Config = ScriptConfig;
    type Key = Option<String>;
    type Value = Option<String>;

    async fn start(config: ScriptConfig, context: SinkTaskContext) -> Result<Self> {
        let (probe, task) = (Probe::of(&config.probe), context.slot.index);
        probe.contexts.lock().unwrap().insert(task, context.clone());
        Ok(Self { probe, context, task })
    }

    async fn open(&mut self, partitions: &[TopicPartition]) -> Result<()> {
        self.probe.called(self.task, Call::Open(names(partitions)));
        Ok(())
    }

    async fn put(&mut self, mut batch: SinkBatch<Self>) -> Result<Settled> {
        self.probe.called(self.task, Call::Put(batch.iter().map(|record| record.offset).collect()));
        if !batch.is_empty() {
            let mut gate = self.probe.gate.subscribe();
            let opened = async {
                while *gate.borrow_and_update() != Gate::Open {
                    gate.changed().await.unwrap();
                }
            };
            let waiting = *self.probe.gate.borrow() == Gate::Waiting;
            if waiting {
                self.context.task.until_stop(opened).await?;
            } else {
                opened.await;
            }
        }
        loop {
            let next = batch.iter().next().map(|next| (next.original.clone(), next.offset, next.value.clone()));
            let Some((original, offset, value)) = next else { break };
            let topic = original.topic.to_string();
            let earlier = {
                let mut given = self.probe.given.lock().unwrap();
                let count = given.entry((topic.clone(), original.partition, offset)).or_default();
                *count += 1;
                *count - 1
            };
            let line = Line { topic, partition: original.partition, offset, value, earlier };
            let act = (self.probe.decide.lock().unwrap())(&line);
            if let Act::Fail(error) = act {
                return Err(error);
            }
            let (_, receipt) = batch.next().unwrap();
            match act {
                Act::Deliver => {
                    self.probe.delivered.lock().unwrap().push(line);
                    receipt.delivered();
                }
                Act::Retry => receipt.retry(Error::retriable("not now")),
                Act::RetryIn(after) => receipt.retry(Error::retriable("not now").retry_after(after)),
                Act::Reject => receipt.reject(Error::data("never")),
                Act::Drop => drop(receipt),
                Act::Hold => self.probe.held.lock().unwrap().push((line, receipt)),
                Act::Panic => panic!("as the test wants it"),
                Act::Fail(_) => {}
            }
        }
        Ok(batch.taken())
    }

    async fn flush(&mut self) -> Result<()> {
        self.probe.called(self.task, Call::Flush);
        if !self.probe.held().is_empty()
            && let Some(error) = self.probe.flush_failure.lock().unwrap().take()
        {
            self.probe.held.lock().unwrap().clear();
            return Err(error);
        }
        if *self.probe.flushes.borrow() {
            for (line, receipt) in self.probe.held.lock().unwrap().drain(..) {
                self.probe.delivered.lock().unwrap().push(line);
                receipt.delivered();
            }
        }
        Ok(())
    }

    async fn close(&mut self, partitions: &[TopicPartition], why: Closing) -> Result<()> {
        self.probe.called(self.task, Call::Close(names(partitions), why));
        Ok(())
    }

    async fn stop(self) -> Result<()> {
        self.probe.called(self.task, Call::Stop);
        Ok(())
    }
}

fn names(partitions: &[TopicPartition]) -> Vec<String> {
    let mut names: Vec<_> = partitions.iter().map(ToString::to_string).collect();
    names.sort();
    names
}
