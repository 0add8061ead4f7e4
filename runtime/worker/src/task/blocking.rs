//! Blocking code that a task has on other threads: it outlives whatever waits for it.

use std::sync::Arc;

use tokio::sync::watch;

/// How many closures of a task's are running.
#[derive(Clone, Default)]
pub(crate) struct Blocking(Arc<watch::Sender<usize>>);

/// One of them, from its order to its return.
pub(super) struct Running(Blocking);

impl Blocking {
    pub(super) fn enter(&self) -> Running {
        self.0.send_modify(|running| *running += 1);
        Running(self.clone())
    }

    /// Whether one of them runs.
    pub(crate) fn is_busy(&self) -> bool {
        *self.0.borrow() > 0
    }

    /// Resolves when none of them runs.
    pub(crate) async fn idle(&self) {
        // The sender is alive as long as this is.
        let _ = self.0.subscribe().wait_for(|running| *running == 0).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.0.send_modify(|running| *running = running.saturating_sub(1));
    }
}
