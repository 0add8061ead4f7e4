//! Waiting, stopping and work beside a task, on the test's own runtime.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::Notify,
    task::{JoinHandle, JoinSet},
};

use crate::{
    error::{Error, ErrorKind, Result},
    host::{Boxed, TaskHost},
};

/// What a test lends to a task of either kind.
#[derive(Default)]
pub(super) struct Control {
    signal: Arc<Signal>,
    beside: Mutex<JoinSet<()>>,
    failures: Arc<Mutex<Vec<Error>>>,
    reconfigurations: AtomicUsize,
    /// How often the task has asked whether it should stop, by waiting.
    asked: AtomicUsize,
    /// The worker wants the task back when it asks for this time; never with 0.
    stop_at: usize,
}

/// Whether the task is wanted back.
#[derive(Default)]
struct Signal {
    stopping: AtomicBool,
    stopped: Notify,
}

impl Signal {
    fn give(&self) {
        self.stopping.store(true, Ordering::Release);
        self.stopped.notify_waiters();
    }
}

impl Control {
    /// The worker wants the task back when it begins its `n`th wait.
    pub(super) fn stopping_at(n: usize) -> Self {
        Self { stop_at: n, ..Self::default() }
    }

    /// Asks the task to stop.
    pub(super) fn stop(&self) {
        self.signal.give();
    }

    /// The task is no longer wanted back.
    pub(super) fn go_on(&self) {
        self.signal.stopping.store(false, Ordering::Release);
    }

    /// How often the task asked for a new division of the work.
    pub(super) fn reconfigurations(&self) -> usize {
        self.reconfigurations.load(Ordering::Acquire)
    }

    /// The first error of work beside the task.
    pub(super) fn failure(&self) -> Result<()> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.is_empty() { Ok(()) } else { Err(failures.remove(0)) }
    }

    /// Waits for all work beside the task.
    pub(super) async fn join(&self) {
        loop {
            let mut beside = std::mem::take(&mut *self.beside.lock().unwrap_or_else(PoisonError::into_inner));
            if beside.is_empty() {
                return;
            }
            while beside.join_next().await.is_some() {}
        }
    }
}

/// Work that does not outlive whoever waits for it.
struct AbortOnDrop(JoinHandle<Result<()>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl TaskHost for Control {
    fn stopping(&self) -> Boxed<'static, ()> {
        if self.asked.fetch_add(1, Ordering::AcqRel) + 1 == self.stop_at {
            self.signal.give();
        }
        let signal = Arc::clone(&self.signal);
        Box::pin(async move {
            loop {
                let stopped = signal.stopped.notified();
                if signal.stopping.load(Ordering::Acquire) {
                    return;
                }
                stopped.await;
            }
        })
    }

    fn is_stopping(&self) -> bool {
        self.signal.stopping.load(Ordering::Acquire)
    }

    fn sleep(&self, duration: Duration) -> Boxed<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn spawn(&self, name: &str, work: Boxed<'static, Result<()>>) {
        let (failures, signal, name) = (Arc::clone(&self.failures), Arc::clone(&self.signal), name.to_owned());
        let mut work = AbortOnDrop(tokio::spawn(work));
        let watched = async move {
            let error = match (&mut work.0).await {
                Ok(Ok(())) => return,
                Ok(Err(error)) if error.kind() == ErrorKind::Stopping => return,
                Ok(Err(error)) => error,
                Err(panic) => Error::fatal(format!("{name} panicked: {panic}")),
            };
            failures.lock().unwrap_or_else(PoisonError::into_inner).push(error);
            // As in a worker, the task is asked to stop when work beside it fails.
            signal.give();
        };
        self.beside.lock().unwrap_or_else(PoisonError::into_inner).spawn(watched);
    }

    fn blocking(&self, work: Box<dyn FnOnce() + Send>) -> Boxed<'static, Result<()>> {
        let done = tokio::task::spawn_blocking(work);
        Box::pin(async move { done.await.map_err(Error::fatal) })
    }

    fn request_reconfiguration(&self) {
        self.reconfigurations.fetch_add(1, Ordering::AcqRel);
    }
}
