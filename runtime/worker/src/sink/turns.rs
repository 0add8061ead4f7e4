//! The loop around `put`.

use std::time::Duration;

use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use kconnect::{ErrorKind, Result, host::SinkHost};
use tokio::time::{Instant, sleep_until};

use super::{
    SinkTaskSpec,
    call::Calls,
    commit::Commits,
    inlet::{Entered, Inlet, original},
    ledger::Given,
    track::back_off,
};
use crate::{
    errors::{Report, Stage},
    status::{State, Step},
    task::Target,
};

/// Bytes of records that are not settled; beyond that nothing more is read.
const BUDGET_BYTES: usize = 32 * 1024 * 1024;

/// How often a task is called that has nothing to do, at least.
const IDLE: Duration = Duration::from_secs(1);

/// One task that runs.
pub(super) struct Turns<'a> {
    pub(super) spec: &'a SinkTaskSpec,
    pub(super) calls: &'a Calls,
    inlet: &'a Inlet,
    pub(super) host: Box<dyn SinkHost>,
    /// Of rejected records; each resolves to the record's receipt.
    pub(super) reports: FuturesUnordered<BoxFuture<'static, u64>>,
    pub(super) commits: Commits,
    paused: bool,
    put_due: Instant,
    /// After a `put` that failed.
    not_before: Option<Instant>,
    failures: u32,
}

impl<'a> Turns<'a> {
    pub(super) fn new(spec: &'a SinkTaskSpec, calls: &'a Calls, inlet: &'a Inlet, host: Box<dyn SinkHost>) -> Self {
        Self {
            spec,
            calls,
            inlet,
            host,
            reports: FuturesUnordered::new(),
            commits: Commits::new(spec.flush_interval),
            paused: calls.orders.target() == Target::Paused,
            put_due: Instant::now(),
            not_before: None,
            failures: 0,
        }
    }

    pub(super) fn into_host(self) -> Box<dyn SinkHost> {
        self.host
    }

    /// Takes turns until the task is asked to stop.
    ///
    /// # Errors
    /// Why the task failed.
    pub(super) async fn take(&mut self) -> Result<()> {
        while !self.calls.orders.stopping.is_cancelled() {
            self.turn().await?;
            self.spec.metrics.holds(self.calls.desk.ledger().held());
            // A task that never waits must not keep its thread from everything else.
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn turn(&mut self) -> Result<()> {
        if let Some(error) = self.calls.group.failure() {
            return Err(error.into());
        }
        self.collect();
        self.rebalance().await?;
        self.follow_target();
        for (partition, offset) in self.calls.desk.rewinds() {
            self.calls.group.seek(&partition, offset);
        }
        self.report_rejected()?;
        self.commit_if_due().await?;
        self.hold();
        let resting = self.paused || self.not_before.is_some_and(|at| Instant::now() < at);
        let batch = if resting { Vec::new() } else { self.batch() };
        let idle = !resting && Instant::now() >= self.put_due && !self.calls.desk.ledger().is_empty();
        if batch.is_empty() && !idle {
            self.wait().await;
            return Ok(());
        }
        self.enter(batch).await?;
        self.put().await
    }

    /// Takes what is ready of reports and commits.
    fn collect(&mut self) {
        while let Some(Some(receipt)) = self.reports.next().now_or_never() {
            self.calls.desk.ledger().done(receipt);
        }
        if let Some((offsets, answer)) = self.commits.answered_now() {
            self.committed(&offsets, answer);
        }
    }

    /// Rests, or works again, as the worker wants it.
    fn follow_target(&mut self) {
        let paused = self.calls.orders.target() == Target::Paused;
        if paused == self.paused {
            return;
        }
        self.paused = paused;
        if paused {
            // What is settled by now is not left to chance.
            self.commits.within(Duration::ZERO);
        } else {
            self.put_due = Instant::now();
        }
        self.spec.status.set(if paused { State::Paused } else { State::Running });
    }

    /// Tells the consumer of which partitions nothing is wanted now.
    fn hold(&mut self) {
        let ledger = self.calls.desk.ledger();
        let full = ledger.bytes() >= BUDGET_BYTES;
        let holds = ledger.holds();
        drop(ledger);
        for (partition, held) in holds {
            self.calls.group.hold(&partition, held || full || self.paused);
        }
        if full {
            // Tasks that collect until they are flushed would wait for more, and more would wait for them.
            self.commits.within(IDLE);
        }
    }

    /// What the next `put` is about: first what comes again, then what is new.
    fn batch(&self) -> Vec<Given> {
        let max = self.spec.consumer.max_poll_records;
        let mut ledger = self.calls.desk.ledger();
        ledger.next_round();
        let mut batch = ledger.due(max);
        drop(ledger);
        self.spec.metrics.again(batch.len());
        let new = self.calls.group.take(max - batch.len());
        if !new.is_empty() {
            self.spec.metrics.received(new.len());
            batch.extend(self.calls.desk.ledger().receive(new));
        }
        batch
    }

    /// Reads the records into the task's batch. A rebalance ends it early: what was not read then comes again.
    async fn enter(&mut self, batch: Vec<Given>) -> Result<()> {
        let mut added = 0;
        let mut batch = batch.into_iter();
        while let Some(given) = batch.next() {
            let entered = tokio::select! {
                biased;
                entered = self.inlet.enter(&given, &mut *self.host) => Some(entered),
                _ = self.calls.group.rebalancing() => None,
            };
            match entered {
                Some(Ok(Entered::Added)) => added += 1,
                Some(Ok(Entered::Filtered)) => self.calls.desk.ledger().done(given.receipt),
                Some(Ok(Entered::Refused(report))) => {
                    self.calls.desk.ledger().reporting(given.receipt);
                    self.report(given.receipt, report);
                }
                Some(Err(error)) if !matches!(error.kind(), ErrorKind::Retriable { .. } | ErrorKind::Stopping) => {
                    return Err(self.calls.secrets.scrub_error(error));
                }
                // The task is wanted for something else meanwhile.
                Some(Err(_)) | None => {
                    let mut ledger = self.calls.desk.ledger();
                    ledger.postpone(given.receipt);
                    for given in batch {
                        ledger.postpone(given.receipt);
                    }
                    break;
                }
            }
        }
        self.spec.metrics.given(added);
        Ok(())
    }

    async fn put(&mut self) -> Result<()> {
        let began = Instant::now();
        let outcome = self.calls.interruptible(self.host.put()).await;
        self.spec.metrics.put(began.elapsed());
        self.put_due = Instant::now() + self.spec.flush_interval.min(IDLE);
        let Err(error) = outcome else {
            self.failures = 0;
            self.not_before = None;
            self.spec.status.progressed(Step::Put);
            return Ok(());
        };
        match error.kind() {
            ErrorKind::Stopping => {
                self.calls.desk.ledger().excuse();
                Ok(())
            }
            ErrorKind::Retriable { after } => {
                self.failures = self.failures.saturating_add(1);
                let pause = after.unwrap_or_else(|| back_off(self.failures));
                self.calls.desk.ledger().delay(pause);
                self.not_before = Some(Instant::now() + pause);
                tracing::warn!("what the task did not take comes again in {pause:?}: {}", error.chain());
                Ok(())
            }
            _ => Err(error),
        }
    }

    /// Reports what the task rejected.
    ///
    /// # Errors
    /// Fatal when that is not tolerated.
    pub(super) fn report_rejected(&self) -> Result<()> {
        let rejected = self.calls.desk.ledger().rejected();
        let mut outcome = Ok(());
        for rejected in rejected {
            let (original, error) = (original(&rejected.message), &rejected.error);
            match self.spec.errors.failed(Stage::TaskPut, self.spec.plugin.class(), &original, error) {
                Ok(report) => self.report(rejected.receipt, report),
                // The others are reported too before the task fails.
                Err(error) => outcome = outcome.and(Err(error)),
            }
        }
        outcome.map_err(|error| self.calls.secrets.scrub_error(error))
    }

    fn report(&self, receipt: u64, mut report: Report) {
        if report.is_settled() {
            return self.calls.desk.ledger().done(receipt);
        }
        self.reports.push(
            async move {
                report.arrived().await;
                receipt
            }
            .boxed(),
        );
    }

    /// Waits until there may be something to do.
    async fn wait(&mut self) {
        let mut due = self.commits.due();
        if !self.paused {
            let ledger = self.calls.desk.ledger();
            let next = ledger.next_due().unwrap_or(due).min(due);
            due = if ledger.is_empty() { next } else { next.min(self.put_due) };
            drop(ledger);
            if let Some(at) = self.not_before.filter(|at| Instant::now() < *at) {
                // Nothing is put before that.
                due = at.min(self.commits.due());
            }
        }
        let other = if self.paused { Target::Started } else { Target::Paused };
        tokio::select! {
            () = self.calls.orders.stopping.cancelled() => {}
            () = self.calls.orders.wait_for(other) => {}
            () = self.calls.group.news() => {}
            () = self.calls.desk.news.notified() => {}
            Some(receipt) = self.reports.next(), if !self.reports.is_empty() => {
                self.calls.desk.ledger().done(receipt);
            }
            (offsets, answer) = self.commits.answered() => self.committed(&offsets, answer),
            () = sleep_until(due) => {}
        }
    }
}
