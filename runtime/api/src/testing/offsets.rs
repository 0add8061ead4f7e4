//! Source offsets in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value as Json;

/// Committed source offsets, kept over restarts of a task. A clone is the same store.
#[derive(Clone, Debug, Default)]
pub struct MemoryOffsets(Arc<Mutex<Vec<(Json, Json)>>>);

impl MemoryOffsets {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The offset of a source partition; partitions with the same fields in another order are the same.
    #[must_use]
    pub fn get(&self, partition: &Json) -> Option<Json> {
        self.all().iter().find(|(known, _)| known == partition).map(|(_, offset)| offset.clone())
    }

    /// Commits an offset.
    pub fn set(&self, partition: Json, offset: Json) {
        let mut all = self.all();
        match all.iter_mut().find(|(known, _)| *known == partition) {
            Some((_, old)) => *old = offset,
            None => all.push((partition, offset)),
        }
    }

    /// All source partitions with their offsets, in the order of their first commit.
    #[must_use]
    pub fn entries(&self) -> Vec<(Json, Json)> {
        self.all().clone()
    }

    fn all(&self) -> MutexGuard<'_, Vec<(Json, Json)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
