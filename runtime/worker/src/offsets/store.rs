//! A place that keeps raw bytes.

use std::pin::Pin;

use super::{KnownOffsets, OffsetError};

/// Raw key and value bytes of one stored offset.
pub type StoredOffset = (Vec<u8>, Vec<u8>);
/// A key's new value; `None` removes it.
pub type Change = (Vec<u8>, Option<Vec<u8>>);
/// What a store answers with.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, OffsetError>> + Send + 'a>>;

/// A place that keeps offsets as bytes (Kafka Connect's `OffsetBackingStore`).
///
/// A store says what it has by [`KnownOffsets::apply`]: everything when it is opened, its own changes when they are
/// durable, and what others change.
pub trait OffsetStore: Send + Sync + 'static {
    /// Reads everything that is stored into `known`, which is kept for later. Called once, before anything else.
    fn open(&self, known: KnownOffsets) -> Pending<'_, ()>;

    /// Waits until everything is known that others stored before the call. A place that nobody else writes to has nothing
    /// to wait for.
    fn refresh(&self) -> Pending<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    /// Makes all changes durable, or as many as can be when it fails; the same call may be repeated then. A change begun
    /// is completed even if the future is dropped.
    fn set(&self, changes: Vec<Change>) -> Pending<'_, ()>;
}
