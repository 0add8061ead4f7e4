//! Variables in the configurations of the worker and of its connectors.
//!
//! What is stored and shown is the configuration as it is written. Its variables are filled in when it is used: at
//! validation, and at the start of a connector and of each of its tasks.

use kconnect::{
    Error, Props, Result,
    config::{ConfigTransformer, ProviderClasses, Transformed},
};
use tokio::runtime::Handle;

use crate::{raw::messages, task::panic_message};

/// The config providers of a worker. Cloning it is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Variables {
    transformer: ConfigTransformer,
    /// Providers may block, and a runtime cannot end before they are done: it is the worker's, not a task's.
    runtime: Handle,
}

impl Variables {
    /// The providers that a worker's configuration names.
    ///
    /// # Errors
    /// Everything that is wrong with that, a line each.
    pub(crate) async fn of_worker(worker: &Props, classes: &ProviderClasses) -> Result<Self, Vec<String>> {
        let (worker, classes, runtime) = (worker.clone(), classes.clone(), Handle::current());
        let configuring = move || ConfigTransformer::configured(&worker, &classes);
        let configured = blocking(&runtime, configuring).await.map_err(|error| vec![error.to_string()])?;
        let transformer = configured.map_err(|problems| messages(&problems))?;
        Ok(Self { transformer, runtime })
    }

    /// The configuration with its variables filled in.
    ///
    /// # Errors
    /// Every variable that cannot be looked up, a line each.
    pub(crate) async fn fill_in(&self, written: &Props) -> Result<Transformed> {
        if self.transformer.is_empty() {
            return self.transformer.transform(written).map_err(Error::from);
        }
        let (transformer, written) = (self.transformer.clone(), written.clone());
        blocking(&self.runtime, move || transformer.transform(&written)).await?.map_err(Error::from)
    }
}

/// Warns of variables without a value, and of what the providers have to say. `whose` is in front of each line.
pub(crate) fn warn(whose: &str, transformed: &Transformed) {
    for unresolved in &transformed.unresolved {
        tracing::warn!("{whose}{unresolved}");
    }
    for warning in &transformed.warnings {
        tracing::warn!("{whose}{warning}");
    }
}

async fn blocking<T: Send + 'static>(runtime: &Handle, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    runtime.spawn_blocking(work).await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => Error::fatal(format!("a config provider panicked: {}", panic_message(&*panic))),
        Err(error) => Error::fatal(error),
    })
}
