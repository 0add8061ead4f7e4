//! The suite of source connectors.

use std::{collections::VecDeque, marker::PhantomData, time::Duration};

use serde_json::Value as Json;
use tokio::time::{sleep, timeout};

use super::{
    Fault, SuiteFailure, SuiteReport,
    ledger::{Ledger, listed},
};
use crate::{
    config::{Prop, Props},
    error::{Error, ErrorKind, Result},
    host::{Source, SourcePlugin, TaskHost},
    record::Delivered,
    source::SourceConnector,
    testing::{
        control::Control,
        faults::{Faults, Pendings},
        offsets::MemoryOffsets,
        source::{HandedOver, SourceTester, StartedTask},
    },
};

/// A system that a source connector reads, under the test's control: a server in the process, files in a directory.
pub trait Upstream {
    /// The configuration with which the connector reads it.
    fn props(&self) -> Vec<(String, String)>;

    /// What it offers: an identity of each record that must arrive, in the order of each source partition.
    fn offered(&self) -> Vec<String>;

    /// Which of them the record is; `None` if it is none of them, such as a heartbeat.
    fn identity(&self, record: &HandedOver) -> Option<String>;
}

/// Runs a source connector against an [`Upstream`], with every fault at every point, and fails if anything is lost.
///
/// ```
/// # use kconnect::{*, testing::*};
/// # use serde::{Deserialize, Serialize};
/// # use std::num::NonZeroUsize;
/// # /// How far to count.
/// # #[derive(ConfigDef, Clone, Debug)]
/// # struct CountConfig {
/// #     /// The last number.
/// #     #[config(importance = high)]
/// #     last: i64,
/// # }
/// # struct CountConnector;
/// # impl SourceConnector for CountConnector {
/// #     const CLASS: &'static str = "com.example.CountConnector";
/// #     type Config = CountConfig;
/// #     type Task = Count;
/// #     async fn task_configs(config: &CountConfig, _: NonZeroUsize) -> Result<Vec<CountConfig>> { Ok(vec![config.clone()]) }
/// # }
/// # #[derive(Serialize, Deserialize, Clone)]
/// # struct Numbers {}
/// # #[derive(Serialize, Deserialize, Clone)]
/// # struct Number { number: i64 }
/// # struct Count { cx: SourceTaskContext<Self>, at: SourcePartition<Self>, number: i64, last: i64 }
/// # impl SourceTask for Count {
/// #     type Config = CountConfig;
/// #     type Partition = Numbers;
/// #     type Offset = Number;
/// #     type Record = ((), i64);
/// #     async fn start(config: CountConfig, cx: SourceTaskContext<Self>) -> Result<Self> {
/// #         let (at, offset) = cx.open(vec![Numbers {}]).await?.remove(0);
/// #         Ok(Self { cx, at, number: offset.map_or(0, |offset| offset.number), last: config.last })
/// #     }
/// #     async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
/// #         if self.number == self.last { return self.cx.task.until_stop(std::future::pending()).await; }
/// #         self.cx.task.until_stop(tokio::task::yield_now()).await?;
/// #         self.number += 1;
/// #         let record = SourceRecord::new(&Topic::from("numbers"), ((), self.number));
/// #         batch.push(record.at(&self.at, Number { number: self.number }));
/// #         Ok(())
/// #     }
/// # }
/// struct Numbered;
///
/// impl Upstream for Numbered {
///     fn props(&self) -> Vec<(String, String)> {
///         vec![("last".to_owned(), "5".to_owned())]
///     }
///     fn offered(&self) -> Vec<String> {
///         (1..=5).map(|number| number.to_string()).collect()
///     }
///     fn identity(&self, record: &HandedOver) -> Option<String> {
///         Some(record.value.to_string())
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), SuiteFailure> {
/// let report = SourceSuite::new(async |_faults| Numbered).run::<CountConnector>().await?;
/// println!("{report}");
/// # assert!(report.runs > 10);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct SourceSuite<M, U> {
    make: M,
    limit: Duration,
    quiet: Duration,
    most: usize,
    history: bool,
    upstream: PhantomData<fn() -> U>,
}

/// Records that Kafka is always behind with acknowledging.
const UNDER_WAY: usize = 2;

/// Restarts after which a run does not get on.
const RESTARTS: usize = 20;

impl<M, U> SourceSuite<M, U>
where
    M: AsyncFn(Faults) -> U,
    U: Upstream,
{
    /// A suite over what `make` makes: a new upstream for each run, which asks the [`Faults`] before each of its operations.
    #[must_use]
    pub fn new(make: M) -> Self {
        Self {
            make,
            limit: Duration::from_secs(30),
            quiet: Duration::from_millis(100),
            most: 200,
            history: true,
            upstream: PhantomData,
        }
    }

    /// For a source that cannot go back, as one that listens to a stream: what it misses while it does not run is not
    /// counted as lost. That nothing hangs and nothing is made up is checked all the same.
    #[must_use]
    pub fn without_history(self) -> Self {
        Self { history: false, ..self }
    }

    /// How long one run may take; 30 seconds otherwise.
    #[must_use]
    pub fn limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// How many points of each kind of fault are tried; 200 otherwise. A connector that has fewer is tried at all.
    #[must_use]
    pub fn most(self, points: usize) -> Self {
        Self { most: points, ..self }
    }

    /// Runs the connector `C`. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// The first thing that the connector does wrong, and in which run.
    pub async fn run<C: SourceConnector>(&self) -> Result<SuiteReport, SuiteFailure> {
        let mut report = SuiteReport::default();
        self.configuration::<C>().await?;
        self.one_run::<C>(Fault::None, &mut report).await?;
        let kinds: [fn(usize) -> Fault; 4] = [
            |at| Fault::Stopped { at },
            |at| Fault::Broken { at },
            |at| Fault::Killed { at, arrived: true },
            |at| Fault::Killed { at, arrived: false },
        ];
        for kind in kinds {
            for at in 1..=self.most {
                if !self.one_run::<C>(kind(at), &mut report).await? {
                    break;
                }
            }
        }
        Ok(report)
    }

    /// The configuration is valid, and divides into no more tasks than asked for.
    async fn configuration<C: SourceConnector>(&self) -> Result<(), SuiteFailure> {
        let upstream = (self.make)(Faults::none()).await;
        let (plugin, props) = (Source::<C>::new(), props(&upstream));
        let failure = |problem: String| SuiteFailure::new(Fault::None, problem);
        let invalid: Vec<_> =
            plugin.validate_offline(&props).errors().flat_map(|(_, messages)| messages.to_vec()).collect();
        if !invalid.is_empty() {
            return Err(failure(format!("the configuration is invalid: {}", invalid.join("; "))));
        }
        for max in [1, 2, 5].into_iter().filter_map(std::num::NonZeroUsize::new) {
            let tasks = plugin.task_configs(&props, max).await.map_err(|error| failure(error.chain()))?;
            if tasks.len() > max.get() {
                return Err(failure(format!("{} tasks with tasks.max={max}", tasks.len())));
            }
        }
        Ok(())
    }

    /// One run; whether its fault came.
    async fn one_run<C: SourceConnector>(&self, fault: Fault, report: &mut SuiteReport) -> Result<bool, SuiteFailure> {
        let faults = Faults::at(fault.broken_at());
        let upstream = (self.make)(faults.clone()).await;
        let mut run = Run {
            fault,
            faults,
            tester: props(&upstream)
                .into_iter()
                .fold(SourceTester::new(), |tester, (key, value)| tester.set(&key, value.expose().unwrap_or_default())),
            offsets: MemoryOffsets::new(),
            ledger: Ledger::new(upstream.offered()),
            upstream: &upstream,
            pendings: Pendings::at(fault.killed_at()),
            stopped: false,
            under_way: VecDeque::new(),
            restarts: 0,
            history: self.history,
            quiet: self.quiet,
        };
        let ended = timeout(self.limit, run.until_complete::<C>()).await;
        let problem = match ended {
            Ok(Ok(())) => None,
            Ok(Err(problem)) => Some(problem),
            Err(_) => {
                let under_way = run.under_way();
                let under_way: Vec<_> = under_way.iter().map(String::as_str).collect();
                let missing = run.ledger.missing(&under_way);
                Some(if missing.is_empty() {
                    format!(
                        "it did not end within {:?} of its start: does it wait outside of `until_stop`?",
                        self.limit
                    )
                } else {
                    format!("lost, or not offered again within {:?}: {}", self.limit, listed(&missing))
                })
            }
        };
        if let Some(problem) = problem {
            return Err(SuiteFailure::new(fault, problem));
        }
        let duplicated = run.ledger.duplicated();
        if fault == Fault::None && duplicated > 0 {
            return Err(SuiteFailure::new(fault, format!("{duplicated} records came twice")));
        }
        report.runs += 1;
        report.restarts += run.restarts;
        report.duplicated += duplicated;
        Ok(run.struck())
    }
}

fn props(upstream: &impl Upstream) -> Props {
    upstream.props().into_iter().map(|(key, value)| (key, Prop::Plain(value))).collect()
}

/// A run of the connector from the beginning to the end, over restarts.
struct Run<'a, U> {
    fault: Fault,
    faults: Faults,
    tester: SourceTester,
    offsets: MemoryOffsets,
    ledger: Ledger,
    upstream: &'a U,
    pendings: Pendings,
    stopped: bool,
    /// Handed over and not acknowledged, oldest first.
    under_way: VecDeque<HandedOver>,
    restarts: usize,
    history: bool,
    quiet: Duration,
}

/// How a task's life ended.
enum Ended {
    /// Everything has arrived.
    Complete,
    /// It must be started again.
    Restart,
}

impl<U: Upstream> Run<'_, U> {
    fn struck(&self) -> bool {
        self.pendings.struck() || self.stopped || self.faults.struck()
    }

    /// The identities of what is handed over and not acknowledged.
    fn under_way(&self) -> Vec<String> {
        self.under_way.iter().filter_map(|record| self.upstream.identity(record)).collect()
    }

    async fn until_complete<C: SourceConnector>(&mut self) -> Result<(), String> {
        while matches!(self.one_life::<C>().await?, Ended::Restart) {
            self.restarts += 1;
            if self.restarts > RESTARTS {
                return Err(format!("it does not get on: {RESTARTS} restarts after one fault"));
            }
        }
        if self.fault == Fault::None && self.history {
            self.nothing_comes_again::<C>().await?;
        }
        Ok(())
    }

    /// From one start of the task to its end.
    async fn one_life<C: SourceConnector>(&mut self) -> Result<Ended, String> {
        let at = if self.restarts == 0 { self.fault.stopped_at() } else { 0 };
        let start = self.tester.clone().offsets(&self.offsets).start_with::<C>(Control::stopping_at(at));
        let mut task = match self.pendings.run(start).await {
            None => return Ok(Ended::Restart),
            Some(Ok(task)) => task,
            Some(Err(error)) => return self.failed(&error, "to start"),
        };
        loop {
            let polled = self.poll(&mut task).await?;
            match polled {
                Polled::Dropped => {
                    drop(task);
                    self.crash()?;
                    return Ok(Ended::Restart);
                }
                Polled::Complete => {
                    self.acknowledge(&task, 0)?;
                    task.stop().await.map_err(|error| format!("it does not stop: {}", error.chain()))?;
                    return Ok(Ended::Complete);
                }
                Polled::Returned(outcome) => {
                    let asked = task.control.is_stopping();
                    self.stopped |= asked && self.fault.stopped_at() > 0;
                    match outcome {
                        Err(error) if error.kind() != ErrorKind::Stopping && !asked => {
                            let ErrorKind::Retriable { .. } = error.kind() else {
                                self.take_over(&task)?;
                                self.acknowledge(&task, 0)?;
                                return self.failed(&error, "to poll");
                            };
                            sleep(Duration::from_millis(1)).await;
                        }
                        Ok(()) if !asked => {}
                        _ => {
                            self.take_over(&task)?;
                            self.acknowledge(&task, 0)?;
                            task.stop().await.map_err(|error| format!("it does not stop: {}", error.chain()))?;
                            return Ok(Ended::Restart);
                        }
                    }
                }
            }
        }
    }

    /// Polls once, and takes over what is handed over meanwhile.
    async fn poll(&mut self, task: &mut StartedTask) -> Result<Polled, String> {
        let recorder = std::sync::Arc::clone(&task.recorder);
        let events = task.host.events();
        let mut pendings = std::mem::replace(&mut self.pendings, Pendings::at(0));
        let control = std::sync::Arc::clone(&task.control);
        let (had_all, mut quiet) = (self.history && self.complete(), false);
        let polled = {
            let mut poll = std::pin::pin!(pendings.run(task.host.poll()));
            loop {
                let changed = recorder.changed();
                tokio::select! {
                    biased;
                    outcome = &mut poll => break outcome,
                    () = std::future::ready(()) => {}
                }
                self.take(recorder.take(), |index| recorder.partition(index))?;
                self.settle(&*events, |index| recorder.partition(index), UNDER_WAY)?;
                if quiet || self.history && self.complete() {
                    // Now it waits for more: it must listen.
                    control.stop();
                }
                tokio::select! {
                    biased;
                    outcome = &mut poll => break outcome,
                    () = changed => {}
                    () = sleep(self.quiet), if !self.history => quiet = true,
                }
            }
        };
        self.pendings = pendings;
        self.take_over(task)?;
        let ends = had_all || quiet || control.is_stopping() && self.history && self.complete();
        Ok(match polled {
            None => Polled::Dropped,
            Some(_) if ends => Polled::Complete,
            Some(outcome) => Polled::Returned(outcome),
        })
    }

    /// Whether all that is offered has at least been handed over.
    fn complete(&self) -> bool {
        let under_way = self.under_way();
        let under_way: Vec<_> = under_way.iter().map(String::as_str).collect();
        self.ledger.missing(&under_way).is_empty()
    }

    fn take_over(&mut self, task: &StartedTask) -> Result<(), String> {
        self.take(task.recorder.take(), |index| task.recorder.partition(index))
    }

    /// Checks what was handed over; from now on it is under way.
    fn take(&mut self, records: Vec<HandedOver>, partition: impl Fn(u32) -> Option<Json>) -> Result<(), String> {
        for record in records {
            check(&record, &partition)?;
            self.under_way.push_back(record);
        }
        Ok(())
    }

    fn acknowledge(&mut self, task: &StartedTask, keep: usize) -> Result<(), String> {
        let events = task.host.events();
        self.settle(&*events, |index| task.recorder.partition(index), keep)
    }

    /// Kafka acknowledges all but the newest `keep` records, and their offsets are committed.
    fn settle(
        &mut self,
        events: &dyn crate::host::SourceEvents,
        partition: impl Fn(u32) -> Option<Json>,
        keep: usize,
    ) -> Result<(), String> {
        while self.under_way.len() > keep
            && let Some(record) = self.under_way.pop_front()
        {
            self.arrived(&record, &partition)?;
            events.delivered(record.receipt, Delivered::at(0, 0));
            if let Some((index, offset)) = record.at {
                events.committed(index, offset.to_string().as_bytes()).map_err(|error| error.chain())?;
                if let Some(partition) = partition(index) {
                    self.offsets.set(partition, offset);
                }
            }
        }
        Ok(())
    }

    fn arrived(&mut self, record: &HandedOver, partition: impl Fn(u32) -> Option<Json>) -> Result<(), String> {
        let Some(identity) = self.upstream.identity(record) else { return Ok(()) };
        let partition = record.at.as_ref().and_then(|(index, _)| partition(*index));
        self.ledger.enter(&partition.unwrap_or_default().to_string(), &identity)
    }

    /// The worker was killed: what was under way has arrived, or not, and its offsets are not committed.
    fn crash(&mut self) -> Result<(), String> {
        let under_way = std::mem::take(&mut self.under_way);
        if let Fault::Killed { arrived: true, .. } = self.fault {
            for record in under_way {
                self.arrived(&record, |_| None)?;
            }
        }
        Ok(())
    }

    /// An error that ends the task: after a fault it is started again, otherwise it is wrong.
    fn failed(&self, error: &Error, what: &str) -> Result<Ended, String> {
        if self.faults.struck() || error.kind() == ErrorKind::Stopping {
            return Ok(Ended::Restart);
        }
        Err(format!("the task failed {what}: {}", error.chain()))
    }

    /// After a clean stop, a start hands over nothing that was committed.
    async fn nothing_comes_again<C: SourceConnector>(&mut self) -> Result<(), String> {
        let start = self.tester.clone().offsets(&self.offsets).start::<C>();
        let mut task = start.await.map_err(|error| format!("the task failed to start again: {}", error.chain()))?;
        let _ = timeout(self.quiet, task.host.poll()).await;
        let again: Vec<_> = task.recorder.take().iter().filter_map(|record| self.upstream.identity(record)).collect();
        if again.is_empty() {
            return Ok(());
        }
        let again: Vec<_> = again.iter().map(String::as_str).collect();
        Err(format!("handed over again after a clean stop: {}", listed(&again)))
    }
}

/// How a poll ended.
enum Polled {
    Returned(Result<()>),
    /// Its future was dropped.
    Dropped,
    /// Everything has been handed over.
    Complete,
}

/// What holds for every record: its data fit their schemas, and its position is one that Kafka Connect can store.
fn check(record: &HandedOver, partition: impl Fn(u32) -> Option<Json>) -> Result<(), String> {
    for (part, data) in [("key", &record.connect_key), ("value", &record.connect_value)] {
        if let Some(schema) = &data.schema {
            schema.validate(&data.value).map_err(|error| format!("a {part} does not fit its schema: {error}"))?;
        }
    }
    let Some((index, offset)) = &record.at else { return Ok(()) };
    let partition = partition(*index).unwrap_or_default();
    for (what, position) in [("partition", &partition), ("offset", offset)] {
        let flat = |value: &Json| !value.is_array() && !value.is_object();
        if !position.as_object().is_some_and(|fields| fields.values().all(flat)) {
            return Err(format!("a source {what} must be an object of primitive values, but is {position}"));
        }
    }
    Ok(())
}
