//! The herder: what should run, and what does.
//!
//! A standalone worker's herder holds its connectors in memory. It validates a configuration whole before anything of
//! it runs, divides the work into tasks, starts them, and takes them down again.

use std::{num::NonZeroUsize, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;

use kconnect::{
    ConfigDef, Prop, Props, Slot, Validation,
    config::{Parsed, Secrets},
    data::Part,
    host::{Boxed, SourcePlugin},
};
use tokio::{runtime::Handle, task::JoinHandle, time::Instant};

use crate::{
    config::{ConnectorConfig, ErrorsTolerance, SourceConnectorConfig, StandaloneConfig},
    converter::Converter,
    error::{Error, Result},
    findings::Findings,
    kafka::{Configured, Producers},
    lane::Lane,
    log,
    metrics::SourceTaskMetrics,
    offsets::{FileOffsetStore, Offsets},
    plugins::Plugins,
    raw::{self, Unread, below, messages, warn_of_security},
    source::{self, SourceTaskSpec, TaskThread},
    status::{State, Status, StatusCell},
    task::panic_message,
    tolerance::{Retries, Tolerance},
    variables::Variables,
};

/// Bytes that a task may have under way; beyond that it waits. What Kafka's producers call `buffer.memory`.
const TASK_BUDGET_BYTES: usize = 32 * 1024 * 1024;

/// How long a worker that starts waits for an answer from Kafka.
const KAFKA_LIMIT: Duration = Duration::from_secs(10);

/// Runs connectors on this machine.
pub(crate) struct Herder {
    plugins: Plugins,
    variables: Variables,
    /// The worker's configuration, its variables filled in.
    props: Props,
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
    /// With variables filled in and secrets sealed.
    props: Props,
    warnings: Vec<String>,
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
    pub(crate) async fn start(plugins: Plugins, written: Props) -> Result<Self> {
        let variables = Variables::of_worker(&written, &plugins.config_providers)
            .await
            .map_err(|problems| invalid_worker(&problems))?;
        let filled_in = variables.fill_in(&written).await.map_err(|error| invalid_worker(&lines(&error)))?;
        variables.warn("", &filled_in);
        let definition = StandaloneConfig::definition();
        let props = raw::sealed(filled_in.props, &definition);
        log::keep_out(&Secrets::of(props.values()));
        let validation = StandaloneConfig::validate(&props);
        let mut problems = messages(&validation);
        problems.extend(raw::unsupported(&props));
        let Unread { unused, unknown } = raw::unread(&definition, &props);
        let mut findings = Findings { problems, warnings: unused, unknown };
        let mut converters = Vec::new();
        for (part, key) in
            [(Part::Key, StandaloneConfig::KEY_CONVERTER_CONF), (Part::Value, StandaloneConfig::VALUE_CONVERTER_CONF)]
        {
            if let Some(class) = props.get(key) {
                converters.extend(findings.converter(class, part, key, &props));
            }
        }
        let client = findings.client(raw::client(&props));
        findings.client(raw::producer(&props, &Props::new()));
        let config = StandaloneConfig::parse(&props);
        findings.settle(strict(&validation, StandaloneConfig::CONFIG_STRICT_CONF).unwrap_or_default());
        let Findings { mut problems, warnings, .. } = findings;
        let (Ok(config), Ok(converters), Some(client), true) =
            (config, <[_; 2]>::try_from(converters), client, problems.is_empty())
        else {
            warn(&warnings);
            problems.dedup();
            return Err(invalid_worker(&problems));
        };
        tracing::info!("{}", validation.dump(StandaloneConfig::NAME));
        warn(&warnings);
        warn_of_security(&props);
        let offsets =
            Offsets::open(FileOffsetStore::new(&config.offset_storage_file_filename)).await.map_err(|error| {
                Error::Offsets(Secrets::of(props.values()).scrub(kconnect::Error::fatal(error).chain()))
            })?;
        let producers = Producers::default();
        let cluster = async { producers.get(&client.config)?.check(KAFKA_LIMIT).await };
        let cluster = cluster.await.map_err(|error| Error::Kafka(error.to_string()))?;
        tracing::info!("Kafka cluster ID: {cluster}");
        Ok(Self { plugins, variables, props, config, converters, producers, offsets, connectors: Vec::new() })
    }

    /// Validates a connector's configuration, all of it, and warns of what is seldom meant.
    ///
    /// # Errors
    /// Every problem at once.
    pub(crate) async fn check(&self, written: &Props) -> Result<()> {
        let filled_in = self.variables.fill_in(written).await.map_err(|error| invalid_connector(&lines(&error)))?;
        self.variables.warn(&whose(&filled_in.props), &filled_in);
        let plugin = self.plugin(&filled_in.props)?;
        let validated = self.validate(&**plugin, filled_in.props).await?;
        let renamed = validated.validations.iter().flat_map(Validation::warnings);
        warn(renamed.chain(&validated.warnings));
        Ok(())
    }

    /// Starts a connector with its tasks, after [`check`](Self::check).
    ///
    /// # Errors
    /// Every problem of the configuration at once; what the connector says when it divides its work.
    pub(crate) async fn create(&mut self, written: Props) -> Result<()> {
        let filled_in = self.variables.fill_in(&written).await.map_err(|error| invalid_connector(&lines(&error)))?;
        let plugin = Arc::clone(self.plugin(&filled_in.props)?);
        let Validated { config, converters, producer, validations: [common, own], props, .. } =
            self.validate(&*plugin, filled_in.props).await?;
        let secrets = Secrets::of(self.props.values().chain(props.values()));
        let name = config.common.name.clone();
        tracing::info!("{}", common.dump(SourceConnectorConfig::NAME));
        for part in ["key", "value"] {
            let prefix = format!("{part}.converter.");
            // The worker's settings belong to the worker's converter, not to one that the connector names.
            let named = props.contains_key(prefix.trim_end_matches('.'));
            let section = below(if named { &props } else { &self.props }, &prefix);
            tracing::info!("{}", raw::dump(&format!("{prefix}*"), &section));
        }
        let overrides = below(&self.props, "producer.").into_iter().chain(below(&props, "producer.override."));
        tracing::info!("{}", raw::dump("producer.*", &overrides.collect()));
        tracing::info!("{}", own.dump(plugin.config_name()));
        if self.connectors.iter().any(|connector| connector.name == name) {
            return Err(Error::DuplicateConnector { name });
        }
        let max =
            usize::try_from(config.common.tasks_max).ok().and_then(NonZeroUsize::new).unwrap_or(NonZeroUsize::MIN);
        tracing::info!("Creating connector {name} of type {}", plugin.class());
        let refused = |error: kconnect::Error| Error::Connector(format!("[{name}] {}", secrets.scrub(error.chain())));
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
        let watch = tokio::spawn(watch(name.clone(), plugin.watch(&props), status.clone(), secrets.clone()));
        self.connectors.push(Connector { name: name.clone(), status, watch, tasks: Vec::new() });
        for (index, props) in tasks.into_iter().enumerate() {
            let (status, metrics) = (StatusCell::new(), SourceTaskMetrics::new());
            let lane = Lane::new(converters.clone(), plugin.pairs(), namespace.as_deref()).map_err(refused)?;
            let thread = source::spawn(SourceTaskSpec {
                connector: name.clone(),
                slot: Slot { index, count },
                plugin: Arc::clone(&plugin),
                props,
                variables: self.variables.clone(),
                secrets: secrets.clone(),
                lane,
                producer: Arc::clone(&producer),
                offsets: self.offsets.clone(),
                tolerance: Tolerance {
                    all: config.common.errors_tolerance == ErrorsTolerance::All,
                    log: config.common.errors_log_enable,
                    secrets: secrets.clone(),
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

    fn plugin(&self, props: &Props) -> Result<&Arc<dyn SourcePlugin>> {
        let class = props
            .get(ConnectorConfig::CONNECTOR_CLASS_CONF)
            .and_then(Prop::expose)
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

    /// The connector's own keys, the keys of every connector, its converters, and its producer.
    async fn validate(&self, plugin: &dyn SourcePlugin, props: Props) -> Result<Validated> {
        let known = SourceConnectorConfig::definition()
            .into_owned()
            .with(&plugin.definition())
            .map_err(|error| Error::Connector(format!("{}: {error}", plugin.class())))?;
        let props = raw::sealed(props, &known);
        let secrets = Secrets::of(props.values());
        log::keep_out(&secrets);
        let common = SourceConnectorConfig::validate(&props);
        let own = plugin.validate(&props).await;
        let own = own.map_err(|error| Error::Connector(secrets.scrub(error.chain())))?;
        let mut problems = messages(&common);
        problems.extend(messages(&own));
        problems.extend(raw::unsupported(&props));
        let Unread { unused, unknown } = raw::unread(&known, &props);
        let mut findings = Findings { problems, warnings: unused, unknown };
        let [workers_key, workers_value] = &self.converters;
        let mut converters = Vec::new();
        for (part, key, workers) in [
            (Part::Key, ConnectorConfig::KEY_CONVERTER_CONF, workers_key),
            (Part::Value, ConnectorConfig::VALUE_CONVERTER_CONF, workers_value),
        ] {
            // The connector's own converter, or the worker's.
            let Some(class) = props.get(key) else {
                converters.push(Arc::clone(workers));
                continue;
            };
            converters.extend(findings.converter(class, part, key, &props));
        }
        let producer = findings.client(raw::producer(&self.props, &below(&props, "producer.override.")));
        let config = SourceConnectorConfig::parse(&props);
        findings.settle(strict(&common, ConnectorConfig::CONFIG_STRICT_CONF).unwrap_or(self.config.config_strict));
        let Findings { problems, warnings, .. } = findings;
        match (config, <[_; 2]>::try_from(converters), producer) {
            (Ok(config), Ok(converters), Some(producer)) if problems.is_empty() => {
                Ok(Validated { config, converters, producer, validations: [common, own], props, warnings })
            }
            _ => {
                // A misspelt key is often why another one is missing.
                warn(&warnings);
                Err(invalid_connector(&problems))
            }
        }
    }
}

fn invalid_worker(problems: &[String]) -> Error {
    Error::WorkerConfig { count: problems.len(), errors: problems.join("\n") }
}

fn invalid_connector(problems: &[String]) -> Error {
    Error::ConnectorConfig { count: problems.len(), errors: problems.join("\n") }
}

/// Whether keys that nobody knows are errors, if that is said.
fn strict(validation: &Validation, key: &str) -> Option<bool> {
    match validation.get(key)?.value {
        Parsed::Boolean(strict) => Some(strict),
        _ => None,
    }
}

/// An error that lists several.
fn lines(error: &kconnect::Error) -> Vec<String> {
    error.chain().lines().map(str::to_owned).collect()
}

fn warn<'a>(warnings: impl IntoIterator<Item = &'a String>) {
    for warning in warnings {
        tracing::warn!("{warning}");
    }
}

/// What stands before a connector's lines in the log.
fn whose(props: &Props) -> String {
    let name = props.get(ConnectorConfig::NAME_CONF).and_then(Prop::expose);
    name.map_or(String::new(), |name| format!("[{name}] "))
}

/// Waits for what a connector has to say while its tasks run.
async fn watch(name: String, watching: Boxed<'static, kconnect::Result<()>>, status: StatusCell, secrets: Secrets) {
    status.set(State::Running);
    match AssertUnwindSafe(watching).catch_unwind().await {
        Ok(Ok(())) => {
            tracing::warn!(
                "[{name}] asks for new task configurations, which take effect at the next start of the worker"
            );
        }
        Ok(Err(error)) => {
            let message = secrets.scrub(error.chain());
            tracing::error!("[{name}] the connector failed: {message}");
            status.fail(message);
        }
        Err(panic) => {
            let message = secrets.scrub(panic_message(&*panic));
            tracing::error!("[{name}] the connector panicked: {message}");
            status.fail(message);
        }
    }
}
