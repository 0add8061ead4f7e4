//! The life of one source task: start, poll until asked to stop or failed, settle, stop.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock},
    time::Duration,
};

use futures_util::FutureExt;
use kconnect::{
    Error, ErrorKind, Props, Result, Slot,
    config::Secrets,
    host::{SourceHost, SourcePlugin, SourceWorker},
};
use tokio::{runtime::Handle, time::Instant};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{
    commit::commit_every,
    delivery::Delivery,
    outbox::{OutboxSettings, TaskOutbox},
};
use crate::{
    kafka::{KafkaError, Producer},
    lane::Lane,
    log,
    metrics::SourceTaskMetrics,
    offsets::Offsets,
    status::{State, StatusCell},
    task::{TaskControl, TaskHandle, panic_message},
    tolerance::{Retries, Tolerance},
    variables::Variables,
};

/// All that a source task needs to run.
pub(crate) struct SourceTaskSpec {
    /// The connector's name.
    pub(crate) connector: String,
    /// The task's place.
    pub(crate) slot: Slot,
    /// The connector's code.
    pub(crate) plugin: Arc<dyn SourcePlugin>,
    /// The task's configuration, as it is stored.
    pub(crate) props: Props,
    /// Fills in its variables.
    pub(crate) variables: Variables,
    /// Of its connector and of the worker: what must not be in any message.
    pub(crate) secrets: Secrets,
    /// From records to bytes.
    pub(crate) lane: Lane,
    /// Where records go.
    pub(crate) producer: Arc<Producer>,
    /// Where offsets are kept.
    pub(crate) offsets: Offsets,
    /// What happens to unusable records.
    pub(crate) tolerance: Tolerance,
    /// When failed operations are tried again.
    pub(crate) retries: Retries,
    /// Bytes that may be under way before the task has to wait.
    pub(crate) budget_bytes: usize,
    /// `offset.flush.interval.ms`.
    pub(crate) flush_interval: Duration,
    /// `offset.flush.timeout.ms`.
    pub(crate) flush_timeout: Duration,
    /// `task.shutdown.graceful.timeout.ms`.
    pub(crate) grace: Duration,
    /// Where the task says how it is.
    pub(crate) status: StatusCell,
    /// Where the task counts.
    pub(crate) metrics: Arc<SourceTaskMetrics>,
    /// The runtime of the control plane, which a task that blocks its own thread does not hold up.
    pub(crate) control_plane: Handle,
}

/// How a task is told to end.
#[derive(Clone, Default)]
pub(crate) struct Orders {
    /// Asks it to stop.
    pub(crate) stopping: CancellationToken,
    /// When it is ended by force, once it was asked.
    pub(crate) deadline: Arc<OnceLock<Instant>>,
    /// Ends it by force.
    pub(crate) abort: CancellationToken,
}

impl Orders {
    /// What is left of `limit` if the task is to be done a little before its deadline.
    fn within(&self, limit: Duration) -> Duration {
        const MARGIN: Duration = Duration::from_millis(500);
        let left = |deadline: &Instant| deadline.saturating_duration_since(Instant::now()).saturating_sub(MARGIN);
        self.deadline.get().map_or(limit, |deadline| left(deadline).min(limit))
    }
}

/// Why polling ended.
enum Ended {
    /// The worker asked for the task back.
    Asked,
    /// The task failed; what it handed over is still sent.
    Polling(Error),
    /// Sending failed, and would fail again.
    Sending(Error),
}

/// Runs the task to its end, on the runtime of its thread.
pub(super) async fn run(spec: SourceTaskSpec, orders: Orders, runtime: Handle) -> Result<()> {
    let control = TaskControl::new(orders.stopping.clone(), runtime);
    let delivery = Delivery::new(Arc::clone(&control), spec.tolerance.clone(), Arc::clone(&spec.metrics));
    let commits_done = CancellationToken::new();
    let commits = spec.control_plane.spawn(
        commit_every(
            spec.flush_interval,
            Arc::clone(&delivery),
            spec.connector.clone(),
            spec.offsets.clone(),
            commits_done.clone(),
        )
        .in_current_span(),
    );
    let watch =
        spec.control_plane.spawn(watch_producer(Arc::clone(&spec.producer), Arc::clone(&control)).in_current_span());
    let (status, abort) = (spec.status.clone(), orders.abort.clone());
    let outcome = tokio::select! {
        outcome = live(spec, &orders, &control, &delivery) => outcome,
        () = abort.cancelled() => {
            tracing::error!("the task was ended by force; {} records were not acknowledged", delivery.records());
            Ok(())
        }
    };
    watch.abort();
    if let Err(error) = &outcome {
        status.fail(error.chain());
    }
    // Also of a task that was ended by force, what Kafka has acknowledged is committed.
    commits_done.cancel();
    if let Err(panic) = commits.await {
        tracing::error!("committing offsets ended early: {panic}");
    }
    outcome
}

async fn live(
    spec: SourceTaskSpec,
    orders: &Orders,
    control: &Arc<TaskControl>,
    delivery: &Arc<Delivery>,
) -> Result<()> {
    let filled_in = orders.stopping.run_until_cancelled(spec.variables.fill_in(&spec.props)).await;
    let Some(filled_in) = filled_in.transpose().map_err(|error| spec.secrets.scrub_error(error))? else {
        return Ok(());
    };
    spec.variables.warn("", &filled_in);
    let secrets = spec.secrets.and(&Secrets::of(filled_in.props.values()));
    log::keep_out(&secrets);
    let settings =
        OutboxSettings { connector: spec.connector, tolerance: spec.tolerance, budget_bytes: spec.budget_bytes };
    let outbox = Arc::new(TaskOutbox::new(spec.lane, spec.producer, Arc::clone(delivery), spec.offsets, settings));
    let worker = SourceWorker {
        task: Arc::new(TaskHandle(Arc::clone(control))),
        outbox: Arc::<TaskOutbox>::clone(&outbox),
        slot: spec.slot,
    };
    let failure = || control.failure().map(|error| secrets.scrub_error(error));
    let mut host = match unwound(spec.plugin.start(&filled_in.props, worker), &secrets).await {
        Ok(host) => host,
        Err(error) => {
            orders.stopping.cancel();
            control.join(orders.within(spec.grace)).await;
            let asked = error.kind() == ErrorKind::Stopping;
            return failure().map_or(if asked { Ok(()) } else { Err(error) }, Err);
        }
    };
    delivery.connect(host.events());
    spec.status.set(State::Running);
    tracing::info!("Source task finished initialization and start");

    let polling = Polling {
        outbox: &outbox,
        stopping: &orders.stopping,
        retries: spec.retries,
        metrics: &spec.metrics,
        secrets: &secrets,
    };
    let ended = polling.run(&mut *host).await;
    if let Ended::Polling(error) | Ended::Sending(error) = &ended {
        spec.status.fail(error.chain());
    }
    // A task that failed was not asked to stop, and the work beside it neither.
    orders.stopping.cancel();
    // Whatever ended the polling, what was handed over is sent and committed if Kafka takes it in time.
    let send = !matches!(ended, Ended::Sending(_));
    let settled = settle(&outbox, delivery, spec.retries, send, orders.within(spec.flush_timeout)).await;
    control.join(orders.within(spec.grace)).await;
    // Nothing is called on a task that panicked.
    if !matches!(&ended, Ended::Polling(error) if error.cause().is::<Panicked>())
        && let Err(error) = unwound(host.stop(), &secrets).await
    {
        tracing::warn!("the task ended with an error: {}", error.chain());
    }
    // The first of these is why the task ended; the others follow from it.
    match ended {
        Ended::Polling(error) | Ended::Sending(error) => Err(error),
        Ended::Asked => failure().map_or(settled, Err),
    }
}

/// A panic of the task's code, as an error.
#[derive(Debug, thiserror::Error)]
#[error("the task panicked: {0}")]
struct Panicked(String);

/// What the task's code says, without secrets; a panic in it is a fatal error like any other.
async fn unwound<T>(future: impl Future<Output = Result<T>>, secrets: &Secrets) -> Result<T> {
    match AssertUnwindSafe(future).catch_unwind().await {
        Ok(result) => result.map_err(|error| secrets.scrub_error(error)),
        Err(panic) => Err(Error::fatal(Panicked(secrets.scrub(panic_message(&*panic))))),
    }
}

/// Fails the task when its producer is refused: librdkafka would go on trying for ever, without a word.
async fn watch_producer(producer: Arc<Producer>, control: Arc<TaskControl>) {
    let mut trouble = producer.trouble();
    loop {
        let refused = match &*trouble.borrow_and_update() {
            Some(error @ (KafkaError::Authentication { .. } | KafkaError::Tls { .. })) => Some(error.clone()),
            _ => None,
        };
        if let Some(error) = refused {
            return control.fail(Error::fatal(error));
        }
        if trouble.changed().await.is_err() {
            return;
        }
    }
}

/// The loop around `poll`.
struct Polling<'a> {
    outbox: &'a TaskOutbox,
    stopping: &'a CancellationToken,
    retries: Retries,
    metrics: &'a SourceTaskMetrics,
    secrets: &'a Secrets,
}

impl Polling<'_> {
    async fn run(&self, host: &mut dyn SourceHost) -> Ended {
        let mut failures = 0_u32;
        loop {
            if let Some(Err(error)) = self.stopping.run_until_cancelled(self.room()).await {
                return Ended::Sending(error);
            }
            // Asked to stop, the task is polled once more: it may hold what it has read already, and it hands that over
            // before it says that it is stopping. A poll that was under way when the worker asked is not that one.
            let last = self.stopping.is_cancelled();
            let error = match unwound(host.poll(), self.secrets).await {
                Ok(()) if last => return Ended::Asked,
                Ok(()) => {
                    failures = 0;
                    // A source that never waits must not keep its thread from everything else.
                    tokio::task::yield_now().await;
                    continue;
                }
                Err(error) => error,
            };
            match error.kind() {
                ErrorKind::Stopping => return Ended::Asked,
                ErrorKind::Retriable { .. } if last => {
                    tracing::warn!("the task stops with an error: {}", error.chain());
                    return Ended::Asked;
                }
                // As in Kafka Connect, a source is polled again for as long as it says that this may help.
                ErrorKind::Retriable { after } => {
                    failures = failures.saturating_add(1);
                    self.metrics.retried();
                    let delay = after.unwrap_or_else(|| self.retries.back_off(failures));
                    tracing::warn!("the task will be polled again in {delay:?}: {}", error.chain());
                    self.stopping.run_until_cancelled(tokio::time::sleep(delay)).await;
                }
                _ => return Ended::Polling(error),
            }
        }
    }

    /// Waits for room. What stands in the way of sending, a registry that is out of reach above all, is tried again for
    /// as long as `errors.retry.timeout` allows.
    async fn room(&self) -> Result<()> {
        let (mut first_failure, mut failures) = (None, 0_u32);
        loop {
            let Err(error) = self.outbox.wait_for_room().await else { return Ok(()) };
            let ErrorKind::Retriable { after } = error.kind() else { return Err(error) };
            failures = failures.saturating_add(1);
            let delay = after.unwrap_or_else(|| self.retries.back_off(failures));
            if !self.retries.allow(first_failure.get_or_insert_with(Instant::now).elapsed() + delay) {
                return Err(error);
            }
            self.metrics.retried();
            tracing::warn!("sending will be tried again in {delay:?}: {}", error.chain());
            tokio::time::sleep(delay).await;
        }
    }
}

/// Sends what is left, unless sending is what failed, and waits for acknowledgements, for `limit` at most.
///
/// # Errors
/// Why something could not be sent.
async fn settle(outbox: &TaskOutbox, delivery: &Delivery, retries: Retries, send: bool, limit: Duration) -> Result<()> {
    let deadline = Instant::now() + limit;
    let mut outcome = Ok(());
    if send {
        outcome = tokio::time::timeout_at(deadline, send_all(outbox, retries)).await.unwrap_or(Ok(()));
    }
    if !send || outcome.is_err() {
        outbox.forget_unsent();
    }
    let settling = async {
        loop {
            let changed = delivery.changed();
            if delivery.records() == 0 {
                return;
            }
            changed.await;
        }
    };
    if tokio::time::timeout_at(deadline, settling).await.is_err() {
        tracing::error!(
            "{} records were not acknowledged in time and their offsets are not committed; a source that can go back is \
             read again from there, from any other they are lost",
            delivery.records()
        );
    }
    outcome
}

async fn send_all(outbox: &TaskOutbox, retries: Retries) -> Result<()> {
    let mut failures = 0;
    loop {
        match outbox.send_all().await {
            Err(error) if matches!(error.kind(), ErrorKind::Retriable { .. }) => {
                failures += 1;
                tokio::time::sleep(retries.back_off(failures)).await;
            }
            outcome => return outcome,
        }
    }
}
