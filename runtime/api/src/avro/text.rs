//! A schema's text, attribute for attribute as Java's `Schema.toString` writes it.

use std::fmt;

use serde_json::{Map, Value as Json};

use super::tree::{Field, Kind, Schema};
use crate::json::JavaFormatter;

impl Schema {
    /// The text with line breaks, indented by two spaces; without a line break at its end.
    #[must_use]
    pub fn pretty(&self) -> String {
        JavaFormatter::pretty(&node(self, ""))
    }
}

impl fmt::Display for Schema {
    /// The compact text: what a registry gets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&JavaFormatter::compact(&node(self, "")))
    }
}

/// A full name, cut at its last dot; the namespace may be empty.
pub(super) fn split(full: &str) -> (&str, &str) {
    full.rsplit_once('.').unwrap_or(("", full))
}

/// `enclosing` is the namespace of the record around; empty: none.
fn node(schema: &Schema, enclosing: &str) -> Json {
    let mut object = Map::new();
    let mut named = |word: &str, full: &str, doc: Option<&String>| {
        let (namespace, name) = split(full);
        object.insert("type".into(), word.into());
        object.insert("name".into(), name.into());
        if namespace != enclosing {
            object.insert("namespace".into(), namespace.into());
        }
        if let Some(doc) = doc {
            object.insert("doc".into(), doc.as_str().into());
        }
    };
    let mut aliases: &[String] = &[];
    let mut namespace = enclosing;
    match &schema.kind {
        Kind::Union(branches) => return branches.iter().map(|branch| node(branch, enclosing)).collect(),
        Kind::Reference(full) => return relative(full, enclosing).into(),
        Kind::Array(items) => {
            object.insert("type".into(), "array".into());
            object.insert("items".into(), node(items, enclosing));
        }
        Kind::Map(values) => {
            object.insert("type".into(), "map".into());
            object.insert("values".into(), node(values, enclosing));
        }
        Kind::Record(record) => {
            named("record", &record.name, record.doc.as_ref());
            (namespace, _) = split(&record.name);
            object.insert("fields".into(), record.fields.iter().map(|of| field(of, namespace)).collect());
            aliases = &record.aliases;
        }
        Kind::Enum(symbols) => {
            named("enum", &symbols.name, symbols.doc.as_ref());
            (namespace, _) = split(&symbols.name);
            object.insert("symbols".into(), symbols.symbols.clone().into());
            if let Some(default) = &symbols.default {
                object.insert("default".into(), default.as_str().into());
            }
            aliases = &symbols.aliases;
        }
        Kind::Fixed(fixed) => {
            named("fixed", &fixed.name, fixed.doc.as_ref());
            (namespace, _) = split(&fixed.name);
            object.insert("size".into(), fixed.size.into());
            aliases = &fixed.aliases;
        }
        primitive => {
            let word = primitive.word();
            if schema.attributes.is_empty() {
                return word.into();
            }
            object.insert("type".into(), word.into());
        }
    }
    object.extend(schema.attributes.clone());
    if !aliases.is_empty() {
        object.insert("aliases".into(), aliases.iter().map(|alias| relative(alias, namespace)).collect());
    }
    object.into()
}

fn field(field: &Field, namespace: &str) -> Json {
    let mut object = Map::new();
    object.insert("name".into(), field.name.as_str().into());
    object.insert("type".into(), node(&field.schema, namespace));
    if let Some(doc) = &field.doc {
        object.insert("doc".into(), doc.as_str().into());
    }
    if let Some(default) = &field.default {
        object.insert("default".into(), default.clone());
    }
    let (order, others): (Map<_, _>, Map<_, _>) =
        field.attributes.clone().into_iter().partition(|(word, _)| word == "order");
    object.extend(order);
    if !field.aliases.is_empty() {
        object.insert("aliases".into(), field.aliases.clone().into());
    }
    object.extend(others);
    object.into()
}

/// A name as it is written inside a namespace. One that reads like a primitive type stays full.
fn relative(full: &str, enclosing: &str) -> String {
    let (namespace, name) = split(full);
    let short = namespace == enclosing && Kind::primitive(name).is_none();
    if short { name.to_owned() } else { full.to_owned() }
}

impl Kind {
    /// The primitive type of that word.
    pub(super) fn primitive(word: &str) -> Option<Self> {
        Some(match word {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "int" => Self::Int,
            "long" => Self::Long,
            "float" => Self::Float,
            "double" => Self::Double,
            "bytes" => Self::Bytes,
            "string" => Self::String,
            _ => return None,
        })
    }

    /// The word of `"type"`.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Bytes => "bytes",
            Self::String => "string",
            Self::Array(_) => "array",
            Self::Map(_) => "map",
            Self::Union(_) => "union",
            Self::Record(_) => "record",
            Self::Enum(_) => "enum",
            Self::Fixed(_) => "fixed",
            Self::Reference(_) => "reference",
        }
    }
}
