//! The keys of a standalone worker, as Kafka Connect's `StandaloneConfig` has them.

use std::{path::PathBuf, time::Duration};

use kconnect::{ConfigDef, ConfigEnum, Props};

use super::ClassName;

/// Where tasks run.
#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TasksRuntime {
    /// Each on a thread of its own.
    Thread,
    /// All on one runtime.
    Shared,
}

/// A standalone worker's configuration. Keys below `producer.`, `consumer.` and `admin.`, and every client key
/// (`security.protocol`, `sasl.*`, `ssl.*`, …), go to the Kafka clients.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct StandaloneConfig {
    /// A list of host and port pairs with which the connection to the Kafka cluster begins: `host1:port1,host2:port2`.
    /// The rest of the cluster is found through any one of them.
    #[config(key = "bootstrap.servers", default = vec!["localhost:9092".to_owned()], non_empty, importance = high, group = "Kafka")]
    pub(crate) bootstrap_servers: Vec<String>,

    /// The converter between the connectors' keys and the bytes in Kafka. Keys below `key.converter.` configure it.
    #[config(key = "key.converter", importance = high, group = "Converters")]
    pub(crate) key_converter: ClassName,

    /// The converter between the connectors' values and the bytes in Kafka. Keys below `value.converter.` configure it.
    #[config(key = "value.converter", importance = high, group = "Converters")]
    pub(crate) value_converter: ClassName,

    /// The converter between the connectors' headers and the bytes in Kafka.
    #[config(
        key = "header.converter",
        default = ClassName("org.apache.kafka.connect.storage.SimpleHeaderConverter".to_owned()),
        importance = low,
        group = "Converters"
    )]
    pub(crate) header_converter: ClassName,

    /// The file that source offsets are kept in. Kafka Connect's own standalone workers can read it, and it reads theirs.
    /// Needed without `offset.storage.topic`.
    #[config(key = "offset.storage.file.filename", importance = high, group = "Offsets")]
    pub(crate) offset_storage_file_filename: PathBuf,

    /// The compacted Kafka topic that source offsets are kept in, if no file is named. Kafka Connect's distributed workers keep
    /// theirs in such topics, and either reads the other's.
    #[config(key = "offset.storage.topic", importance = medium, group = "Offsets")]
    pub(crate) offset_storage_topic: Option<String>,

    /// How many partitions that topic gets, if it has to be made.
    #[config(key = "offset.storage.partitions", default = 25, importance = low, group = "Offsets")]
    pub(crate) offset_storage_partitions: i32,

    /// The replication factor of that topic, if it has to be made; -1 is the broker's default.
    #[config(key = "offset.storage.replication.factor", default = 3, importance = low, group = "Offsets")]
    pub(crate) offset_storage_replication_factor: i16,

    /// How often offsets are committed, in milliseconds.
    #[config(
        key = "offset.flush.interval.ms",
        default = Duration::from_mins(1),
        importance = low,
        group = "Offsets"
    )]
    pub(crate) offset_flush_interval: Duration,

    /// How long a task that stops waits for acknowledgements of what it sent, in milliseconds. What is not acknowledged
    /// by then is not committed, and the source is read again from there.
    #[config(
        key = "offset.flush.timeout.ms",
        default = Duration::from_secs(5),
        importance = low,
        group = "Offsets"
    )]
    pub(crate) offset_flush_timeout: Duration,

    /// How long all tasks together have to shut down, in milliseconds. What still runs then is ended by force.
    #[config(
        key = "task.shutdown.graceful.timeout.ms",
        default = Duration::from_secs(5),
        importance = low,
        group = "Tasks"
    )]
    pub(crate) task_shutdown_graceful_timeout: Duration,

    /// Where tasks run: `thread` gives each a thread of its own, `shared` runs all of them on one runtime with a thread per
    /// core. Shared is for many light tasks none of which ever blocks.
    #[config(key = "tasks.runtime", default = TasksRuntime::Thread, importance = low, group = "Tasks")]
    pub(crate) tasks_runtime: TasksRuntime,

    /// How long a task may block its thread in one go, in milliseconds. One that does so longer is FAILED, and its thread is
    /// left alone. Waiting is not blocking. 0 is for ever, until the task is asked to stop.
    #[config(key = "task.blocked.timeout.ms", default = Duration::ZERO, importance = low, group = "Tasks")]
    pub(crate) task_blocked_timeout: Duration,

    /// How often a FAILED task is started again by itself, in connectors that do not say otherwise; 0 is never, -1 without a
    /// limit. It counts anew when a task ran for `task.restart.backoff.max.ms` without failing.
    #[config(key = "task.restart.max.attempts", default = 0, range = -1.., importance = low, group = "Tasks")]
    pub(crate) task_restart_max_attempts: i32,

    /// The pause before a FAILED task is started again, in milliseconds; it doubles with every attempt.
    #[config(key = "task.restart.backoff.ms", default = Duration::from_secs(1), importance = low, group = "Tasks")]
    pub(crate) task_restart_backoff: Duration,

    /// The longest of these pauses, in milliseconds.
    #[config(key = "task.restart.backoff.max.ms", default = Duration::from_mins(1), importance = low, group = "Tasks")]
    pub(crate) task_restart_backoff_max: Duration,

    /// Which settings of the Kafka clients a connector may override with `producer.override.`, `consumer.override.` and
    /// `admin.override.`: `All`, `None`, `Principal`, or `Allowlist`, which
    /// `connector.client.config.override.allowlist` names.
    #[config(key = "connector.client.config.override.policy", default = "All", importance = medium, group = "Kafka")]
    pub(crate) override_policy: String,

    /// The settings that the `Allowlist` policy allows.
    #[config(key = "connector.client.config.override.allowlist", default, importance = medium, group = "Kafka")]
    pub(crate) override_allowlist: Vec<String>,

    /// Whether topics are made that source connectors have `topic.creation.` keys for.
    #[config(key = "topic.creation.enable", default = true, importance = low, group = "Kafka")]
    pub(crate) topic_creation_enable: bool,

    /// Where Kafka Connect finds its plugins. Accepted and not used: the connectors of this worker are compiled in, and
    /// `kconnect plugins` lists them.
    #[config(key = "plugin.path", importance = low, group = "Plugins")]
    pub(crate) plugin_path: Option<Vec<String>>,

    /// How Kafka Connect finds its plugins. Accepted and not used: the connectors of this worker are compiled in.
    #[config(key = "plugin.discovery", default = "hybrid_warn", importance = low, group = "Plugins")]
    pub(crate) plugin_discovery: String,

    /// The names of the config providers, which fill in variables such as `${file:/etc/secrets.properties:token}`: in
    /// connectors' configurations and in this one. `config.providers.NAME.class` says what each of them is.
    #[config(key = "config.providers", default, importance = low, group = "Configurations")]
    pub(crate) config_providers: Vec<String>,

    /// The class of each config provider, and `config.providers.NAME.param.*` for its own configuration.
    #[config(prefix = "config.providers.")]
    pub(crate) config_providers_props: Props,

    /// Whether a key that nobody knows is an error and not a warning: here, and in connectors that do not say otherwise.
    #[config(key = "config.strict", default = false, importance = low, group = "Configurations")]
    pub(crate) config_strict: bool,

    /// The addresses of the REST interface. Accepted; this version has no REST interface and says so at start.
    #[config(key = "listeners", default = vec!["http://:8083".to_owned()], importance = low, group = "REST")]
    pub(crate) listeners: Vec<String>,

    /// Keys for the producers of connectors only.
    #[config(prefix = "producer.")]
    pub(crate) producer: Props,

    /// Keys for the consumers of connectors only.
    #[config(prefix = "consumer.")]
    pub(crate) consumer: Props,

    /// Keys for the admin clients of connectors only.
    #[config(prefix = "admin.")]
    pub(crate) admin: Props,
}
