//! Answers by question: bounded, for a time, and asked for once however many wait.

use std::{hash::Hash, time::Duration};

use tokio::time::Instant;

use super::{ErrorCode, RegistryError};

/// Answers, and for how long something is not there.
#[derive(Debug)]
pub(super) struct Cache<K, V> {
    found: quick_cache::sync::Cache<K, Kept<V>>,
    ttl: Option<Duration>,
    missing: quick_cache::sync::Cache<K, Kept<Missing>>,
    missing_ttl: Duration,
}

#[derive(Debug, Clone)]
struct Kept<V> {
    value: V,
    until: Option<Instant>,
}

/// What the registry said of something that is not there.
#[derive(Debug, Clone)]
struct Missing {
    url: String,
    what: String,
    status: u16,
    code: ErrorCode,
    message: String,
}

impl<V> Kept<V> {
    fn new(value: V, ttl: Option<Duration>) -> Self {
        // What lasts longer than the clock can tell lasts for ever.
        Self { value, until: ttl.and_then(|ttl| Instant::now().checked_add(ttl)) }
    }

    fn is_over(&self) -> bool {
        self.until.is_some_and(|until| until <= Instant::now())
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Cache<K, V> {
    /// Keeps up to `size` answers, each for `ttl`, or for ever.
    pub(super) fn new(size: usize, ttl: Option<Duration>) -> Self {
        Self {
            found: quick_cache::sync::Cache::new(size),
            ttl,
            missing: quick_cache::sync::Cache::new(0),
            missing_ttl: Duration::ZERO,
        }
    }

    /// Also keeps up to `size` times that something is not there, each for `ttl`; zero turns it off.
    pub(super) fn remembering_missing(mut self, size: usize, ttl: Duration) -> Self {
        (self.missing, self.missing_ttl) = (quick_cache::sync::Cache::new(size), ttl);
        self
    }

    /// The answer. Callers that wait for the same one share a request; if the one that asks is dropped, another asks.
    ///
    /// # Errors
    /// Those of `ask`, which are not kept, unless they say that something is not there.
    pub(super) async fn get<F>(&self, key: K, ask: impl FnOnce() -> F) -> Result<V, RegistryError>
    where
        F: Future<Output = Result<V, RegistryError>>,
    {
        self.found.remove_if(&key, Kept::is_over);
        let asked = async {
            if let Some(error) = self.missing(&key) {
                return Err(error);
            }
            match ask().await {
                Ok(value) => Ok(Kept::new(value, self.ttl)),
                Err(error) => {
                    self.remember(&key, &error);
                    Err(error)
                }
            }
        };
        self.found.get_or_insert_async(&key, asked).await.map(|kept| kept.value)
    }

    /// Forgets what `concerns` names, found or missing.
    pub(super) fn forget(&self, concerns: impl Fn(&K) -> bool) {
        self.found.retain(|key, _| !concerns(key));
        self.missing.retain(|key, _| !concerns(key));
    }

    fn missing(&self, key: &K) -> Option<RegistryError> {
        let Missing { url, what, status, code, message } =
            self.missing.get(key).filter(|kept| !kept.is_over()).map(|kept| kept.value)?;
        Some(RegistryError::Refused { url, what, status, code, message })
    }

    fn remember(&self, key: &K, error: &RegistryError) {
        if let RegistryError::Refused { url, what, status, code, message } = error
            && code.is_missing()
            && !self.missing_ttl.is_zero()
        {
            let missing = Missing {
                url: url.clone(),
                what: what.clone(),
                status: *status,
                code: *code,
                message: message.clone(),
            };
            self.missing.insert(key.clone(), Kept::new(missing, Some(self.missing_ttl)));
        }
    }
}
