//! The records of a config topic (`KafkaConfigBackingStore`).

use std::{collections::BTreeMap, fmt};

use serde_json::Value;

use super::{TargetState, WrittenConfig};
use crate::stores::json::{self, Fields, Ignored};

const TARGET_STATE: &str = "target-state-";
const CONNECTOR: &str = "connector-";
const TASK: &str = "task-";
const COMMIT: &str = "commit-";
const FENCING: &str = "tasks-fencing-";
const RESTART: &str = "restart-connector-";
const LOGGER: &str = "logger-cluster-";
const SESSION_KEY: &str = "session-key";

/// A record of the topic that `config.storage.topic` names. What is `None` is a tombstone.
///
/// # Examples
/// ```
/// use kconnect_worker::stores::{ConfigRecord, TargetState};
///
/// let record = ConfigRecord::TargetState { connector: "c".to_owned(), state: Some(TargetState::Stopped) };
/// // Workers older than the state see one that they know.
/// assert_eq!(record.value().as_deref(), Some(br#"{"state":"PAUSED","state.v2":"STOPPED"}"#.as_slice()));
/// assert_eq!(ConfigRecord::read(b"target-state-c", record.value().as_deref())?, record);
/// # Ok::<(), kconnect_worker::stores::Ignored>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigRecord {
    /// A connector's configuration.
    Connector {
        /// The connector.
        connector: String,
        /// Its configuration.
        config: Option<WrittenConfig>,
    },
    /// A task's configuration, which counts from the next commit on.
    Task {
        /// The connector.
        connector: String,
        /// The task's number.
        task: u32,
        /// Its configuration.
        config: WrittenConfig,
    },
    /// The tasks that were written before are all of a connector's.
    Commit {
        /// The connector.
        connector: String,
        /// How many tasks it has.
        tasks: u32,
    },
    /// What a connector was asked to do.
    TargetState {
        /// The connector.
        connector: String,
        /// What it was asked.
        state: Option<TargetState>,
    },
    /// How many tasks may write in transactions (KIP-618).
    TaskCount {
        /// The connector.
        connector: String,
        /// How many.
        tasks: u32,
    },
    /// The key that workers sign their requests to each other with.
    SessionKey(SessionKey),
    /// A connector is to be started again.
    Restart {
        /// The connector.
        connector: String,
        /// With its tasks.
        include_tasks: bool,
        /// Only what failed.
        only_failed: bool,
    },
    /// Every worker is to log more or less.
    Logger {
        /// The loggers' name, or the beginning of their names.
        namespace: String,
        /// `DEBUG` and the like.
        level: String,
    },
}

/// A key of the workers among themselves.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionKey {
    /// The key.
    pub key: Vec<u8>,
    /// What it is for: `HmacSHA256`.
    pub algorithm: String,
    /// Milliseconds since 1970.
    pub created_ms: i64,
}

/// Without the key.
impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionKey")
            .field("algorithm", &self.algorithm)
            .field("created_ms", &self.created_ms)
            .finish_non_exhaustive()
    }
}

impl ConfigRecord {
    /// The record's key.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Connector { connector, .. } => format!("{CONNECTOR}{connector}"),
            Self::Task { connector, task, .. } => format!("{TASK}{connector}-{task}"),
            Self::Commit { connector, .. } => format!("{COMMIT}{connector}"),
            Self::TargetState { connector, .. } => format!("{TARGET_STATE}{connector}"),
            Self::TaskCount { connector, .. } => format!("{FENCING}{connector}"),
            Self::SessionKey(_) => SESSION_KEY.to_owned(),
            Self::Restart { connector, .. } => format!("{RESTART}{connector}"),
            Self::Logger { namespace, .. } => format!("{LOGGER}{namespace}"),
        }
    }

    /// The record's value, as JSON without a schema.
    #[must_use]
    pub fn value(&self) -> Option<Vec<u8>> {
        let properties = |config: &WrittenConfig| json::object([("properties", json::properties(config))]);
        match self {
            Self::Connector { config, .. } => config.as_ref().map(properties),
            Self::Task { config, .. } => Some(properties(config)),
            Self::Commit { tasks, .. } => Some(json::object([("tasks", tasks.to_string())])),
            Self::TargetState { state, .. } => state.map(|state| {
                let known = if state == TargetState::Stopped { TargetState::Paused } else { state };
                json::object([("state", json::text(known.name())), ("state.v2", json::text(state.name()))])
            }),
            Self::TaskCount { tasks, .. } => Some(json::object([("task-count", tasks.to_string())])),
            Self::SessionKey(SessionKey { key, algorithm, created_ms }) => Some(json::object([
                ("key", json::text(&encode(key))),
                ("algorithm", json::text(algorithm)),
                ("creation-timestamp", created_ms.to_string()),
            ])),
            Self::Restart { include_tasks, only_failed, .. } => Some(json::object([
                ("include-tasks", include_tasks.to_string()),
                ("only-failed", only_failed.to_string()),
            ])),
            Self::Logger { level, .. } => Some(json::object([("level", json::text(level))])),
        }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Why it is ignored, as Kafka Connect ignores it: a key that nobody knows, a value that is not as it has to be.
    pub fn read(key: &[u8], value: Option<&[u8]>) -> Result<Self, Ignored> {
        let Ok(key) = std::str::from_utf8(key) else { return Ignored::new("a key is no UTF-8") };
        let fields = json::fields(key, value)?;
        let there = |fields: Option<Fields>| match fields {
            Some(fields) => Ok(fields),
            None => Ignored::new(format!("the value of {key} is unexpectedly null")),
        };
        if let Some(connector) = key.strip_prefix(TARGET_STATE) {
            let state = fields.map(|fields| target_state(key, &fields)).transpose()?;
            Ok(Self::TargetState { connector: connector.to_owned(), state })
        } else if let Some(connector) = key.strip_prefix(CONNECTOR) {
            let config = fields.map(|fields| properties(key, &fields)).transpose()?;
            Ok(Self::Connector { connector: connector.to_owned(), config })
        } else if let Some(rest) = key.strip_prefix(TASK) {
            let (connector, task) = json::task(key, rest)?;
            Ok(Self::Task { connector, task, config: properties(key, &there(fields)?)? })
        } else if let Some(connector) = key.strip_prefix(COMMIT) {
            let tasks = json::integer(&there(fields)?, key, "tasks")?;
            Ok(Self::Commit { connector: connector.to_owned(), tasks })
        } else if let Some(connector) = key.strip_prefix(FENCING) {
            let tasks = json::integer(&there(fields)?, key, "task-count")?;
            Ok(Self::TaskCount { connector: connector.to_owned(), tasks })
        } else if let Some(connector) = key.strip_prefix(RESTART) {
            let fields = there(fields)?;
            let flag = |name: &str| fields.get(name).and_then(Value::as_bool).unwrap_or_default();
            let (include_tasks, only_failed) = (flag("include-tasks"), flag("only-failed"));
            Ok(Self::Restart { connector: connector.to_owned(), include_tasks, only_failed })
        } else if let Some(namespace) = key.strip_prefix(LOGGER) {
            let level = string(key, &there(fields)?, "level")?;
            Ok(Self::Logger { namespace: namespace.to_owned(), level })
        } else if key == SESSION_KEY {
            let fields = there(fields)?;
            let encoded = string(key, &fields, "key")?;
            let Some(bytes) = decode(&encoded) else { return Ignored::new("the session key is no base64") };
            Ok(Self::SessionKey(SessionKey {
                key: bytes,
                algorithm: string(key, &fields, "algorithm")?,
                created_ms: json::integer(&fields, key, "creation-timestamp")?,
            }))
        } else {
            Ignored::new(format!("Discarding config update record with invalid key: {key}"))
        }
    }
}

/// The newer field if it is there and a text, else the older.
fn target_state(key: &str, fields: &Fields) -> Result<TargetState, Ignored> {
    let state = ["state.v2", "state"].iter().find_map(|name| fields.get(*name)?.as_str());
    let Some(state) = state else { return Ignored::new(format!("state of {key} is no text")) };
    TargetState::of(state).map_or_else(|| Ignored::new(format!("Invalid target state for {key}: {state}")), Ok)
}

fn properties(key: &str, fields: &Fields) -> Result<WrittenConfig, Ignored> {
    let Some(Value::Object(properties)) = fields.get("properties") else {
        return Ignored::new(format!("Invalid data for config of {key}: 'properties' field should be a Map"));
    };
    let text = |(name, value): (&String, &Value)| match value {
        Value::String(text) => Some((name.clone(), Some(text.clone()))),
        Value::Null => Some((name.clone(), None)),
        _ => None,
    };
    let texts: Option<BTreeMap<_, _>> = properties.iter().map(text).collect();
    texts.map_or_else(|| Ignored::new(format!("the config of {key} has values that are no texts")), Ok)
}

fn string(key: &str, fields: &Fields, name: &str) -> Result<String, Ignored> {
    let text = fields.get(name).and_then(Value::as_str);
    text.map_or_else(|| Ignored::new(format!("{name} of {key} is no text")), |text| Ok(text.to_owned()))
}

fn encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn decode(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}
