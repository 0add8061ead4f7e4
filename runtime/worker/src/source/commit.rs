//! Committing source offsets: of the contiguous acknowledged prefix of each source partition, and no others.

use std::{sync::Arc, time::Duration};

use tokio::time::{MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;

use super::delivery::{Delivery, Due};
use crate::offsets::Offsets;

/// Commits what may be committed every `interval`, until `done`. Runs beside the task, so that a task that waits for
/// its source does not hold back commits.
pub(crate) async fn commit_every(
    interval: Duration,
    delivery: Arc<Delivery>,
    connector: String,
    offsets: Offsets,
    done: CancellationToken,
) {
    // A zero interval is not one that tokio accepts; Kafka Connect commits as often as it can then.
    let interval = interval.max(Duration::from_millis(1));
    let mut ticks = interval_at(tokio::time::Instant::now() + interval, interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut unwritten = Vec::new();
    while done.run_until_cancelled(ticks.tick()).await.is_some() {
        commit(&delivery, &connector, &offsets, &mut unwritten).await;
    }
    commit(&delivery, &connector, &offsets, &mut unwritten).await;
}

/// Commits once. `unwritten` keeps what a failed attempt could not write; newer offsets replace it.
async fn commit(delivery: &Delivery, connector: &str, offsets: &Offsets, unwritten: &mut Vec<Due>) {
    for due in delivery.due() {
        unwritten.retain(|old| old.index != due.index);
        unwritten.push(due);
    }
    if unwritten.is_empty() {
        return;
    }
    let entries = unwritten.iter().map(|due| (&*due.partition, due.offset.as_str()));
    match offsets.commit(connector, entries).await {
        Ok(()) => unwritten.drain(..).for_each(|due| delivery.committed(&due)),
        Err(error) => tracing::error!("offsets could not be committed and will be tried again: {error}"),
    }
}
