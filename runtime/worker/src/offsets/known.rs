//! What is known of the stored offsets.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    OffsetError,
    entry::{self, PartitionId},
    store::{Change, StoredOffset},
};

/// The stored offsets, as a store fills them in. Clones are the same.
///
/// Partitions are found by what their JSON means. Kafka compares bytes, and the order of fields in what it wrote is that
/// of Java's hash map; so that it finds its entries again, the key bytes of a known partition are used again as they are.
#[derive(Debug, Clone, Default)]
pub struct KnownOffsets(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// Every spelling of a partition with its offset, the one that was written last behind the others.
    offsets: HashMap<PartitionId, Vec<StoredOffset>>,
    /// Kafka's `connectorPartitions`: those of connectors that something was ever stored for.
    partitions: BTreeMap<String, BTreeMap<PartitionId, serde_json::Value>>,
}

/// A partition's new offset: the partition, its spelling for who never met it, and the offset.
pub(super) type Wanted = (PartitionId, Vec<u8>, Option<Vec<u8>>);

impl KnownOffsets {
    /// Takes an entry as it was stored: the raw bytes of a record's key and value. Entries that are none of a connector's
    /// are ignored, as Kafka Connect ignores them.
    pub fn apply(&self, key: &[u8], value: Option<&[u8]>) {
        let parsed = match entry::parse_key(key) {
            Ok(parsed) => parsed,
            Err(error) => return tracing::warn!("{error}"),
        };
        let Some(id) = PartitionId::of_stored(key) else { return };
        let mut known = self.known();
        if let (connector, Some(partition)) = parsed {
            let partitions = known.partitions.entry(connector).or_default();
            match value {
                Some(_) => partitions.insert(id.clone(), partition.into()),
                None => partitions.remove(&id),
            };
        }
        let spellings = known.offsets.entry(id.clone()).or_default();
        spellings.retain(|(spelling, _)| spelling != key);
        if let Some(value) = value {
            spellings.push((key.to_vec(), value.to_vec()));
        }
        if spellings.is_empty() {
            known.offsets.remove(&id);
        }
    }

    /// Takes changes in their order.
    pub(super) fn apply_all(&self, changes: &[Change]) {
        for (key, value) in changes {
            self.apply(key, value.as_deref());
        }
    }

    /// The stored offset of a partition.
    pub(super) fn get(&self, id: &PartitionId) -> Option<Vec<u8>> {
        self.known().offsets.get(id)?.last().map(|(_, value)| value.clone())
    }

    /// The entries that store these offsets: under the bytes that a partition is stored under, and when its offset goes,
    /// all that it is stored under. `elsewhere` knows other spellings.
    pub(super) fn entries(&self, wanted: &[Wanted], elsewhere: Option<&Self>) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
        let mut entries = Vec::new();
        for (id, spelling, value) in wanted {
            let mut spellings = self.spellings(id);
            if spellings.is_empty() {
                spellings = elsewhere.map(|elsewhere| elsewhere.spellings(id)).unwrap_or_default();
            }
            let last = spellings.pop().unwrap_or_else(|| spelling.clone());
            if value.is_none() {
                entries.extend(spellings.into_iter().map(|spelling| (spelling, None)));
            }
            entries.push((last, value.clone()));
        }
        entries
    }

    /// The source partitions that each connector has offsets for, as JSON.
    pub(super) fn partitions(&self) -> BTreeMap<String, Vec<serde_json::Value>> {
        let known = self.known();
        let listed = |partitions: &BTreeMap<_, serde_json::Value>| partitions.values().cloned().collect();
        known.partitions.iter().map(|(connector, partitions)| (connector.clone(), listed(partitions))).collect()
    }

    fn spellings(&self, id: &PartitionId) -> Vec<Vec<u8>> {
        let known = self.known();
        let spellings = known.offsets.get(id).into_iter().flatten();
        spellings.map(|(spelling, _)| spelling.clone()).collect()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PartitionId {
    /// What a partition and its new offset mean, both compact JSON.
    pub(super) fn wanted(connector: &str, partition: &str, offset: &str) -> Result<Wanted, OffsetError> {
        let key = entry::key(connector, partition);
        Ok((Self::new(connector, partition)?, key, entry::value(offset)?))
    }
}
