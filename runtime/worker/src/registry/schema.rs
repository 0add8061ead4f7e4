//! Schemas as the registry takes and gives them.
//!
//! Registries differ in what they answer with: what is not in an answer is absent here, and what nobody here knows is
//! passed over.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The language of a schema. An answer without one is of an Avro schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum SchemaType {
    /// Apache Avro.
    #[default]
    Avro,
    /// JSON Schema.
    Json,
    /// Protocol Buffers.
    Protobuf,
    /// Another, by its name.
    #[serde(untagged)]
    Other(String),
}

impl SchemaType {
    fn is_avro(&self) -> bool {
        *self == Self::Avro
    }
}

/// A schema that another one refers to by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SchemaReference {
    /// The name that the referring schema uses: in Avro, the full name of a type.
    pub name: String,
    /// The subject under which the other schema is registered.
    pub subject: String,
    /// Its version there.
    pub version: u32,
}

/// What is said about a schema beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// Tags by the path of what they are for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, BTreeSet<String>>>,
    /// Properties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<BTreeMap<String, String>>,
    /// The names of properties whose values are sensitive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<BTreeSet<String>>,
}

/// A schema to register, to look up or to compare.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct NewSchema {
    /// The text.
    pub schema: String,
    /// Its language.
    #[serde(skip_serializing_if = "SchemaType::is_avro")]
    pub schema_type: SchemaType,
    /// What it refers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<SchemaReference>,
    /// What is said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Confluent's rules for its data, as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<serde_json::Value>,
    /// The version to register it as; in mode [`Import`](super::Mode::Import).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The id to register it with; in mode [`Import`](super::Mode::Import).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
}

impl NewSchema {
    /// An Avro schema.
    #[must_use]
    pub fn avro(text: impl Into<String>) -> Self {
        Self { schema: text.into(), ..Self::default() }
    }

    /// A schema in another language.
    #[must_use]
    pub fn of_type(schema_type: SchemaType, text: impl Into<String>) -> Self {
        Self { schema: text.into(), schema_type, ..Self::default() }
    }

    /// Names a schema that this one refers to.
    #[must_use]
    pub fn referring_to(mut self, name: impl Into<String>, subject: impl Into<String>, version: u32) -> Self {
        self.references.push(SchemaReference { name: name.into(), subject: subject.into(), version });
        self
    }

    /// Says something about it.
    #[must_use]
    pub fn with_metadata(mut self, metadata: Metadata) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Gives it rules.
    #[must_use]
    pub fn with_rule_set(mut self, rule_set: serde_json::Value) -> Self {
        self.rule_set = Some(rule_set);
        self
    }

    /// Fixes id and version, as mode [`Import`](super::Mode::Import) needs them.
    #[must_use]
    pub fn imported_as(mut self, id: u32, version: u32) -> Self {
        (self.id, self.version) = (Some(id), Some(version));
        self
    }
}

/// A schema under a subject.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct RegisteredSchema {
    /// The subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The id that records carry. It belongs to one context.
    pub id: u32,
    /// The version within the subject. Older servers do not tell it when they register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The id that is the same in all contexts and registries; since Confluent's 8.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// The language.
    #[serde(skip_serializing_if = "SchemaType::is_avro", deserialize_with = "null_is_default")]
    pub schema_type: SchemaType,
    /// What it refers to.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_default")]
    pub references: Vec<SchemaReference>,
    /// What is said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Confluent's rules for its data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<serde_json::Value>,
    /// The text. Servers do not tell it when they register, unless it is another than the given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// When it was registered, in milliseconds since 1970.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub timestamp_ms: Option<i64>,
    /// Whether it is soft-deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
}

/// A schema by its id alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredSchema {
    /// The text.
    pub schema: String,
    /// The language.
    #[serde(default, skip_serializing_if = "SchemaType::is_avro", deserialize_with = "null_is_default")]
    pub schema_type: SchemaType,
    /// What it refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_default")]
    pub references: Vec<SchemaReference>,
    /// What is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Confluent's rules for its data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<serde_json::Value>,
    /// The id that is the same in all contexts and registries; since Confluent's 8.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// The highest id of the registry, if it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_id: Option<u32>,
}

/// A version of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectVersion {
    /// The subject.
    pub subject: String,
    /// Its version.
    pub version: u32,
}

/// An id, and the context it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextId {
    /// The context; `.` is the default one.
    pub context: String,
    /// The id.
    pub id: u32,
}

/// Some servers write null for what there is none of.
fn null_is_default<'de, D: serde::Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}
