//! What was looked up.

use std::{collections::BTreeMap, fmt, time::Duration};

/// What a [`ConfigProvider`](super::ConfigProvider) found (Kafka's `ConfigData`). `Debug` gives the keys alone.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigData {
    /// The values by key.
    pub data: BTreeMap<String, String>,
    /// How long they are good for; for ever without.
    pub ttl: Option<Duration>,
    /// What the operator should know: that a path is not allowed, say. No values.
    pub warnings: Vec<String>,
}

impl ConfigData {
    /// Values that are good for ever.
    #[must_use]
    pub fn new(data: BTreeMap<String, String>) -> Self {
        Self { data, ..Self::default() }
    }

    /// The same, to be looked up again after `ttl`.
    #[must_use]
    pub fn with_ttl(mut self, ttl: Duration) -> Self {
        self.ttl = Some(ttl);
        self
    }

    /// The same, with something that the operator should know.
    #[must_use]
    pub fn with_warning(mut self, warning: impl Into<String>) -> Self {
        self.warnings.push(warning.into());
        self
    }
}

impl FromIterator<(String, String)> for ConfigData {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(data: I) -> Self {
        Self::new(data.into_iter().collect())
    }
}

impl fmt::Debug for ConfigData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.data.keys().collect();
        f.debug_struct("ConfigData").field("keys", &keys).field("ttl", &self.ttl).finish_non_exhaustive()
    }
}
