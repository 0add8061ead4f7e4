//! What all connectors of a worker share.

use std::{sync::Arc, time::Duration};

use kconnect::{ConfigDef, Prop, Props, config::Secrets};
use tokio::time::Instant;

use crate::{
    config::{StandaloneConfig, TasksRuntime},
    converter::{Converter, HeaderConverter},
    error::{Error, Result},
    examine::{self, Bench, WorkerExamined, WorkerParts},
    kafka::Producers,
    log,
    offsets::Offsets,
    plugins::Plugins,
    raw,
    status::{State, Status, StatusCell},
    stores::{ConfigStore, MemoryConfigStore, MemoryStatusStore, StatusStore, StoredState, StoredStatus},
    task::Threads,
    validate::{PluginSet, WorkerSettings},
    variables::{self, Variables},
};

/// How long a worker that starts waits for an answer from Kafka.
pub(super) const KAFKA_LIMIT: Duration = Duration::from_secs(10);

/// The worker around its connectors.
pub(super) struct Environment {
    pub(super) plugins: Plugins,
    /// The plugins for Kafka's validation.
    pub(super) set: PluginSet,
    pub(super) settings: WorkerSettings,
    pub(super) variables: Variables,
    /// The worker's configuration, its variables filled in.
    pub(super) props: Props,
    pub(super) config: StandaloneConfig,
    pub(super) converters: [Arc<Converter>; 2],
    pub(super) headers: Arc<HeaderConverter>,
    pub(super) producers: Producers,
    pub(super) offsets: Offsets,
    pub(super) threads: Threads,
    /// `host:port`, as statuses name the worker.
    pub(super) id: Arc<str>,
    pub(super) configs: Arc<dyn ConfigStore>,
    pub(super) statuses: Arc<dyn StatusStore>,
}

impl Environment {
    /// Checks the worker's configuration, all of it, opens the offsets, and asks Kafka for its name.
    ///
    /// # Errors
    /// Every problem of the configuration at once; offsets that cannot be read; a Kafka that does not answer.
    pub(super) async fn start(plugins: Plugins, written: Props) -> Result<Self> {
        let variables = Variables::of_worker(&written, &plugins.config_providers)
            .await
            .map_err(|problems| invalid_worker(&problems))?;
        let filled_in = variables.fill_in(&written).await.map_err(|error| invalid_worker(&lines(&error)))?;
        variables::warn("", &filled_in);
        let props = raw::sealed(filled_in.props, &StandaloneConfig::definition());
        log::keep_out(&Secrets::of(props.values()));
        let WorkerExamined { findings, validation, parts, .. } = examine::worker(&props, false);
        let Some(WorkerParts { config, converters, headers, client, settings }) = parts else {
            findings.warn("");
            return Err(invalid_worker(&findings.problems()));
        };
        tracing::info!("{}", validation.dump(StandaloneConfig::NAME));
        findings.warn("");
        let offsets = Offsets::of_worker(&props).await.map_err(|error| {
            Error::Offsets(Secrets::of(props.values()).scrub(kconnect::Error::fatal(error).chain()))
        })?;
        let producers = Producers::default();
        let cluster = async { producers.get(&client)?.check(KAFKA_LIMIT).await };
        let cluster = cluster.await.map_err(|error| Error::Kafka(error.to_string()))?;
        tracing::info!("Kafka cluster ID: {cluster}");
        let blocked = Some(config.task_blocked_timeout).filter(|limit| !limit.is_zero());
        let threads = Threads::new(config.tasks_runtime == TasksRuntime::Shared, blocked)
            .map_err(|source| Error::System { what: "the tasks need a runtime", source })?;
        Ok(Self {
            set: PluginSet::of(&plugins, true),
            plugins,
            settings,
            variables,
            id: worker_id(&props, &config).into(),
            props,
            config,
            converters,
            headers,
            producers,
            offsets,
            threads,
            configs: Arc::new(MemoryConfigStore::default()),
            statuses: Arc::new(MemoryStatusStore::default()),
        })
    }

    /// What connectors are examined with.
    pub(super) fn bench(&self) -> Bench<'_> {
        Bench {
            plugins: &self.plugins,
            set: &self.set,
            settings: &self.settings,
            worker: &self.props,
            converters: Some((&self.converters, &self.headers)),
        }
    }

    /// When what is stopped now is ended by force.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + self.config.task_shutdown_graceful_timeout
    }

    /// Where a connector says how it is: the store hears of it.
    pub(super) fn connector_status(&self, connector: &str) -> StatusCell {
        let (statuses, id, connector) = (Arc::clone(&self.statuses), Arc::clone(&self.id), connector.to_owned());
        StatusCell::new(move |status| statuses.put_connector(&connector, &stored(status, &id)))
    }

    /// Where a task says how it is.
    pub(super) fn task_status(&self, connector: &str, index: usize) -> StatusCell {
        let (statuses, id, connector) = (Arc::clone(&self.statuses), Arc::clone(&self.id), connector.to_owned());
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        StatusCell::new(move |status| statuses.put_task(&connector, index, &stored(status, &id)))
    }

    /// Nobody has the connector any more.
    pub(super) fn forget(&self, connector: &str) {
        self.statuses.put_connector(connector, &destroyed(&self.id));
    }

    /// Nobody has the task any more.
    pub(super) fn forget_task(&self, connector: &str, index: usize) {
        self.statuses.put_task(connector, u32::try_from(index).unwrap_or(u32::MAX), &destroyed(&self.id));
    }
}

fn destroyed(worker_id: &str) -> StoredStatus {
    StoredStatus {
        state: StoredState::Destroyed,
        trace: None,
        worker_id: worker_id.to_owned(),
        generation: 0,
        version: None,
    }
}

fn stored(status: &Status, worker_id: &str) -> StoredStatus {
    let state = match status.state {
        State::Unassigned => StoredState::Unassigned,
        State::Running => StoredState::Running,
        State::Paused => StoredState::Paused,
        State::Stopped => StoredState::Stopped,
        State::Failed => StoredState::Failed,
        State::Restarting => StoredState::Restarting,
    };
    StoredStatus { state, trace: status.trace.clone(), worker_id: worker_id.to_owned(), generation: 0, version: None }
}

/// What Kafka Connect makes of its advertised address.
fn worker_id(props: &Props, config: &StandaloneConfig) -> String {
    let text = |key: &str| {
        props.get(key).and_then(Prop::expose).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let listener = config.listeners.first().map(String::as_str).unwrap_or_default();
    let address = listener.split_once("://").map_or(listener, |(_, address)| address);
    let (host, port) = address.rsplit_once(':').unwrap_or((address, ""));
    let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
    let host = text("rest.advertised.host.name").unwrap_or_else(|| or(host, "localhost"));
    let port = text("rest.advertised.port").unwrap_or_else(|| or(port, "8083"));
    format!("{host}:{port}")
}

fn invalid_worker(problems: &[String]) -> Error {
    Error::WorkerConfig { count: problems.len(), errors: problems.join("\n") }
}

/// An error that lists several.
pub(super) fn lines(error: &kconnect::Error) -> Vec<String> {
    error.chain().lines().map(str::to_owned).collect()
}
