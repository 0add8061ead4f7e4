//! A view of a configuration that records what is read.

use std::{collections::BTreeMap, fmt};

use super::abstract_config::AbstractConfig;

/// Entries of an [`AbstractConfig`]. A key that is read with [`get`](Self::get) counts as used there; looking through all of
/// them uses none.
pub struct Recorded<'a, V> {
    config: &'a AbstractConfig,
    entries: BTreeMap<String, V>,
    /// What stands before the names in the configuration.
    prefix: String,
    /// Whether the name without the prefix is used too: its value would have been the next to take.
    fallback: bool,
}

impl<'a, V> Recorded<'a, V> {
    pub(super) fn new(config: &'a AbstractConfig, entries: BTreeMap<String, V>) -> Self {
        Self { config, entries, prefix: String::new(), fallback: false }
    }

    pub(super) fn prefixed(self, prefix: &str, fallback: bool) -> Self {
        Self { prefix: prefix.to_owned(), fallback, ..self }
    }

    /// One value. The key counts as used, there or not.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&V> {
        self.config.ignore(&format!("{}{key}", self.prefix));
        if self.fallback {
            self.config.ignore(key);
        }
        self.entries.get(key)
    }

    /// Whether there is such a key.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// All entries, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.entries.iter().map(|(name, value)| (&**name, value))
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries alone.
    #[must_use]
    pub fn into_map(self) -> BTreeMap<String, V> {
        self.entries
    }
}

impl<V: fmt::Debug> fmt::Debug for Recorded<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.fmt(f)
    }
}
