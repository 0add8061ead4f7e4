//! Offsets that live as long as the process, for dev mode and tests.

use super::store::{Change, OffsetStore, Pending, StoredOffset};

/// Keeps nothing beyond the worker (Kafka Connect's `MemoryOffsetBackingStore`).
///
/// [`super::Offsets`] already has everything that was committed, so there is nothing left to keep here.
#[derive(Debug, Default)]
pub struct MemoryOffsetStore;

impl OffsetStore for MemoryOffsetStore {
    fn load(&self) -> Pending<'_, Vec<StoredOffset>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn set(&self, _changes: Vec<Change>) -> Pending<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}
