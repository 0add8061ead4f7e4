//! The keys that every connector has, as Kafka Connect's `ConnectorConfig` and `SourceConnectorConfig` have them.

use std::time::Duration;

use kconnect::{ConfigDef, ConfigEnum, Props};

use super::ClassName;

/// What happens to records that cannot be handled.
#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorsTolerance {
    /// The first one fails the task.
    None,
    /// They are skipped.
    All,
}

/// What happens when a value has come to its end.
#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReloadAction {
    /// Nothing.
    None,
    /// The connector is started again.
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

    /// What happens when a value that a config provider filled in has come to its end: `restart` or `none`. Accepted; this
    /// version looks values up again only when the connector is started again, and says so when one ends.
    #[config(key = "config.action.reload", default = ReloadAction::Restart, importance = low, group = "Common")]
    pub(crate) config_action_reload: ReloadAction,

    /// Whether a key that nobody knows is an error and not a warning. What the worker says counts without it.
    #[config(key = "config.strict", importance = low, group = "Common")]
    pub(crate) config_strict: Option<bool>,

    /// How long a failed operation is tried again, in milliseconds: 0 is not at all, -1 for ever.
    #[config(key = "errors.retry.timeout", default = 0, importance = medium, group = "Error Handling")]
    pub(crate) errors_retry_timeout_ms: i64,

    /// The longest pause between two attempts, in milliseconds.
    #[config(
        key = "errors.retry.delay.max.ms",
        default = Duration::from_mins(1),
        importance = medium,
        group = "Error Handling"
    )]
    pub(crate) errors_retry_delay_max: Duration,

    /// What happens to records that cannot be handled: `none` fails the task with the first one, `all` skips them.
    #[config(key = "errors.tolerance", default = ErrorsTolerance::None, importance = medium, group = "Error Handling")]
    pub(crate) errors_tolerance: ErrorsTolerance,

    /// Whether each failed operation is logged. Failures that are not tolerated are logged anyway.
    #[config(key = "errors.log.enable", default = false, importance = medium, group = "Error Handling")]
    pub(crate) errors_log_enable: bool,
}

/// What every source connector's configuration has beyond that.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct SourceConnectorConfig {
    /// The keys of every connector.
    #[config(embed = "")]
    pub(crate) common: ConnectorConfig,

    /// Configures the converter named by `key.converter`.
    #[config(prefix = "key.converter.")]
    pub(crate) key_converter_props: Props,

    /// Configures the converter named by `value.converter`.
    #[config(prefix = "value.converter.")]
    pub(crate) value_converter_props: Props,

    /// Overrides the worker's producer configuration for this connector.
    #[config(prefix = "producer.override.")]
    pub(crate) producer_override: Props,
}
