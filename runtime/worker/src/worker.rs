//! The builder: which connectors a binary has, and the ways to run them.

use std::{process::ExitCode, sync::Arc};

use kconnect::{SourceConnector, config::ConfigProvider, host::Source};

use crate::{
    cli,
    error::Result,
    herder::{ConnectorView, Herder},
    plugins::Plugins,
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
        self.plugins.add_source(Arc::new(Source::<C>::new()));
        self
    }

    /// Adds a config provider, under the name that `config.providers.NAME.class` gives it. Kafka's own are there already:
    /// `FileConfigProvider`, `DirectoryConfigProvider` and `EnvVarConfigProvider`.
    pub fn config_provider<P: ConfigProvider + Default>(mut self, class: &str) -> Self {
        self.plugins.config_providers.add::<P>(class);
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
        f.debug_list().entries(self.plugins.sources().iter().map(|plugin| plugin.class())).finish()
    }
}

/// A worker that runs. Dropping it without [`stop`](Self::stop) leaves its tasks to the end of the process.
pub struct RunningWorker {
    herder: Herder,
}

impl RunningWorker {
    /// Validates a connector's configuration and starts it.
    ///
    /// # Errors
    /// Every problem of the configuration at once; what the connector says when it divides its work.
    pub async fn create(&mut self, config: impl IntoIterator<Item = (String, String)>) -> Result<()> {
        let written = raw::props(config);
        self.herder.check(&written).await?;
        self.herder.create(written).await
    }

    /// All connectors, with the state and the counters of each task.
    #[must_use]
    pub fn connectors(&self) -> Vec<ConnectorView> {
        self.herder.view()
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
