//! What of a worker's configuration the validation of a connector's depends on.

use std::collections::BTreeMap;

use kconnect::{Prop, Props};

use super::overrides::OverridePolicy;

/// A worker, as far as validating a connector's configuration depends on it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WorkerSettings {
    /// Alone, or one of a group.
    pub mode: WorkerMode,
    /// Which client settings a connector may override.
    pub override_policy: OverridePolicy,
    /// The worker's `key.converter`.
    pub key_converter: WorkerConverter,
    /// The worker's `value.converter`.
    pub value_converter: WorkerConverter,
    /// The worker's `header.converter`.
    pub header_converter: WorkerConverter,
    /// `config.strict`: whether a key that nobody knows is an error, in configurations that do not say otherwise. Kafka
    /// Connect has no such key.
    pub strict: bool,
}

/// Whether a worker runs alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkerMode {
    /// Alone.
    Standalone,
    /// In a group, whose name no sink connector's consumer group may have.
    Distributed {
        /// `group.id`.
        group_id: String,
        /// Whether `exactly.once.source.support` is `enabled`.
        exactly_once: bool,
    },
}

/// A worker's own converter: what a connector gets that names none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkerConverter {
    /// The class, as it is written.
    pub class: Option<String>,
    /// The version that is asked for.
    pub version: Option<String>,
}

/// Kafka Connect's default of `header.converter`.
const SIMPLE_HEADER_CONVERTER: &str = "org.apache.kafka.connect.storage.SimpleHeaderConverter";

/// Of a standalone worker that says nothing.
impl Default for WorkerSettings {
    fn default() -> Self {
        let class = Some(SIMPLE_HEADER_CONVERTER.to_owned());
        Self {
            mode: WorkerMode::Standalone,
            override_policy: OverridePolicy::default(),
            key_converter: WorkerConverter::default(),
            value_converter: WorkerConverter::default(),
            header_converter: WorkerConverter { class, version: None },
            strict: false,
        }
    }
}

impl WorkerSettings {
    /// Of a standalone worker with this configuration.
    ///
    /// # Errors
    /// A `connector.client.config.override.policy` that does not exist.
    pub fn standalone(worker: &BTreeMap<String, String>) -> Result<Self, InvalidWorker> {
        Self::new(WorkerMode::Standalone, worker)
    }

    /// Of a distributed worker with this configuration.
    ///
    /// # Errors
    /// A `connector.client.config.override.policy` that does not exist; no `group.id`.
    pub fn distributed(worker: &BTreeMap<String, String>) -> Result<Self, InvalidWorker> {
        let Some(group_id) = text(worker, "group.id") else {
            let message = "Missing required configuration \"group.id\" which has no default value.";
            return Err(InvalidWorker(message.to_owned()));
        };
        let exactly_once = match text(worker, "exactly.once.source.support").unwrap_or("disabled") {
            value if value.eq_ignore_ascii_case("enabled") => true,
            value if value.eq_ignore_ascii_case("preparing") || value.eq_ignore_ascii_case("disabled") => false,
            other => {
                return Err(InvalidWorker(format!(
                    "Invalid value {other} for configuration exactly.once.source.support: String must be one of \
                     (case insensitive): DISABLED, ENABLED, PREPARING"
                )));
            }
        };
        Self::new(WorkerMode::Distributed { group_id: group_id.to_owned(), exactly_once }, worker)
    }

    /// Of a standalone worker whose configuration is [`Props`], variables filled in.
    ///
    /// # Errors
    /// As [`standalone`](Self::standalone).
    pub fn of_props(worker: &Props) -> Result<Self, InvalidWorker> {
        let text = |(key, given): (&String, &Prop)| Some((key.clone(), given.expose()?.to_owned()));
        Self::standalone(&worker.iter().filter_map(text).collect())
    }

    fn new(mode: WorkerMode, worker: &BTreeMap<String, String>) -> Result<Self, InvalidWorker> {
        let converter = |key: &str| WorkerConverter {
            class: worker.get(key).cloned(),
            version: worker.get(&format!("{key}.plugin.version")).cloned(),
        };
        let mut header_converter = converter("header.converter");
        header_converter.class.get_or_insert_with(|| SIMPLE_HEADER_CONVERTER.to_owned());
        Ok(Self {
            mode,
            override_policy: OverridePolicy::of(worker).map_err(InvalidWorker)?,
            key_converter: converter("key.converter"),
            value_converter: converter("value.converter"),
            header_converter,
            strict: text(worker, "config.strict").is_some_and(|value| value.eq_ignore_ascii_case("true")),
        })
    }
}

fn text<'a>(worker: &'a BTreeMap<String, String>, key: &str) -> Option<&'a str> {
    worker.get(key).map(|value| value.trim_matches(|c| c <= ' '))
}

/// A worker's configuration with which no connector could be validated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidWorker(String);
