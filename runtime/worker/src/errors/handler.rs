//! Retries and tolerance: one task's decisions about errors.

use std::{
    error::Error as StdError,
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use kconnect::{Error, ErrorKind, Result, config::Secrets};
use tokio_util::sync::CancellationToken;

use super::{
    DeadLetterQueue, ErrorMetrics, Original, Policy, Report, Stage, SystemTiming, Thrown, Timing,
    log_reporter::LogReporter,
    policy::Tolerance,
    report::{Failure, Reporter},
};
use crate::{
    kafka::{AdminError, KafkaError},
    registry::RegistryError,
};

/// What a task does about errors (Kafka Connect's `RetryWithToleranceOperator` and its reporters). One per task.
///
/// Kafka Connect's rules hold, with two exceptions, both for an outage: an error of the registry or of the brokers that is
/// not about one record.
///
/// - Such an error that may pass is tried again as `errors.retry.timeout` says. With `errors.tolerance=all` and no
///   such timeout it is tried again until it passes or the task is stopped; Kafka Connect would skip every record in the
///   meantime. When there is a timeout and it is over, Kafka Connect's rule holds.
/// - Such an error that needs an operator, as refused credentials do, fails the task whatever `errors.tolerance` says.
pub struct ErrorHandler {
    connector: String,
    task: usize,
    policy: Policy,
    secrets: Secrets,
    metrics: Arc<ErrorMetrics>,
    reporters: Vec<Box<dyn Reporter>>,
    dead_letters: Option<Arc<DeadLetterQueue>>,
    timing: Arc<dyn Timing>,
    stop: OnceLock<CancellationToken>,
}

impl fmt::Debug for ErrorHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorHandler")
            .field("connector", &self.connector)
            .field("task", &self.task)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// The attempts at one operation. What follows when there are no more is up to [`ErrorHandler::refuse`].
pub(crate) struct Attempts<'a> {
    handler: &'a ErrorHandler,
    stage: Stage,
    /// When the first began, if there is a deadline.
    began: Option<Duration>,
    made: u32,
}

impl Attempts<'_> {
    /// An attempt has failed. Returns when the next one is due. Cancel safe.
    ///
    /// # Errors
    /// There is no other attempt, as [`Failed`] says.
    pub(crate) async fn failed(&mut self, error: Error) -> Result<(), Failed> {
        let ErrorKind::Retriable { after } = error.kind() else { return Err(Failed::ForGood(error)) };
        let ErrorHandler { policy, metrics, timing, secrets, .. } = self.handler;
        self.made = self.made.saturating_add(1);
        metrics.failure();
        let outage = of_infrastructure(&error);
        let left = match (policy.retries.timeout, self.began) {
            (Some(timeout), Some(began)) => Some((began + timeout).saturating_sub(timing.now())),
            // Nobody said for how long an outage may last.
            (Some(_), None) if outage && self.handler.tolerant() => None,
            (Some(_), None) => Some(Duration::ZERO),
            (None, _) => None,
        };
        if left.is_some_and(|left| left.is_zero()) {
            return Err(Failed::ForGood(error));
        }
        let pause = policy.retries.pause(self.made, left, &**timing);
        let pause = after.map_or(pause, |after| left.map_or(after, |left| after.min(left)));
        if outage {
            let why = secrets.scrub(error.chain());
            tracing::warn!("stage {} will be tried again in {pause:?}: {why}", self.stage);
        }
        let stopped = self.handler.stopped_within(pause).await;
        metrics.retried();
        if stopped {
            tracing::trace!("Shutdown has been scheduled. Marking operation as failed.");
            return Err(Failed::Stopped(error));
        }
        Ok(())
    }
}

/// Why an operation did not succeed.
pub(crate) enum Failed {
    /// It will not, as far as the policy says.
    ForGood(Error),
    /// The task was stopped while it waited for another attempt.
    Stopped(Error),
}

impl ErrorHandler {
    /// The handler of one task. Failures are logged as the policy says; nothing `secrets` is ever shown.
    pub fn new(
        connector: impl Into<String>,
        task: usize,
        policy: Policy,
        secrets: Secrets,
        metrics: Arc<ErrorMetrics>,
    ) -> Self {
        let mut reporters: Vec<Box<dyn Reporter>> = Vec::new();
        if policy.log {
            reporters.push(Box::new(LogReporter { messages: policy.log_messages, metrics: Arc::clone(&metrics) }));
        }
        Self {
            connector: connector.into(),
            task,
            policy,
            secrets,
            metrics,
            reporters,
            dead_letters: None,
            timing: Arc::new(SystemTiming),
            stop: OnceLock::new(),
        }
    }

    /// Takes time and chance from elsewhere.
    #[must_use]
    pub fn with_timing(mut self, timing: Arc<dyn Timing>) -> Self {
        self.timing = timing;
        self
    }

    /// Tells somebody else of failures, too.
    #[must_use]
    pub fn with_reporter(mut self, reporter: Box<dyn Reporter>) -> Self {
        self.reporters.push(reporter);
        self
    }

    /// Puts records that cannot be handled into a dead letter queue.
    pub(crate) fn with_dead_letters(mut self, queue: DeadLetterQueue) -> Self {
        self.dead_letters = Some(Arc::new(queue));
        self
    }

    /// Makes what has to be there before the first failure: the topic of the dead letter queue. Retries end from now on
    /// when `stopping` is cancelled. Called once, when the task starts, on its own thread.
    ///
    /// # Errors
    /// When the topic is not there and cannot be made.
    pub(crate) async fn start(&self, stopping: &CancellationToken) -> Result<()> {
        // A task is started once; a second call has nothing to add.
        let _ = self.stop.set(stopping.clone());
        match &self.dead_letters {
            Some(queue) => queue.open().await,
            None => Ok(()),
        }
    }

    /// Waits until every dead letter has arrived or is lost for good. Cancel safe.
    pub(crate) async fn settled(&self) {
        if let Some(queue) = &self.dead_letters {
            queue.settled().await;
        }
    }

    /// No operation is tried again from now on; one that waits for another attempt ends.
    pub fn trigger_stop(&self) {
        self.stop.get_or_init(CancellationToken::new).cancel();
    }

    /// The rules.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether a record that cannot be handled is skipped (`errors.tolerance=all`).
    #[must_use]
    pub fn tolerant(&self) -> bool {
        self.policy.tolerance == Tolerance::All
    }

    /// Whether somebody hears of a record that cannot be handled; without, Kafka Connect gives a sink task no
    /// `ErrantRecordReporter`.
    #[must_use]
    pub fn reports(&self) -> bool {
        !self.reporters.is_empty() || self.dead_letters.is_some()
    }

    /// What is counted.
    #[must_use]
    pub fn metrics(&self) -> &Arc<ErrorMetrics> {
        &self.metrics
    }

    /// Does one step of a record's way, with repetitions as the policy says. `None`: it failed, that is tolerated, and it
    /// is reported; [`execute_reporting`](Self::execute_reporting) also says when the report has arrived. `class` is the
    /// Java name of what works at that stage.
    ///
    /// # Errors
    /// Fatal when the failure is not tolerated; it is reported before that. Retriable when the task was stopped while it
    /// waited for another attempt: the record is then neither handled nor reported, and comes again. Stopping as the
    /// operation says.
    pub async fn execute<T>(
        &self,
        stage: Stage,
        class: &str,
        original: &Original<'_>,
        operation: impl AsyncFnMut() -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.execute_reporting(stage, class, original, operation).await?.ok())
    }

    /// As [`execute`](Self::execute); a failure that is tolerated comes with its report, after which the record is settled.
    ///
    /// # Errors
    /// As there.
    pub async fn execute_reporting<T>(
        &self,
        stage: Stage,
        class: &str,
        original: &Original<'_>,
        mut operation: impl AsyncFnMut() -> Result<T>,
    ) -> Result<Result<T, Report>> {
        let mut attempts = self.attempts(stage);
        loop {
            let error = match operation().await {
                Ok(value) => return Ok(Ok(value)),
                Err(error) => error,
            };
            match attempts.failed(error).await {
                Ok(()) => {}
                Err(Failed::Stopped(error)) => return Err(error),
                Err(Failed::ForGood(error)) => return self.refuse(stage, class, original, error).map(Err),
            }
        }
    }

    /// An operation has failed for good: the failure is counted and reported, and tolerated or not. As
    /// [`execute_reporting`](Self::execute_reporting) with an operation that is not repeated.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn refuse(&self, stage: Stage, class: &str, original: &Original<'_>, error: Error) -> Result<Report> {
        if error.kind() == ErrorKind::Stopping {
            return Err(error);
        }
        self.metrics.failure();
        self.metrics.error_at(self.timing.epoch_ms());
        let report = self.report(stage, class, original, &error);
        self.metrics.error();
        let retriable = matches!(error.kind(), ErrorKind::Retriable { .. });
        if !retriable && (!stage.tolerates_everything() || of_infrastructure(&error)) {
            return Err(self.fatal(UNHANDLED, &error));
        }
        if !self.tolerant() {
            return Err(self.fatal(EXCEEDED, &error));
        }
        self.metrics.skipped();
        Ok(report)
    }

    /// A record could not be handled, elsewhere: a task rejected it, or Kafka did not take it (Kafka Connect's
    /// `executeFailed`). It is reported, whatever follows.
    ///
    /// # Errors
    /// Fatal when that is not tolerated.
    pub fn failed(&self, stage: Stage, class: &str, original: &Original<'_>, error: &Error) -> Result<Report> {
        self.metrics.failure();
        self.metrics.error_at(self.timing.epoch_ms());
        let report = self.report(stage, class, original, error);
        if self.tolerant() {
            return Ok(report);
        }
        self.metrics.error();
        Err(self.fatal(EXCEEDED, error))
    }

    /// Whether an operation may be done more than once, or somebody wants to see the record that it failed with.
    pub(crate) fn needs_record(&self) -> bool {
        self.tolerant() || self.reports() || self.policy.retries.timeout != Some(Duration::ZERO)
    }

    /// The attempts at an operation that is about to begin.
    pub(crate) fn attempts(&self, stage: Stage) -> Attempts<'_> {
        // The clock is read only if it may matter: most operations succeed.
        let limited = self.policy.retries.timeout.is_some_and(|timeout| !timeout.is_zero());
        Attempts { handler: self, stage, began: limited.then(|| self.timing.now()), made: 0 }
    }

    /// Waits; true when the task was stopped meanwhile.
    async fn stopped_within(&self, pause: Duration) -> bool {
        let stop = self.stop.get_or_init(CancellationToken::new);
        let waited = stop.run_until_cancelled(self.timing.sleep(pause)).await;
        waited.is_none() || stop.is_cancelled()
    }

    fn report(&self, stage: Stage, class: &str, original: &Original<'_>, error: &Error) -> Report {
        if !self.reports() {
            return Report::settled();
        }
        let thrown = Thrown::of(error, &self.secrets);
        let Self { connector, task, .. } = self;
        let failure = Failure { connector, task: *task, stage, class, original, thrown: &thrown };
        let queue = self.dead_letters.iter().map(|queue| &**queue).map(|queue| queue.report(&failure, &self.metrics));
        let others = self.reporters.iter().map(|reporter| reporter.report(&failure));
        others.chain(queue).fold(Report::settled(), Report::and)
    }

    fn fatal(&self, message: &'static str, error: &Error) -> Error {
        let why = self.secrets.scrub(error.chain());
        let hint = if message == EXCEEDED { HINT } else { "" };
        Error::fatal(Untolerated { message, why: Why(format!("{why}{hint}")) })
    }
}

/// Kafka Connect's words.
const EXCEEDED: &str = "Tolerance exceeded in error handler";
/// What to write instead.
const HINT: &str = "; errors.tolerance=all skips such records, and errors.log.enable=true logs each of them";
const UNHANDLED: &str = "Unhandled exception in error handler";

/// What ends a task: Kafka Connect's message, and below it what happened.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Untolerated {
    message: &'static str,
    #[source]
    why: Why,
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Why(String);

/// Whether an error is about what all records need, and not about one of them.
fn of_infrastructure(error: &Error) -> bool {
    if error.kind() == ErrorKind::Data {
        return false;
    }
    let mut next: Option<&(dyn StdError + 'static)> = Some(&**error.cause());
    while let Some(cause) = next {
        if cause.is::<RegistryError>() || cause.is::<KafkaError>() || cause.is::<AdminError>() {
            return true;
        }
        next = match cause.downcast_ref::<Error>() {
            Some(inner) => Some(&**inner.cause()),
            None => cause.source(),
        };
    }
    false
}
