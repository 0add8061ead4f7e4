//! Flushing, committing, and handing partitions over.

use std::{collections::BTreeMap, time::Duration};

use futures_util::StreamExt;
use kconnect::{Closing, ErrorKind, Result, TopicPartition};
use tokio::time::{Instant, timeout_at};

use super::turns::Turns;
use crate::{
    kafka::{KafkaError, Rebalance},
    status::Step,
};

impl Turns<'_> {
    /// Opens and closes partitions as the group changes.
    ///
    /// # Errors
    /// Why the task failed.
    pub(super) async fn rebalance(&mut self) -> Result<()> {
        self.close_lost().await?;
        while let Some(rebalance) = self.calls.group.rebalance() {
            match rebalance {
                Rebalance::Assigned(partitions) => self.open(&partitions).await?,
                Rebalance::Revoked { partitions, lost: true } => {
                    self.calls.desk.ledger().remove(&partitions);
                    let closed = self.close_partitions(&partitions, Closing::Lost).await;
                    self.calls.group.revoked(partitions);
                    closed?;
                }
                Rebalance::Revoked { partitions, lost: false } => self.revoke(partitions).await?,
            }
            self.spec.metrics.assigned(self.calls.desk.ledger().partitions().len());
        }
        Ok(())
    }

    async fn open(&mut self, partitions: &[TopicPartition]) -> Result<()> {
        self.calls.desk.ledger().assign(partitions);
        if !partitions.is_empty() {
            tracing::debug!("partitions assigned: {}", names(partitions));
            self.calls.patient(self.host.open(partitions)).await?;
        }
        let rewinds: BTreeMap<_, _> = self.calls.desk.rewinds().into_iter().collect();
        let start = |partition: &TopicPartition| (partition.clone(), rewinds.get(partition).copied());
        self.calls.group.assigned(partitions.iter().map(start).collect());
        // Those that the task had before.
        for (partition, offset) in rewinds.iter().filter(|(partition, _)| !partitions.contains(partition)) {
            self.calls.group.seek(partition, *offset);
        }
        Ok(())
    }

    async fn revoke(&mut self, partitions: Vec<TopicPartition>) -> Result<()> {
        tracing::debug!("partitions revoked: {}", names(&partitions));
        let mut outcome = Ok(());
        if !partitions.is_empty() {
            outcome = self.settle(self.spec.flush_timeout).await;
            if outcome.is_ok() && !self.close_lost().await? {
                let why = if self.calls.group.is_lost() { Closing::Lost } else { Closing::Revoked };
                outcome = self.close_partitions(&partitions, why).await;
                if why == Closing::Revoked {
                    // `close` may have settled more.
                    self.commit_now(Instant::now() + self.spec.flush_timeout).await;
                }
            }
        }
        self.calls.desk.ledger().remove(&partitions);
        // Unless it took so long that they were given back already.
        if let Some(Rebalance::Revoked { partitions: waiting, .. }) = self.calls.group.rebalance()
            && waiting == partitions
        {
            self.calls.group.revoked(partitions);
        }
        self.close_lost().await?;
        outcome
    }

    /// Tells the task of partitions that were given back while it was busy; whether there were any.
    async fn close_lost(&mut self) -> Result<bool> {
        let lost = self.calls.desk.ledger().lost();
        self.close_partitions(&lost, Closing::Lost).await?;
        Ok(!lost.is_empty())
    }

    async fn close_partitions(&mut self, partitions: &[TopicPartition], why: Closing) -> Result<()> {
        if partitions.is_empty() {
            return Ok(());
        }
        self.calls.patient(self.host.close(partitions, why)).await
    }

    /// The end: settles, commits, and closes what the task has. `usable`: the task's code may be called.
    ///
    /// # Errors
    /// What the task says.
    pub(super) async fn close(&mut self, usable: bool) -> Result<()> {
        let limit = self.calls.orders.within(self.spec.flush_timeout);
        let mut outcome = Ok(());
        if usable {
            outcome = self.settle(limit).await;
            let partitions = self.calls.desk.ledger().partitions();
            outcome = outcome.and(self.close_partitions(&partitions, Closing::Stopping).await);
        }
        self.commit_now(Instant::now() + limit).await;
        outcome
    }

    /// Commits, when it is time or the task asks for it.
    ///
    /// # Errors
    /// What the task's `flush` says.
    pub(super) async fn commit_if_due(&mut self) -> Result<()> {
        if Instant::now() < self.commits.due() && !self.calls.desk.wants_commit() {
            return Ok(());
        }
        self.commits.done();
        let flushed = self.calls.interruptible(self.host.flush()).await;
        self.after_flush(flushed)?;
        self.report_rejected()?;
        let offsets = self.calls.desk.ledger().committable();
        if offsets.is_empty() {
            return Ok(());
        }
        if self.commits.is_under_way() {
            tracing::warn!("Kafka has not answered the last offset commit yet");
            self.spec.metrics.commit_skipped();
            return Ok(());
        }
        let answer = self.calls.group.commit(offsets.clone());
        self.commits.begin(offsets, answer);
        Ok(())
    }

    /// What became of a commit.
    pub(super) fn committed(&self, offsets: &[(TopicPartition, i64)], answer: Result<(), KafkaError>) {
        match answer {
            Ok(()) => {
                self.calls.desk.ledger().committed(offsets);
                self.spec.metrics.committed();
                self.spec.status.progressed(Step::Commit);
            }
            // The next one has the same offsets, or later ones.
            Err(error) => {
                tracing::warn!("{error}");
                self.spec.metrics.commit_failed();
            }
        }
    }

    /// Settles what the task holds, as far as it can, and commits.
    async fn settle(&mut self, limit: Duration) -> Result<()> {
        let flushed = self.calls.patient(self.host.flush()).await;
        self.after_flush(flushed)?;
        let rejected = self.report_rejected();
        let deadline = Instant::now() + limit;
        while !self.reports.is_empty()
            && let Ok(Some(receipt)) = timeout_at(deadline, self.reports.next()).await
        {
            self.calls.desk.ledger().done(receipt);
        }
        self.commit_now(deadline).await;
        rejected
    }

    fn after_flush(&self, flushed: Result<()>) -> Result<()> {
        match flushed {
            Err(error) if matches!(error.kind(), ErrorKind::Retriable { .. } | ErrorKind::Stopping) => {
                tracing::warn!("what the task could not flush is not committed: {}", error.chain());
                self.spec.metrics.commit_failed();
                Ok(())
            }
            flushed => flushed,
        }
    }

    /// Commits what is settled, and waits for it.
    async fn commit_now(&mut self, deadline: Instant) {
        if self.commits.is_under_way() {
            let Ok((offsets, answer)) = timeout_at(deadline, self.commits.answered()).await else {
                return self.too_late();
            };
            self.committed(&offsets, answer);
        }
        let offsets = self.calls.desk.ledger().committable();
        if offsets.is_empty() {
            return;
        }
        let answer = self.calls.group.commit(offsets.clone());
        self.commits.begin(offsets, answer);
        match timeout_at(deadline, self.commits.answered()).await {
            Ok((offsets, answer)) => self.committed(&offsets, answer),
            Err(_) => self.too_late(),
        }
    }

    fn too_late(&self) {
        tracing::warn!("Kafka did not answer an offset commit in time; what is not committed comes again");
        self.spec.metrics.commit_skipped();
    }
}

fn names(partitions: &[TopicPartition]) -> String {
    partitions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
