//! The file.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;

use super::rule::Rule;
use crate::config::{
    definition::Definition,
    key::{ConfigKey, Width},
    props::HIDDEN,
    types::{ConfigType, Parsed},
};

/// A definition as it was when its file was written.
///
/// ```
/// use kconnect::config::{ConfigKey, ConfigType, Definition, Exported, Importance};
///
/// let definition = |name| Definition::new([ConfigKey::new(name, ConfigType::String, Importance::High)]);
/// let file = definition("topic.name")?.export("com.example.PostSource");
///
/// let changes = Exported::parse(&file)?.compare(&definition("topic.names")?);
/// assert!(changes[0].breaking);
/// assert_eq!(
///     changes[0].to_string(),
///     "topic.name: is gone, and topic.names looks like its new name: write `alias = \"topic.name\"` there"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exported {
    pub(super) class: String,
    /// In the order of the documentation; those of named groups with `<alias>` in their names.
    pub(super) keys: Vec<Key>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) open: Vec<Open>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) named: Vec<Named>,
}

/// A key. Its place in the group is where it stands in the file: a number would change with every new neighbour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    pub(super) name: String,
    #[serde(rename = "type", serialize_with = "type_name", deserialize_with = "type_named")]
    pub(super) config_type: ConfigType,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) required: bool,
    /// Null also where there is none.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub(super) default: Value,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) nullable: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) constraint: Option<Rule>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) internal: bool,
    pub(super) importance: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) width: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) dependents: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) documentation: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Open {
    pub(super) prefix: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) documentation: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    pub(super) key: String,
    pub(super) prefix: String,
    pub(super) group: String,
}

/// A text that is not an exported definition.
#[derive(Debug)]
pub struct ExportedError(serde_json::Error);

impl fmt::Display for ExportedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an exported definition: {}; write the file with `kconnect config export`", self.0)
    }
}

impl std::error::Error for ExportedError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl Definition {
    /// The definition as JSON for a file in the repository, the same for the same definition, with a line break at the end.
    /// `class` is the connector's class. The default of a PASSWORD is not in it.
    #[must_use]
    pub fn export(&self, class: &str) -> String {
        Exported::of(class, self).to_string()
    }
}

/// The text of the file.
impl fmt::Display for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string_pretty(self).map_err(|_| fmt::Error)?;
        writeln!(f, "{text}")
    }
}

impl Exported {
    /// Takes down a definition as it is now.
    #[must_use]
    pub fn of(class: &str, definition: &Definition) -> Self {
        let expanded = definition.with_placeholders();
        Self {
            class: class.to_owned(),
            keys: expanded.sorted().into_iter().map(Key::from).collect(),
            open: expanded
                .open_prefixes()
                .iter()
                .map(|open| Open { prefix: open.prefix.to_string(), documentation: open.documentation.to_string() })
                .collect(),
            named: definition
                .named()
                .iter()
                .map(|named| Named {
                    key: named.key.to_string(),
                    prefix: named.prefix.to_string(),
                    group: named.group.to_string(),
                })
                .collect(),
        }
    }

    /// Reads what [`Definition::export`] wrote.
    ///
    /// # Errors
    /// The text is no JSON or something else, with the line and the column.
    pub fn parse(text: &str) -> Result<Self, ExportedError> {
        serde_json::from_str(text).map_err(ExportedError)
    }

    /// The connector's class.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.class
    }
}

impl From<&ConfigKey> for Key {
    fn from(key: &ConfigKey) -> Self {
        let strings = |texts: &[std::borrow::Cow<'static, str>]| texts.iter().map(ToString::to_string).collect();
        let default = key.default_value();
        Self {
            name: key.name.to_string(),
            config_type: key.config_type,
            required: default.is_none(),
            default: match default {
                None => Value::Null,
                Some(Parsed::Password(_)) => Value::from(HIDDEN),
                Some(default) => default.to_json(),
            },
            nullable: key.is_nullable(),
            constraint: key.constraint().map(Rule::from),
            aliases: strings(&key.aliases),
            internal: key.internal,
            importance: key.importance.name().to_owned(),
            group: key.group.as_deref().map(str::to_owned),
            width: (key.width != Width::None).then(|| key.width.name().to_owned()),
            display_name: (key.display_name != key.name).then(|| key.display_name.to_string()),
            dependents: strings(&key.dependents),
            documentation: key.doc().to_owned(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn type_name<S: Serializer>(config_type: &ConfigType, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(config_type.name())
}

fn type_named<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ConfigType, D::Error> {
    let name = String::deserialize(deserializer)?;
    ConfigType::ALL
        .into_iter()
        .find(|config_type| config_type.name() == name)
        .ok_or_else(|| D::Error::custom(format!("{name} is no type of a key")))
}
