//! `${env:PASSWORD}`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{ConfigData, ConfigProvider};
use crate::{
    config::props::{Prop, Props},
    error::{Error, Result},
};

const ALLOWLIST: &str = "allowlist.pattern";

/// Reads environment variables, as they were when the provider was made. There are no paths.
///
/// `allowlist.pattern` is a regular expression that the whole name must match. Kafka's
/// `org.apache.kafka.common.config.provider.EnvVarConfigProvider` (KIP-887).
#[derive(Clone)]
pub struct EnvVarConfigProvider {
    variables: BTreeMap<String, String>,
}

impl EnvVarConfigProvider {
    /// The name in `config.providers.NAME.class`.
    pub const CLASS: &'static str = "org.apache.kafka.common.config.provider.EnvVarConfigProvider";
}

/// Of this process. Variables that are not UTF-8 are left out.
impl Default for EnvVarConfigProvider {
    fn default() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }
}

/// With these variables.
impl FromIterator<(String, String)> for EnvVarConfigProvider {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self { variables: variables.into_iter().collect() }
    }
}

/// Hides the values.
impl fmt::Debug for EnvVarConfigProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.variables.keys()).finish()
    }
}

impl ConfigProvider for EnvVarConfigProvider {
    fn configure(&mut self, params: &Props) -> Result<()> {
        if let Some(pattern) = params.get(ALLOWLIST).and_then(Prop::expose) {
            let allowed = matching(pattern, self.variables.keys()).map_err(Error::fatal)?;
            self.variables.retain(|name, _| allowed.contains(name));
        }
        Ok(())
    }

    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
        if !path.is_empty() {
            return Err(Error::fatal(format!(
                "Path is not supported for EnvVarConfigProvider, invalid value '{path}'"
            )));
        }
        let asked = |name: &&String| keys.is_none_or(|keys| keys.contains(*name));
        let found = self.variables.iter().filter(|(name, _)| asked(name));
        Ok(found.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    fn known_keys(&self, path: &str) -> Vec<String> {
        if path.is_empty() { self.variables.keys().cloned().collect() } else { Vec::new() }
    }
}

/// The names that a regular expression matches as a whole.
#[cfg(feature = "regex")]
fn matching<'a>(pattern: &str, names: impl Iterator<Item = &'a String>) -> Result<BTreeSet<String>, String> {
    use crate::config::{Parsed, RegexValidator, Validator};
    // Alone first, so that nothing is made of an unbalanced bracket by what is put around it.
    RegexValidator
        .ensure_valid(ALLOWLIST, &Parsed::String(pattern.to_owned()))
        .map_err(|invalid| invalid.text(ALLOWLIST))?;
    let whole = fancy_regex::Regex::new(&format!(r"\A(?:{pattern})\z")).map_err(|error| error.to_string())?;
    let mut matching = BTreeSet::new();
    for name in names {
        if whole.is_match(name).map_err(|error| error.to_string())? {
            matching.insert(name.clone());
        }
    }
    Ok(matching)
}

#[cfg(not(feature = "regex"))]
fn matching<'a>(_: &str, _: impl Iterator<Item = &'a String>) -> Result<BTreeSet<String>, String> {
    Err(format!("{ALLOWLIST} needs kconnect's feature `regex`, without which this program was built"))
}
