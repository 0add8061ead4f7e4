//! `${file:/etc/kconnect/secrets.properties:key}`.

use std::collections::{BTreeMap, BTreeSet};

use super::{ConfigData, ConfigProvider, allowed_paths::AllowedPaths};
use crate::{
    config::props::Props,
    error::{Error, Result},
    properties::Properties,
};

/// Reads `.properties` files: the path is that of a file, and the keys are those in it. The file is UTF-8.
///
/// `allowed.paths` limits it to files below one of several absolute paths, which are separated by commas; a path beyond
/// them has no values. Kafka's `org.apache.kafka.common.config.provider.FileConfigProvider`.
#[derive(Clone, Debug, Default)]
pub struct FileConfigProvider {
    allowed: Option<AllowedPaths>,
}

impl FileConfigProvider {
    /// The name in `config.providers.NAME.class`.
    pub const CLASS: &'static str = "org.apache.kafka.common.config.provider.FileConfigProvider";

    fn read(&self, path: &str) -> Result<Result<BTreeMap<String, String>, ConfigData>> {
        let Some(allowed) = &self.allowed else { return Err(not_configured()) };
        if path.is_empty() {
            return Ok(Err(ConfigData::default()));
        }
        let Some(file) = allowed.allow(path) else { return Ok(Err(not_allowed(path))) };
        let refused = |cause| Error::fatal(Unreadable { message: could_not_read(path), cause });
        let bytes = std::fs::read(file).map_err(|error| refused(error.into()))?;
        let text = String::from_utf8(bytes).map_err(|_| refused("it is not UTF-8".into()))?;
        let properties = Properties::parse_text(path, &text).map_err(|malformed| refused(malformed.into()))?;
        Ok(Ok(properties.into_map()))
    }
}

fn could_not_read(path: &str) -> String {
    format!("Could not read properties from file {path}")
}

/// Kafka's message, and the reason that Kafka's log has.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) message: String,
    pub(super) cause: crate::Cause,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.cause)
    }
}

pub(super) fn not_configured() -> Error {
    Error::fatal("The provider has not been configured yet.")
}

pub(super) fn not_allowed(path: &str) -> ConfigData {
    ConfigData::default().with_warning(format!("The path {path} is not allowed to be accessed"))
}

impl ConfigProvider for FileConfigProvider {
    fn configure(&mut self, params: &Props) -> Result<()> {
        self.allowed = Some(AllowedPaths::configure(params)?);
        Ok(())
    }

    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
        Ok(match self.read(path)? {
            Ok(all) => all.into_iter().filter(|(key, _)| keys.is_none_or(|keys| keys.contains(key))).collect(),
            Err(nothing) => nothing,
        })
    }

    fn known_keys(&self, path: &str) -> Vec<String> {
        self.read(path).ok().and_then(Result::ok).into_iter().flat_map(BTreeMap::into_keys).collect()
    }
}
