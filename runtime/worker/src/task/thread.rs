//! A task's thread, seen from the control plane.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::watch,
    time::{Instant, timeout, timeout_at},
};

use super::{Orders, Target};
use crate::status::StatusCell;

/// What became of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// It runs.
    Running,
    /// It returned.
    Ended,
    /// It did not, and nobody waits for it any more.
    Abandoned,
    /// It returned after that.
    EndedAbandoned,
}

/// How long a task that is ended by force has for it. Dropping futures is quick; only blocking code can hold a thread then.
const FORCED: Duration = Duration::from_secs(1);

/// A task that was started. Clones are the same task.
#[derive(Clone)]
pub(crate) struct TaskThread {
    pub(super) orders: Orders,
    pub(super) target: watch::Sender<Target>,
    pub(super) life: watch::Sender<Life>,
    pub(super) status: StatusCell,
    pub(super) abandoned: Arc<AtomicUsize>,
    pub(super) name: Arc<str>,
}

impl TaskThread {
    /// Lets the task work, or lets it rest.
    pub(crate) fn aim(&self, target: Target) {
        self.target.send_if_modified(|current| std::mem::replace(current, target) != target);
    }

    /// Asks the task to stop, and says when it is ended by force.
    pub(crate) fn ask_to_stop(&self, deadline: Instant) {
        self.orders.deadline.get_or_init(|| deadline);
        self.orders.stopping.cancel();
    }

    /// Waits for the end of a task that was asked to stop. After `deadline` its futures are dropped; one that does not even
    /// let that happen is FAILED and left alone.
    pub(crate) async fn ended(&self, deadline: Instant) {
        if timeout_at(deadline, self.over()).await.is_err() {
            tracing::error!("Graceful stop of task {} failed.", self.name);
            self.orders.abort.cancel();
            if timeout(FORCED, self.over()).await.is_err() {
                self.abandon("the task blocks its thread: it was asked to stop, and its time for that is over");
            }
        }
        if self.orders.blocking.is_busy() {
            self.abandon("the task stopped, and its blocking code did not: it keeps a thread");
        }
    }

    /// Resolves when the task has ended, or was left alone.
    pub(crate) async fn over(&self) {
        // The sender is alive as long as this is.
        let _ = self.life.subscribe().wait_for(|life| *life != Life::Running).await;
    }

    /// Whether the task has ended, or was left alone.
    pub(crate) fn is_over(&self) -> bool {
        *self.life.borrow() != Life::Running
    }

    /// Whether blocking code of the task still runs: nobody may take its place before that has returned.
    pub(crate) fn is_blocking(&self) -> bool {
        self.orders.blocking.is_busy()
    }

    /// Resolves when no blocking code of the task runs any more.
    pub(crate) async fn free(&self) {
        self.orders.blocking.idle().await;
    }

    /// Gives a task up: it is FAILED, its thread counts as lost until it comes back, and what it says then is not heard.
    pub(super) fn abandon(&self, why: &str) {
        let first = self.life.send_if_modified(|life| {
            let next = match life {
                Life::Running => Life::Abandoned,
                Life::Ended => Life::EndedAbandoned,
                Life::Abandoned | Life::EndedAbandoned => return false,
            };
            *life = next;
            true
        });
        if !first {
            return;
        }
        self.status.give_up(why.to_owned());
        self.orders.stopping.cancel();
        self.orders.abort.cancel();
        let count = self.abandoned.fetch_add(1, Ordering::AcqRel) + 1;
        tracing::error!("{}: {why}; its thread was left alone ({count} such threads now)", self.name);
        let task = self.clone();
        tokio::spawn(async move {
            let mut life = task.life.subscribe();
            let _ = life.wait_for(|life| *life == Life::EndedAbandoned).await;
            task.orders.blocking.idle().await;
            task.abandoned.fetch_sub(1, Ordering::AcqRel);
            tracing::warn!("{}: the thread that was left alone came back", task.name);
        });
    }

    /// The task's future is gone.
    pub(super) fn returned(&self) {
        self.life.send_modify(|life| {
            *life = match life {
                Life::Running | Life::Ended => Life::Ended,
                Life::Abandoned | Life::EndedAbandoned => Life::EndedAbandoned,
            };
        });
    }
}
