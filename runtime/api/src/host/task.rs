//! The task's side of the seam, written once for every [`SourceTask`].

use std::sync::{Arc, Mutex, PoisonError};

use super::{Boxed, SourceEvents, SourceHost, batch::Receipts};
use crate::{
    error::{Error, ErrorKind, Result},
    record::{Delivered, SourceBatch},
    source::{PartitionState, SourceTask},
};

/// A partition with the worker's index.
type Known<O> = (u32, Arc<PartitionState<O>>);

/// The opened partitions of a task.
pub(crate) struct Partitions<T: SourceTask> {
    known: Mutex<Vec<Known<T::Offset>>>,
}

impl<T: SourceTask> Partitions<T> {
    fn new() -> Self {
        Self { known: Mutex::default() }
    }

    /// The state of the partition with that index; a partition that is opened again keeps its state.
    pub(crate) fn state(&self, index: u32, offset: Option<&T::Offset>) -> Arc<PartitionState<T::Offset>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, state)) = known.iter().find(|(known, _)| *known == index) {
            return Arc::clone(state);
        }
        let state = Arc::new(PartitionState::new(offset.cloned()));
        known.push((index, Arc::clone(&state)));
        state
    }

    fn find(&self, index: u32) -> Option<Arc<PartitionState<T::Offset>>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|(known, _)| *known == index).map(|(_, state)| Arc::clone(state))
    }
}

/// What a task and its worker share while the task runs.
pub(crate) struct Shared<T: SourceTask> {
    pub(crate) partitions: Partitions<T>,
    pub(crate) receipts: Arc<Receipts>,
}

impl<T: SourceTask> Shared<T> {
    pub(crate) fn new() -> Self {
        Self { partitions: Partitions::new(), receipts: Arc::default() }
    }
}

impl<T: SourceTask> SourceEvents for Shared<T> {
    fn delivered(&self, receipt: u64, what: Delivered) {
        self.receipts.redeem(receipt, what);
    }

    fn committed(&self, partition: u32, offset: &[u8]) -> Result<()> {
        let Some(state) = self.partitions.find(partition) else { return Ok(()) };
        state.commit(read_offset::<T>(offset)?);
        Ok(())
    }
}

/// Reads a stored source offset.
pub(crate) fn read_offset<T: SourceTask>(json: &[u8]) -> Result<T::Offset> {
    serde_json::from_slice(json).map_err(|error| {
        let text = String::from_utf8_lossy(json);
        Error::fatal(format!("the stored source offset {text} is not one of this connector's: {error}"))
    })
}

/// A running task.
pub(crate) struct Running<T: SourceTask> {
    pub(crate) task: T,
    pub(crate) batch: SourceBatch<T>,
    pub(crate) shared: Arc<Shared<T>>,
}

impl<T: SourceTask> SourceHost for Running<T> {
    fn poll(&mut self) -> Boxed<'_, Result<()>> {
        Box::pin(async move {
            match self.task.poll(&mut self.batch).await {
                Ok(()) => self.batch.end_of_poll(),
                // What was pushed is delivered on every outcome: the cursors behind it have moved. But an open
                // transaction stays open until a poll succeeds.
                Err(error) => {
                    self.batch.flush()?;
                    // One unusable record goes through `reject`; a poll that is unusable as a whole ends the task.
                    Err(if error.kind() == ErrorKind::Data { Error::fatal(error) } else { error })
                }
            }
        })
    }

    fn events(&self) -> Arc<dyn SourceEvents> {
        let events: Arc<dyn SourceEvents> = Arc::<Shared<T>>::clone(&self.shared);
        events
    }

    fn stop(self: Box<Self>) -> Boxed<'static, Result<()>> {
        Box::pin(self.task.stop())
    }
}
