//! The plugins a worker knows, by class name.

use std::{borrow::Cow, num::NonZeroUsize, sync::Arc};

use kconnect::{
    Props, Validation,
    config::{Definition, ProviderClasses},
    host::{Boxed, SinkPlugin, SourcePlugin},
};

use crate::{error::Error, transforms::RecordPlugins, validate::ConnectorKind};

/// What is compiled into this binary. Kafka Connect finds its plugins on a path; here the builder names them.
#[derive(Clone, Default)]
pub(crate) struct Plugins {
    connectors: Vec<Plugin>,
    /// What `config.providers.NAME.class` may name.
    pub(crate) config_providers: ProviderClasses,
    /// Transformations and predicates.
    pub(crate) records: RecordPlugins,
}

/// A connector of either kind.
#[derive(Clone)]
pub(crate) enum Plugin {
    /// Into Kafka.
    Source(Arc<dyn SourcePlugin>),
    /// Out of Kafka.
    Sink(Arc<dyn SinkPlugin>),
}

impl Plugins {
    pub(crate) fn add(&mut self, plugin: Plugin) {
        self.connectors.push(plugin);
    }

    /// The connectors of both kinds.
    pub(crate) fn connectors(&self) -> &[Plugin] {
        &self.connectors
    }

    /// The source connectors.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Arc<dyn SourcePlugin>> {
        self.connectors.iter().filter_map(|plugin| match plugin {
            Plugin::Source(source) => Some(source),
            Plugin::Sink(_) => None,
        })
    }

    /// Finds a source connector, as [`connector`](Self::connector) does: the commands about schemas are about these, because
    /// a sink takes what comes.
    pub(crate) fn source(&self, class: &str) -> Result<&Arc<dyn SourcePlugin>, Error> {
        match self.connector(class)? {
            Plugin::Source(source) => Ok(source),
            Plugin::Sink(sink) => Err(Error::Connector(format!(
                "{} is a sink connector, which reads records and has no schemas of its own; name a source connector",
                sink.class()
            ))),
        }
    }

    /// Finds a connector by what a user may write into `connector.class`: its class name, an alias, the simple name of
    /// either, or that without `Connector`.
    pub(crate) fn connector(&self, class: &str) -> Result<&Plugin, Error> {
        let matching = |exact: bool| {
            move |plugin: &&Plugin| {
                names(plugin).any(|name| if exact { name == class } else { short_names(name).any(|s| s == class) })
            }
        };
        if let Some(plugin) = self.connectors.iter().find(matching(true)) {
            return Ok(plugin);
        }
        // As in Kafka, a short name that means two plugins means neither.
        let mut short = self.connectors.iter().filter(matching(false));
        match (short.next(), short.next()) {
            (Some(plugin), None) => Ok(plugin),
            (Some(first), Some(second)) => {
                Err(Error::AmbiguousConnector { class: class.to_owned(), first: first.class(), second: second.class() })
            }
            (None, _) => Err(Error::UnknownConnector {
                class: class.to_owned(),
                known: self.connectors.iter().map(Plugin::class).collect(),
            }),
        }
    }
}

/// What both kinds have. Each is as the method of that name of [`SourcePlugin`] and [`SinkPlugin`].
impl Plugin {
    pub(crate) fn kind(&self) -> ConnectorKind {
        match self {
            Self::Source(_) => ConnectorKind::Source,
            Self::Sink(_) => ConnectorKind::Sink,
        }
    }

    pub(crate) fn class(&self) -> &'static str {
        match self {
            Self::Source(source) => source.class(),
            Self::Sink(sink) => sink.class(),
        }
    }

    pub(crate) fn aliases(&self) -> &'static [&'static str] {
        match self {
            Self::Source(source) => source.aliases(),
            Self::Sink(sink) => sink.aliases(),
        }
    }

    pub(crate) fn version(&self) -> &'static str {
        match self {
            Self::Source(source) => source.version(),
            Self::Sink(sink) => sink.version(),
        }
    }

    pub(crate) fn definition(&self) -> Cow<'static, Definition> {
        match self {
            Self::Source(source) => source.definition(),
            Self::Sink(sink) => sink.definition(),
        }
    }

    pub(crate) fn config_name(&self) -> &'static str {
        match self {
            Self::Source(source) => source.config_name(),
            Self::Sink(sink) => sink.config_name(),
        }
    }

    pub(crate) fn validate_offline(&self, props: &Props) -> Validation {
        match self {
            Self::Source(source) => source.validate_offline(props),
            Self::Sink(sink) => sink.validate_offline(props),
        }
    }

    pub(crate) fn task_configs<'a>(
        &'a self,
        props: &'a Props,
        max: NonZeroUsize,
    ) -> Boxed<'a, kconnect::Result<Vec<Props>>> {
        match self {
            Self::Source(source) => source.task_configs(props, max),
            Self::Sink(sink) => sink.task_configs(props, max),
        }
    }

    pub(crate) fn watch(&self, props: &Props) -> Boxed<'static, kconnect::Result<()>> {
        match self {
            Self::Source(source) => source.watch(props),
            Self::Sink(sink) => sink.watch(props),
        }
    }
}

fn names(plugin: &Plugin) -> impl Iterator<Item = &'static str> {
    std::iter::once(plugin.class()).chain(plugin.aliases().iter().copied())
}

/// Kafka's `PluginUtils.simpleName` and `prunedName`: the name is cut at the last `Connector`.
fn short_names(class: &'static str) -> impl Iterator<Item = &'static str> {
    let simple = class.rsplit(['.', '$']).next().unwrap_or(class);
    let pruned = simple.rfind("Connector").and_then(|at| simple.get(..at)).filter(|name| !name.is_empty());
    std::iter::once(simple).chain(pruned)
}
