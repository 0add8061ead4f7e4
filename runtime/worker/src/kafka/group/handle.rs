//! A member of a group, seen from its task.

use std::{io, sync::Arc, time::Instant};

use kconnect::TopicPartition;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tracing::Span;

use super::{
    Limits, Message, Rebalance, Subscription,
    inbox::{Inbox, Order},
    member::Member,
};
use crate::kafka::{ClientConfig, KafkaError};

/// A member of a consumer group. Dropping it leaves the group, without waiting.
pub(crate) struct Group {
    inbox: Arc<Inbox>,
}

impl Group {
    /// Joins the group that `config` names, in the background. When `abort` is cancelled the member leaves, whatever its
    /// task does.
    ///
    /// # Errors
    /// [`KafkaError::Config`]: files that cannot be read, combinations that exclude each other.
    pub(crate) fn join(
        config: &ClientConfig,
        subscription: Subscription,
        limits: Limits,
        abort: CancellationToken,
    ) -> Result<Self, KafkaError> {
        let inbox = Arc::new(Inbox::new(limits));
        let member = Member::new(config, subscription, Arc::clone(&inbox), abort)?;
        let span = Span::current();
        let thread = move || {
            let _entered = span.enter();
            member.run();
        };
        let name = format!("consumer-{}", config.group_id());
        let spawned = std::thread::Builder::new().name(name).spawn(thread);
        let spawned = spawned.map_err(|error: io::Error| KafkaError::Other(error.to_string()))?;
        inbox.runs_on(spawned.thread().clone());
        Ok(Self { inbox })
    }

    /// Waits until something may be new: messages, a rebalance, a failure. Cancel safe; news that came before are not
    /// missed.
    pub(crate) async fn news(&self) {
        self.inbox.news.notified().await;
    }

    /// Why the member cannot go on.
    pub(crate) fn failure(&self) -> Option<KafkaError> {
        self.inbox.failure()
    }

    /// Waits until there is such a reason. Cancel safe.
    pub(crate) async fn failed(&self) {
        let mut failed = self.inbox.failed();
        if failed.wait_for(|failed| *failed).await.is_err() {
            // The sender is alive as long as this is.
            std::future::pending::<()>().await;
        }
    }

    /// The next change of the member's partitions; it waits for its answer.
    pub(crate) fn rebalance(&self) -> Option<Rebalance> {
        self.inbox.first_rebalance()
    }

    /// Whether it turned out, while it waited, that the partitions are somebody else's already.
    pub(crate) fn is_lost(&self) -> bool {
        self.inbox.is_lost()
    }

    /// Waits until there is such a change; since when it waits. Cancel safe.
    pub(crate) async fn rebalancing(&self) -> Instant {
        let mut rebalancing = self.inbox.rebalancing();
        match rebalancing.wait_for(Option::is_some).await.map(|since| *since) {
            Ok(Some(since)) => since,
            // The sender is alive as long as this is.
            Ok(None) | Err(_) => std::future::pending().await,
        }
    }

    /// Answers [`Rebalance::Assigned`]: the task is ready for these partitions, from these offsets on; without one, from the
    /// committed offset.
    pub(crate) fn assigned(&self, starts: Vec<(TopicPartition, Option<i64>)>) {
        self.inbox.answer(Order::Assigned(starts));
    }

    /// Answers [`Rebalance::Revoked`]: the task is done with these partitions, others may have them.
    pub(crate) fn revoked(&self, partitions: Vec<TopicPartition>) {
        self.inbox.answer(Order::Revoked(partitions));
    }

    /// Up to `max` messages, those of a partition in order, none of a partition that is held.
    pub(crate) fn take(&self, max: usize) -> Vec<Message> {
        self.inbox.take(max)
    }

    /// Takes no more of a partition, or takes of it again.
    pub(crate) fn hold(&self, partition: &TopicPartition, held: bool) {
        self.inbox.hold(partition, held);
    }

    /// Reads a partition from that offset. Nothing that was read before comes any more.
    pub(crate) fn seek(&self, partition: &TopicPartition, offset: i64) {
        self.inbox.seek(partition, offset);
    }

    /// Commits offsets: of each partition the next one to be read. Commits are done one after the other.
    pub(crate) fn commit(&self, offsets: Vec<(TopicPartition, i64)>) -> oneshot::Receiver<Result<(), KafkaError>> {
        let (done, answer) = oneshot::channel();
        self.inbox.order(Order::Commit(offsets, done));
        answer
    }

    /// Leaves the group, and waits until that is done. A static member stays one for `session.timeout.ms`. Cancel safe.
    pub(crate) async fn leave(&self) {
        self.inbox.leave();
        while !self.inbox.is_gone() {
            self.inbox.news.notified().await;
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.inbox.leave();
    }
}
