//! A connector's thread: its own code runs there, and may block it.

use std::{future::Future, io, panic::AssertUnwindSafe};

use futures_util::FutureExt;
use tokio::runtime::{Builder, Handle};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::task::panic_message;

/// A thread for the code of one connector. Dropping it drops what runs there; code that blocks it keeps nobody else.
pub(super) struct ConnectorThread {
    runtime: Handle,
    _end: DropGuard,
}

impl ConnectorThread {
    /// # Errors
    /// When the system refuses a thread.
    pub(super) fn spawn(connector: &str) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (handle, end) = (runtime.handle().clone(), CancellationToken::new());
        let ended = end.clone();
        std::thread::Builder::new().name(format!("connector-thread-{connector}")).spawn(move || {
            runtime.block_on(ended.cancelled());
            runtime.shutdown_background();
        })?;
        Ok(Self { runtime: handle, _end: end.drop_guard() })
    }

    /// Runs the connector's code there; a panic in it is a fatal error like any other. Dropping the future drops the code.
    pub(super) fn run<T: Send + 'static, F: Future<Output = kconnect::Result<T>> + Send + 'static>(
        &self,
        work: F,
    ) -> impl Future<Output = kconnect::Result<T>> + Send + use<T, F> {
        let running = self.runtime.spawn(AssertUnwindSafe(work).catch_unwind());
        let guard = AbortOnDrop(running.abort_handle());
        async move {
            let outcome = running.await;
            drop(guard);
            match outcome {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(panic)) => {
                    Err(kconnect::Error::fatal(format!("the connector panicked: {}", panic_message(&*panic))))
                }
                Err(error) => Err(kconnect::Error::fatal(error)),
            }
        }
    }
}

struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
