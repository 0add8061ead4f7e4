//! Variables in the configurations of the worker and of its connectors.
//!
//! What is stored and shown is the configuration as it is written. Its variables are filled in when it is used: at
//! validation, and at the start of a connector and of each of its tasks.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use kconnect::{
    Error, Prop, Props, Result,
    config::{ConfigTransformer, ProviderClasses, Transformed},
};
use tokio::runtime::Handle;

use crate::{config::ConnectorConfig, raw::messages, task::panic_message};

/// The config providers of a worker. Cloning it is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Variables {
    transformer: ConfigTransformer,
    /// Providers may block, and a runtime cannot end before they are done: it is the worker's, not a task's.
    runtime: Handle,
    told_of_ttl: Arc<AtomicBool>,
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
        Ok(Self { transformer, runtime, told_of_ttl: Arc::default() })
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

    /// Warns of variables without a value, and of what the providers have to say. `whose` is in front of each line.
    pub(crate) fn warn(&self, whose: &str, transformed: &Transformed) {
        for unresolved in &transformed.unresolved {
            tracing::warn!("{whose}{unresolved}");
        }
        for warning in &transformed.warnings {
            tracing::warn!("{whose}{warning}");
        }
        let reload = transformed.props.get(ConnectorConfig::CONFIG_ACTION_RELOAD_CONF).and_then(Prop::expose);
        if let Some((path, ttl)) = transformed.ttls.first_key_value()
            && !reload.is_some_and(|action| action.trim().eq_ignore_ascii_case("none"))
            && !self.told_of_ttl.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(
                "{whose}the values of the variables at `{path}` are good for {ttl:?}, but this version looks them up again \
                 only when the connector is started again; config.action.reload=none says that this is meant"
            );
        }
    }
}

async fn blocking<T: Send + 'static>(runtime: &Handle, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    runtime.spawn_blocking(work).await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => Error::fatal(format!("a config provider panicked: {}", panic_message(&*panic))),
        Err(error) => Error::fatal(error),
    })
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        io,
        sync::Mutex,
        time::Duration,
    };

    use kconnect::config::{ConfigData, ConfigProvider};

    use super::*;

    /// Has values for a minute.
    struct Leases;

    impl ConfigProvider for Leases {
        fn get(&self, _path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
            let data: ConfigData = keys.into_iter().flatten().map(|key| (key.clone(), "unseen".to_owned())).collect();
            Ok(data.with_ttl(Duration::from_mins(1)))
        }
    }

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged when that is filled in twice.
    async fn logged(props: &[(&str, &str)]) -> String {
        let leases: Arc<dyn ConfigProvider> = Arc::new(Leases);
        let variables = Variables {
            transformer: ConfigTransformer::new(BTreeMap::from([("v".to_owned(), leases)])),
            runtime: Handle::current(),
            told_of_ttl: Arc::default(),
        };
        let props = props.iter().map(|(key, value)| ((*key).to_owned(), Prop::from(*value))).collect();
        let filled_in = variables.fill_in(&props).await.unwrap();
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(subscriber, || {
            variables.warn("[c] ", &filled_in);
            variables.warn("[c] ", &filled_in);
        });
        let text = lines.0.lock().unwrap().clone();
        String::from_utf8(text).unwrap()
    }

    #[tokio::test]
    async fn that_values_come_to_an_end_is_told_once() {
        let logged = logged(&[("k", "${v:/lease:k}")]).await;
        assert_eq!(logged.lines().count(), 1, "{logged}");
        assert!(logged.contains("[c] the values of the variables at `/lease` are good for 60s"), "{logged}");
    }

    #[tokio::test]
    async fn that_values_come_to_an_end_is_not_told_to_who_does_not_want_to_know() {
        assert_eq!(logged(&[("k", "${v:/lease:k}"), ("config.action.reload", "NONE")]).await, "");
    }
}
