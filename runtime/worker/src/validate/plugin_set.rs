//! All plugins of a worker, and how a name in a configuration finds one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use kconnect::host::{RecordPlugin, SinkPlugin, SourcePlugin};

use super::{
    kafka_plugins, own_converters,
    plugin::{ClassDescription, Compiled, CompiledSink, ConnectorPlugin, Offline},
    version::{Requirement, Version},
};

use crate::{
    plugins::{Plugin, Plugins},
    transforms::RecordPlugins,
};

/// What kind of class a name has to stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ClassKind {
    Converter,
    HeaderConverter,
    Transformation,
    Predicate,
}

impl ClassKind {
    /// The simple name of the Java interface.
    pub(super) fn interface(self) -> &'static str {
        match self {
            Self::Converter => "Converter",
            Self::HeaderConverter => "HeaderConverter",
            Self::Transformation => "Transformation",
            Self::Predicate => "Predicate",
        }
    }
}

/// The connectors, converters, transformations and predicates that a worker has.
///
/// A name in a configuration is a full class name, the simple name, or that without its `Connector`, `Converter`,
/// `HeaderConverter`, `Transformation` or `Predicate`. A short name that means two plugins means neither.
#[derive(Clone, Debug, Default)]
pub struct PluginSet {
    connectors: Vec<Arc<dyn ConnectorPlugin>>,
    classes: Vec<(ClassKind, Arc<ClassDescription>)>,
    /// Every short name, and the full names that it could mean.
    short: BTreeMap<String, BTreeSet<String>>,
}

impl PluginSet {
    /// No plugins.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The converters, header converters, transformations and predicates of Kafka Connect's own distribution. What a
    /// worker really can do is its own set.
    #[must_use]
    pub fn kafka() -> Self {
        let set = kafka_plugins::converters().fold(Self::new(), Self::with_converter);
        let set = kafka_plugins::header_converters().fold(set, Self::with_header_converter);
        set.with_record_plugins(&RecordPlugins::kafka())
    }

    /// What a worker has: the compiled-in connectors, its converters, and Kafka's transformations and predicates.
    #[must_use]
    pub fn worker(sources: impl IntoIterator<Item = Arc<dyn SourcePlugin>>) -> Self {
        sources.into_iter().fold(Self::own_converters().with_record_plugins(&RecordPlugins::kafka()), Self::with_source)
    }

    fn own_converters() -> Self {
        let set = own_converters::converters().fold(Self::new(), Self::with_converter);
        own_converters::header_converters().fold(set, Self::with_header_converter)
    }

    /// Adds a connector.
    #[must_use]
    pub fn with_connector(mut self, connector: impl ConnectorPlugin + 'static) -> Self {
        let connector: Arc<dyn ConnectorPlugin> = Arc::new(connector);
        for class in std::iter::once(connector.class()).chain(connector.aliases()) {
            name(&mut self.short, class, "Connector", connector.class());
        }
        self.connectors.push(connector);
        // The order of Java's sorted sets, in which messages and recommendations list them.
        self.connectors.sort_by(|a, b| a.class().cmp(b.class()));
        self
    }

    /// Adds a compiled-in source connector, which also checks what only it can check.
    #[must_use]
    pub fn with_source(self, source: Arc<dyn SourcePlugin>) -> Self {
        self.with_connector(Compiled(source))
    }

    /// Adds a compiled-in sink connector, which also checks what only it can check.
    #[must_use]
    pub fn with_sink(self, sink: Arc<dyn SinkPlugin>) -> Self {
        self.with_connector(CompiledSink(sink))
    }

    /// The plugins of a binary. `connected`: what connectors check may connect.
    pub(crate) fn of(plugins: &Plugins, connected: bool) -> Self {
        let set = Self::own_converters().with_record_plugins(&plugins.records);
        plugins.connectors().iter().cloned().fold(set, |set, plugin| match plugin {
            plugin if !connected => set.with_connector(Offline(plugin)),
            Plugin::Source(source) => set.with_source(source),
            Plugin::Sink(sink) => set.with_sink(sink),
        })
    }

    /// Adds a converter of keys and values.
    #[must_use]
    pub fn with_converter(self, converter: ClassDescription) -> Self {
        self.with_class(ClassKind::Converter, converter)
    }

    /// Adds a converter of headers.
    #[must_use]
    pub fn with_header_converter(self, converter: ClassDescription) -> Self {
        self.with_class(ClassKind::HeaderConverter, converter)
    }

    /// Adds a transformation.
    #[must_use]
    pub fn with_transformation(self, transformation: ClassDescription) -> Self {
        self.with_class(ClassKind::Transformation, transformation)
    }

    /// Adds a predicate.
    #[must_use]
    pub fn with_predicate(self, predicate: ClassDescription) -> Self {
        self.with_class(ClassKind::Predicate, predicate)
    }

    /// Adds transformations and predicates, under their classes and aliases.
    #[must_use]
    pub fn with_record_plugins(self, plugins: &RecordPlugins) -> Self {
        let set = plugins.transformations().iter().fold(self, |set, plugin| {
            set.with_aliases(ClassKind::Transformation, plugin.class(), plugin.aliases())
                .with_transformation(described(&**plugin))
        });
        plugins.predicates().iter().fold(set, |set, plugin| {
            set.with_aliases(ClassKind::Predicate, plugin.class(), plugin.aliases())
                .with_predicate(described(&**plugin))
        })
    }

    fn with_aliases(mut self, kind: ClassKind, class: &str, aliases: &[&str]) -> Self {
        for alias in aliases {
            name(&mut self.short, alias, kind.interface(), class);
            self.short.entry((*alias).to_owned()).or_default().insert(class.to_owned());
        }
        self
    }

    fn with_class(mut self, kind: ClassKind, class: ClassDescription) -> Self {
        name(&mut self.short, &class.class, kind.interface(), &class.class);
        self.classes.push((kind, Arc::new(class)));
        self.classes.sort_by(|(_, a), (_, b)| a.class.cmp(&b.class));
        self
    }

    /// The connectors, by class.
    pub fn connectors(&self) -> impl Iterator<Item = &dyn ConnectorPlugin> {
        self.connectors.iter().map(|connector| &**connector)
    }

    /// The full name that a name stands for.
    pub(super) fn full_name<'a>(&'a self, name: &'a str) -> &'a str {
        match self.short.get(name) {
            Some(classes) if classes.len() == 1 => classes.first().map_or(name, String::as_str),
            _ => name,
        }
    }

    /// The connector of a name, or Kafka Connect's message.
    pub(super) fn connector(&self, class: &str) -> Result<&Arc<dyn ConnectorPlugin>, String> {
        let full = self.full_name(class);
        let is =
            |connector: &&Arc<dyn ConnectorPlugin>| connector.class() == full || connector.aliases().contains(&full);
        if let Some(connector) = self.connectors.iter().find(is) {
            return Ok(connector);
        }
        let matching = |connector: &&Arc<dyn ConnectorPlugin>| {
            let simple = simple_name(connector.class());
            simple == class || simple.strip_suffix("Connector") == Some(class)
        };
        let all = || self.connectors.iter().map(|connector| listed(&**connector)).collect::<Vec<_>>().join(", ");
        let mut matches = self.connectors.iter().filter(matching);
        match (matches.next(), matches.next()) {
            (Some(connector), None) => Ok(connector),
            (Some(_), Some(_)) => Err(format!(
                "More than one connector matches alias {class}. Please use full package and class name instead. Classes \
                 found: {}",
                all()
            )),
            (None, _) => Err(format!(
                "Failed to find any class that implements Connector and which name matches {class}, available connectors \
                 are: {}",
                all()
            )),
        }
    }

    /// Whether there is a class of that name, of whatever kind.
    pub(super) fn has_class(&self, name: &str) -> bool {
        let full = self.full_name(name);
        self.connectors.iter().any(|connector| connector.class() == full)
            || self.classes.iter().any(|(_, class)| class.class == full)
    }

    /// The class of a name, if it is of that kind.
    pub(super) fn class(&self, kind: ClassKind, name: &str) -> Option<&Arc<ClassDescription>> {
        let full = self.full_name(name);
        self.of_kind(kind).find(|class| class.class == full)
    }

    /// The classes of a kind, by name.
    pub(super) fn of_kind(&self, kind: ClassKind) -> impl Iterator<Item = &Arc<ClassDescription>> {
        self.classes.iter().filter(move |(own, _)| *own == kind).map(|(_, class)| class)
    }

    /// The newest version of a class of that kind.
    pub(super) fn version(&self, kind: ClassKind, name: &str) -> Option<&str> {
        let full = self.full_name(name);
        let versions = self.of_kind(kind).filter(|class| class.class == full).map(|class| &*class.version);
        versions.max_by(|a, b| Version::new(a).cmp(&Version::new(b)))
    }

    /// Whether the class is there in a version that is asked for.
    ///
    /// # Errors
    /// Kafka Connect's message.
    pub(super) fn require(&self, name: &str, requirement: Option<&Requirement>) -> Result<(), String> {
        let Some(requirement) = requirement else { return Ok(()) };
        let full = self.full_name(name);
        let connectors = self.connectors.iter().filter(|c| c.class() == full).map(|c| c.version());
        let classes = self.classes.iter().filter(|(_, class)| class.class == full).map(|(_, class)| &*class.version);
        let mut versions: Vec<_> = connectors.chain(classes).collect();
        versions.sort_by_key(|version| Version::new(version));
        if versions.iter().any(|version| requirement.allows(version)) {
            return Ok(());
        }
        Err(format!(
            "Plugin {full} not found that matches the version range {requirement}, available versions: [{}]",
            versions.join(", ")
        ))
    }
}

fn described<I: ?Sized>(plugin: &dyn RecordPlugin<I>) -> ClassDescription {
    ClassDescription::new(plugin.class(), plugin.definition().into_owned()).with_version(plugin.version())
}

/// Remembers the short names of a class (`PluginUtils.computeAliases`).
fn name(short: &mut BTreeMap<String, BTreeSet<String>>, class: &str, suffix: &str, stands_for: &str) {
    let simple = simple_name(class);
    let pruned = simple.rfind(suffix).filter(|at| *at > 0).and_then(|at| simple.get(..at));
    for name in std::iter::once(simple).chain(pruned) {
        short.entry(name.to_owned()).or_default().insert(stands_for.to_owned());
    }
}

/// `Class.getSimpleName`.
fn simple_name(class: &str) -> &str {
    class.rsplit(['.', '$']).next().unwrap_or(class)
}

/// `PluginDesc.toString`, of a plugin on the class path.
fn listed(connector: &dyn ConnectorPlugin) -> String {
    let (class, version, kind) = (connector.class(), connector.version(), connector.kind());
    format!(
        "PluginDesc{{klass=class {class}, name='{class}', version='{version}', encodedVersion={version}, type={kind}, \
         typeName='{kind}', location='classpath'}}"
    )
}
