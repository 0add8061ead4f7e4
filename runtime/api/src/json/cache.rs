//! What was made of a schema, kept for the next record.

use std::{
    borrow::Borrow,
    collections::HashMap,
    fmt,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// How much all keys of a cache may weigh: whoever sends large schemas, each another one, does not fill the memory.
const WEIGHT: usize = 16 << 20;

/// A bounded map, which is emptied when it is full: schemas are few, or they are so many that none is met again.
pub(crate) struct Cache<K, V> {
    size: usize,
    kept: Mutex<Kept<K, V>>,
}

struct Kept<K, V> {
    entries: HashMap<K, V>,
    weight: usize,
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    /// A cache of so many entries.
    pub(crate) fn new(size: usize) -> Self {
        Self { size, kept: Mutex::new(Kept { entries: HashMap::new(), weight: 0 }) }
    }

    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).entries.get(key).cloned()
    }

    /// Keeps an entry whose key or value has about that many bytes.
    pub(crate) fn put(&self, key: K, value: V, weight: usize) {
        if self.size == 0 || weight > WEIGHT {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.entries.len() >= self.size || kept.weight.saturating_add(weight) > WEIGHT {
            kept.entries.clear();
            kept.weight = 0;
        }
        kept.weight += weight;
        kept.entries.insert(key, value);
    }
}

impl<K, V> fmt::Debug for Cache<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cache({})", self.size)
    }
}
