//! The builder: which connectors a binary has, and the ways to run them.

use std::{collections::BTreeMap, process::ExitCode, sync::Arc};

use kconnect::{
    Predicate, Prop, SinkConnector, SourceConnector, Transformation,
    config::ConfigProvider,
    host::{Sink, Source},
};

use crate::{
    cli,
    error::Result,
    herder::{ConnectorView, Herder, RestartRequest},
    plugins::{Plugin, Plugins},
    properties::InitialState,
    raw,
};

/// A worker with the connectors that are compiled into it.
///
/// ```no_run
/// # use kconnect::*;
/// # fn example<MySource: SourceConnector>() {
/// # let _ = async {
/// kconnect_worker::Worker::new().source::<MySource>().run().await
/// # };
/// # }
/// ```
#[derive(Clone, Default)]
#[must_use = "a worker does nothing until it runs"]
pub struct Worker {
    plugins: Plugins,
}

impl Worker {
    /// A worker without connectors.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a source connector, under its class name and its aliases.
    pub fn source<C: SourceConnector>(mut self) -> Self {
        self.plugins.add(Plugin::Source(Arc::new(Source::<C>::new())));
        self
    }

    /// Adds a sink connector, under its class name and its aliases.
    pub fn sink<C: SinkConnector>(mut self) -> Self {
        self.plugins.add(Plugin::Sink(Arc::new(Sink::<C>::new())));
        self
    }

    /// Adds a config provider, under the name that `config.providers.NAME.class` gives it. Kafka's own are there already:
    /// `FileConfigProvider`, `DirectoryConfigProvider` and `EnvVarConfigProvider`.
    pub fn config_provider<P: ConfigProvider + Default>(mut self, class: &str) -> Self {
        self.plugins.config_providers.add::<P>(class);
        self
    }

    /// Adds a transformation, under its class name and its aliases. Kafka's own are there already.
    pub fn transformation<T: Transformation>(mut self) -> Self {
        self.plugins.records = std::mem::take(&mut self.plugins.records).with_transformation::<T>();
        self
    }

    /// Adds a predicate, under its class name and its aliases. Kafka's own are there already.
    pub fn predicate<P: Predicate>(mut self) -> Self {
        self.plugins.records = std::mem::take(&mut self.plugins.records).with_predicate::<P>();
        self
    }

    /// Runs the command line of this process: `standalone`, `validate`, `config`, `schemas`, `docs`, `plugins`, `version`;
    /// `--help` explains them. Answers with the exit code: 0 after a stop that was asked for, otherwise see `standalone --help`.
    pub async fn run(self) -> ExitCode {
        cli::run(self.plugins, std::env::args_os()).await
    }

    /// Starts a standalone worker inside this process, without connectors. The configurations are what the
    /// properties files would say.
    ///
    /// # Errors
    /// Every problem of the configuration at once; offsets that cannot be read; a Kafka that does not answer.
    pub async fn start(self, config: impl IntoIterator<Item = (String, String)>) -> Result<RunningWorker> {
        Ok(RunningWorker { herder: Herder::start(self.plugins, raw::props(config)).await? })
    }
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.plugins.connectors().iter().map(Plugin::class)).finish()
    }
}

/// A worker that runs. Dropping it without [`stop`](Self::stop) leaves its tasks to the end of the process.
///
/// Every change is done when its future is; dropping the future does not take the change back.
pub struct RunningWorker {
    herder: Herder,
}

impl RunningWorker {
    /// Validates a connector's configuration and starts it.
    ///
    /// # Errors
    /// Every problem of the configuration at once; [`Error::DuplicateConnector`](crate::Error::DuplicateConnector); what the
    /// connector says when it divides its work: it is there and FAILED then.
    pub async fn create(&self, config: impl IntoIterator<Item = (String, String)>) -> Result<()> {
        self.create_in(config, InitialState::Running).await
    }

    /// Likewise, in another state (KIP-980).
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub async fn create_in(
        &self,
        config: impl IntoIterator<Item = (String, String)>,
        state: InitialState,
    ) -> Result<()> {
        self.herder.create(raw::props(config), state.into()).await
    }

    /// Gives a connector another configuration. Its tasks start anew if something about them has changed.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound); every problem of the configuration, and nothing has changed; what stands
    /// in the way of starting with it.
    pub async fn alter(&self, connector: &str, config: impl IntoIterator<Item = (String, String)>) -> Result<()> {
        self.herder.alter(connector, raw::props(config)).await
    }

    /// Lets a connector's tasks rest: they keep what they have and do nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound).
    pub async fn pause(&self, connector: &str) -> Result<()> {
        self.herder.pause(connector).await
    }

    /// Lets a connector's tasks work again, or starts a connector that was stopped.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound); what stands in the way of a start.
    pub async fn resume(&self, connector: &str) -> Result<()> {
        self.herder.resume(connector).await
    }

    /// Stops a connector and its tasks, and keeps its configuration (KIP-875).
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound).
    pub async fn stop_connector(&self, connector: &str) -> Result<()> {
        self.herder.stop_connector(connector).await
    }

    /// Starts instances of a connector again (KIP-745), and shows it as it was when they had stopped.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound); what stands in the way of a start.
    pub async fn restart(&self, connector: &str, request: RestartRequest) -> Result<ConnectorView> {
        self.herder.restart(connector, request).await
    }

    /// Starts one task of a connector again.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound).
    pub async fn restart_task(&self, connector: &str, task: usize) -> Result<()> {
        self.herder.restart_task(connector, task).await
    }

    /// Stops a connector and forgets it. Its offsets stay.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound).
    pub async fn delete(&self, connector: &str) -> Result<()> {
        self.herder.delete(connector).await
    }

    /// A connector's configuration as it was written: variables are not filled in.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound).
    pub fn config(&self, connector: &str) -> Result<BTreeMap<String, Option<String>>> {
        let text = |(key, prop): (String, Prop)| (key, prop.expose().map(str::to_owned));
        Ok(self.herder.config(connector)?.into_iter().map(text).collect())
    }

    /// All connectors, with the state and the counters of each task.
    #[must_use]
    pub fn connectors(&self) -> Vec<ConnectorView> {
        self.herder.view()
    }

    /// One connector, likewise.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound).
    pub fn connector(&self, name: &str) -> Result<ConnectorView> {
        self.herder.view_of(name)
    }

    /// How many threads were left to tasks that blocked them for too long, and have not come back.
    #[must_use]
    pub fn abandoned_threads(&self) -> usize {
        self.herder.abandoned_threads()
    }

    /// Stops all tasks: each hands over what it has, waits for acknowledgements, and commits its offsets, as long as
    /// `task.shutdown.graceful.timeout.ms` and `offset.flush.timeout.ms` allow.
    pub async fn stop(self) {
        self.herder.stop().await;
    }
}

impl std::fmt::Debug for RunningWorker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunningWorker").field("connectors", &self.connectors()).finish()
    }
}
