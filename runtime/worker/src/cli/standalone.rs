//! `standalone`: a worker and its connectors, until a signal.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use kconnect::Props;

use crate::{
    error::{Error, Result},
    herder::{Herder, TaskMetrics},
    plugins::Plugins,
    properties::{ConnectorFile, InitialState, Properties},
    raw,
    status::State,
    validate::props_of,
};

pub(super) const HELP: &str = "\
Example:
  kconnect standalone worker.properties twitter.properties archive.json

Any number of connectors, sources and sinks. A connector's file is a properties file, or JSON: the
configuration itself, or what POST /connectors takes, where initial_state may be RUNNING, PAUSED or
STOPPED:

  {\"name\": \"archive\", \"config\": {\"connector.class\": \"FileStreamSink\", ...}, \"initial_state\": \"PAUSED\"}

All of them are checked before the first one starts.

  # worker.properties
  bootstrap.servers=broker1:9092,broker2:9092
  key.converter=io.confluent.connect.avro.AvroConverter
  key.converter.schema.registry.url=http://registry:8081
  value.converter=io.confluent.connect.avro.AvroConverter
  value.converter.schema.registry.url=http://registry:8081
  offset.storage.file.filename=/var/lib/kconnect/offsets

SIGINT or SIGTERM stops the worker: what the connectors handed over is sent, acknowledged, and
committed first, for as long as task.shutdown.graceful.timeout.ms and offset.flush.timeout.ms allow.
A second signal ends it at once.

A task that fails is FAILED until somebody starts it again; task.restart.max.attempts lets the worker
do that. The others go on. `kconnect docs --worker --format help` lists all keys of a worker.

Exit codes:
  0  stopped as asked
  1  the command line was wrong
  2  the worker could not start: its configuration, its offsets file, or Kafka
  3  a connector was refused: its file, its class, or its configuration
  4  every task has FAILED, and none will be started again
  5  stopped with records that Kafka had not acknowledged: in the time that was allowed, or
     because of a second signal; their offsets are not committed";

const WORKER_REFUSED: u8 = 2;
const CONNECTOR_REFUSED: u8 = 3;
const ALL_FAILED: u8 = 4;
const UNACKNOWLEDGED: u8 = 5;

/// How often the tasks are looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Runs until a signal, or until nothing runs any more.
pub(super) async fn run(plugins: Plugins, worker: &Path, connectors: &[PathBuf]) -> ExitCode {
    let mut signals = match Signals::new() {
        Ok(signals) => signals,
        Err(source) => {
            tracing::error!("Stopping due to error: {}", Error::System { what: "signals cannot be handled", source });
            return ExitCode::from(WORKER_REFUSED);
        }
    };
    tracing::info!("Kafka Connect worker initializing ...");
    let worker = worker_file(worker);
    let mut files = Vec::new();
    for file in connectors {
        match connector_file(file) {
            Ok((props, state)) => files.push((file, props, state)),
            Err(error) => refuse(file, &error),
        }
    }
    let worker = match worker {
        Ok(worker) => worker,
        Err(error) => {
            tracing::error!("Stopping due to error: {error}");
            return ExitCode::from(WORKER_REFUSED);
        }
    };
    if files.len() < connectors.len() {
        return ExitCode::from(CONNECTOR_REFUSED);
    }
    let starting = Herder::start(plugins, worker);
    let started = tokio::select! {
        started = starting => started,
        () = signals.next() => return ExitCode::SUCCESS,
    };
    let herder = match started {
        Ok(herder) => herder,
        Err(error) => {
            tracing::error!("Stopping due to error: {error}");
            return ExitCode::from(WORKER_REFUSED);
        }
    };
    let mut code = ExitCode::SUCCESS;
    let mut created = true;
    // All of them are checked before the first one runs, and every problem of each is reported.
    for (file, props, _) in &files {
        let checked = tokio::select! {
            checked = herder.check(props) => checked,
            () = signals.next() => { created = false; break }
        };
        if let Err(error) = checked {
            refuse(file, &error);
            code = ExitCode::from(CONNECTOR_REFUSED);
            created = false;
        }
    }
    for (file, props, state) in files {
        if !created {
            break;
        }
        let outcome = tokio::select! {
            outcome = herder.create(props, state.into()) => outcome,
            () = signals.next() => { created = false; break }
        };
        if let Err(error) = outcome {
            refuse(file, &error);
            code = ExitCode::from(CONNECTOR_REFUSED);
            created = false;
        }
    }
    if created {
        tracing::info!("Kafka Connect started");
        tokio::select! {
            () = signals.next() => {}
            () = all_failed(&herder) => {
                tracing::error!("Every task has FAILED, and nothing is left to do");
                code = ExitCode::from(ALL_FAILED);
            }
        }
    }
    tracing::info!("Kafka Connect stopping");
    let tasks: Vec<_> = herder.view().into_iter().flat_map(|connector| connector.tasks).collect();
    tokio::select! {
        () = herder.stop() => tracing::info!("Kafka Connect stopped"),
        () = signals.next() => {
            tracing::warn!("stopped at once, on a second signal");
            return ExitCode::from(UNACKNOWLEDGED);
        }
    }
    let left: u64 = tasks.iter().map(|task| unacknowledged(&task.metrics)).sum();
    if code == ExitCode::SUCCESS && left > 0 { ExitCode::from(UNACKNOWLEDGED) } else { code }
}

/// Records whose end the worker did not see.
fn unacknowledged(metrics: &TaskMetrics) -> u64 {
    metrics.source().map_or(0, |metrics| metrics.read().source_record_active_count)
}

fn refuse(file: &Path, error: &Error) {
    tracing::error!("Failed to create connector for {}: {error}", file.display());
}

/// Resolves when no task runs any more because all of them failed for good.
async fn all_failed(herder: &Herder) {
    loop {
        let tasks: Vec<_> = herder.view().into_iter().flat_map(|connector| connector.tasks).collect();
        if !tasks.is_empty() && tasks.iter().all(|task| task.status.state == State::Failed && !task.restarts) {
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|source| Error::File { path: path.to_owned(), source })
}

fn worker_file(path: &Path) -> Result<Props> {
    let properties = Properties::parse(&path.display().to_string(), &read(path)?)
        .map_err(|error| Error::Malformed(error.to_string()))?;
    for warning in properties.warnings() {
        tracing::warn!("{warning}");
    }
    Ok(raw::props(properties.into_map()))
}

fn connector_file(path: &Path) -> Result<(Props, InitialState)> {
    let file = ConnectorFile::parse(&path.display().to_string(), &read(path)?)
        .map_err(|error| Error::Malformed(error.to_string()))?;
    for warning in file.properties.warnings() {
        tracing::warn!("{warning}");
    }
    let state = file.initial_state;
    Ok((props_of(&file.config()), state))
}

/// SIGINT and SIGTERM.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// The next signal.
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self {})
    }

    /// The next signal.
    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
