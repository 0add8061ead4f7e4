//! The keys that every connector has, as Kafka Connect's `ConnectorConfig`, `SourceConnectorConfig` and `SinkConnectorConfig`
//! have them, and those of ours beside them.
//!
//! What is wrong with a value is said by the definitions of [`kafka`](super::kafka), in Kafka's words; these structs are what
//! the worker reads a valid configuration into.

use std::time::Duration;

use kconnect::{ConfigDef, ConfigEnum, Props};

use super::ClassName;
use crate::errors::ErrorsConfig;

/// What happens when a value has come to its end.
#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReloadAction {
    /// Nothing.
    None,
    /// The connector and its tasks are started again if what the providers have now is something else.
    Restart,
}

/// Kafka's `NonEmptyStringWithoutControlChars`.
#[expect(clippy::ptr_arg, reason = "checks of a key take a reference to its type")]
fn printable(name: &String) -> Result<(), String> {
    if name.is_empty() {
        return Err("String may not be empty".to_owned());
    }
    let found: Vec<_> = name.chars().filter(|c| c.is_control()).map(|c| u32::from(c).to_string()).collect();
    if found.is_empty() {
        return Ok(());
    }
    Err(format!("String may not contain control sequences but had the following ASCII chars: {}", found.join(", ")))
}

/// What every connector's configuration has.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct ConnectorConfig {
    /// The name of the connector, unique in its worker.
    #[config(validate = printable, importance = high, group = "Common")]
    pub(crate) name: String,

    /// The connector's class: its full name, its simple name, or that without `Connector`.
    #[config(key = "connector.class", importance = high, group = "Common")]
    pub(crate) connector_class: String,

    /// The version of the connector that has to be there: `1.0`, or a range such as `[1.0,2.0)`. This binary has one.
    #[config(key = "connector.plugin.version", importance = medium, group = "Common")]
    pub(crate) connector_plugin_version: Option<String>,

    /// The largest number of tasks that the connector may use.
    #[config(key = "tasks.max", default = 1, range = 1.., importance = high, group = "Common")]
    pub(crate) tasks_max: i32,

    /// Whether the connector fails when it wants more tasks than `tasks.max`.
    #[config(key = "tasks.max.enforce", default = true, importance = low, group = "Common")]
    pub(crate) tasks_max_enforce: bool,

    /// The converter for keys; the worker's when there is none. The worker's `key.converter.` settings do not apply to it.
    #[config(key = "key.converter", importance = low, group = "Common")]
    pub(crate) key_converter: Option<ClassName>,

    /// The converter for values; the worker's when there is none. The worker's `value.converter.` settings do not apply
    /// to it.
    #[config(key = "value.converter", importance = low, group = "Common")]
    pub(crate) value_converter: Option<ClassName>,

    /// The converter for headers; the worker's when there is none.
    #[config(key = "header.converter", importance = low, group = "Common")]
    pub(crate) header_converter: Option<ClassName>,

    /// The transformations that every record goes through, in order: names of the user's choice. `transforms.NAME.type` says
    /// what each of them is.
    #[config(key = "transforms", default, importance = low, group = "Transforms")]
    pub(crate) transforms: Vec<String>,

    /// The predicates that decide which records a transformation is for: names of the user's choice. `predicates.NAME.type`
    /// says what each of them is.
    #[config(key = "predicates", default, importance = low, group = "Predicates")]
    pub(crate) predicates: Vec<String>,

    /// What happens when a value that a config provider filled in has come to its end: `restart` looks it up again and starts
    /// the connector and its tasks again if it is another one now; `none` does nothing.
    #[config(key = "config.action.reload", default = ReloadAction::Restart, importance = low, group = "Common")]
    pub(crate) config_action_reload: ReloadAction,

    /// Whether a key that nobody knows is an error and not a warning. What the worker says counts without it.
    #[config(key = "config.strict", importance = low, group = "Common")]
    pub(crate) config_strict: Option<bool>,

    /// The `errors.*` keys.
    #[config(embed = "")]
    pub(crate) errors: ErrorsConfig,

    /// How often a FAILED task is started again by itself, without an operator; 0 is never, -1 without a limit. It counts anew
    /// when a task ran for `task.restart.backoff.max.ms` without failing. The worker's when there is none.
    #[config(key = "task.restart.max.attempts", range = -1.., importance = low, group = "Error Handling")]
    pub(crate) task_restart_max_attempts: Option<i32>,

    /// The pause before a FAILED task is started again, in milliseconds; it doubles with every attempt. The worker's when
    /// there is none.
    #[config(key = "task.restart.backoff.ms", importance = low, group = "Error Handling")]
    pub(crate) task_restart_backoff: Option<Duration>,

    /// The longest of these pauses, in milliseconds. The worker's when there is none.
    #[config(key = "task.restart.backoff.max.ms", importance = low, group = "Error Handling")]
    pub(crate) task_restart_backoff_max: Option<Duration>,

    /// Configures the converter named by `key.converter`.
    #[config(prefix = "key.converter.")]
    pub(crate) key_converter_props: Props,

    /// Configures the converter named by `value.converter`.
    #[config(prefix = "value.converter.")]
    pub(crate) value_converter_props: Props,

    /// Configures the converter named by `header.converter`.
    #[config(prefix = "header.converter.")]
    pub(crate) header_converter_props: Props,

    /// Configures the transformations named by `transforms`.
    #[config(prefix = "transforms.")]
    pub(crate) transforms_props: Props,

    /// Configures the predicates named by `predicates`.
    #[config(prefix = "predicates.")]
    pub(crate) predicates_props: Props,

    /// Overrides the worker's producer configuration for this connector.
    #[config(prefix = "producer.override.")]
    pub(crate) producer_override: Props,

    /// Overrides the worker's consumer configuration for this connector.
    #[config(prefix = "consumer.override.")]
    pub(crate) consumer_override: Props,

    /// Overrides the worker's admin client configuration for this connector.
    #[config(prefix = "admin.override.")]
    pub(crate) admin_override: Props,
}

/// What every source connector's configuration has beyond that.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct SourceConnectorConfig {
    /// The keys of every connector.
    #[config(embed = "")]
    pub(crate) common: ConnectorConfig,

    /// How topics are made that are not there: `topic.creation.default.replication.factor` and
    /// `topic.creation.default.partitions` are needed, -1 leaves them to the broker; every other key is one of the topic's own.
    /// `topic.creation.groups` names groups of topics that are made in other ways, `topic.creation.NAME.include` says which
    /// topics are in one.
    #[config(prefix = "topic.creation.")]
    pub(crate) topic_creation: Props,

    /// The topic that this connector's offsets are kept in, beside those of the worker; none is the worker's alone.
    #[config(key = "offsets.storage.topic", importance = low, group = "offsets.topic")]
    pub(crate) offsets_storage_topic: Option<String>,
}

/// What every sink connector's configuration has beyond that.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct SinkConnectorConfig {
    /// The keys of every connector.
    #[config(embed = "")]
    pub(crate) common: ConnectorConfig,

    /// The topics that are read. Either this or `topics.regex` is needed.
    #[config(key = "topics", default, importance = high, group = "Common")]
    pub(crate) topics: Vec<String>,

    /// A regular expression; every topic whose whole name it matches is read.
    #[config(key = "topics.regex", default = "", importance = high, group = "Common")]
    pub(crate) topics_regex: String,
}
