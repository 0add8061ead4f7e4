//! What a running task gets from its worker: waiting, stopping, work beside it.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::FutureExt;
use kconnect::{
    Error, ErrorKind, Result,
    host::{Boxed, TaskHost},
};
use tokio::{runtime::Handle, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{Orders, panic_message};

tokio::task_local! {
    /// Set in work that a task spawned: a pause is nothing to it, only a stop is.
    static BESIDE: ();
}

/// One task's [`TaskHost`]: lives on the runtime of the task's thread.
pub(crate) struct TaskControl {
    orders: Orders,
    /// What `until_stop` waits for: a child of the order to stop, which a pause or a revocation ends too.
    asked_back: Mutex<CancellationToken>,
    runtime: Handle,
    beside: Mutex<JoinSet<()>>,
    failure: Mutex<Option<Error>>,
}

impl TaskControl {
    /// `runtime` is the one of the task's thread.
    pub(crate) fn new(orders: &Orders, runtime: Handle) -> Arc<Self> {
        Arc::new(Self {
            asked_back: Mutex::new(orders.stopping.child_token()),
            orders: orders.clone(),
            runtime,
            beside: Mutex::default(),
            failure: Mutex::default(),
        })
    }

    /// Asks for the task back without ending it: everything that waits in `until_stop` gives up, and will do so at once
    /// until [`renew`](Self::renew). For a pause, and for partitions that are revoked.
    pub(crate) fn interrupt(&self) {
        self.asked_back().cancel();
    }

    /// The task may wait again. Nothing changes for one that was asked to stop.
    pub(crate) fn renew(&self) {
        *self.asked_back() = self.orders.stopping.child_token();
    }

    /// Makes the task fail: it is asked to stop, and this error, if it is the first, is what its status shows.
    pub(crate) fn fail(&self, error: Error) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        self.orders.stopping.cancel();
    }

    /// The error that asked the task to stop, if one did.
    pub(crate) fn failure(&self) -> Option<Error> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Waits for all work beside the task, which was told to stop together with it; what is left after `grace` is
    /// dropped.
    pub(crate) async fn join(&self, grace: Duration) {
        let deadline = tokio::time::Instant::now() + grace;
        loop {
            let mut beside = std::mem::take(&mut *self.beside.lock().unwrap_or_else(PoisonError::into_inner));
            if beside.is_empty() {
                return;
            }
            let all = async { while beside.join_next().await.is_some() {} };
            if tokio::time::timeout_at(deadline, all).await.is_err() {
                tracing::error!(
                    "{} pieces of work beside the task did not stop in time and were dropped",
                    beside.len()
                );
                beside.shutdown().await;
            }
        }
    }

    fn asked_back(&self) -> MutexGuard<'_, CancellationToken> {
        self.asked_back.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What whoever asks has to give way to.
    fn token(&self) -> CancellationToken {
        if BESIDE.try_with(|()| ()).is_ok() { self.orders.stopping.clone() } else { self.asked_back().clone() }
    }
}

/// A shared [`TaskControl`] and itself: work beside a task reports its end to it.
pub(crate) struct TaskHandle(pub(crate) Arc<TaskControl>);

impl TaskHost for TaskHandle {
    fn stopping(&self) -> Boxed<'static, ()> {
        Box::pin(self.0.token().cancelled_owned())
    }

    fn is_stopping(&self) -> bool {
        self.0.token().is_cancelled()
    }

    fn sleep(&self, duration: Duration) -> Boxed<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn spawn(&self, name: &str, work: Boxed<'static, Result<()>>) {
        let (control, name) = (Arc::clone(&self.0), name.to_owned());
        let supervised = async move {
            let error = match AssertUnwindSafe(work).catch_unwind().await {
                Ok(Ok(())) => return,
                Ok(Err(error)) if error.kind() == ErrorKind::Stopping => return,
                Ok(Err(error)) => error,
                Err(panic) => Error::fatal(format!("{name} panicked: {}", panic_message(&*panic))),
            };
            control.fail(error);
        };
        let supervised = BESIDE.scope((), self.0.orders.pulse.watch(supervised));
        let mut beside = self.0.beside.lock().unwrap_or_else(PoisonError::into_inner);
        // What has ended is let go, so that a task may spawn for ever.
        while beside.try_join_next().is_some() {}
        beside.spawn_on(supervised, &self.0.runtime);
    }

    fn blocking(&self, work: Box<dyn FnOnce() + Send>) -> Boxed<'static, Result<()>> {
        let running = self.0.orders.blocking.enter();
        let done = self.0.runtime.spawn_blocking(move || {
            // Held until the closure is gone, whether it returned or panicked.
            let _running = running;
            work();
        });
        Box::pin(async move {
            done.await.map_err(|error| match error.try_into_panic() {
                Ok(panic) => Error::fatal(format!("blocking code panicked: {}", panic_message(&*panic))),
                Err(error) => Error::fatal(error),
            })
        })
    }

    fn request_reconfiguration(&self) {
        (self.0.orders.reconfigure)();
    }
}
