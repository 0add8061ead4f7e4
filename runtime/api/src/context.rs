//! What every task can ask of its worker.

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
    time::Duration,
};

use crate::{
    error::{Error, Result},
    host::TaskHost,
};

/// Stable place of a task among its connector's tasks: for client ids, transactional ids and partition arithmetic.
/// Whoever places tasks gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// From 0 to `count - 1`.
    pub index: usize,
    /// How many tasks the connector has.
    pub count: usize,
}

/// A task's access to its worker: waiting, stopping, work beside the task. Cheap to clone, also into spawned work.
#[derive(Clone)]
pub struct TaskContext {
    host: Arc<dyn TaskHost>,
}

impl TaskContext {
    pub(crate) fn new(host: Arc<dyn TaskHost>) -> Self {
        Self { host }
    }

    /// Waits for `work`, or gives up on it as soon as the worker wants the task back: to stop, to pause, or because
    /// its partitions were revoked.
    ///
    /// This is the only place where the SDK drops a future of yours while the task lives on, so `work` must be
    /// something that may be started anew: a channel's `recv`, a timer, one whole request. Wrap what may be dropped,
    /// nothing else.
    ///
    /// # Errors
    /// [`ErrorKind::Stopping`](crate::ErrorKind::Stopping); pass it on with `?`.
    pub async fn until_stop<F: Future + Send>(&self, work: F) -> Result<F::Output> {
        let mut stopping = self.host.stopping();
        let mut work = pin!(work);
        poll_fn(|cx| {
            // A stop wins over work that is ready, so that a source that never waits can be stopped too.
            if stopping.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Err(Error::stopping()));
            }
            work.as_mut().poll(cx).map(Ok)
        })
        .await
    }

    /// Sleeps, or returns early when the worker wants the task back.
    ///
    /// # Errors
    /// [`ErrorKind::Stopping`](crate::ErrorKind::Stopping).
    pub async fn sleep(&self, duration: Duration) -> Result<()> {
        self.until_stop(self.host.sleep(duration)).await
    }

    /// Whether the worker wants the task back. For loops that do not wait.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.host.is_stopping()
    }

    /// Runs work that lives as long as the task: it is told to stop first (through a clone of this context), awaited,
    /// and dropped when `task.shutdown.graceful.timeout.ms` is over. An error or a panic in it fails the task; `name`
    /// says in logs which work it was.
    pub fn spawn(&self, name: &str, work: impl Future<Output = Result<()>> + Send + 'static) {
        self.host.spawn(name, Box::pin(work));
    }

    /// Runs blocking code on a thread of its own. A successor of this task does not start before it has returned,
    /// whatever happens to the caller.
    ///
    /// # Errors
    /// Fatal when the closure panicked.
    pub async fn blocking<R: Send + 'static>(&self, work: impl FnOnce() -> R + Send + 'static) -> Result<R> {
        let slot = Arc::new(Mutex::new(None));
        let result = Arc::clone(&slot);
        self.host
            .blocking(Box::new(move || {
                let value = work();
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            }))
            .await?;
        let value = result.lock().unwrap_or_else(PoisonError::into_inner).take();
        value.ok_or_else(|| Error::fatal("the worker did not run the blocking code"))
    }

    /// Asks the worker to compute the connector's `task_configs` again and to restart its tasks if they changed.
    pub fn request_reconfiguration(&self) {
        self.host.request_reconfiguration();
    }
}

impl fmt::Debug for TaskContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskContext").field("stopping", &self.is_stopping()).finish()
    }
}
