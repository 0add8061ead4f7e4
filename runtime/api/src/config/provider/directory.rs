//! `${directory:/run/secrets:password}`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    ConfigData, ConfigProvider,
    allowed_paths::AllowedPaths,
    file::{Unreadable, not_allowed, not_configured},
};
use crate::{
    config::props::Props,
    error::{Error, Result},
};

/// Reads a directory in which each file is a value, as Kubernetes and Docker mount secrets: the path is the directory's,
/// the key a file's name. The whole file is the value, its last line end too. Files are UTF-8.
///
/// `allowed.paths` limits it to what is below one of several absolute paths, which are separated by commas; a path beyond
/// them has no values. Kafka's `org.apache.kafka.common.config.provider.DirectoryConfigProvider`.
#[derive(Clone, Debug, Default)]
pub struct DirectoryConfigProvider {
    allowed: Option<AllowedPaths>,
}

impl DirectoryConfigProvider {
    /// The name in `config.providers.NAME.class`.
    pub const CLASS: &'static str = "org.apache.kafka.common.config.provider.DirectoryConfigProvider";

    /// The directory's files by name.
    fn files(&self, path: &str) -> Result<Result<BTreeMap<String, PathBuf>, ConfigData>> {
        let Some(allowed) = &self.allowed else { return Err(not_configured()) };
        if path.is_empty() {
            return Ok(Err(ConfigData::default()));
        }
        let Some(directory) = allowed.allow(path) else { return Ok(Err(not_allowed(path))) };
        if !directory.is_dir() {
            return Ok(Err(ConfigData::default().with_warning(format!("The path {path} is not a directory"))));
        }
        let refused = |cause: std::io::Error| {
            let message = format!("Could not list directory {}", directory.display());
            Error::fatal(Unreadable { message, cause: cause.into() })
        };
        let mut files = BTreeMap::new();
        for entry in directory.read_dir().map_err(refused)? {
            let path = entry.map_err(refused)?.path();
            // Follows links, of which Kubernetes makes its volumes.
            if let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|_| path.is_file()) {
                files.insert(name.to_owned(), path.clone());
            }
        }
        Ok(Ok(files))
    }
}

fn read(name: &str, file: &Path) -> Result<String> {
    let refused = |cause| {
        let message = format!("Could not read file {} for property {name}", file.display());
        Error::fatal(Unreadable { message, cause })
    };
    let bytes = std::fs::read(file).map_err(|error| refused(error.into()))?;
    String::from_utf8(bytes).map_err(|_| refused("it is not UTF-8".into()))
}

impl ConfigProvider for DirectoryConfigProvider {
    fn configure(&mut self, params: &Props) -> Result<()> {
        self.allowed = Some(AllowedPaths::configure(params)?);
        Ok(())
    }

    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
        match self.files(path)? {
            Ok(files) => files
                .into_iter()
                .filter(|(name, _)| keys.is_none_or(|keys| keys.contains(name)))
                .map(|(name, file)| read(&name, &file).map(|value| (name, value)))
                .collect(),
            Err(nothing) => Ok(nothing),
        }
    }

    fn known_keys(&self, path: &str) -> Vec<String> {
        self.files(path).ok().and_then(Result::ok).into_iter().flat_map(BTreeMap::into_keys).collect()
    }
}
