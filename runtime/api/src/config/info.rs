//! The JSON that Kafka Connect's REST interface shows of a definition and of a validation (Kafka 4.3's `ConfigInfos`).

use serde::Serialize;

use super::{
    definition::Definition,
    key::ConfigKey,
    validation::{ConfigValue, Validation},
};

/// What `PUT /connector-plugins/{class}/config/validate` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ConfigInfos {
    /// The connector's class.
    pub name: String,
    /// How many messages there are.
    pub error_count: usize,
    /// The headings of a form, in order.
    pub groups: Vec<String>,
    /// Keys that nobody defined first, then every key in the order of its definition.
    pub configs: Vec<ConfigInfo>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ConfigInfo {
    /// The key; `None` if nobody defined it.
    pub definition: Option<ConfigKeyInfo>,
    /// The value; `None` if it was not validated.
    pub value: Option<ConfigValueInfo>,
}

/// A key, as `GET /connector-plugins/{class}/config` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ConfigKeyInfo {
    /// The key's name.
    pub name: String,
    /// The type: `PASSWORD`.
    #[serde(rename = "type")]
    pub config_type: &'static str,
    /// Whether there is no default.
    pub required: bool,
    /// The default as text.
    pub default_value: Option<String>,
    /// How much it matters: `HIGH`.
    pub importance: &'static str,
    /// What it does.
    pub documentation: Option<String>,
    /// Its heading.
    pub group: Option<String>,
    /// Its place below the heading.
    pub order_in_group: i32,
    /// How wide a form should be: `NONE`.
    pub width: &'static str,
    /// Its name for humans.
    pub display_name: String,
    /// The keys that depend on it.
    pub dependents: Vec<String>,
}

/// A value and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ConfigValueInfo {
    /// The key's name.
    pub name: String,
    /// The value as text: `[hidden]` for a password, the variable for what a config provider gave.
    pub value: Option<String>,
    /// Values to choose from.
    pub recommended_values: Vec<String>,
    /// What is wrong.
    pub errors: Vec<String>,
    /// Whether a form should show the key.
    pub visible: bool,
}

impl ConfigInfos {
    /// Puts keys and values together (`AbstractHerder.generateResult`).
    #[must_use]
    pub fn generate(
        name: &str,
        keys: &[ConfigKey],
        values: &[ConfigValue],
        groups: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let undefined = values.iter().filter(|value| !keys.iter().any(|key| key.name == value.name));
        let undefined = undefined.map(|value| ConfigInfo { definition: None, value: Some(value.into()) });
        let defined = keys.iter().map(|key| ConfigInfo {
            definition: Some(key.into()),
            value: values.iter().rev().find(|value| key.name == value.name).map(ConfigValueInfo::from),
        });
        let configs: Vec<_> = undefined.chain(defined).collect();
        let errors = configs.iter().filter_map(|config| Some(config.value.as_ref()?.errors.len()));
        Self {
            name: name.to_owned(),
            error_count: errors.sum(),
            groups: groups.into_iter().map(Into::into).collect(),
            configs,
        }
    }
}

impl Validation {
    /// The validation as REST shows it; `definition` is the one that made it, `name` the connector's class.
    #[must_use]
    pub fn infos(&self, name: &str, definition: &Definition) -> ConfigInfos {
        let definition = definition.expanded(&self.given);
        let values: Vec<_> = self.values().cloned().collect();
        ConfigInfos::generate(name, definition.keys(), &values, definition.groups())
    }
}

impl Definition {
    /// The keys as REST shows them, in the order of their definition.
    #[must_use]
    pub fn key_infos(&self) -> Vec<ConfigKeyInfo> {
        self.keys().iter().map(ConfigKeyInfo::from).collect()
    }
}

impl From<&ConfigKey> for ConfigKeyInfo {
    fn from(key: &ConfigKey) -> Self {
        let default = key.default_value();
        Self {
            name: key.name.to_string(),
            config_type: key.config_type.name(),
            required: default.is_none(),
            default_value: default.and_then(|default| default.to_text()),
            importance: key.importance.name(),
            documentation: key.documentation.as_ref().map(ToString::to_string),
            group: key.group.as_ref().map(ToString::to_string),
            order_in_group: key.order,
            width: key.width.name(),
            display_name: key.display_name.to_string(),
            dependents: key.dependents.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<&ConfigValue> for ConfigValueInfo {
    fn from(value: &ConfigValue) -> Self {
        Self {
            name: value.name.to_string(),
            value: value.text(),
            recommended_values: value.recommended.iter().filter_map(super::Parsed::to_text).collect(),
            errors: value.errors.clone(),
            visible: value.visible,
        }
    }
}
