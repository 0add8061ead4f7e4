//! Waiting for a call of the task's, while its group may want partitions back.

use std::{pin::pin, sync::Arc, time::Duration};

use kconnect::{Result, config::Secrets};

use super::desk::Desk;
use crate::{
    kafka::{Group, Rebalance},
    task::{Orders, Target, TaskControl, unwound},
};

/// What has to be watched while the task's code runs.
pub(super) struct Calls {
    pub(super) orders: Orders,
    pub(super) control: Arc<TaskControl>,
    pub(super) group: Group,
    pub(super) desk: Arc<Desk>,
    pub(super) secrets: Secrets,
    /// How long the group waits for a member in a rebalance.
    pub(super) patience: Duration,
}

impl Calls {
    /// Waits for the end of a call. A pause or a rebalance makes everything in `until_stop` give up, so that it ends soon.
    pub(super) async fn interruptible<T>(&self, call: impl Future<Output = Result<T>> + Send) -> Result<T> {
        let mut call = pin!(self.patient(call));
        tokio::select! {
            biased;
            done = &mut call => return done,
            () = self.wanted_back() => self.control.interrupt(),
        }
        let outcome = call.await;
        self.control.renew();
        outcome
    }

    /// Waits for the end of a call. One that does not end before the group loses its patience goes on, but what is revoked is
    /// given back without it: what happens to records of these partitions means nothing any more.
    pub(super) async fn patient<T>(&self, call: impl Future<Output = Result<T>> + Send) -> Result<T> {
        let mut call = pin!(unwound(call, &self.secrets));
        tokio::select! {
            biased;
            done = &mut call => done,
            () = self.impatience() => {
                self.give_back();
                call.await
            }
        }
    }

    /// Resolves when the task should come back soon: it is to rest, its partitions change, or it will get no more.
    async fn wanted_back(&self) {
        let rest = async {
            // A task that rests already is called nevertheless, to flush.
            if self.orders.target() == Target::Paused {
                std::future::pending::<()>().await;
            }
            self.orders.wait_for(Target::Paused).await;
        };
        tokio::select! {
            () = rest => {}
            _ = self.group.rebalancing() => {}
            () = self.group.failed() => {}
        }
    }

    /// Resolves when a rebalance has waited for so long that the group will go on without the member.
    async fn impatience(&self) {
        loop {
            let since = self.group.rebalancing().await;
            tokio::time::sleep(self.patience.saturating_sub(since.elapsed())).await;
            // Partitions that come can wait.
            let revoked = matches!(self.group.rebalance(), Some(Rebalance::Revoked { .. }));
            if revoked && self.group.rebalancing().await == since {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    fn give_back(&self) {
        let Some(Rebalance::Revoked { partitions, .. }) = self.group.rebalance() else { return };
        tracing::warn!(
            "the task did not come back within {:?} while its group rebalances: its partitions are given back, and what it \
             has not settled of them comes again elsewhere",
            self.patience
        );
        self.desk.ledger().lose(&partitions);
        self.group.revoked(partitions);
    }
}
