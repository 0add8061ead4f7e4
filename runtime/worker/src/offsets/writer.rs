//! Flushing a task's offsets: what is to be stored, what is being stored, and what becomes of it when that fails.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::Notify;

use super::{OffsetError, Offsets};

/// Partitions with their offsets, both compact JSON.
pub type Entries = BTreeMap<String, String>;

/// Collects the offsets of one task and stores them, one flush at a time (Kafka Connect's `OffsetStorageWriter`).
///
/// A flush that fails or is cancelled puts its offsets back, behind newer ones that came meanwhile; what becomes of it
/// afterwards is of no interest to anybody.
#[derive(Debug)]
pub struct OffsetWriter {
    connector: String,
    offsets: Offsets,
    state: Mutex<Flushing>,
    /// A flush has come to its end.
    ended: Notify,
}

#[derive(Debug, Default)]
struct Flushing {
    /// Those that the next flush takes.
    data: Entries,
    /// Those of the flush under way.
    taken: Option<Entries>,
    /// The number of the flush under way, or of the next one.
    number: u64,
}

/// How a flush ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Flushed {
    /// These offsets are durable.
    Stored(Entries),
    /// It was cancelled before: its offsets are part of the next flush, whatever became of them.
    Cancelled,
}

/// A flush under way did not end in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Timed out waiting for previous flush to finish before attempting to flush offsets")]
pub struct FlushTimeout;

impl OffsetWriter {
    /// A writer for a task of that connector.
    #[must_use]
    pub fn new(connector: impl Into<String>, offsets: Offsets) -> Self {
        Self { connector: connector.into(), offsets, state: Mutex::default(), ended: Notify::new() }
    }

    /// The offset of a partition that the next flush stores, both compact JSON; it replaces an older one.
    pub fn offset(&self, partition: impl Into<String>, offset: impl Into<String>) {
        self.state().data.insert(partition.into(), offset.into());
    }

    /// Takes the offsets that were collected; false when there are none. A flush under way is waited for, no longer than
    /// `limit`. Cancel safe.
    ///
    /// # Errors
    /// [`FlushTimeout`]: then nothing was taken.
    pub async fn begin_flush(&self, limit: Duration) -> Result<bool, FlushTimeout> {
        tokio::time::timeout(limit, self.begin()).await.map_err(|_| FlushTimeout)
    }

    async fn begin(&self) -> bool {
        loop {
            let ended = self.ended.notified();
            {
                let mut state = self.state();
                if state.taken.is_none() {
                    if state.data.is_empty() {
                        return false;
                    }
                    state.taken = Some(std::mem::take(&mut state.data));
                    return true;
                }
            }
            ended.await;
        }
    }

    /// Stores what [`begin_flush`](Self::begin_flush) took. Dropped before its end, it leaves the flush under way:
    /// [`cancel_flush`](Self::cancel_flush) ends it.
    ///
    /// # Errors
    /// What keeps the offsets from being stored; they are part of the next flush then. Of data that cannot be stored at
    /// all ([`OffsetError::Format`]) the flush stays under way, as in Kafka Connect: cancel it.
    pub async fn do_flush(&self) -> Result<Flushed, OffsetError> {
        let (number, taken) = {
            let state = self.state();
            (state.number, state.taken.clone())
        };
        let Some(taken) = taken else { return Ok(Flushed::Cancelled) };
        let entries = taken.iter().map(|(partition, offset)| (partition.as_str(), offset.as_str()));
        let outcome = self.offsets.commit(&self.connector, entries).await;
        let mut state = self.state();
        if state.number != number {
            return Ok(Flushed::Cancelled);
        }
        match outcome {
            Ok(()) => {
                state.taken = None;
                self.end(state);
                Ok(Flushed::Stored(taken))
            }
            Err(error @ OffsetError::Format(_)) => Err(error),
            Err(error) => {
                self.put_back(state);
                Err(error)
            }
        }
    }

    /// Gives a flush up: its offsets are part of the next one, unless newer ones came. Without a flush under way it does
    /// nothing.
    pub fn cancel_flush(&self) {
        let state = self.state();
        if state.taken.is_some() {
            self.put_back(state);
        }
    }

    /// What the flush under way stores.
    #[must_use]
    pub fn flushing(&self) -> Option<Entries> {
        self.state().taken.clone()
    }

    fn put_back(&self, mut state: MutexGuard<'_, Flushing>) {
        let mut data = state.taken.take().unwrap_or_default();
        data.append(&mut state.data);
        state.data = data;
        self.end(state);
    }

    fn end(&self, mut state: MutexGuard<'_, Flushing>) {
        state.number += 1;
        drop(state);
        self.ended.notify_waiters();
    }

    fn state(&self) -> MutexGuard<'_, Flushing> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
