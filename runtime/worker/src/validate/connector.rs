//! Everything about one connector's configuration (`AbstractHerder.validateConnectorConfig`).

use std::{collections::BTreeMap, sync::Arc};

use kconnect::{
    Props, Validation,
    config::{ConfigInfos, ConfigKey, ConfigValue, Definition, DefinitionError, Parsed, Prop},
};

use super::{
    converters,
    definition::{self, VERSION},
    infos, java_map, overrides,
    plugin::{ConnectorKind, ConnectorPlugin},
    plugin_set::PluginSet,
    rest::Refusal,
    secrets, sink, source, strict,
    version::Requirement,
    worker::{WorkerMode, WorkerSettings},
};

const CLASS: &str = "connector.class";

pub(super) async fn validate(
    plugins: &PluginSet,
    worker: &WorkerSettings,
    props: &Props,
) -> Result<ConfigInfos, Refusal> {
    let given = props.get(CLASS);
    let Some(class) = given.and_then(Prop::expose) else {
        let config = secrets::shown(props);
        return Err(Refusal::bad_request(format!("Connector config {config} contains no connector type")));
    };
    let requirement = Requirement::parse(props.get(VERSION).and_then(Prop::expose)).map_err(Refusal::bad_request)?;
    // As the answer shows it.
    let name = given.and_then(Prop::reference).unwrap_or(class);
    let plugins = Arc::new(plugins.clone());
    let connector = Arc::clone(plugins.connector(class).map_err(Refusal::bad_request)?);
    let connector = &*connector;
    if let Err(message) = plugins.require(connector.class(), requirement.as_ref()) {
        return other_version(&plugins, name, connector, props, &message);
    }
    let enriched = definition::enriched(&plugins, worker, connector, props).map_err(refused)?;
    let mut validation = enriched.validate(props);
    match (connector.kind(), &worker.mode) {
        (ConnectorKind::Sink, _) => sink::check(worker, props, &mut validation)?,
        (ConnectorKind::Source, WorkerMode::Distributed { exactly_once, .. }) => {
            source::check(*exactly_once, connector, props, &mut validation);
        }
        (ConnectorKind::Source, WorkerMode::Standalone) => {}
    }
    refuse_nulls(props, &mut validation);
    let own_definition = connector.definition();
    let own_definition = own_definition.expanded(props);
    strict::check(worker, &enriched, &own_definition, props, &mut validation).map_err(refused)?;
    // Before the values are shown: what is wrong with a converter's class goes to them.
    let converters = converters::infos(&plugins, props, &mut validation);
    let overrides = overrides::infos(worker, connector.kind(), props)?;
    let own = connector.validate(props).await.map_err(|error| Refusal::plugin(error.chain()))?;
    let mut values = listed(&enriched, &validation, props);
    for value in &mut values {
        complete(value, &plugins, props);
    }
    values.extend(listed(&own_definition, &own, props));
    let connector = ConfigInfos::generate(
        name,
        &both(&enriched, &own_definition),
        &values,
        enriched.groups().into_iter().chain(own_definition.groups()),
    );
    Ok(infos::merged(name, [connector, overrides, converters]))
}

/// Of a connector that is there, and not in the version that is asked for: nothing but Kafka Connect's own keys.
fn other_version(
    plugins: &Arc<PluginSet>,
    name: &str,
    connector: &dyn ConnectorPlugin,
    props: &Props,
    message: &str,
) -> Result<ConfigInfos, Refusal> {
    let definition = definition::plain(plugins, connector).map_err(refused)?;
    let mut validation = definition.validate(props);
    validation.error(CLASS, message);
    validation.error(VERSION, message);
    validation.recommend(VERSION, vec![connector.version().to_owned()]);
    refuse_nulls(props, &mut validation);
    let mut values = listed(&definition, &validation, props);
    for value in &mut values {
        complete(value, plugins, props);
    }
    Ok(ConfigInfos::generate(name, definition.keys(), &values, definition.groups()))
}

#[expect(clippy::needless_pass_by_value, reason = "it turns one error into another")]
fn refused(error: DefinitionError) -> Refusal {
    Refusal::config(error.to_string())
}

fn refuse_nulls(props: &Props, validation: &mut Validation) {
    for (key, _) in props.iter().filter(|(_, given)| matches!(given, Prop::Null)) {
        validation.error(key, "Null value can not be supplied as the configuration value.");
    }
}

/// The values in the order of Kafka's map.
fn listed(definition: &Definition, validation: &Validation, props: &Props) -> Vec<ConfigValue> {
    let mut added: Vec<_> = props.keys().map(String::as_str).filter(|key| definition.get(key).is_none()).collect();
    java_map::sort_copied(&mut added, |key| *key);
    // In a place of the table that is taken, what is added to the map later (`computeIfAbsent`) goes to the front.
    let defined = definition.keys().iter().map(|key| &*key.name);
    let places: BTreeMap<_, _> = added.into_iter().rev().chain(defined).zip(0_usize..).collect();
    let mut values: Vec<_> = validation.values().cloned().collect();
    values.sort_by_key(|value| places.get(&*value.name).copied().unwrap_or(usize::MAX));
    java_map::sort(&mut values, |value| &value.name);
    values
}

/// What a validation does not say: the full name of a class, the value of a key that is not defined.
fn complete(value: &mut ConfigValue, plugins: &PluginSet, props: &Props) {
    match &value.value {
        Parsed::Class(name) => value.value = Parsed::Class(plugins.full_name(name).to_owned()),
        Parsed::Null if value.name == sink::GROUP => {
            if let Some(given) = props.get(&*value.name) {
                value.value = given.expose().map_or(Parsed::Null, |text| Parsed::String(text.to_owned()));
                value.secret = given.is_secret();
                value.reference = given.reference().map(str::to_owned);
            }
        }
        _ => {}
    }
}

/// Kafka Connect's keys, and the connector's behind them; one that both have is the connector's, in Kafka Connect's place.
fn both(enriched: &Definition, own: &Definition) -> Vec<ConfigKey> {
    let shared = enriched.keys().iter().map(|key| own.get(&key.name).unwrap_or(key));
    let added = own.keys().iter().filter(|key| enriched.get(&key.name).is_none());
    shared.chain(added).cloned().collect()
}
