//! What the REST interface and the herder ask.

use std::collections::BTreeMap;

use kconnect::{
    Props,
    config::{ConfigInfos, Prop},
};

use super::{
    connector,
    plugin_set::PluginSet,
    rest::{Refusal, RestError},
    worker::WorkerSettings,
};

/// A connector's configuration as JSON has it, for the functions of this module. A value without text is Kafka's null.
#[must_use]
pub fn props_of(config: &BTreeMap<String, Option<String>>) -> Props {
    let prop = |value: &Option<String>| value.clone().map_or(Prop::Null, Prop::Plain);
    config.iter().map(|(key, value)| (key.clone(), prop(value))).collect()
}

/// Validates a connector's configuration and everything that it configures: the connector, its converters,
/// transformations and predicates, and what it overrides of its clients (`AbstractHerder.validateConnectorConfig`).
///
/// Variables are filled in before, as [`Prop::Resolved`]; the answer shows them as they were written. Secrets are hidden.
///
/// # Errors
/// When there is nothing to validate with: no `connector.class`, or one that no plugin has. What is wrong with values is in
/// the answer.
pub async fn connector_config(
    plugins: &PluginSet,
    worker: &WorkerSettings,
    config: &Props,
) -> Result<ConfigInfos, RestError> {
    connector::validate(plugins, worker, config).await.map_err(|refusal| refusal.without(config).plain())
}

/// Answers `PUT /connector-plugins/{plugin}/config/validate` (`ConnectorPluginsResource.validateConfigs`).
///
/// # Errors
/// 400 if the configuration is for another plugin than the path; 500 as [`connector_config`] refuses: Kafka Connect gives
/// that status here, and the class of the exception before the message.
pub async fn plugin_config(
    plugins: &PluginSet,
    worker: &WorkerSettings,
    plugin: &str,
    config: &Props,
) -> Result<ConfigInfos, RestError> {
    if let Some(class) = config.get("connector.class").and_then(Prop::expose)
        && !normalized(class).ends_with(normalized(plugin))
    {
        let message = format!("Included connector type {class} does not match request type {plugin}");
        return Err(Refusal::bad_request(message).without(config).plain());
    }
    connector::validate(plugins, worker, config).await.map_err(|refusal| refusal.without(config).wrapped())
}

/// Checks what `POST /connectors` brings, before anything is created. Gives the connector's name and its configuration,
/// which has the name in it.
///
/// # Errors
/// 400 with every error of the configuration; 400 if the configuration has another name; as [`connector_config`] refuses.
pub async fn new_connector(
    plugins: &PluginSet,
    worker: &WorkerSettings,
    name: Option<&str>,
    config: &Props,
) -> Result<(String, Props), RestError> {
    // No name becomes an empty one, which the name's validator refuses; it accepts null.
    let name = name.unwrap_or_default().trim_matches(|c| c <= ' ').to_owned();
    let mut config = config.clone();
    match config.get("name").and_then(Prop::expose) {
        Some(included) if included != name => {
            let message =
                format!("Connector name configuration ({included}) doesn't match connector name in the URL ({name})");
            return Err(Refusal::bad_request(message).without(&config).plain());
        }
        Some(_) => {}
        None => {
            config.insert("name".to_owned(), Prop::Plain(name.clone()));
        }
    }
    let infos = connector_config(plugins, worker, &config).await?;
    refused(&infos).map_or(Ok((name, config)), |message| Err(RestError::new(400, message)))
}

/// All errors in one message, if there are any (`AbstractHerder.maybeAddConfigErrors`).
#[must_use]
pub fn refused(infos: &ConfigInfos) -> Option<String> {
    if infos.error_count == 0 {
        return None;
    }
    let mut message =
        format!("Connector configuration is invalid and contains the following {} error(s):", infos.error_count);
    for error in infos.configs.iter().filter_map(|config| config.value.as_ref()).flat_map(|value| &value.errors) {
        message.push('\n');
        message.push_str(error);
    }
    message.push_str(
        "\nYou can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`",
    );
    Some(message)
}

/// The name without its `Connector`.
fn normalized(plugin: &str) -> &str {
    plugin.strip_suffix("Connector").filter(|name| !name.is_empty()).unwrap_or(plugin)
}
