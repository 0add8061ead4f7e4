//! What a registry, a context or a subject permits: compatibility level, mode, and Confluent's other settings.

use std::{convert::Infallible, fmt, str::FromStr};

use kconnect::avro::compat::Level;
use serde::{Deserialize, Serialize};

use super::schema::Metadata;

/// What a new schema must be able to do with the data of earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum CompatibilityLevel {
    /// One of those that every registry has.
    Known(Level),
    /// Another, by its name.
    Other(String),
}

impl CompatibilityLevel {
    /// The level, if it is one of those that every registry has.
    #[must_use]
    pub fn known(&self) -> Option<Level> {
        match self {
            Self::Known(level) => Some(*level),
            Self::Other(_) => None,
        }
    }
}

impl From<Level> for CompatibilityLevel {
    fn from(level: Level) -> Self {
        Self::Known(level)
    }
}

impl From<String> for CompatibilityLevel {
    fn from(name: String) -> Self {
        name.parse().map_or(Self::Other(name), Self::Known)
    }
}

impl From<CompatibilityLevel> for String {
    fn from(level: CompatibilityLevel) -> Self {
        level.to_string()
    }
}

impl fmt::Display for CompatibilityLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(level) => level.fmt(f),
            Self::Other(name) => name.fmt(f),
        }
    }
}

/// What may be done with a subject or the whole registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Mode {
    /// Everything; the default.
    ReadWrite,
    /// Nothing is registered or deleted.
    ReadOnly,
    /// As `ReadOnly`, and the modes of subjects do not count.
    #[serde(rename = "READONLY_OVERRIDE")]
    ReadOnlyOverride,
    /// Schemas are registered with the id and version that they had elsewhere, without a look at compatibility.
    Import,
    /// What is asked for is asked of another registry.
    Forward,
    /// Another, by its name.
    #[serde(untagged)]
    Other(String),
}

impl FromStr for Mode {
    type Err = Infallible;

    fn from_str(name: &str) -> Result<Self, Infallible> {
        Ok(match name {
            "READWRITE" => Self::ReadWrite,
            "READONLY" => Self::ReadOnly,
            "READONLY_OVERRIDE" => Self::ReadOnlyOverride,
            "IMPORT" => Self::Import,
            "FORWARD" => Self::Forward,
            other => Self::Other(other.to_owned()),
        })
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReadWrite => "READWRITE",
            Self::ReadOnly => "READONLY",
            Self::ReadOnlyOverride => "READONLY_OVERRIDE",
            Self::Import => "IMPORT",
            Self::Forward => "FORWARD",
            Self::Other(other) => other,
        })
    }
}

/// The settings of a subject, a context or the whole registry. What is not set comes from the next of these.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Config {
    /// The level. Servers take it as `compatibility` and give it as `compatibilityLevel`.
    #[serde(rename(serialize = "compatibility"), alias = "compatibility", skip_serializing_if = "Option::is_none")]
    pub compatibility_level: Option<CompatibilityLevel>,
    /// Another subject that stands behind this name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Whether every schema is brought into the normal form, asked for or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalize: Option<bool>,
    /// Whether reserved names of fields are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validate_fields: Option<bool>,
    /// Whether rules are validated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validate_rules: Option<bool>,
    /// The metadata property of which only schemas with the same value are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compatibility_group: Option<String>,
    /// `STRICT` or `LENIENT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compatibility_policy: Option<String>,
    /// Metadata for schemas that bring none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_metadata: Option<Metadata>,
    /// Metadata that every schema gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_metadata: Option<Metadata>,
    /// Rules for schemas that bring none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_rule_set: Option<serde_json::Value>,
    /// Rules that every schema gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_rule_set: Option<serde_json::Value>,
}

impl Config {
    /// A level, and nothing else.
    #[must_use]
    pub fn level(level: impl Into<CompatibilityLevel>) -> Self {
        Self { compatibility_level: Some(level.into()), ..Self::default() }
    }
}

/// Whether a schema could be registered as the next version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Compatibility {
    /// Whether it could.
    pub is_compatible: bool,
    /// Why not, in the registry's words; servers do not tell them unless asked to be verbose, which this client does.
    pub messages: Vec<String>,
}
