//! Offset commits: when the next is due, and the one that is under way.

use std::{future::pending, time::Duration};

use futures_util::FutureExt;
use kconnect::TopicPartition;
use tokio::{sync::oneshot, time::Instant};

use crate::kafka::KafkaError;

/// Of each partition the next offset to be read.
pub(super) type CommitOffsets = Vec<(TopicPartition, i64)>;

/// The commits of one task.
pub(super) struct Commits {
    every: Duration,
    due: Instant,
    under_way: Option<UnderWay>,
}

struct UnderWay {
    offsets: CommitOffsets,
    answer: oneshot::Receiver<Result<(), KafkaError>>,
}

impl Commits {
    pub(super) fn new(every: Duration) -> Self {
        Self { every, due: Instant::now() + every, under_way: None }
    }

    /// When the next one is due.
    pub(super) fn due(&self) -> Instant {
        self.due
    }

    /// One is due in so long, if not earlier.
    pub(super) fn within(&mut self, limit: Duration) {
        self.due = self.due.min(Instant::now() + limit);
    }

    /// One was made, or there was nothing to commit.
    pub(super) fn done(&mut self) {
        self.due = Instant::now() + self.every;
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    pub(super) fn begin(&mut self, offsets: CommitOffsets, answer: oneshot::Receiver<Result<(), KafkaError>>) {
        self.under_way = Some(UnderWay { offsets, answer });
    }

    /// Waits for what became of the commit that is under way. Cancel safe.
    pub(super) async fn answered(&mut self) -> (CommitOffsets, Result<(), KafkaError>) {
        let Some(under_way) = &mut self.under_way else { return pending().await };
        let answer = (&mut under_way.answer).await;
        let offsets = self.under_way.take().map(|under_way| under_way.offsets).unwrap_or_default();
        // The member went away without an answer.
        (offsets, answer.unwrap_or_else(|_| Err(KafkaError::Other("the consumer has left its group".to_owned()))))
    }

    /// The same, if it is known already.
    pub(super) fn answered_now(&mut self) -> Option<(CommitOffsets, Result<(), KafkaError>)> {
        self.answered().now_or_never()
    }
}
