//! Committing source offsets: of the contiguous acknowledged prefix of each source partition, and no others.

use std::{sync::Arc, time::Duration};

use tokio::time::{MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;

use super::delivery::Delivery;
use crate::{
    offsets::{Flushed, OffsetWriter, Offsets},
    status::{StatusCell, Step},
};

/// What commits the offsets of one task.
pub(crate) struct Commits {
    delivery: Arc<Delivery>,
    writer: OffsetWriter,
    limit: Duration,
    /// Where progress is seen.
    status: StatusCell,
}

/// Commits what may be committed every `interval`, until `done`. Runs beside the task, so that a task that waits for
/// its source does not hold back commits.
pub(crate) async fn commit_every(interval: Duration, commits: Commits, done: CancellationToken) {
    // A zero interval is not one that tokio accepts; Kafka Connect commits as often as it can then.
    let interval = interval.max(Duration::from_millis(1));
    let mut ticks = interval_at(tokio::time::Instant::now() + interval, interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while done.run_until_cancelled(ticks.tick()).await.is_some() {
        commits.commit().await;
    }
    commits.commit().await;
}

impl Commits {
    /// Of a task's connector; one attempt may take `limit`, which is `offset.flush.timeout.ms`.
    pub(crate) fn new(
        delivery: Arc<Delivery>,
        connector: &str,
        offsets: Offsets,
        limit: Duration,
        status: StatusCell,
    ) -> Self {
        Self { delivery, writer: OffsetWriter::new(connector, offsets), limit, status }
    }

    /// Commits once. What cannot be written stays for the next time; newer offsets replace it.
    async fn commit(&self) {
        for due in self.delivery.due() {
            self.writer.offset(&*due.partition, due.offset);
        }
        match self.writer.begin_flush(self.limit).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => return tracing::error!("{error}"),
        }
        match tokio::time::timeout(self.limit, self.writer.do_flush()).await {
            Ok(Ok(Flushed::Stored(entries))) => {
                self.status.progressed(Step::Commit);
                for (partition, offset) in &entries {
                    self.delivery.committed(partition, offset);
                }
            }
            Ok(Ok(Flushed::Cancelled)) => {}
            Ok(Err(error)) => {
                tracing::error!("offsets could not be committed and will be tried again: {error}");
                self.writer.cancel_flush();
            }
            Err(_) => {
                tracing::error!(
                    "offsets could not be committed within {:?} (offset.flush.timeout.ms) and will be tried again",
                    self.limit
                );
                self.writer.cancel_flush();
            }
        }
    }
}
