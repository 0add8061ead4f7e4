//! Offsets that live as long as the process, for dev mode and tests.

use std::sync::OnceLock;

use super::{
    KnownOffsets,
    store::{Change, OffsetStore, Pending},
};

/// Keeps nothing beyond the worker (Kafka Connect's `MemoryOffsetBackingStore`).
#[derive(Debug, Default)]
pub struct MemoryOffsetStore {
    known: OnceLock<KnownOffsets>,
}

impl OffsetStore for MemoryOffsetStore {
    fn open(&self, known: KnownOffsets) -> Pending<'_, ()> {
        // A store is opened once; a second call has nothing to add.
        let _ = self.known.set(known);
        Box::pin(async { Ok(()) })
    }

    fn set(&self, changes: Vec<Change>) -> Pending<'_, ()> {
        if let Some(known) = self.known.get() {
            known.apply_all(&changes);
        }
        Box::pin(async { Ok(()) })
    }
}
