//! The thread of a source task, seen from the control plane.

use std::{panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt;
use tokio::{
    sync::oneshot,
    time::{Instant, timeout_at},
};
use tracing::Instrument;

use super::run::{Orders, SourceTaskSpec, run};
use crate::{status::State, task::panic_message};

/// A running task.
pub(crate) struct TaskThread {
    orders: Orders,
    ended: oneshot::Receiver<()>,
    name: String,
}

impl TaskThread {
    /// Asks the task to stop, and says when it is ended by force.
    pub(crate) fn ask_to_stop(&self, deadline: Instant) {
        self.orders.deadline.get_or_init(|| deadline);
        self.orders.stopping.cancel();
    }

    /// Waits for the end of a task that was asked to stop; after `deadline` its futures are dropped.
    pub(crate) async fn ended(mut self, deadline: Instant) {
        if timeout_at(deadline, &mut self.ended).await.is_err() {
            tracing::error!("Graceful stop of task {} failed.", self.name);
            self.orders.abort.cancel();
            // Dropping futures is quick; only blocking code can hold the thread now, and that is given up on.
            let _ = tokio::time::timeout(Duration::from_secs(1), &mut self.ended).await;
        }
    }
}

/// Starts the task's thread.
///
/// # Errors
/// When the system refuses a thread.
pub(crate) fn spawn(spec: SourceTaskSpec) -> std::io::Result<TaskThread> {
    let orders = Orders::default();
    let (done, ended) = oneshot::channel();
    let name = format!("{}-{}", spec.connector, spec.slot.index);
    let thread = {
        let orders = orders.clone();
        move || {
            live(spec, orders);
            // Nobody listens any more when the worker gave up on the task.
            let _ = done.send(());
        }
    };
    std::thread::Builder::new().name(format!("task-thread-{name}")).spawn(thread)?;
    Ok(TaskThread { orders, ended, name })
}

fn live(spec: SourceTaskSpec, orders: Orders) {
    let status = spec.status.clone();
    // KIP-449: every line says which connector's which task it belongs to.
    let context = format!("[{}|task-{}]", spec.connector, spec.slot.index);
    let span = tracing::info_span!("task", context);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return status.fail(format!("the task's runtime could not be made: {error}")),
    };
    let task = run(spec, orders, runtime.handle().clone()).instrument(span.clone());
    let outcome = runtime.block_on(AssertUnwindSafe(task).catch_unwind());
    let _entered = span.enter();
    let trace = match outcome {
        Ok(Ok(())) => return status.set(State::Stopped),
        Ok(Err(error)) => error.chain(),
        Err(panic) => format!("the worker panicked: {}", panic_message(&*panic)),
    };
    tracing::error!(
        "Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually \
         restarted: {trace}"
    );
    status.fail(trace);
}
