//! The records of a status topic (`KafkaStatusBackingStore`).

use serde_json::Value;

use super::{StoredState, StoredStatus};
use crate::stores::json::{self, Fields, Ignored};

const CONNECTOR: &str = "status-connector-";
const TASK: &str = "status-task-";
const TOPIC: &str = "status-topic-";
const TOPIC_OF: &str = ":connector-";

/// A record of the topic that `status.storage.topic` names. What is `None` is a tombstone.
///
/// # Examples
/// ```
/// use kconnect_worker::stores::{StatusRecord, StoredState, StoredStatus};
///
/// let status = StoredStatus {
///     state: StoredState::Running,
///     trace: None,
///     worker_id: "h:8083".to_owned(),
///     generation: 5,
///     version: None,
/// };
/// let record = StatusRecord::Task { connector: "c".to_owned(), task: 0, status: Some(status) };
/// assert_eq!(record.key(), "status-task-c-0");
/// let json = r#"{"state":"RUNNING","trace":null,"worker_id":"h:8083","generation":5,"version":null}"#;
/// assert_eq!(record.value().as_deref(), Some(json.as_bytes()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusRecord {
    /// How a connector is.
    Connector {
        /// The connector.
        connector: String,
        /// How it is.
        status: Option<StoredStatus>,
    },
    /// How a task is.
    Task {
        /// The connector.
        connector: String,
        /// The task's number.
        task: u32,
        /// How it is.
        status: Option<StoredStatus>,
    },
    /// A topic that a connector works with.
    Topic {
        /// The topic.
        topic: String,
        /// The connector.
        connector: String,
        /// Who found it.
        status: Option<TopicStatus>,
    },
}

/// A topic that a connector works with (KIP-558).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicStatus {
    /// The topic.
    pub topic: String,
    /// The connector.
    pub connector: String,
    /// The task that found it.
    pub task: u32,
    /// When it was found: milliseconds since 1970.
    pub discovered_ms: i64,
}

impl StatusRecord {
    /// The record's key.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Connector { connector, .. } => format!("{CONNECTOR}{connector}"),
            Self::Task { connector, task, .. } => format!("{TASK}{connector}-{task}"),
            Self::Topic { topic, connector, .. } => format!("{TOPIC}{topic}{TOPIC_OF}{connector}"),
        }
    }

    /// The record's value, as JSON without a schema. What is destroyed has none.
    #[must_use]
    pub fn value(&self) -> Option<Vec<u8>> {
        match self {
            Self::Connector { status, .. } | Self::Task { status, .. } => {
                let status = status.as_ref().filter(|status| status.state != StoredState::Destroyed)?;
                Some(json::object([
                    ("state", json::text(status.state.name())),
                    ("trace", json::nullable(status.trace.as_deref())),
                    ("worker_id", json::text(&status.worker_id)),
                    ("generation", status.generation.to_string()),
                    ("version", json::nullable(status.version.as_deref())),
                ]))
            }
            Self::Topic { status, .. } => {
                let TopicStatus { topic, connector, task, discovered_ms } = status.as_ref()?;
                let fields = json::object([
                    ("name", json::text(topic)),
                    ("connector", json::text(connector)),
                    ("task", task.to_string()),
                    ("discoverTimestamp", discovered_ms.to_string()),
                ]);
                Some([b"{\"topic\":".as_slice(), &fields, b"}"].concat())
            }
        }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Why it is ignored, as Kafka Connect ignores it: a key that nobody knows, a value that is not as it has to be.
    pub fn read(key: &[u8], value: Option<&[u8]>) -> Result<Self, Ignored> {
        let Ok(key) = std::str::from_utf8(key) else { return Ignored::new("a key is no UTF-8") };
        if let Some(connector) = key.strip_prefix(CONNECTOR) {
            if connector.is_empty() {
                return Ignored::new(format!("Discarding record with invalid connector status key {key}"));
            }
            let status = json::fields(key, value)?.map(|fields| status(key, &fields)).transpose()?;
            Ok(Self::Connector { connector: connector.to_owned(), status })
        } else if let Some(rest) = key.strip_prefix(TASK) {
            let (connector, task) = json::task(key, rest)?;
            let status = json::fields(key, value)?.map(|fields| status(key, &fields)).transpose()?;
            Ok(Self::Task { connector, task, status })
        } else if let Some(rest) = key.strip_prefix(TOPIC) {
            let Some((topic, connector)) = rest.split_once(TOPIC_OF) else {
                return Ignored::new(format!("Discarding record with invalid topic status key {key}"));
            };
            if topic.is_empty() || connector.is_empty() {
                let what = if topic.is_empty() { "topic" } else { "connector" };
                return Ignored::new(format!(
                    "Discarding record with invalid topic status key containing empty {what} {key}"
                ));
            }
            let status = json::fields(key, value)?.map(|fields| topic_status(key, &fields)).transpose()?;
            Ok(Self::Topic { topic: topic.to_owned(), connector: connector.to_owned(), status })
        } else {
            Ignored::new(format!("Discarding record with invalid key {key}"))
        }
    }
}

fn status(key: &str, fields: &Fields) -> Result<StoredStatus, Ignored> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let state = text("state").and_then(|state| StoredState::of(&state));
    let (Some(state), Some(worker_id)) = (state, text("worker_id")) else {
        return Ignored::new(format!("Failed to deserialize the status of {key}"));
    };
    let generation = json::integer(fields, key, "generation")?;
    Ok(StoredStatus { state, trace: text("trace"), worker_id, generation, version: text("version") })
}

fn topic_status(key: &str, fields: &Fields) -> Result<TopicStatus, Ignored> {
    let Some(Value::Object(fields)) = fields.get("topic") else {
        return Ignored::new(format!("Failed to parse topic status with key {key}"));
    };
    let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let (Some(topic), Some(connector)) = (text("name"), text("connector")) else {
        return Ignored::new(format!("Failed to parse topic status with key {key}"));
    };
    Ok(TopicStatus {
        topic,
        connector,
        task: json::integer(fields, key, "task")?,
        discovered_ms: json::integer(fields, key, "discoverTimestamp")?,
    })
}
