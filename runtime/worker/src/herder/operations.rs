//! All connectors of a worker.

use std::{
    collections::BTreeMap,
    future::Future,
    panic::resume_unwind,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use kconnect::{Prop, Props};
use tokio_util::sync::CancellationToken;

use super::{
    connector::Connector,
    environment::Environment,
    plan::RestartRequest,
    start::{Admitted, admit},
    tasks,
    view::ConnectorView,
};
use crate::{
    config::ConnectorConfig,
    error::{Error, Result},
    plugins::Plugins,
    stores::TargetState,
};

/// Runs connectors on this machine. Clones are the same herder.
///
/// A change goes on when whoever asked for it does not wait for it any more.
#[derive(Clone)]
pub(crate) struct Herder {
    environment: Arc<Environment>,
    connectors: Arc<Mutex<BTreeMap<String, Arc<Connector>>>>,
    closing: CancellationToken,
}

impl Herder {
    /// Checks the worker's configuration, all of it, opens the offsets, and asks Kafka for its name.
    ///
    /// # Errors
    /// Every problem of the configuration at once; offsets that cannot be read; a Kafka that does not answer.
    pub(crate) async fn start(plugins: Plugins, written: Props) -> Result<Self> {
        Ok(Self {
            environment: Arc::new(Environment::start(plugins, written).await?),
            connectors: Arc::default(),
            closing: CancellationToken::new(),
        })
    }

    /// Validates a connector's configuration, all of it, and warns of what is seldom meant.
    ///
    /// # Errors
    /// Every problem at once.
    pub(crate) async fn check(&self, config: &Props) -> Result<()> {
        admit(&self.environment, &name(config), config).await.map(drop)
    }

    /// Starts a connector with its tasks, unless `target` says otherwise.
    ///
    /// # Errors
    /// Every problem of the configuration at once; that the connector is there; what it says when it divides its work: it is
    /// there and FAILED then.
    pub(crate) async fn create(&self, config: Props, target: TargetState) -> Result<()> {
        let herder = self.clone();
        detached(async move {
            let name = name(&config);
            let exists = || Error::DuplicateConnector { name: name.clone() };
            if herder.connectors().contains_key(&name) {
                return Err(exists());
            }
            let admitted = admit(&herder.environment, &name, &config).await?;
            let Admitted { parts, .. } = &admitted;
            let connector = Connector::new(&herder.environment, &name, parts, config, target, &herder.closing);
            let mut work = connector.work.lock().await;
            {
                let mut connectors = herder.connectors();
                if connectors.contains_key(&name) {
                    return Err(exists());
                }
                connectors.insert(name.clone(), Arc::clone(&connector));
            }
            connector.create(&mut work, admitted).await
        })
        .await
    }

    /// Gives a connector another configuration. A missing name is the connector's.
    ///
    /// # Errors
    /// That there is no such connector; every problem of the configuration, and nothing has changed; what stands in the way
    /// of starting with it.
    pub(crate) async fn alter(&self, name: &str, mut config: Props) -> Result<()> {
        let connector = self.connector(name)?;
        let key = ConnectorConfig::NAME_CONF;
        let given = config.get(key).and_then(Prop::expose).map(str::to_owned);
        match given {
            Some(given) if given != name => {
                return Err(Error::Refused {
                    status: 400,
                    message: format!(
                        "Connector name configuration ({given}) doesn't match connector name in the URL ({name})"
                    ),
                });
            }
            Some(_) => {}
            None => {
                config.insert(key.to_owned(), Prop::from(name));
            }
        }
        detached(async move { connector.alter(config).await }).await
    }

    /// Lets a connector's tasks rest: they keep what they have.
    ///
    /// # Errors
    /// That there is no such connector.
    pub(crate) async fn pause(&self, name: &str) -> Result<()> {
        let connector = self.known(name)?;
        detached(async move { connector.pause().await }).await
    }

    /// Lets a connector's tasks work again, or starts one that was stopped.
    ///
    /// # Errors
    /// That there is no such connector; what stands in the way.
    pub(crate) async fn resume(&self, name: &str) -> Result<()> {
        let connector = self.known(name)?;
        detached(async move { connector.resume().await }).await
    }

    /// Stops a connector and its tasks, and keeps its configuration.
    ///
    /// # Errors
    /// That there is no such connector.
    pub(crate) async fn stop_connector(&self, name: &str) -> Result<()> {
        let connector = self.known(name)?;
        detached(async move { connector.stop().await }).await
    }

    /// Starts instances of a connector again, and shows them as they are meanwhile.
    ///
    /// # Errors
    /// That there is no such connector; what stands in the way.
    pub(crate) async fn restart(&self, name: &str, request: RestartRequest) -> Result<ConnectorView> {
        let unknown = || Error::not_found(format!("Unknown connector: {name}"));
        let connector = self.connectors().get(name).cloned().ok_or_else(unknown)?;
        detached(async move { connector.restart(request).await }).await
    }

    /// Starts one task of a connector again.
    ///
    /// # Errors
    /// That there is no such connector or task.
    pub(crate) async fn restart_task(&self, name: &str, index: usize) -> Result<()> {
        let connector = self.connector(name)?;
        detached(async move { connector.restart_task(index).await }).await
    }

    /// Stops a connector and forgets it.
    ///
    /// # Errors
    /// That there is no such connector.
    pub(crate) async fn delete(&self, name: &str) -> Result<()> {
        let connector = self.connector(name)?;
        let herder = self.clone();
        detached(async move {
            let deleted = connector.delete().await;
            herder.connectors().retain(|_, other| !Arc::ptr_eq(other, &connector));
            deleted
        })
        .await
    }

    /// A connector's configuration as it was written.
    ///
    /// # Errors
    /// That there is no such connector.
    pub(crate) fn config(&self, name: &str) -> Result<Props> {
        Ok(self.connector(name)?.written())
    }

    /// All connectors, with the state of each task.
    pub(crate) fn view(&self) -> Vec<ConnectorView> {
        self.all().iter().map(|connector| connector.view()).collect()
    }

    /// One connector.
    ///
    /// # Errors
    /// That there is none of that name.
    pub(crate) fn view_of(&self, name: &str) -> Result<ConnectorView> {
        Ok(self.connector(name)?.view())
    }

    /// How many threads were left to tasks that do not return them.
    pub(crate) fn abandoned_threads(&self) -> usize {
        self.environment.threads.abandoned()
    }

    /// Stops every task, and waits for them as long as `task.shutdown.graceful.timeout.ms` allows.
    pub(crate) async fn stop(self) {
        self.closing.cancel();
        let deadline = self.environment.deadline();
        let running: Vec<_> = self.all().iter().flat_map(|connector| connector.tasks()).collect();
        tasks::stop(&running, deadline).await;
    }

    fn all(&self) -> Vec<Arc<Connector>> {
        self.connectors().values().cloned().collect()
    }

    fn connector(&self, name: &str) -> Result<Arc<Connector>> {
        let not_found = || Error::not_found(format!("Connector {name} not found"));
        self.connectors().get(name).cloned().ok_or_else(not_found)
    }

    /// Likewise, in the words in which Kafka Connect refuses to change a state.
    fn known(&self, name: &str) -> Result<Arc<Connector>> {
        let unknown = || Error::not_found(format!("Unknown connector {name}"));
        self.connectors().get(name).cloned().ok_or_else(unknown)
    }

    fn connectors(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Connector>>> {
        self.connectors.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name that a configuration gives its connector.
fn name(config: &Props) -> String {
    config.get(ConnectorConfig::NAME_CONF).and_then(Prop::expose).unwrap_or_default().to_owned()
}

/// Does it, whether anybody waits for it or not.
async fn detached<T: Send + 'static>(change: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    match tokio::spawn(change).await {
        Ok(outcome) => outcome,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(error) => Err(Error::Connector(error.to_string())),
        },
    }
}
