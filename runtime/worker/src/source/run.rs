//! The life of one source task: start, poll until asked to stop or failed, settle, stop.

use std::{sync::Arc, time::Duration};

use kconnect::{
    Error, ErrorKind, Props, Result, Slot,
    config::Secrets,
    host::{SourcePlugin, SourceWorker},
};
use tokio::{runtime::Handle, time::Instant};
use tracing::Instrument;

use super::{
    commit::{Commits, commit_every},
    delivery::Delivery,
    outbox::{OutboxSettings, TaskOutbox},
    pipeline::Pipeline,
    polling::{Ended, Panicked, Polling, unwound},
};
use crate::{
    converter::{Converter, HeaderConverter},
    errors::{ErrorHandler, SystemTiming},
    kafka::{KafkaError, Producer},
    lane::Lane,
    log,
    metrics::SourceTaskMetrics,
    offsets::Offsets,
    status::{State, StatusCell},
    task::{Orders, Target, TaskControl, TaskHandle},
    topics::TopicCreation,
    transforms::Chain,
    variables::{self, Variables},
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
    /// The converters of key and value.
    pub(crate) converters: [Arc<Converter>; 2],
    /// The converter of headers.
    pub(crate) headers: Arc<HeaderConverter>,
    /// The transformations.
    pub(crate) chain: Arc<Chain>,
    /// What happens to unusable records.
    pub(crate) errors: Arc<ErrorHandler>,
    /// What is put before every schema name.
    pub(crate) namespace: Option<String>,
    /// Makes the topics that records go to.
    pub(crate) topics: Arc<TopicCreation>,
    /// Where records go.
    pub(crate) producer: Arc<Producer>,
    /// Where offsets are kept.
    pub(crate) offsets: Offsets,
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

/// Runs the task to its end, on the runtime of its thread.
pub(crate) async fn run(spec: SourceTaskSpec, orders: Orders, runtime: Handle) -> Result<()> {
    let control = TaskControl::new(&orders, runtime);
    let errors = Arc::clone(&spec.errors);
    let delivery =
        Delivery::new(Arc::clone(&control), Arc::clone(&errors), Arc::clone(&spec.metrics), spec.control_plane.clone());
    // What runs on the control plane ends with the task, and when the task is given up.
    let commits_done = orders.abort.child_token();
    let (offsets, limit) = (spec.offsets.clone(), spec.flush_timeout);
    let commits = Commits::new(Arc::clone(&delivery), &spec.connector, offsets, limit, spec.status.clone());
    let commits =
        spec.control_plane.spawn(commit_every(spec.flush_interval, commits, commits_done.clone()).in_current_span());
    let watching = watch_producer(Arc::clone(&spec.producer), Arc::clone(&control));
    let watching = orders.abort.clone().run_until_cancelled_owned(watching);
    let watch = spec.control_plane.spawn(watching.in_current_span());
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
    if orders.target() == Target::Paused {
        spec.status.set(State::Paused);
        if orders.stopping.run_until_cancelled(orders.wait_for(Target::Started)).await.is_none() {
            return Ok(());
        }
    }
    let filled_in = orders.stopping.run_until_cancelled(spec.variables.fill_in(&spec.props)).await;
    let Some(filled_in) = filled_in.transpose().map_err(|error| spec.secrets.scrub_error(error))? else {
        return Ok(());
    };
    variables::warn("", &filled_in);
    let secrets = spec.secrets.and(&Secrets::of(filled_in.props.values()));
    log::keep_out(&secrets);
    let errors = Arc::clone(&spec.errors);
    let opening = orders.stopping.run_until_cancelled(errors.start(&orders.stopping)).await;
    if opening.transpose().map_err(|error| secrets.scrub_error(error))?.is_none() {
        return Ok(());
    }
    let lane = if spec.chain.is_empty() {
        Lane::new(spec.converters.clone(), spec.plugin.pairs(), spec.namespace.as_deref())?
    } else {
        // What a transformation makes of a record is written, not what the task's types say.
        Lane::of_values(spec.converters.clone(), spec.plugin.pairs())
    };
    let pipeline =
        Pipeline { chain: spec.chain, headers: spec.headers, converters: spec.converters, errors: Arc::clone(&errors) };
    let settings = OutboxSettings {
        connector: spec.connector,
        class: spec.plugin.class(),
        namespace: spec.namespace,
        budget_bytes: spec.budget_bytes,
    };
    let outbox = Arc::new(TaskOutbox::new(
        lane,
        pipeline,
        spec.topics,
        spec.producer,
        Arc::clone(delivery),
        spec.offsets,
        settings,
    ));
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
        orders,
        control,
        errors: &errors,
        metrics: &spec.metrics,
        status: &spec.status,
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
    let settled = settle(&outbox, delivery, &errors, send, orders.within(spec.flush_timeout)).await;
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

/// Sends what is left, unless sending is what failed, and waits for acknowledgements, for `limit` at most.
///
/// # Errors
/// Why something could not be sent.
async fn settle(
    outbox: &TaskOutbox,
    delivery: &Delivery,
    errors: &ErrorHandler,
    send: bool,
    limit: Duration,
) -> Result<()> {
    let deadline = Instant::now() + limit;
    let mut outcome = Ok(());
    if send {
        outcome = tokio::time::timeout_at(deadline, send_all(outbox, errors)).await.unwrap_or(Ok(()));
    }
    if !send || outcome.is_err() {
        outbox.forget_unsent();
    }
    let settling = async {
        loop {
            let changed = delivery.changed();
            if delivery.records() == 0 {
                break;
            }
            changed.await;
        }
        // No record waits for the report of the failure that ended the task.
        errors.settled().await;
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

async fn send_all(outbox: &TaskOutbox, errors: &ErrorHandler) -> Result<()> {
    let mut failures = 0;
    loop {
        match outbox.send_all().await {
            Err(error) if matches!(error.kind(), ErrorKind::Retriable { .. }) => {
                failures += 1;
                tokio::time::sleep(errors.policy().retries.pause(failures, None, &SystemTiming)).await;
            }
            outcome => return outcome,
        }
    }
}
