//! Starting a connector: its configuration is read, its own code runs, its work is divided into tasks.

use std::{num::NonZeroUsize, sync::Arc, time::Duration};

use kconnect::{ConfigDef, ErrorKind, Props, config::Secrets};
use tokio_util::sync::CancellationToken;

use super::{
    connector::{Connector, Running, Work},
    environment::{Environment, lines},
    policy::RestartPolicy,
    spec::Clients,
    thread::ConnectorThread,
    written::written,
};
use crate::{
    config::{ConnectorConfig, SinkConnectorConfig, SourceConnectorConfig},
    error::{Error, Result},
    examine::{self, ConnectorExamined, ConnectorKeys, ConnectorParts},
    log,
    raw::{self, below},
    status::State,
    stores::TargetState,
    variables,
};

/// The shortest time between two answers of a connector's `watch`, so that one that always has something new harms nobody.
const WATCH_PAUSE: Duration = Duration::from_secs(1);

/// A configuration that has no problems, and the thread on which the connector found that out.
pub(super) struct Admitted {
    pub(super) thread: ConnectorThread,
    pub(super) parts: ConnectorParts,
    /// When the first value of a variable comes to its end, and the variables' values as they are.
    pub(super) ttl: Option<Duration>,
}

/// Examines a connector's configuration, all of it. The connector's own checks run on a thread of its own.
///
/// # Errors
/// Every problem at once, in Kafka's words.
pub(super) async fn admit(environment: &Arc<Environment>, name: &str, config: &Props) -> Result<Admitted> {
    let filled_in = environment.variables.fill_in(config).await.map_err(|error| invalid(&lines(&error)))?;
    let whose = format!("[{name}] ");
    variables::warn(&whose, &filled_in);
    let ttl = filled_in.ttls.values().min().copied();
    log::keep_out(&Secrets::of(filled_in.props.values()));
    let thread =
        ConnectorThread::spawn(name).map_err(|source| Error::System { what: "a connector needs a thread", source })?;
    let examining = {
        let environment = Arc::clone(environment);
        async move { Ok(examine::connector(&environment.bench(), filled_in.props, false).await) }
    };
    let ConnectorExamined { findings, refusal, parts, .. } =
        thread.run(examining).await.map_err(|error| Error::Connector(error.chain()))?;
    findings.warn(&whose);
    match parts {
        Some(parts) => Ok(Admitted { thread, parts, ttl }),
        None => Err(refused(refusal, &findings.problems())),
    }
}

/// Kafka's answer, with what this worker has against the configuration besides.
fn refused(refusal: Option<(u16, String)>, problems: &[String]) -> Error {
    match refusal {
        // Without a plugin nothing else can be said.
        Some((status, message)) if status == 400 && problems.first() == Some(&message) => {
            Error::Refused { status, message }
        }
        _ => invalid(problems),
    }
}

fn invalid(problems: &[String]) -> Error {
    Error::ConnectorConfig { count: problems.len(), errors: problems.join("\n") }
}

impl Connector {
    /// Starts the connector as its target wants it, without tasks.
    ///
    /// # Errors
    /// What stands in the way; the connector is FAILED then.
    pub(super) async fn start(&self, work: &mut Work, admitted: Admitted) -> Result<()> {
        let Admitted { thread, parts, ttl } = admitted;
        let secrets = Secrets::of(self.environment.props.values().chain(parts.props.values()));
        log::keep_out(&secrets);
        self.show_config(&parts, work.written.clone());
        self.dump(&parts);
        tracing::info!("Creating connector {} of type {}", self.name, parts.plugin.class());
        let clients = match Clients::connect(&self.environment, &parts).await {
            Ok(clients) => clients,
            Err(error) => {
                let message = secrets.scrub(error.chain());
                self.status.fail(message.clone());
                return Err(Error::Connector(format!("[{}] {message}", self.name)));
            }
        };
        let common = parts.keys.common();
        let policy = RestartPolicy::of(common, &self.environment.config);
        let reload = self.reload(common.config_action_reload, ttl, &parts.props);
        let mut running = Running {
            thread,
            parts: Arc::new(parts),
            secrets,
            clients: Arc::new(clients),
            policy,
            watching: None,
            _reload: reload,
        };
        if work.target == TargetState::Started {
            running.watching = Some(self.watch(&running).drop_guard());
            self.status.set(State::Running);
        } else {
            self.status.set(State::Paused);
        }
        work.running = Some(running);
        Ok(())
    }

    /// Divides the work, and starts the tasks anew if something about them has changed.
    ///
    /// # Errors
    /// What the connector says; the connector is FAILED with more tasks than it may have.
    pub(super) async fn configure_tasks(&self, work: &mut Work) -> kconnect::Result<()> {
        let Some(running) = &work.running else { return Ok(()) };
        let name = &self.name;
        let parts = Arc::clone(&running.parts);
        let common = parts.keys.common();
        let max = usize::try_from(common.tasks_max).ok().and_then(NonZeroUsize::new).unwrap_or(NonZeroUsize::MIN);
        let dividing = {
            let parts = Arc::clone(&parts);
            async move { parts.plugin.task_configs(&parts.props, max).await }
        };
        let secrets = running.secrets.clone();
        let configs = running.thread.run(dividing).await.map_err(|error| secrets.scrub_error(error))?;
        if configs.len() > max.get() {
            let count = configs.len();
            if common.tasks_max_enforce {
                let message = format!(
                    "The connector {name} has generated {count} tasks, which is greater than {max}, the maximum number of tasks it is configured to create. This behaviour should be considered a bug and is disallowed. If necessary, it can be permitted by reconfiguring the connector with 'tasks.max.enforce' set to false; however, this option will be removed in a future release of Kafka Connect."
                );
                self.status.fail(message.clone());
                return Err(kconnect::Error::fatal(message));
            }
            tracing::warn!(
                "The connector {name} has generated {count} tasks, which is greater than {max}, the maximum number of tasks it is configured to create. This behavior should be considered a bug and will be disallowed in future releases of Kafka Connect. Please report this to the maintainers of the connector and request that they adjust their connector's taskConfigs() method to respect the maxTasks parameter."
            );
        }
        let configs: Vec<_> = configs.iter().map(written).collect();
        let applied = written(&work.written);
        if work.configs == configs && work.applied.as_ref() == Some(&applied) {
            tracing::info!("Skipping reconfiguration of connector {name} as generated configs appear unchanged");
            return Ok(());
        }
        if work.configs == configs && work.applied.is_some() {
            tracing::info!("Forcing task restart for connector {name} as its configuration appears to be updated");
        }
        self.stop_tasks(&self.tasks()).await;
        self.environment.configs.put_task_configs(name, &configs).await.map_err(kconnect::Error::from)?;
        work.configs = configs;
        work.applied = Some(applied);
        self.start_tasks(work);
        tracing::info!("Created connector {name} with {} task(s)", work.configs.len());
        Ok(())
    }

    /// Waits for what the connector has to say while its tasks run, until the token is cancelled.
    pub(super) fn watch(&self, running: &Running) -> CancellationToken {
        let (own, parts, secrets) = (self.own.clone(), Arc::clone(&running.parts), running.secrets.clone());
        let ended = self.closed.child_token();
        let watching = {
            let parts = Arc::clone(&parts);
            move || parts.plugin.watch(&parts.props)
        };
        let mut next = running.thread.run(watching());
        let token = ended.clone();
        let name = self.name.clone();
        tokio::spawn(async move {
            loop {
                let began = tokio::time::Instant::now();
                let Some(outcome) = token.run_until_cancelled(next).await else { return };
                let Some(connector) = own.upgrade() else { return };
                if let Err(error) = outcome {
                    let message = secrets.scrub(error.chain());
                    tracing::error!("[{name}] the connector failed: {message}");
                    return connector.status.fail(message);
                }
                connector.reconfigure().await;
                if token.run_until_cancelled(tokio::time::sleep_until(began + WATCH_PAUSE)).await.is_none() {
                    return;
                }
                let work = connector.work.lock().await;
                let Some(running) = work.running.as_ref().filter(|_| !token.is_cancelled()) else { return };
                next = running.thread.run(watching());
            }
        });
        ended
    }

    /// Somebody asked for new task configurations.
    pub(super) async fn reconfigure(&self) {
        let mut pause = Duration::from_millis(250);
        loop {
            let mut work = self.work.lock().await;
            if work.target != TargetState::Started || work.running.is_none() || self.closed.is_cancelled() {
                return;
            }
            let Err(error) = self.configure_tasks(&mut work).await else { return };
            drop(work);
            let ErrorKind::Retriable { after } = error.kind() else {
                tracing::error!("[{}] the work could not be divided: {}", self.name, error.chain());
                return self.status.fail(error.chain());
            };
            let delay = after.unwrap_or(pause);
            tracing::warn!("[{}] the work will be divided again in {delay:?}: {}", self.name, error.chain());
            if self.closed.run_until_cancelled(tokio::time::sleep(delay)).await.is_none() {
                return;
            }
            pause = (pause * 2).min(Duration::from_mins(1));
        }
    }

    /// Every value, for the log.
    fn dump(&self, parts: &ConnectorParts) {
        let [common, own] = &parts.validations;
        let (worker, props) = (&self.environment.props, &parts.props);
        let (title, clients): (_, &[&str]) = match parts.keys {
            ConnectorKeys::Source(_) => (SourceConnectorConfig::NAME, &["producer"]),
            ConnectorKeys::Sink(_) => (SinkConnectorConfig::NAME, &["consumer"]),
        };
        tracing::info!("{}", common.dump(title));
        for key in [
            ConnectorConfig::KEY_CONVERTER_CONF,
            ConnectorConfig::VALUE_CONVERTER_CONF,
            ConnectorConfig::HEADER_CONVERTER_CONF,
        ] {
            // The worker's settings belong to the worker's converter, not to one that the connector names.
            let prefix = format!("{key}.");
            let section = below(if props.contains_key(key) { props } else { worker }, &prefix);
            tracing::info!("{}", raw::dump(&format!("{prefix}*"), &section));
        }
        for client in clients {
            let overrides = below(props, &format!("{client}.override."));
            let all = below(worker, &format!("{client}.")).into_iter().chain(overrides);
            tracing::info!("{}", raw::dump(&format!("{client}.*"), &all.collect()));
        }
        tracing::info!("{}", own.dump(parts.plugin.config_name()));
    }
}
