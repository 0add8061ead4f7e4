//! The suite of sink connectors.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    marker::PhantomData,
    time::Duration,
};

use tokio::time::{sleep, timeout};

use super::{
    Fault, SuiteFailure, SuiteReport,
    ledger::{Ledger, listed},
};
use crate::{
    config::{Prop, Props},
    error::{Error, ErrorKind, Result},
    host::{Sink, SinkPlugin, TaskHost},
    sink::{Closing, SinkConnector, TopicPartition},
    testing::{
        control::Control,
        faults::{Faults, Pendings},
        sink::{Settlement, SinkInput, SinkTester, StartedSink},
    },
};

/// A system that a sink connector writes to, under the test's control: a server in the process, files in a directory.
pub trait Downstream {
    /// The configuration with which the connector writes to it.
    fn props(&self) -> Vec<(String, String)>;

    /// The records that the connector is given, in order, with growing offsets in each partition.
    fn records(&self) -> Vec<SinkInput>;

    /// What the record is known by once it has arrived.
    fn identity(&self, record: &SinkInput) -> String;

    /// The identities of everything that has arrived, in the order of arrival, each as often as it is there.
    fn contents(&self) -> impl Future<Output = Vec<String>>;
}

/// Runs a sink connector against a [`Downstream`], with every fault at every point, and fails if anything is lost.
///
/// ```
/// # use kconnect::{*, testing::*};
/// # use std::{num::NonZeroUsize, sync::{Arc, Mutex}};
/// # /// No keys.
/// # #[derive(ConfigDef, Clone, Debug)]
/// # struct NoConfig {}
/// # static STORE: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// # struct StoreConnector;
/// # impl SinkConnector for StoreConnector {
/// #     const CLASS: &'static str = "com.example.StoreConnector";
/// #     type Config = NoConfig;
/// #     type Task = Store;
/// #     async fn task_configs(config: &NoConfig, _: NonZeroUsize) -> Result<Vec<NoConfig>> { Ok(vec![config.clone()]) }
/// # }
/// # struct Store(SinkTaskContext);
/// # impl SinkTask for Store {
/// #     type Config = NoConfig;
/// #     type Key = ();
/// #     type Value = String;
/// #     async fn start(_: NoConfig, cx: SinkTaskContext) -> Result<Self> { Ok(Self(cx)) }
/// #     async fn put(&mut self, mut batch: SinkBatch<Self>) -> Result<Settled> {
/// #         while let Some((record, receipt)) = batch.next() {
/// #             self.0.task.until_stop(tokio::task::yield_now()).await?;
/// #             STORE.lock().unwrap().push(record.value);
/// #             receipt.delivered();
/// #         }
/// #         Ok(batch.taken())
/// #     }
/// # }
/// struct Lines;
///
/// impl Downstream for Lines {
///     fn props(&self) -> Vec<(String, String)> {
///         Vec::new()
///     }
///     fn records(&self) -> Vec<SinkInput> {
///         (0..7).map(|offset| SinkInput::new("lines", 0, offset).value(&format!("line {offset}"))).collect()
///     }
///     fn identity(&self, record: &SinkInput) -> String {
///         format!("line {}", record.offset)
///     }
///     async fn contents(&self) -> Vec<String> {
///         STORE.lock().unwrap().clone()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), SuiteFailure> {
/// let suite = SinkSuite::new(async |_faults| {
///     STORE.lock().unwrap().clear();
///     Lines
/// });
/// let report = suite.run::<StoreConnector>().await?;
/// println!("{report}");
/// # assert!(report.runs > 10);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct SinkSuite<M, D> {
    make: M,
    limit: Duration,
    most: usize,
    in_order: bool,
    downstream: PhantomData<fn() -> D>,
}

/// Records in a batch: few, so that there are several batches.
const BATCH: usize = 3;

/// Restarts after which a run does not get on.
const RESTARTS: usize = 20;

impl<M, D> SinkSuite<M, D>
where
    M: AsyncFn(Faults) -> D,
    D: Downstream,
{
    /// A suite over what `make` makes: a new, empty downstream for each run, which asks the [`Faults`] before each of its
    /// operations.
    #[must_use]
    pub fn new(make: M) -> Self {
        Self { make, limit: Duration::from_secs(30), most: 200, in_order: false, downstream: PhantomData }
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

    /// For a sink that keeps the order of each partition: a record that is there for the first time must not stand behind a
    /// later one. A sink that lets one record come again, and goes on with the next, does not.
    #[must_use]
    pub fn in_order(self) -> Self {
        Self { in_order: true, ..self }
    }

    /// Runs the connector `C`. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// The first thing that the connector does wrong, and in which run.
    pub async fn run<C: SinkConnector>(&self) -> Result<SuiteReport, SuiteFailure> {
        let mut report = SuiteReport::default();
        self.configuration::<C>().await?;
        self.one_run::<C>(Fault::None, &mut report).await?;
        let kinds: [fn(usize) -> Fault; 4] = [
            |at| Fault::Stopped { at },
            |at| Fault::Broken { at },
            |at| Fault::Killed { at, arrived: true },
            |at| Fault::Revoked { at },
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
    async fn configuration<C: SinkConnector>(&self) -> Result<(), SuiteFailure> {
        let downstream = (self.make)(Faults::none()).await;
        let plugin = Sink::<C>::new();
        let props: Props = downstream.props().into_iter().map(|(key, value)| (key, Prop::Plain(value))).collect();
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
    async fn one_run<C: SinkConnector>(&self, fault: Fault, report: &mut SuiteReport) -> Result<bool, SuiteFailure> {
        let faults = Faults::at(fault.broken_at());
        let downstream = (self.make)(faults.clone()).await;
        let records = downstream.records();
        let mut run = Run {
            fault,
            faults,
            tester: downstream.props().iter().fold(SinkTester::new(), |tester, (key, value)| tester.set(key, value)),
            records: &records,
            committed: BTreeMap::new(),
            pendings: Pendings::at(fault.killed_at()),
            struck: false,
            batches: 0,
            restarts: 0,
        };
        let failure = |problem: String| SuiteFailure::new(fault, problem);
        match timeout(self.limit, run.until_committed::<C>()).await {
            Ok(outcome) => outcome.map_err(failure)?,
            Err(_) => {
                return Err(failure(format!(
                    "it did not end within {:?}: are receipts held and never settled?",
                    self.limit
                )));
            }
        }
        let mut ledger = Ledger::new(records.iter().map(|record| downstream.identity(record)).collect());
        let place: BTreeMap<_, _> =
            records.iter().map(|record| (downstream.identity(record), record.partition.to_string())).collect();
        for identity in downstream.contents().await {
            let partition = if self.in_order { place.get(&identity).map_or("", String::as_str) } else { &identity };
            ledger.enter(partition, &identity).map_err(failure)?;
        }
        let missing = ledger.missing(&[]);
        if !missing.is_empty() {
            return Err(failure(format!("lost, although committed: {}", listed(&missing))));
        }
        let duplicated = ledger.duplicated();
        if fault == Fault::None && duplicated > 0 {
            return Err(failure(format!("{duplicated} records are there twice")));
        }
        report.runs += 1;
        report.restarts += run.restarts;
        report.duplicated += duplicated;
        Ok(run.struck || run.pendings.struck() || run.faults.struck())
    }
}

/// A run of the connector from the beginning to the end, over restarts.
struct Run<'a> {
    fault: Fault,
    faults: Faults,
    tester: SinkTester,
    records: &'a [SinkInput],
    committed: BTreeMap<TopicPartition, i64>,
    pendings: Pendings,
    struck: bool,
    /// Batches that were given to a task, over all restarts.
    batches: usize,
    restarts: usize,
}

/// Why a life of the task ended before everything was committed.
enum Cut {
    /// It must be started again.
    Restart,
    /// It was asked to stop, and says so.
    Stop,
    /// The connector did something wrong.
    Wrong(String),
}

impl From<String> for Cut {
    fn from(problem: String) -> Self {
        Self::Wrong(problem)
    }
}

impl Run<'_> {
    async fn until_committed<C: SinkConnector>(&mut self) -> Result<(), String> {
        loop {
            match self.one_life::<C>().await {
                Ok(()) => return Ok(()),
                Err(Cut::Wrong(problem)) => return Err(problem),
                Err(Cut::Restart) => {}
                // Asked to stop while it started or ended.
                Err(Cut::Stop) => self.struck = true,
            }
            self.restarts += 1;
            if self.restarts > RESTARTS {
                return Err(format!("it does not get on: {RESTARTS} restarts after one fault"));
            }
        }
    }

    fn partitions(&self) -> Vec<TopicPartition> {
        let all: BTreeSet<_> = self.records.iter().map(|record| record.partition.clone()).collect();
        all.into_iter().collect()
    }

    /// What is not committed yet.
    fn rest(&self) -> Vec<SinkInput> {
        let committed = |record: &&SinkInput| {
            self.committed.get(&record.partition).is_none_or(|committed| record.offset >= *committed)
        };
        self.records.iter().filter(committed).cloned().collect()
    }

    /// From one start of the task to its end.
    async fn one_life<C: SinkConnector>(&mut self) -> Result<(), Cut> {
        let at = if self.restarts == 0 { self.fault.stopped_at() } else { 0 };
        let start = self.tester.clone().start_with::<C>(Control::stopping_at(at));
        let started = self.pendings.run(start).await;
        let mut task = self.cut(started, "to start")?;
        let partitions = self.partitions();
        let opened = self.pendings.run(task.open(&partitions)).await;
        self.cut(opened, "to open partitions")?;
        let ended = match self.feed(&mut task, &partitions).await {
            Err(Cut::Stop) => {
                self.struck = true;
                self.commit(&mut task).await?;
                Err(Cut::Restart)
            }
            other => other,
        };
        if let Err(Cut::Wrong(_)) = &ended {
            return ended;
        }
        let stopped = self.pendings.run(task.stop()).await;
        self.cut(stopped, "to stop")?;
        ended
    }

    /// Gives the task everything that is not committed, and commits it.
    async fn feed(&mut self, task: &mut StartedSink, partitions: &[TopicPartition]) -> Result<(), Cut> {
        let mut rest = self.rest();
        let mut since_commit = 0;
        while !rest.is_empty() {
            self.batches += 1;
            if self.fault == (Fault::Revoked { at: self.batches }) {
                self.struck = true;
                self.commit(task).await?;
                let closed = self.pendings.run(task.close(partitions, Closing::Revoked)).await;
                self.cut(closed, "to close partitions")?;
                let opened = self.pendings.run(task.open(partitions)).await;
                self.cut(opened, "to open partitions")?;
                rest = self.rest();
            }
            let batch: Vec<_> = rest.drain(..BATCH.min(rest.len())).collect();
            self.put(task, batch).await?;
            since_commit += 1;
            // Two batches stay without a commit now and then, as they do in a worker that is killed.
            if since_commit == 2 {
                self.commit(task).await?;
                since_commit = 0;
            }
        }
        while !self.committed_all() {
            self.commit(task).await?;
            if !self.committed_all() {
                self.put(task, Vec::new()).await?;
                sleep(Duration::from_millis(1)).await;
            }
        }
        Ok(())
    }

    fn committed_all(&self) -> bool {
        self.rest().is_empty()
    }

    /// Gives the task a batch, and what it wants again for as long as it does.
    async fn put(&mut self, task: &mut StartedSink, batch: Vec<SinkInput>) -> Result<(), Cut> {
        let mut put = self.pendings.run(task.put(batch)).await;
        loop {
            match put {
                Some(Err(error)) if matches!(error.kind(), ErrorKind::Retriable { .. }) => {}
                other => self.cut(other, "to put")?,
            }
            no_rejects(task)?;
            if task.control.is_stopping() {
                return Err(Cut::Stop);
            }
            if task.again() == 0 {
                return Ok(());
            }
            sleep(Duration::from_millis(1)).await;
            put = self.pendings.run(task.put_again()).await;
        }
    }

    /// Flushes, and commits what is settled.
    async fn commit(&mut self, task: &mut StartedSink) -> Result<(), Cut> {
        match self.pendings.run(task.flush()).await {
            Some(Err(error)) if matches!(error.kind(), ErrorKind::Retriable { .. }) => {}
            other => self.cut(other, "to flush")?,
        }
        no_rejects(task)?;
        self.committed.extend(task.committable());
        Ok(())
    }

    /// What a call of the task gave, or how its life ends.
    fn cut<T>(&mut self, outcome: Option<Result<T, Error>>, what: &str) -> Result<T, Cut> {
        match outcome {
            // Its future was dropped.
            None => Err(Cut::Restart),
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) if error.kind() == ErrorKind::Stopping => Err(Cut::Stop),
            Some(Err(_)) if self.faults.struck() => Err(Cut::Restart),
            Some(Err(error)) => Err(Cut::Wrong(format!("the task failed {what}: {}", error.chain()))),
        }
    }
}

/// An outage does not make a record unusable.
fn no_rejects(task: &StartedSink) -> Result<(), Cut> {
    let rejected = task.settlements().into_iter().find_map(|(record, settlement)| match settlement {
        Settlement::Rejected(why) => Some(format!(
            "the record at offset {} of {} was rejected, which sends it to the dead letter queue: {why}",
            record.offset, record.partition
        )),
        _ => None,
    });
    rejected.map_or(Ok(()), |problem| Err(Cut::Wrong(problem)))
}
