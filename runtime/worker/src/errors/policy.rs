//! The `errors.*` keys, and what they mean for one operation.

use std::time::Duration;

use kconnect::{ConfigDef, ConfigEnum};

use super::Timing;

/// The `errors.*` keys of a connector, as Kafka Connect's `ConnectorConfig` and `SinkConnectorConfig` have them. The dead
/// letter queue of a source connector is ours: Kafka Connect has none for sources.
#[derive(ConfigDef, Clone, Debug)]
pub struct ErrorsConfig {
    /// How long a failed operation is tried again, in milliseconds: 0 is not at all, -1 for ever.
    #[config(key = "errors.retry.timeout", default = 0, importance = medium, group = "Error Handling")]
    pub retry_timeout_ms: i64,

    /// The longest pause between two attempts, in milliseconds.
    #[config(
        key = "errors.retry.delay.max.ms",
        default = Duration::from_mins(1),
        importance = medium,
        group = "Error Handling"
    )]
    pub retry_delay_max: Duration,

    /// What happens to records that cannot be handled: `none` fails the task with the first one, `all` skips them.
    #[config(key = "errors.tolerance", default = Tolerance::None, importance = medium, group = "Error Handling")]
    pub tolerance: Tolerance,

    /// Whether each failed operation is logged. Failures that are not tolerated are logged anyway.
    #[config(key = "errors.log.enable", default = false, importance = medium, group = "Error Handling")]
    pub log_enable: bool,

    /// Whether the log says which record it was: of a sink's its topic, partition, offset and timestamp; of a source's
    /// also its key, value and headers.
    #[config(key = "errors.log.include.messages", default = false, importance = medium, group = "Error Handling")]
    pub log_include_messages: bool,

    /// The topic for records that cannot be handled; none when it is blank. A sink's record is written as it was
    /// consumed, a source's as far as it was converted, an input that a source rejects as it came.
    #[config(key = "errors.deadletterqueue.topic.name", default = "", importance = medium, group = "Error Handling")]
    pub dead_letter_topic: String,

    /// The replication factor of that topic, if it has to be made.
    #[config(
        key = "errors.deadletterqueue.topic.replication.factor",
        default = 3,
        importance = medium,
        group = "Error Handling"
    )]
    pub dead_letter_replication_factor: i16,

    /// Whether records in that topic have headers, all beginning with `__connect.errors.`, that say what went wrong.
    #[config(
        key = "errors.deadletterqueue.context.headers.enable",
        default = false,
        importance = medium,
        group = "Error Handling"
    )]
    pub dead_letter_context_headers: bool,
}

/// `errors.tolerance`: what happens to records that cannot be handled.
#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// The first one fails the task.
    None,
    /// They are skipped.
    All,
}

impl Tolerance {
    /// Whether a task may go on after so many failures.
    #[must_use]
    pub fn covers(self, failures: u64) -> bool {
        self == Self::All || failures == 0
    }
}

/// What a task does about errors.
#[derive(Clone, Debug)]
pub struct Policy {
    /// When a failed operation is tried again.
    pub retries: Retries,
    /// What happens to a record that cannot be handled.
    pub tolerance: Tolerance,
    /// `errors.log.enable`.
    pub log: bool,
    /// `errors.log.include.messages`.
    pub log_messages: bool,
    /// The dead letter queue, if there is one.
    pub dead_letters: Option<DeadLetterPolicy>,
}

/// `errors.deadletterqueue.*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetterPolicy {
    /// The topic.
    pub topic: String,
    /// Its replication factor, if it has to be made.
    pub replication_factor: i16,
    /// Whether headers say what went wrong.
    pub context_headers: bool,
}

impl DeadLetterPolicy {
    /// How many partitions the topic has, if it has to be made.
    #[must_use]
    pub fn partitions(&self) -> i32 {
        1
    }
}

impl From<&ErrorsConfig> for Policy {
    fn from(config: &ErrorsConfig) -> Self {
        let topic = config.dead_letter_topic.trim();
        Self {
            retries: Retries {
                // Any negative number is for ever.
                timeout: u64::try_from(config.retry_timeout_ms).ok().map(Duration::from_millis),
                delay_max: config.retry_delay_max,
            },
            tolerance: config.tolerance,
            log: config.log_enable,
            log_messages: config.log_include_messages,
            dead_letters: (!topic.is_empty()).then(|| DeadLetterPolicy {
                topic: topic.to_owned(),
                replication_factor: config.dead_letter_replication_factor,
                context_headers: config.dead_letter_context_headers,
            }),
        }
    }
}

impl Policy {
    /// Whether anybody hears of a record that could not be handled: the log, or the dead letter queue.
    #[must_use]
    pub fn reports(&self) -> bool {
        self.log || self.dead_letters.is_some()
    }
}

/// `errors.retry.timeout` and `errors.retry.delay.max.ms` (KIP-298).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// How long the same operation is tried again; for ever without a limit.
    pub timeout: Option<Duration>,
    /// The longest pause between two attempts.
    pub delay_max: Duration,
}

/// The first pause.
const FIRST: Duration = Duration::from_millis(300);

impl Retries {
    /// The pause after the attempt with this number, the first being 1: 300 ms, doubled with each attempt. Once it is more
    /// than the longest one allowed, it is any that is shorter, so that tasks that failed together do not try together.
    /// `left` is the time until the deadline, if there is one: the pause ends with it.
    pub fn pause(self, attempt: u32, left: Option<Duration>, timing: &dyn Timing) -> Duration {
        let doublings = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        let mut pause = FIRST.saturating_mul(doublings);
        if pause > self.delay_max {
            let limit = u64::try_from(self.delay_max.as_millis()).unwrap_or(u64::MAX);
            pause = Duration::from_millis(if limit == 0 { 0 } else { timing.below(limit) });
        }
        left.map_or(pause, |left| pause.min(left))
    }
}
