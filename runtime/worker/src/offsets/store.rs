//! Offsets by connector and partition, over any place that keeps raw bytes.

use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc};

use tokio::sync::Mutex;

use super::{
    OffsetError,
    entry::{self, PartitionId},
};

/// Raw key and value bytes of one stored offset.
pub type StoredOffset = (Vec<u8>, Vec<u8>);
/// A key's new value; `None` removes it.
pub type Change = (Vec<u8>, Option<Vec<u8>>);
/// What a store answers with.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, OffsetError>> + Send + 'a>>;

/// A place that keeps offsets as bytes (Kafka Connect's `OffsetBackingStore`).
pub trait OffsetStore: Send + Sync + 'static {
    /// Everything that is stored.
    fn load(&self) -> Pending<'_, Vec<StoredOffset>>;

    /// Makes all changes durable, or none. A change begun is completed even if the future is dropped.
    fn set(&self, changes: Vec<Change>) -> Pending<'_, ()>;
}

/// The offsets of all connectors of a worker.
///
/// Partitions are found by what their JSON means. Kafka compares bytes, and the order of fields in what it wrote is that
/// of Java's hash map; so that it finds its entries again, the key bytes of a known partition are used again as they are.
#[derive(Clone)]
pub struct Offsets {
    store: Arc<dyn OffsetStore>,
    known: Arc<Mutex<HashMap<PartitionId, StoredOffset>>>,
}

impl std::fmt::Debug for Offsets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Offsets").finish_non_exhaustive()
    }
}

impl Offsets {
    /// Reads what `store` has.
    ///
    /// # Errors
    /// Whatever keeps the store from being read; nothing is written then.
    pub async fn open(store: impl OffsetStore) -> Result<Self, OffsetError> {
        let known = store.load().await?;
        let known = known.into_iter().filter_map(|(key, value)| Some((PartitionId::of_stored(&key)?, (key, value))));
        Ok(Self { known: Arc::new(Mutex::new(known.collect())), store: Arc::new(store) })
    }

    /// The stored offset of a partition as JSON bytes. `partition` is the compact JSON of what the connector opens.
    ///
    /// # Errors
    /// [`OffsetError::Format`] when the partition is no flat object.
    pub async fn get(&self, connector: &str, partition: &str) -> Result<Option<Vec<u8>>, OffsetError> {
        let id = PartitionId::new(connector, partition)?;
        Ok(self.known.lock().await.get(&id).map(|(_, value)| value.clone()))
    }

    /// Stores (partition, offset) pairs, both compact JSON; the offset `null` removes what was stored.
    ///
    /// All of them become durable, or none. Commits of several tasks wait for each other. Cancel safe: dropped before
    /// its turn it does nothing, afterwards the store completes the write, and the next commit repeats it.
    ///
    /// # Errors
    /// [`OffsetError::Format`] for data that Connect cannot store; [`OffsetError::Io`] when writing fails, and then the
    /// same call may succeed later.
    pub async fn commit<'a>(
        &self,
        connector: &str,
        offsets: impl IntoIterator<Item = (&'a str, &'a str)> + Send,
    ) -> Result<(), OffsetError> {
        let offsets = offsets
            .into_iter()
            .map(|(partition, offset)| {
                let key = entry::key(connector, partition);
                Ok((PartitionId::new(connector, partition)?, key, entry::value(offset)?))
            })
            .collect::<Result<Vec<_>, OffsetError>>()?;
        if offsets.is_empty() {
            return Ok(());
        }
        let mut known = self.known.lock().await;
        let offsets: Vec<_> = offsets
            .into_iter()
            .map(|(id, key, value)| {
                let key = known.get(&id).map_or(key, |(stored, _)| stored.clone());
                (id, key, value)
            })
            .collect();
        self.store.set(offsets.iter().map(|(_, key, value)| (key.clone(), value.clone())).collect()).await?;
        for (id, key, value) in offsets {
            match value {
                Some(value) => known.insert(id, (key, value)),
                None => known.remove(&id),
            };
        }
        Ok(())
    }
}
