//! The thread of a member that commits offsets: the client's answer to a commit can only be waited for.

use std::{
    io,
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
};

use kconnect::TopicPartition;
use rdkafka::{
    Offset,
    consumer::{BaseConsumer, CommitMode, Consumer as _},
};
use tokio::sync::oneshot;

use super::{context::Context, member::list};
use crate::kafka::KafkaError;

/// What became of a commit.
pub(super) type Answer = oneshot::Sender<Result<(), KafkaError>>;

struct Commit {
    offsets: Vec<(TopicPartition, i64)>,
    answer: Answer,
}

/// Commits offsets one after the other. It has to end before the client does.
pub(super) struct Committer {
    commits: mpsc::Sender<Commit>,
    thread: JoinHandle<()>,
}

impl Committer {
    pub(super) fn start(consumer: Arc<BaseConsumer<Context>>, name: &str) -> io::Result<Self> {
        let (commits, orders) = mpsc::channel::<Commit>();
        let run = move || {
            for Commit { offsets, answer } in orders {
                let offsets = list(offsets.iter().map(|(partition, offset)| (partition, Offset::Offset(*offset))));
                let committed = offsets.and_then(|offsets| consumer.commit(&offsets, CommitMode::Sync));
                let committed = committed.map_err(|error| {
                    if consumer.assignment_lost() {
                        consumer.context().lose();
                    }
                    let reason = error.rdkafka_error_code().map_or_else(|| error.to_string(), |code| code.to_string());
                    consumer.context().group_error(&format!("offsets were not committed: {reason}"))
                });
                // Nobody may wait for it any more.
                drop(answer.send(committed));
            }
        };
        let thread = thread::Builder::new().name(format!("{name}-commits")).spawn(run)?;
        Ok(Self { commits, thread })
    }

    pub(super) fn commit(&self, offsets: Vec<(TopicPartition, i64)>, answer: Answer) {
        // A thread that is gone drops the answer, which says so.
        drop(self.commits.send(Commit { offsets, answer }));
    }

    /// Waits for the answers to what was ordered.
    pub(super) fn end(self) {
        drop(self.commits);
        if self.thread.join().is_err() {
            tracing::error!("the thread that commits offsets panicked");
        }
    }
}
