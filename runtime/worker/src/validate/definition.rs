//! The keys of a connector with that configuration: Kafka Connect's own, with the worker's defaults.

use std::sync::Arc;

use kconnect::{
    Props,
    config::{ConfigKey, Definition, DefinitionError, Invalid, Parsed, Prop, Validator},
};

use super::{
    advice::{Classes, VersionsOf},
    converters::CONVERTERS,
    enrich::{check_kind, enrich},
    plugin::{ConnectorKind, ConnectorPlugin},
    plugin_set::{ClassKind, PluginSet},
    worker::{WorkerConverter, WorkerSettings},
};
use crate::config::kafka::{CONNECTOR, SINK, SOURCE};

pub(super) const VERSION: &str = "connector.plugin.version";

/// Kafka Connect's own keys of a connector, as `ConnectorConfig.configDef` and its two heirs have them: without a worker's
/// defaults, and with no classes to propose.
///
/// # Errors
/// None in practice: the keys are Kafka Connect's and do not clash.
pub fn connector_definition(kind: ConnectorKind) -> Result<Definition, DefinitionError> {
    Definition::new(keys(kind))
}

fn keys(kind: ConnectorKind) -> impl Iterator<Item = ConfigKey> {
    let own = match kind {
        ConnectorKind::Source => SOURCE.as_slice(),
        ConnectorKind::Sink => SINK.as_slice(),
    };
    CONNECTOR.iter().chain(own).map(ConfigKey::from)
}

/// The keys of every connector, for one whose version cannot be had: nothing is proposed.
pub(super) fn plain(plugins: &Arc<PluginSet>, connector: &dyn ConnectorPlugin) -> Result<Definition, DefinitionError> {
    let nothing = Arc::new(PluginSet::new());
    let keys = CONNECTOR.iter().map(|key| {
        let key = ConfigKey::from(key);
        if key.name == VERSION {
            return key.with_default(version(connector)).with_recommender(VersionsOf::connector(&nothing));
        }
        match part(&key.name) {
            Some((name, kind, Part::Version)) => key.with_recommender(VersionsOf::class(&nothing, kind, name)),
            Some((_, kind, Part::Class)) => key.with_validator(ClassRule { plugins: Arc::clone(plugins), kind }),
            None => key,
        }
    });
    Ok(with_classes(Definition::new(keys)?, plugins))
}

/// The keys of that connector with that configuration.
pub(super) fn enriched(
    plugins: &Arc<PluginSet>,
    worker: &WorkerSettings,
    connector: &dyn ConnectorPlugin,
    props: &Props,
) -> Result<Definition, DefinitionError> {
    let keys = keys(connector.kind()).map(|key| with_defaults(key, plugins, worker, connector, props));
    enrich(with_classes(Definition::new(keys)?, plugins), plugins, props)
}

fn with_classes(definition: Definition, plugins: &Arc<PluginSet>) -> Definition {
    let known = Arc::clone(plugins);
    definition.with_classes(move |name| known.has_class(name))
}

/// What a key says of a converter.
enum Part {
    Class,
    Version,
}

/// The converter that a key is about.
fn part(key: &str) -> Option<(&'static str, ClassKind, Part)> {
    CONVERTERS.iter().find_map(|(name, kind, _)| match key.strip_prefix(name)? {
        "" => Some((*name, *kind, Part::Class)),
        ".plugin.version" => Some((*name, *kind, Part::Version)),
        _ => None,
    })
}

/// The key with what the worker and its plugins say about it.
fn with_defaults(
    key: ConfigKey,
    plugins: &Arc<PluginSet>,
    worker: &WorkerSettings,
    connector: &dyn ConnectorPlugin,
    props: &Props,
) -> ConfigKey {
    if key.name == VERSION {
        return key.with_default(version(connector)).with_recommender(VersionsOf::connector(plugins));
    }
    let Some((name, kind, part)) = part(&key.name) else { return key };
    let own = match name {
        "key.converter" => &worker.key_converter,
        "value.converter" => &worker.value_converter,
        _ => &worker.header_converter,
    };
    match part {
        Part::Class => {
            let default = own.class.as_deref().map(|class| plugins.full_name(class).to_owned());
            key.with_default(default.map_or(Parsed::Null, Parsed::Class))
                .with_validator(ClassRule { plugins: Arc::clone(plugins), kind })
                .with_recommender(Classes::of(plugins, kind))
        }
        Part::Version => {
            let version = converter_version(plugins, kind, own, props.get(name).and_then(Prop::expose));
            key.with_default(version.map_or(Parsed::Null, Parsed::String))
                .with_recommender(VersionsOf::class(plugins, kind, name))
        }
    }
}

fn version(connector: &dyn ConnectorPlugin) -> Parsed {
    Parsed::String(connector.version().to_owned())
}

/// The version of the converter that the connector has: its own, or the worker's.
fn converter_version(
    plugins: &PluginSet,
    kind: ClassKind,
    worker: &WorkerConverter,
    connector: Option<&str>,
) -> Option<String> {
    let newest = |class: &str| plugins.version(kind, class).map(str::to_owned);
    match (connector, &worker.class) {
        (Some(class), _) => newest(class),
        (None, Some(class)) => worker.version.clone().or_else(|| newest(class)),
        (None, None) => None,
    }
}

/// A class of one kind.
struct ClassRule {
    plugins: Arc<PluginSet>,
    kind: ClassKind,
}

impl Validator for ClassRule {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        match value {
            Parsed::Class(class) => check_kind(&self.plugins, self.kind, class),
            _ => Ok(()),
        }
    }

    fn describe(&self) -> String {
        let interface = format!("org.apache.kafka.connect.storage.{}", self.kind.interface());
        format!("A concrete subclass of {interface}, A class with a public, no-argument constructor")
    }
}
