//! The loop around `poll`: asks the task for records, until it is asked to stop or fails; not while it is paused.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use kconnect::{Error, ErrorKind, Result, config::Secrets, host::SourceHost};

use super::outbox::TaskOutbox;
use crate::{
    errors::{ErrorHandler, SystemTiming},
    metrics::SourceTaskMetrics,
    status::{State, StatusCell, Step},
    task::{Orders, Target, TaskControl, panic_message},
};

/// Why polling ended.
pub(super) enum Ended {
    /// The worker asked for the task back.
    Asked,
    /// The task failed; what it handed over is still sent.
    Polling(Error),
    /// Sending failed, and would fail again.
    Sending(Error),
}

/// The loop around `poll`.
pub(super) struct Polling<'a> {
    pub(super) outbox: &'a TaskOutbox,
    pub(super) orders: &'a Orders,
    pub(super) control: &'a TaskControl,
    pub(super) errors: &'a ErrorHandler,
    pub(super) metrics: &'a SourceTaskMetrics,
    pub(super) status: &'a StatusCell,
    pub(super) secrets: &'a Secrets,
}

/// What the task does next.
enum Next {
    Poll,
    Pause,
}

impl Polling<'_> {
    pub(super) async fn run(&self, host: &mut dyn SourceHost) -> Ended {
        let mut failures = 0_u32;
        loop {
            match self.room().await {
                Ok(Next::Poll) => {}
                Ok(Next::Pause) => match self.pause().await {
                    Ok(true) => continue,
                    Ok(false) => return Ended::Asked,
                    Err(error) => return Ended::Sending(error),
                },
                Err(error) => return Ended::Sending(error),
            }
            // Asked to stop, the task is polled once more: it may hold what it has read already, and it hands that over
            // before it says that it is stopping. A poll that was under way when the worker asked is not that one.
            let last = self.stopped();
            let error = match self.poll(host).await {
                Ok(()) if last => return Ended::Asked,
                Ok(()) => {
                    failures = 0;
                    self.status.progressed(Step::Poll);
                    // A source that never waits must not keep its thread from everything else.
                    tokio::task::yield_now().await;
                    continue;
                }
                Err(error) => error,
            };
            match error.kind() {
                // It gave way because it is to pause, not to stop.
                ErrorKind::Stopping if !self.stopped() => {}
                ErrorKind::Stopping => return Ended::Asked,
                ErrorKind::Retriable { .. } if last => {
                    tracing::warn!("the task stops with an error: {}", error.chain());
                    return Ended::Asked;
                }
                // As in Kafka Connect, a source is polled again for as long as it says that this may help.
                ErrorKind::Retriable { after } => {
                    failures = failures.saturating_add(1);
                    self.metrics.retried();
                    let retries = self.errors.policy().retries;
                    let delay = after.unwrap_or_else(|| retries.pause(failures, None, &SystemTiming));
                    tracing::warn!("the task will be polled again in {delay:?}: {}", error.chain());
                    tokio::select! {
                        () = tokio::time::sleep(delay) => {}
                        () = self.orders.stopping.cancelled() => {}
                        () = self.orders.wait_for(Target::Paused) => {}
                    }
                }
                _ => return Ended::Polling(error),
            }
        }
    }

    /// Polls once. A task that waits meanwhile is told to give way when it is to pause; what it has it hands over.
    async fn poll(&self, host: &mut dyn SourceHost) -> Result<()> {
        let polled = unwound(host.poll(), self.secrets);
        tokio::pin!(polled);
        tokio::select! {
            biased;
            outcome = &mut polled => return outcome,
            () = self.orders.wait_for(Target::Paused) => self.control.interrupt(),
        }
        let outcome = polled.await;
        self.control.renew();
        outcome
    }

    /// Sends what waits, and waits for room; what comes next then.
    async fn room(&self) -> Result<Next> {
        tokio::select! {
            biased;
            () = self.orders.stopping.cancelled() => Ok(Next::Poll),
            () = self.orders.wait_for(Target::Paused) => Ok(Next::Pause),
            outcome = self.outbox.wait_for_room() => outcome.map(|()| Next::Poll),
        }
    }

    /// Keeps the task as it is until it is to go on, or, then `false`, to stop. What it has handed over is sent.
    async fn pause(&self) -> Result<bool> {
        self.status.set(State::Paused);
        tracing::info!("the task is paused");
        let sending = async {
            match self.outbox.send_all().await {
                Ok(()) => std::future::pending::<Error>().await,
                Err(error) => error,
            }
        };
        tokio::select! {
            biased;
            () = self.orders.stopping.cancelled() => return Ok(false),
            () = self.orders.wait_for(Target::Started) => {}
            error = sending => return Err(error),
        }
        self.status.set(State::Running);
        tracing::info!("the task goes on");
        Ok(true)
    }

    fn stopped(&self) -> bool {
        self.orders.stopping.is_cancelled()
    }
}

/// A panic of the task's code, as an error.
#[derive(Debug, thiserror::Error)]
#[error("the task panicked: {0}")]
pub(super) struct Panicked(String);

/// What the task's code says, without secrets; a panic in it is a fatal error like any other.
pub(super) async fn unwound<T>(future: impl Future<Output = Result<T>>, secrets: &Secrets) -> Result<T> {
    match AssertUnwindSafe(future).catch_unwind().await {
        Ok(result) => result.map_err(|error| secrets.scrub_error(error)),
        Err(panic) => Err(Error::fatal(Panicked(secrets.scrub(panic_message(&*panic))))),
    }
}
