//! Where tasks run: each on a thread of its own, or all on a runtime that they share.

use std::{
    io,
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt;
use kconnect::{Result, Slot, host::Boxed};
use tokio::{
    runtime::{Builder, Handle, Runtime},
    sync::watch,
};
use tracing::{Instrument, Span};

use super::{Orders, Target, TaskThread, panic_message, thread::Life};
use crate::status::{State, StatusCell};

/// A task's place in its worker.
pub(crate) struct Seat {
    /// The connector's name.
    pub(crate) connector: String,
    /// The task's place among its connector's.
    pub(crate) slot: Slot,
    /// Where it says how it is.
    pub(crate) status: StatusCell,
    /// What it should do first.
    pub(crate) target: Target,
    /// Called when it asks for new task configurations.
    pub(crate) reconfigure: Arc<dyn Fn() + Send + Sync>,
}

/// The threads of a worker's tasks.
pub(crate) struct Threads {
    shared: Option<Shared>,
    blocked: Option<Duration>,
    abandoned: Arc<AtomicUsize>,
}

/// A runtime that tasks share; it does not wait for them when it is dropped.
struct Shared(Option<Runtime>);

impl Threads {
    /// `shared`: one runtime for all tasks. `blocked`: how long a task may keep its thread in one go.
    ///
    /// # Errors
    /// When the system refuses threads.
    pub(crate) fn new(shared: bool, blocked: Option<Duration>) -> io::Result<Self> {
        let build = || Builder::new_multi_thread().thread_name("tasks").enable_all().build();
        let shared = if shared { Some(Shared(Some(build()?))) } else { None };
        Ok(Self { shared, blocked, abandoned: Arc::default() })
    }

    /// How many threads were left to tasks that do not return them.
    pub(crate) fn abandoned(&self) -> usize {
        self.abandoned.load(Ordering::Acquire)
    }

    /// Starts a task: `body` gets its orders and the runtime of its thread.
    ///
    /// The task is FAILED with what `body` fails with or panics with, and STOPPED when it returns.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(crate) fn spawn(
        &self,
        seat: Seat,
        body: impl FnOnce(Orders, Handle) -> Boxed<'static, Result<()>> + Send + 'static,
    ) -> io::Result<TaskThread> {
        let Seat { connector, slot, status, target, reconfigure } = seat;
        let name = format!("{connector}-{}", slot.index);
        let (orders, target) = Orders::new(target, reconfigure);
        let task = TaskThread {
            orders,
            target,
            life: watch::Sender::new(Life::Running),
            status,
            abandoned: Arc::clone(&self.abandoned),
            name: name.clone().into(),
        };
        // KIP-449: every line says which connector's which task it belongs to.
        let context = format!("[{connector}|task-{}]", slot.index);
        let span = tracing::info_span!("task", context);
        let running = task.clone();
        if let Some(runtime) = self.shared.as_ref().and_then(|shared| shared.0.as_ref()) {
            let handle = runtime.handle().clone();
            let live = async move {
                live(&running, body, handle, &span).await;
                running.returned();
            };
            runtime.spawn(live);
        } else {
            let thread = move || {
                match Builder::new_current_thread().enable_all().build() {
                    Ok(runtime) => {
                        runtime.block_on(live(&running, body, runtime.handle().clone(), &span));
                        // Blocking code is waited for where it matters: before a successor takes the task's place.
                        runtime.shutdown_background();
                    }
                    Err(error) => running.status.fail(format!("the task's runtime could not be made: {error}")),
                }
                running.returned();
            };
            std::thread::Builder::new().name(format!("task-thread-{name}")).spawn(thread)?;
        }
        if let Some(limit) = self.blocked {
            tokio::spawn(guard(task.clone(), limit));
        }
        Ok(task)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// The task's whole life.
async fn live(
    task: &TaskThread,
    body: impl FnOnce(Orders, Handle) -> Boxed<'static, Result<()>>,
    runtime: Handle,
    span: &Span,
) {
    let orders = task.orders.clone();
    let running = async move { body(orders, runtime).await };
    let running = task.orders.pulse.watch(AssertUnwindSafe(running).catch_unwind());
    let outcome = running.instrument(span.clone()).await;
    let _entered = span.enter();
    let trace = match outcome {
        Ok(Ok(())) => return task.status.set(State::Stopped),
        Ok(Err(error)) => error.chain(),
        Err(panic) => format!("the worker panicked: {}", panic_message(&*panic)),
    };
    tracing::error!(
        "Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually \
         restarted: {trace}"
    );
    task.status.fail(trace);
}

/// Gives the task up when it keeps its thread for longer than `limit`.
async fn guard(task: TaskThread, limit: Duration) {
    // Often enough to be not far off.
    let mut looks = tokio::time::interval((limit / 4).max(Duration::from_millis(10)));
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while !task.is_over() {
        if task.orders.pulse.kept().is_some_and(|kept| kept > limit) {
            return task.abandon(&format!("the task blocks its thread: it has not returned it for {limit:?}"));
        }
        tokio::select! {
            _ = looks.tick() => {}
            () = task.over() => {}
        }
    }
}
