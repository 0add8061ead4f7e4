//! Where a task hands in its receipts and its requests, from any thread.

use std::{
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

use kconnect::{
    TopicPartition,
    host::{Outcome, SinkControl},
};
use tokio::sync::Notify;

use super::ledger::Ledger;

/// The worker's side of a task: the ledger, and what the task asked for.
#[derive(Default)]
pub(super) struct Desk {
    ledger: Mutex<Ledger>,
    requests: Mutex<Requests>,
    /// Something was handed in.
    pub(super) news: Notify,
}

/// What a task asked for since the worker looked last.
#[derive(Default)]
pub(super) struct Requests {
    /// Offsets to read from.
    pub(super) rewinds: Vec<(TopicPartition, i64)>,
    /// A commit before its time.
    pub(super) commit: bool,
}

impl Desk {
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn rewinds(&self) -> Vec<(TopicPartition, i64)> {
        mem::take(&mut self.requests().rewinds)
    }

    pub(super) fn wants_commit(&self) -> bool {
        mem::take(&mut self.requests().commit)
    }

    fn requests(&self) -> MutexGuard<'_, Requests> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_paused(&self, partitions: &[TopicPartition], paused: bool) {
        let mut ledger = self.ledger();
        for partition in partitions {
            if !ledger.pause(partition, paused) {
                // Kafka Connect throws; here it may just have been revoked.
                tracing::warn!("the task does not have {partition}, so that it cannot be paused or resumed");
            }
        }
        drop(ledger);
        self.news.notify_one();
    }
}

impl SinkControl for Desk {
    fn settle(&self, receipt: u64, outcome: Outcome) {
        self.ledger().settle(receipt, outcome);
        self.news.notify_one();
    }

    fn rewind(&self, partition: &TopicPartition, offset: i64) {
        if offset < 0 {
            tracing::warn!("the task asked for offset {offset} of {partition}, which there cannot be");
            return;
        }
        if !self.ledger().rewind(partition, offset) {
            tracing::warn!("the task does not have {partition}, so that it cannot be rewound");
            return;
        }
        self.requests().rewinds.push((partition.clone(), offset));
        self.news.notify_one();
    }

    fn pause(&self, partitions: &[TopicPartition]) {
        self.set_paused(partitions, true);
    }

    fn resume(&self, partitions: &[TopicPartition]) {
        self.set_paused(partitions, false);
    }

    fn request_commit(&self) {
        self.requests().commit = true;
        self.news.notify_one();
    }

    fn assignment(&self) -> Vec<TopicPartition> {
        self.ledger().partitions()
    }
}
