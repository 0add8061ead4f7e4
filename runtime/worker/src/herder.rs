//! The herder: what should run, and what does.
//!
//! A standalone worker's herder holds its connectors in memory. It validates a configuration whole before anything of
//! it runs, divides the work into tasks, starts them, and takes them down again.

use std::{num::NonZeroUsize, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;

use kconnect::{
    ConfigDef, Props, Slot, Validation,
    data::Part,
    host::{Boxed, SourcePlugin},
};
use tokio::{runtime::Handle, task::JoinHandle, time::Instant};

use crate::{
    config::{ConnectorConfig, ErrorsTolerance, SourceConnectorConfig, StandaloneConfig},
    converter::Converter,
    error::{Error, Result},
    kafka::{Configured, Producers},
    lane::Lane,
    metrics::SourceTaskMetrics,
    offsets::{FileOffsetStore, Offsets},
    plugins::Plugins,
    raw::{self, Raw, below, messages, props, warn_of_security, warn_of_unknown},
    source::{self, SourceTaskSpec, TaskThread},
    status::{State, Status, StatusCell},
    task::panic_message,
    tolerance::{Retries, Tolerance},
};

/// Bytes that a task may have under way; beyond that it waits. What Kafka's producers call `buffer.memory`.
const TASK_BUDGET_BYTES: usize = 32 * 1024 * 1024;

/// How long a worker that starts waits for an answer from Kafka.
const KAFKA_LIMIT: Duration = Duration::from_secs(10);

/// Runs connectors on this machine.
pub(crate) struct Herder {
    plugins: Plugins,
    raw: Raw,
    config: StandaloneConfig,
    converters: [Arc<Converter>; 2],
    producers: Producers,
    offsets: Offsets,
    connectors: Vec<Connector>,
}

/// A connector that was started.
struct Connector {
    name: String,
    status: StatusCell,
    watch: JoinHandle<()>,
    tasks: Vec<Task>,
}

/// A connector's configuration that has no problems.
struct Validated {
    config: SourceConnectorConfig,
    converters: [Arc<Converter>; 2],
    producer: Configured,
    /// Of the keys of every connector, and of the connector's own.
    validations: [Validation; 2],
}

/// A task that was started.
struct Task {
    status: StatusCell,
    metrics: Arc<SourceTaskMetrics>,
    thread: TaskThread,
}

/// A connector, as the outside may see it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConnectorView {
    /// Its name.
    pub name: String,
    /// How it is; its tasks may be otherwise.
    pub status: Status,
    /// Its tasks, by number.
    pub tasks: Vec<TaskView>,
}

/// A task, as the outside may see it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TaskView {
    /// How it is.
    pub status: Status,
    /// What it counted.
    pub metrics: Arc<SourceTaskMetrics>,
}

impl Herder {
    /// Checks the worker's configuration, all of it, opens the offsets, and asks Kafka for its name.
    ///
    /// # Errors
    /// Every problem of the configuration at once; offsets that cannot be read; a Kafka that does not answer.
    pub(crate) async fn start(plugins: Plugins, raw: Raw) -> Result<Self> {
        let props = props(&raw);
        let validation = StandaloneConfig::validate(&props);
        let mut problems = messages(&validation);
        problems.extend(raw::unsupported(&raw));
        let mut converters = Vec::new();
        for (part, key) in
            [(Part::Key, StandaloneConfig::KEY_CONVERTER_CONF), (Part::Value, StandaloneConfig::VALUE_CONVERTER_CONF)]
        {
            if let Some(class) = validation.text(key) {
                let prefix = format!("{key}.");
                match Converter::configure(class, part, &prefix, &below(&raw, &prefix)) {
                    Ok(converter) => converters.push(Arc::new(converter)),
                    Err(found) => problems.extend(found),
                }
            }
        }
        let (client, producer) = (raw::client(&raw), raw::producer(&raw, &Raw::new()));
        problems.extend(client.as_ref().err().into_iter().chain(producer.as_ref().err()).flatten().cloned());
        let (Ok(config), Ok(converters), Ok(client), Ok(producer), true) =
            (StandaloneConfig::parse(&props), <[_; 2]>::try_from(converters), client, producer, problems.is_empty())
        else {
            warn_of_unknown(&StandaloneConfig::definition(), &props);
            problems.dedup();
            return Err(Error::WorkerConfig { count: problems.len(), errors: problems.join("\n") });
        };
        tracing::info!("{}", validation.dump(StandaloneConfig::NAME));
        warn_of_unknown(&StandaloneConfig::definition(), &props);
        warn_of_security(&raw);
        for warning in client.warnings.iter().chain(&producer.warnings) {
            tracing::warn!("{warning}");
        }
        let offsets = Offsets::open(FileOffsetStore::new(&config.offset_storage_file_filename))
            .await
            .map_err(|error| Error::Offsets(kconnect::Error::fatal(error).chain()))?;
        let producers = Producers::default();
        let cluster = async { producers.get(&client.config)?.check(KAFKA_LIMIT).await };
        let cluster = cluster.await.map_err(|error| Error::Kafka(error.to_string()))?;
        tracing::info!("Kafka cluster ID: {cluster}");
        Ok(Self { plugins, raw, config, converters, producers, offsets, connectors: Vec::new() })
    }

    /// Validates a connector's configuration, all of it, and warns of keys that nobody reads.
    ///
    /// # Errors
    /// Every problem at once.
    pub(crate) async fn check(&self, raw: &Raw) -> Result<()> {
        let plugin = self.plugin(raw)?;
        let props = props(raw);
        let known = SourceConnectorConfig::definition()
            .into_owned()
            .with(&plugin.definition())
            .map_err(|error| Error::Connector(format!("{}: {error}", plugin.class())))?;
        warn_of_unknown(&known, &props);
        let validated = self.validate(&**plugin, raw, &props).await?;
        let renamed = validated.validations.iter().flat_map(Validation::warnings);
        for warning in renamed.chain(&validated.producer.warnings) {
            tracing::warn!("{warning}");
        }
        Ok(())
    }

    /// Starts a connector with its tasks, after [`check`](Self::check).
    ///
    /// # Errors
    /// Every problem of the configuration at once; what the connector says when it divides its work.
    pub(crate) async fn create(&mut self, raw: Raw) -> Result<()> {
        let plugin = Arc::clone(self.plugin(&raw)?);
        let props = props(&raw);
        let Validated { config, converters, producer, validations: [common, own] } =
            self.validate(&*plugin, &raw, &props).await?;
        let name = config.common.name.clone();
        tracing::info!("{}", common.dump(SourceConnectorConfig::NAME));
        for part in ["key", "value"] {
            let prefix = format!("{part}.converter.");
            // The worker's settings belong to the worker's converter, not to one that the connector names.
            let named = raw.contains_key(prefix.trim_end_matches('.'));
            tracing::info!(
                "{}",
                raw::dump(&format!("{prefix}*"), &below(if named { &raw } else { &self.raw }, &prefix))
            );
        }
        let overrides = below(&self.raw, "producer.").into_iter().chain(below(&raw, "producer.override."));
        tracing::info!("{}", raw::dump("producer.*", &overrides.collect()));
        tracing::info!("{}", own.dump(plugin.config_name()));
        if self.connectors.iter().any(|connector| connector.name == name) {
            return Err(Error::DuplicateConnector { name });
        }
        let max =
            usize::try_from(config.common.tasks_max).ok().and_then(NonZeroUsize::new).unwrap_or(NonZeroUsize::MIN);
        tracing::info!("Creating connector {name} of type {}", plugin.class());
        let refused = |error: kconnect::Error| Error::Connector(format!("[{name}] {}", error.chain()));
        let tasks = plugin.task_configs(&props, max).await.map_err(refused)?;
        if tasks.len() > max.get() {
            let message = format!(
                "The connector {name} has generated {} tasks, which is greater than {max}, the maximum number of tasks it is configured to create. This behaviour should be considered a bug and is disallowed. If necessary, it can be permitted by reconfiguring the connector with 'tasks.max.enforce' set to false; however, this option will be removed in a future release of Kafka Connect.",
                tasks.len()
            );
            if config.common.tasks_max_enforce {
                return Err(Error::Connector(message));
            }
            tracing::warn!("{message}");
        }
        let namespace = plugin.schema_namespace(&props).map_err(refused)?;
        let producer = self
            .producers
            .get(&producer.config)
            .map_err(|error| Error::ConnectorConfig { count: 1, errors: error.to_string() })?;
        // The producer has settings of its own; refused credentials are better heard of now than record by record.
        producer.check(KAFKA_LIMIT).await.map_err(|error| Error::Kafka(error.to_string()))?;
        let count = tasks.len();
        let status = StatusCell::new();
        let watch = tokio::spawn(watch(name.clone(), plugin.watch(&props), status.clone()));
        self.connectors.push(Connector { name: name.clone(), status, watch, tasks: Vec::new() });
        for (index, props) in tasks.into_iter().enumerate() {
            let (status, metrics) = (StatusCell::new(), SourceTaskMetrics::new());
            let lane = Lane::new(converters.clone(), plugin.pairs(), namespace.as_deref()).map_err(refused)?;
            let thread = source::spawn(SourceTaskSpec {
                connector: name.clone(),
                slot: Slot { index, count },
                plugin: Arc::clone(&plugin),
                props,
                lane,
                producer: Arc::clone(&producer),
                offsets: self.offsets.clone(),
                tolerance: Tolerance {
                    all: config.common.errors_tolerance == ErrorsTolerance::All,
                    log: config.common.errors_log_enable,
                },
                budget_bytes: TASK_BUDGET_BYTES,
                flush_interval: self.config.offset_flush_interval,
                flush_timeout: self.config.offset_flush_timeout,
                retries: Retries {
                    // -1 is for ever.
                    timeout: u64::try_from(config.common.errors_retry_timeout_ms).ok().map(Duration::from_millis),
                    delay_max: config.common.errors_retry_delay_max,
                },
                status: status.clone(),
                metrics: Arc::clone(&metrics),
                grace: self.config.task_shutdown_graceful_timeout,
                control_plane: Handle::current(),
            })
            .map_err(|source| Error::System { what: "a task needs a thread", source })?;
            if let Some(connector) = self.connectors.last_mut() {
                connector.tasks.push(Task { status, metrics, thread });
            }
        }
        tracing::info!("Created connector {name} with {count} task(s)");
        Ok(())
    }

    /// All connectors, with the state of each task.
    pub(crate) fn view(&self) -> Vec<ConnectorView> {
        self.connectors
            .iter()
            .map(|connector| ConnectorView {
                name: connector.name.clone(),
                status: connector.status.get(),
                tasks: connector
                    .tasks
                    .iter()
                    .map(|task| TaskView { status: task.status.get(), metrics: Arc::clone(&task.metrics) })
                    .collect(),
            })
            .collect()
    }

    /// Stops every task, and waits for them as long as `task.shutdown.graceful.timeout.ms` allows.
    pub(crate) async fn stop(self) {
        let deadline = Instant::now() + self.config.task_shutdown_graceful_timeout;
        for connector in &self.connectors {
            connector.watch.abort();
        }
        let tasks: Vec<Task> = self.connectors.into_iter().flat_map(|connector| connector.tasks).collect();
        for task in &tasks {
            task.thread.ask_to_stop(deadline);
        }
        for task in tasks {
            task.thread.ended(deadline).await;
        }
    }

    fn plugin(&self, raw: &Raw) -> Result<&Arc<dyn SourcePlugin>> {
        let class = raw
            .get(ConnectorConfig::CONNECTOR_CLASS_CONF)
            .map(|class| class.trim_matches(|c| c <= ' '))
            .unwrap_or_default();
        if class.is_empty() {
            // Nothing else can be checked without a plugin.
            return Err(Error::ConnectorConfig {
                count: 1,
                errors: format!(
                    "Missing required configuration \"{}\" which has no default value.",
                    ConnectorConfig::CONNECTOR_CLASS_CONF
                ),
            });
        }
        self.plugins.source(class)
    }

    /// The connector's own keys, the keys of every connector, and its converters.
    async fn validate(&self, plugin: &dyn SourcePlugin, raw: &Raw, props: &Props) -> Result<Validated> {
        let common = SourceConnectorConfig::validate(props);
        let own = plugin.validate(props).await.map_err(|error| Error::Connector(error.chain()))?;
        let mut problems = messages(&common);
        problems.extend(messages(&own));
        problems.extend(raw::unsupported(raw));
        let [key, value] =
            [(Part::Key, ConnectorConfig::KEY_CONVERTER_CONF), (Part::Value, ConnectorConfig::VALUE_CONVERTER_CONF)]
                .map(|(part, key)| self.converter(part, key, raw));
        let producer = raw::producer(&self.raw, &below(raw, "producer.override."));
        match (SourceConnectorConfig::parse(props), key, value, producer) {
            (Ok(config), Ok(key), Ok(value), Ok(producer)) if problems.is_empty() => {
                Ok(Validated { config, converters: [key, value], producer, validations: [common, own] })
            }
            (_, key, value, producer) => {
                problems.extend(key.err().into_iter().chain(value.err()).chain(producer.err()).flatten());
                Err(Error::ConnectorConfig { count: problems.len(), errors: problems.join("\n") })
            }
        }
    }

    /// The connector's own converter, or the worker's.
    fn converter(&self, part: Part, key: &str, raw: &Raw) -> Result<Arc<Converter>, Vec<String>> {
        let prefix = format!("{key}.");
        if let Some(class) = raw.get(key) {
            return Converter::configure(class, part, &prefix, &below(raw, &prefix)).map(Arc::new);
        }
        let [key, value] = &self.converters;
        Ok(Arc::clone(if part == Part::Key { key } else { value }))
    }
}

/// Waits for what a connector has to say while its tasks run.
async fn watch(name: String, watching: Boxed<'static, kconnect::Result<()>>, status: StatusCell) {
    status.set(State::Running);
    match AssertUnwindSafe(watching).catch_unwind().await {
        Ok(Ok(())) => {
            tracing::warn!(
                "[{name}] asks for new task configurations, which take effect at the next start of the worker"
            );
        }
        Ok(Err(error)) => {
            tracing::error!("[{name}] the connector failed: {}", error.chain());
            status.fail(error.chain());
        }
        Err(panic) => {
            let message = panic_message(&*panic);
            tracing::error!("[{name}] the connector panicked: {message}");
            status.fail(message);
        }
    }
}
