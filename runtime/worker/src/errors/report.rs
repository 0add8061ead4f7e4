//! Who hears of a record that could not be handled.

use tokio::sync::oneshot;

use super::{Original, Stage, Thrown};

/// A record that could not be handled, and why.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "records may hold what must not be logged")]
pub struct Failure<'a> {
    /// The connector's name.
    pub connector: &'a str,
    /// The number of the task.
    pub task: usize,
    /// Where on the record's way.
    pub stage: Stage,
    /// The class that was at work.
    pub class: &'a str,
    /// The record.
    pub original: &'a Original<'a>,
    /// The error.
    pub thrown: &'a Thrown,
}

/// Hears of every record that could not be handled.
pub trait Reporter: Send + Sync {
    /// Reports it. What is reported is counted by whoever reports; a report that does not arrive changes nothing for the
    /// record, as in Kafka Connect.
    fn report(&self, failure: &Failure<'_>) -> Report;
}

/// Resolves when everybody who was told of a failure has it for good: the record may then count as settled.
#[derive(Debug, Default)]
#[must_use = "a record is settled when its report is"]
pub struct Report {
    waiting: Vec<oneshot::Receiver<()>>,
}

impl Report {
    /// A report that has arrived.
    pub fn settled() -> Self {
        Self::default()
    }

    /// A report that arrives when the other end is used, or dropped.
    pub fn pending() -> (oneshot::Sender<()>, Self) {
        let (arrived, waiting) = oneshot::channel();
        (arrived, Self { waiting: vec![waiting] })
    }

    /// Both.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.waiting.extend(other.waiting);
        self
    }

    /// Whether nothing is waited for.
    #[must_use]
    pub fn is_settled(&mut self) -> bool {
        self.waiting.retain_mut(|waiting| matches!(waiting.try_recv(), Err(oneshot::error::TryRecvError::Empty)));
        self.waiting.is_empty()
    }

    /// Waits until it has arrived everywhere, or is lost for good. Cancel safe.
    pub async fn arrived(&mut self) {
        while let Some(waiting) = self.waiting.last_mut() {
            // The other end may be dropped: then nobody will have it, which its reporter has said.
            let _ = waiting.await;
            self.waiting.pop();
        }
    }
}
