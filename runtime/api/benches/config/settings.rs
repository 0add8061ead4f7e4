//! A configuration of 40 keys as a connector to a database might have it: every type, the common rules, eight groups.

use std::{path::PathBuf, time::Duration};

use kconnect::{ConfigDef, ConfigEnum, Password, Props};

/// Reads the rows of a database.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct Settings {
    /// Address of the database.
    #[config(key = "connection.url", importance = high, group = "Connection", non_empty, width = long)]
    pub(crate) url: String,
    /// How long to wait for a connection.
    #[config(key = "connection.timeout.ms", importance = low, group = "Connection", default = Duration::from_secs(10))]
    pub(crate) connection_timeout: Duration,
    /// How long to wait for an answer.
    #[config(key = "request.timeout.ms", importance = low, group = "Connection", default = Duration::from_secs(30))]
    pub(crate) request_timeout: Duration,
    /// How many connections are open at once.
    #[config(importance = low, group = "Connection", default = 4, range = 1..=64)]
    pub(crate) connections_max: i32,
    /// Address of a proxy.
    #[config(importance = low, group = "Connection")]
    pub(crate) proxy: Option<String>,
    #[config(embed = "auth.")]
    pub(crate) auth: Authentication,
    /// The tables to read.
    #[config(importance = high, group = "Reading", non_empty, width = long)]
    pub(crate) tables: Vec<String>,
    /// Tables that are left out.
    #[config(importance = medium, group = "Reading", default = ["audit".to_owned(), "sessions".to_owned()])]
    pub(crate) tables_excluded: Vec<String>,
    /// What counts as new.
    #[config(importance = high, group = "Reading", default = Mode::Timestamp)]
    pub(crate) mode: Mode,
    /// The column that says when a row changed.
    #[config(importance = medium, group = "Reading", default = "updated", non_empty)]
    pub(crate) timestamp_column: String,
    /// Pause between two queries.
    #[config(key = "poll.interval.ms", importance = medium, group = "Reading", default = Duration::from_secs(5))]
    pub(crate) poll_interval: Duration,
    /// How many rows the database sends at once.
    #[config(importance = low, group = "Reading", default = 1_000, range = 1..)]
    pub(crate) fetch_size: i32,
    /// Whether the columns are looked at before the first query.
    #[config(importance = low, group = "Reading", default = true)]
    pub(crate) validate_columns: bool,
    /// Where to start.
    #[config(importance = low, group = "Reading")]
    pub(crate) offset: Option<i64>,
    /// How many rows make a batch.
    #[config(importance = medium, group = "Batches", default = 100, range = 1..=10_000, width = short)]
    pub(crate) batch_rows: i32,
    /// How many bytes make a batch.
    #[config(importance = medium, group = "Batches", default = 1_048_576, range = 1..=104_857_600)]
    pub(crate) batch_bytes: i64,
    /// How long a batch waits for more rows.
    #[config(key = "batch.wait.ms", importance = low, group = "Batches", default = Duration::from_millis(500))]
    pub(crate) batch_wait: Duration,
    /// How many batches wait for the writer.
    #[config(importance = low, group = "Batches", default = 16, range = 1..)]
    pub(crate) queue_size: i16,
    /// How batches are compressed.
    #[config(importance = low, group = "Batches", default = "none", one_of = ["none", "gzip", "zstd"])]
    pub(crate) compression: String,
    /// What the names of the topics begin with.
    #[config(importance = high, group = "Topics", display_name = "Prefix of the topics")]
    pub(crate) topic_prefix: String,
    /// Partitions of a topic that is created.
    #[config(importance = low, group = "Topics", default = 1, range = 1..=10_000)]
    pub(crate) topic_partitions: i32,
    /// Replicas of a topic that is created.
    #[config(importance = low, group = "Topics", default = 3, range = 1..=100)]
    pub(crate) topic_replication: i16,
    /// Whether a topic that is created keeps the newest record of a key only.
    #[config(importance = low, group = "Topics", default = false)]
    pub(crate) topic_compacted: bool,
    /// The columns that make a record's key.
    #[config(importance = medium, group = "Topics", default = ["id".to_owned()])]
    pub(crate) key_columns: Vec<String>,
    /// What goes into a record beside the row.
    #[config(importance = low, group = "Topics", default = Vec::new(), one_of = ["table", "query", "time"])]
    pub(crate) headers: Vec<String>,
    /// Which mistakes in rows are skipped.
    #[config(importance = medium, group = "Errors", default = "none", one_of = ["none", "all"])]
    pub(crate) errors_tolerance: String,
    /// Where rows go that were skipped.
    #[config(importance = low, group = "Errors")]
    pub(crate) errors_topic: Option<String>,
    /// How many rows may be skipped.
    #[config(importance = low, group = "Errors", default = 0, range = 0..)]
    pub(crate) errors_max: i64,
    /// Which share of the rows may be skipped.
    #[config(importance = low, group = "Errors", default = 0.01, range = 0.0..=1.0)]
    pub(crate) errors_share: f64,
    /// How often a query is tried again.
    #[config(importance = medium, group = "Retries", default = 5, range = 0..=100)]
    pub(crate) retries: i32,
    /// Pause before the first retry.
    #[config(key = "retry.wait.ms", importance = low, group = "Retries", default = Duration::from_millis(250))]
    pub(crate) retry_wait: Duration,
    /// Longest pause between two retries.
    #[config(key = "retry.wait.max.ms", importance = low, group = "Retries", default = Duration::from_secs(30))]
    pub(crate) retry_wait_max: Duration,
    /// By what each pause is longer than the one before.
    #[config(importance = low, group = "Retries", default = 2.0, range = 1.0..=10.0)]
    pub(crate) retry_factor: f64,
    /// Whether queries are logged.
    #[config(importance = low, group = "Logging", default = false)]
    pub(crate) log_queries: bool,
    /// The least important lines that are logged.
    #[config(importance = low, group = "Logging", default = "info", one_of = ["debug", "info", "warn", "error"])]
    pub(crate) log_level: String,
    /// The file that gets the lines.
    #[config(importance = low, group = "Logging", default = "connector.log")]
    pub(crate) log_file: PathBuf,
    /// What the names of the metrics begin with.
    #[config(importance = low, group = "Logging", default = "connector", non_empty)]
    pub(crate) metrics_prefix: String,
}

/// Who reads.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct Authentication {
    /// The user.
    #[config(importance = high, group = "Authentication", non_empty)]
    pub(crate) user: String,
    /// The user's password.
    #[config(importance = high, group = "Authentication")]
    pub(crate) password: Password,
    /// Certificates to trust.
    #[config(importance = low, group = "Authentication")]
    pub(crate) truststore: Option<PathBuf>,
    /// The password of that file.
    #[config(key = "truststore.password", importance = low, group = "Authentication", default = "")]
    pub(crate) truststore_password: Password,
}

/// What counts as new.
#[derive(ConfigEnum, Clone, Copy, Debug)]
pub(crate) enum Mode {
    Bulk,
    Incrementing,
    Timestamp,
}

/// Three quarters of the keys, as a file gives them.
const GIVEN: &[(&str, &str)] = &[
    ("connection.url", "jdbc:postgresql://db.example.com:5432/shop?sslmode=require"),
    ("connection.timeout.ms", "15000"),
    ("request.timeout.ms", "60000"),
    ("connections.max", "8"),
    ("auth.user", "connect"),
    ("auth.password", "correct horse battery staple"),
    ("auth.truststore", "/etc/kafka-connect/truststore.pem"),
    ("tables", "customers, orders, order_lines, products, payments"),
    ("tables.excluded", "audit,sessions,migrations"),
    ("mode", "incrementing"),
    ("timestamp.column", "changed_at"),
    ("poll.interval.ms", " 2500 "),
    ("validate.columns", "TRUE"),
    ("offset", "123456789"),
    ("batch.rows", "500"),
    ("batch.bytes", "4194304"),
    ("queue.size", "32"),
    ("compression", "zstd"),
    ("topic.prefix", "shop."),
    ("topic.partitions", "12"),
    ("topic.compacted", "true"),
    ("key.columns", "id,region"),
    ("headers", "table, time"),
    ("errors.tolerance", "all"),
    ("errors.topic", "shop.errors"),
    ("errors.max", "1000"),
    ("errors.share", "0.05"),
    ("retries", "7"),
    ("retry.factor", "1.5"),
    ("log.level", "warn"),
];

/// What is wrong in the configuration with mistakes.
const MISTAKES: &[(&str, &str)] = &[
    ("batch.rows", "many"),
    ("compression", "lz4"),
    ("errors.share", "1.5"),
    ("topic.compacted", "yes"),
    ("topic.replication", "0"),
];

/// A configuration without mistakes.
pub(crate) fn valid() -> Props {
    props(GIVEN)
}

/// One with five mistakes.
pub(crate) fn invalid() -> Props {
    let mut invalid = valid();
    invalid.extend(props(MISTAKES));
    invalid
}

fn props(given: &[(&str, &str)]) -> Props {
    given.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect()
}
