//! What looks values up.

use std::collections::BTreeSet;

use super::ConfigData;
use crate::{config::props::Props, error::Result};

/// Looks up the values of variables (Kafka's `ConfigProvider`, KIP-297): in a vault, in a cloud's secret store.
///
/// Register one with the worker's builder, under the name that `config.providers.NAME.class` then gives:
/// `Worker::new().config_provider::<VaultConfigProvider>("com.example.VaultConfigProvider")`.
///
/// Every method is called on a thread that may block, never on one that runs futures; from several at once.
///
/// ```
/// use std::collections::BTreeSet;
/// use kconnect::{Props, Result, config::{ConfigData, ConfigProvider}};
///
/// /// Answers every question with the question.
/// #[derive(Default)]
/// struct Echo;
///
/// impl ConfigProvider for Echo {
///     fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
///         Ok(keys.into_iter().flatten().map(|key| (key.clone(), format!("{path}/{key}"))).collect())
///     }
/// }
/// ```
pub trait ConfigProvider: Send + Sync + 'static {
    /// Takes what `config.providers.NAME.param.*` says, without that prefix; once, before anything else. Values may hold
    /// what other providers resolved, and must not be shown.
    ///
    /// # Errors
    /// What is wrong with a parameter. The worker does not start.
    fn configure(&mut self, params: &Props) -> Result<()> {
        let _ = params;
        Ok(())
    }

    /// The values at `path`, which is empty if a variable has none: those of `keys`, or all of them. A key without a value
    /// is left out; its variable then stays as it was written.
    ///
    /// # Errors
    /// When nothing can be looked up there. No value may be part of the message.
    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData>;

    /// The keys that have a value at `path`, for a suggestion when one was misspelt. Only if they are cheap to come by.
    fn known_keys(&self, path: &str) -> Vec<String> {
        let _ = path;
        Vec::new()
    }
}
