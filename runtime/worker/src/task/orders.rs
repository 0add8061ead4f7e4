//! What the worker wants of a task.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{blocking::Blocking, pulse::Pulse};

/// What a task that is not asked to stop should do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Work.
    Started,
    /// Keep what it has, and do nothing.
    Paused,
}

/// How a task is told what to do. Clones are the same orders.
#[derive(Clone)]
pub(crate) struct Orders {
    /// Asks it to stop.
    pub(crate) stopping: CancellationToken,
    /// When it is ended by force, once it was asked.
    pub(crate) deadline: Arc<OnceLock<Instant>>,
    /// Ends it by force. What works for a task on other threads ends with this too: the task's own thread may never do
    /// anything again.
    pub(crate) abort: CancellationToken,
    /// Whether it should work.
    pub(crate) target: watch::Receiver<Target>,
    /// What it has on other threads.
    pub(super) blocking: Blocking,
    /// Whether it lets go of its thread.
    pub(super) pulse: Pulse,
    /// Asks for new task configurations.
    pub(super) reconfigure: Arc<dyn Fn() + Send + Sync>,
}

impl Orders {
    /// Orders, and whoever changes their target. `reconfigure` is called when the task asks for new task configurations.
    pub(crate) fn new(target: Target, reconfigure: Arc<dyn Fn() + Send + Sync>) -> (Self, watch::Sender<Target>) {
        let (sender, target) = watch::channel(target);
        let orders = Self {
            stopping: CancellationToken::new(),
            deadline: Arc::default(),
            abort: CancellationToken::new(),
            target,
            blocking: Blocking::default(),
            pulse: Pulse::default(),
            reconfigure,
        };
        (orders, sender)
    }

    /// What is left of `limit` if the task is to be done a little before its deadline.
    pub(crate) fn within(&self, limit: Duration) -> Duration {
        const MARGIN: Duration = Duration::from_millis(500);
        let left = |deadline: &Instant| deadline.saturating_duration_since(Instant::now()).saturating_sub(MARGIN);
        self.deadline.get().map_or(limit, |deadline| left(deadline).min(limit))
    }

    /// What the task should do now, unless it is asked to stop.
    pub(crate) fn target(&self) -> Target {
        *self.target.borrow()
    }

    /// Resolves when the task should do that, at once if it already should; never when nobody can say so any more.
    pub(crate) async fn wait_for(&self, wanted: Target) {
        let mut target = self.target.clone();
        if target.wait_for(|target| *target == wanted).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
