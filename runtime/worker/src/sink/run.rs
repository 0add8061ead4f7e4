//! The life of one sink task: start, take turns until asked to stop or failed, settle, stop.

use std::{sync::Arc, time::Duration};

use kconnect::{ErrorKind, Result, config::Secrets, data::Part, host::SinkWorker};
use tokio::{runtime::Handle, time::timeout};

use super::{SinkTaskSpec, call::Calls, desk::Desk, inlet::Inlet, turns::Turns};
use crate::{
    kafka::{Group, Limits},
    log,
    status::State,
    task::{Orders, Panicked, Target, TaskControl, TaskHandle, unwound},
    variables,
};

/// Bytes that may wait between the consumer and the task.
const WAITING_BYTES: usize = 8 * 1024 * 1024;

/// Runs the task to its end, on the runtime of its thread.
///
/// # Errors
/// Why the task failed.
pub(crate) async fn run(spec: SinkTaskSpec, orders: Orders, runtime: Handle) -> Result<()> {
    let control = TaskControl::new(&orders, runtime);
    let desk = Arc::new(Desk::default());
    let (status, abort) = (spec.status.clone(), orders.abort.clone());
    let outcome = tokio::select! {
        outcome = live(spec, &orders, &control, &desk) => outcome,
        () = abort.cancelled() => {
            let unsettled = desk.ledger().held().records;
            tracing::error!("the task was ended by force; {unsettled} records were not settled, and come again");
            Ok(())
        }
    };
    if let Err(error) = &outcome {
        status.fail(error.chain());
    }
    outcome
}

async fn live(spec: SinkTaskSpec, orders: &Orders, control: &Arc<TaskControl>, desk: &Arc<Desk>) -> Result<()> {
    let filled_in = orders.stopping.run_until_cancelled(spec.variables.fill_in(&spec.props)).await;
    let Some(filled_in) = filled_in.transpose().map_err(|error| spec.secrets.scrub_error(error))? else {
        return Ok(());
    };
    variables::warn("", &filled_in);
    let secrets = spec.secrets.and(&Secrets::of(filled_in.props.values()));
    log::keep_out(&secrets);
    let Some(started) = orders.stopping.run_until_cancelled(spec.errors.start(&orders.stopping)).await else {
        return Ok(());
    };
    started.map_err(|error| secrets.scrub_error(error))?;
    let worker = SinkWorker {
        task: Arc::new(TaskHandle(Arc::clone(control))),
        control: Arc::<Desk>::clone(desk),
        slot: spec.slot,
    };
    let failure = || control.failure().map(|error| secrets.scrub_error(error));
    let host = match unwound(spec.plugin.start(&filled_in.props, worker), &secrets).await {
        Ok(host) => host,
        Err(error) => {
            orders.stopping.cancel();
            control.join(orders.within(spec.grace)).await;
            let asked = error.kind() == ErrorKind::Stopping;
            return failure().map_or(if asked { Ok(()) } else { Err(error) }, Err);
        }
    };
    let paused = orders.target() == Target::Paused;
    spec.status.set(if paused { State::Paused } else { State::Running });
    tracing::info!("Sink task finished initialization and start");

    let limits = Limits { records: spec.consumer.max_poll_records.saturating_mul(2), bytes: WAITING_BYTES };
    let group = Group::join(&spec.consumer, spec.topics.subscription(), limits, orders.abort.clone());
    let group = match group {
        Ok(group) => group,
        Err(error) => {
            orders.stopping.cancel();
            control.join(orders.within(spec.grace)).await;
            if let Err(error) = unwound(host.stop(), &secrets).await {
                tracing::warn!("the task ended with an error: {}", error.chain());
            }
            return Err(error.into());
        }
    };
    let calls = Calls {
        orders: orders.clone(),
        control: Arc::clone(control),
        group,
        desk: Arc::clone(desk),
        secrets: secrets.clone(),
        patience: spec.consumer.rebalance_patience(),
    };
    let dynamic = [spec.plugin.dynamic(Part::Key), spec.plugin.dynamic(Part::Value)];
    let inlet = Inlet {
        converters: spec.converters.clone(),
        dynamic,
        headers: Arc::clone(&spec.headers),
        chain: Arc::clone(&spec.chain),
        errors: Arc::clone(&spec.errors),
    };
    let mut turns = Turns::new(&spec, &calls, &inlet, host);
    let ended = turns.take().await;
    if let Err(error) = &ended {
        spec.status.fail(error.chain());
    }
    // A task that failed was not asked to stop, and the work beside it neither.
    orders.stopping.cancel();
    // Nothing is called on a task that panicked.
    let usable = !ended.as_ref().is_err_and(Panicked::is_behind);
    let closed = turns.close(usable).await;
    let host = turns.into_host();
    control.join(orders.within(spec.grace)).await;
    if usable && let Err(error) = unwound(host.stop(), &secrets).await {
        tracing::warn!("the task ended with an error: {}", error.chain());
    }
    let left = orders.within(spec.flush_timeout).max(Duration::from_millis(100));
    if timeout(left, calls.group.leave()).await.is_err() {
        tracing::warn!("the consumer did not leave its group in time; the group goes on without it later");
    }
    // Letters that are under way may still arrive.
    if timeout(orders.within(spec.flush_timeout), spec.errors.settled()).await.is_err() {
        tracing::warn!("some records did not reach the dead letter queue in time; they come again");
    }
    // The first of these is why the task ended; the others follow from it.
    match ended {
        Err(error) => Err(error),
        Ok(()) => failure().map_or(closed, Err),
    }
}
