//! The keys of a standalone worker, as Kafka Connect's `StandaloneConfig` has them.

use std::{path::PathBuf, time::Duration};

use kconnect::{ConfigDef, Props};

use super::ClassName;

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
    #[config(key = "offset.storage.file.filename", importance = high, group = "Offsets")]
    pub(crate) offset_storage_file_filename: PathBuf,

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

    /// Keys for producers only; they go before the worker's own client keys.
    #[config(prefix = "producer.")]
    pub(crate) producer: Props,
}
