//! The connectors a worker knows, by class name.

use std::sync::Arc;

use kconnect::{config::ProviderClasses, host::SourcePlugin};

use crate::error::Error;

/// The connectors compiled into this binary. Kafka Connect finds its plugins on a path; here the builder names them.
#[derive(Clone, Default)]
pub(crate) struct Plugins {
    sources: Vec<Arc<dyn SourcePlugin>>,
    /// What `config.providers.NAME.class` may name.
    pub(crate) config_providers: ProviderClasses,
}

impl Plugins {
    pub(crate) fn add_source(&mut self, plugin: Arc<dyn SourcePlugin>) {
        self.sources.push(plugin);
    }

    pub(crate) fn sources(&self) -> &[Arc<dyn SourcePlugin>] {
        &self.sources
    }

    /// Finds a source connector by what a user may write into `connector.class`: its class name, an alias, the simple
    /// name of either, or that without `Connector`.
    pub(crate) fn source(&self, class: &str) -> Result<&Arc<dyn SourcePlugin>, Error> {
        let matching = |exact: bool| {
            move |plugin: &&Arc<dyn SourcePlugin>| {
                names(&***plugin).any(|name| if exact { name == class } else { short_names(name).any(|s| s == class) })
            }
        };
        if let Some(plugin) = self.sources.iter().find(matching(true)) {
            return Ok(plugin);
        }
        // As in Kafka, a short name that means two plugins means neither.
        let mut short = self.sources.iter().filter(matching(false));
        match (short.next(), short.next()) {
            (Some(plugin), None) => Ok(plugin),
            (Some(first), Some(second)) => {
                Err(Error::AmbiguousConnector { class: class.to_owned(), first: first.class(), second: second.class() })
            }
            (None, _) => Err(Error::UnknownConnector {
                class: class.to_owned(),
                known: self.sources.iter().map(|plugin| plugin.class()).collect(),
            }),
        }
    }
}

fn names(plugin: &dyn SourcePlugin) -> impl Iterator<Item = &'static str> {
    std::iter::once(plugin.class()).chain(plugin.aliases().iter().copied())
}

/// Kafka's `PluginUtils.simpleName` and `prunedName`: the name is cut at the last `Connector`.
fn short_names(class: &'static str) -> impl Iterator<Item = &'static str> {
    let simple = class.rsplit(['.', '$']).next().unwrap_or(class);
    let pruned = simple.rfind("Connector").and_then(|at| simple.get(..at)).filter(|name| !name.is_empty());
    std::iter::once(simple).chain(pruned)
}
