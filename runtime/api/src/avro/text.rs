//! A schema's text, letter for letter as Java's `Schema.toString` writes it.

use std::{collections::HashSet, fmt};

use serde_json::{Map, Value as Json};

use super::{
    names::{relative, split},
    tree::{Field, Kind, Order, Schema},
};
use crate::json::JavaFormatter;

impl Schema {
    /// The text with line breaks, indented by two spaces; without a line break at its end.
    #[must_use]
    pub fn pretty(&self) -> String {
        JavaFormatter::pretty(&Writer::default().node(self, ""))
    }

    /// The compact text that belongs with `references`: it names their types and leaves the definitions to them. This is what
    /// is registered beside a list of references.
    #[must_use]
    pub fn to_text_with(&self, references: &[Self]) -> String {
        let known = references.iter().filter_map(Self::name).collect();
        JavaFormatter::compact(&Writer { known }.node(self, ""))
    }
}

impl fmt::Display for Schema {
    /// The compact text: what a registry gets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text_with(&[]))
    }
}

#[derive(Default)]
struct Writer<'a> {
    /// Full names that are defined: the next use is a reference, as of Avro 1.12.
    known: HashSet<&'a str>,
}

impl<'a> Writer<'a> {
    /// `enclosing` is the namespace of the type around; empty: none.
    fn node(&mut self, schema: &'a Schema, enclosing: &str) -> Json {
        if let Some(full) = schema.name()
            && (matches!(schema.kind, Kind::Reference(_)) || !self.known.insert(full))
        {
            return relative(full, enclosing).into();
        }
        let mut object = Map::new();
        let mut aliases: &[String] = &[];
        let mut named = |word: &str, full: &str, doc: &Option<String>, of: &'a [String]| {
            let (namespace, name) = split(full);
            object.insert("type".into(), word.into());
            object.insert("name".into(), name.into());
            if namespace != enclosing {
                object.insert("namespace".into(), namespace.into());
            }
            if let Some(doc) = doc {
                object.insert("doc".into(), doc.as_str().into());
            }
            aliases = of;
        };
        match &schema.kind {
            Kind::Union(branches) => return branches.iter().map(|branch| self.node(branch, enclosing)).collect(),
            Kind::Array(items) => {
                object.insert("type".into(), "array".into());
                object.insert("items".into(), self.node(items, enclosing));
            }
            Kind::Map(values) => {
                object.insert("type".into(), "map".into());
                object.insert("values".into(), self.node(values, enclosing));
            }
            Kind::Record(record) => {
                named(if record.error { "error" } else { "record" }, &record.name, &record.doc, &record.aliases);
                let (namespace, _) = split(&record.name);
                let fields = record.fields.iter().map(|of| self.field(of, namespace)).collect();
                object.insert("fields".into(), fields);
            }
            Kind::Enum(of) => {
                named("enum", &of.name, &of.doc, &of.aliases);
                object.insert("symbols".into(), of.symbols.clone().into());
                if let Some(default) = &of.default {
                    object.insert("default".into(), default.as_str().into());
                }
            }
            Kind::Fixed(of) => {
                named("fixed", &of.name, &of.doc, &of.aliases);
                object.insert("size".into(), of.size.into());
            }
            primitive if schema.attributes.is_empty() => return primitive.word().into(),
            primitive => {
                object.insert("type".into(), primitive.word().into());
            }
        }
        object.extend(schema.attributes.clone());
        if !aliases.is_empty() {
            let (namespace, _) = split(schema.name().unwrap_or_default());
            object.insert("aliases".into(), aliases.iter().map(|alias| relative(alias, namespace)).collect());
        }
        object.into()
    }

    fn field(&mut self, field: &'a Field, namespace: &str) -> Json {
        let mut object = Map::new();
        object.insert("name".into(), field.name.as_str().into());
        object.insert("type".into(), self.node(&field.schema, namespace));
        if let Some(doc) = &field.doc {
            object.insert("doc".into(), doc.as_str().into());
        }
        if let Some(default) = &field.default {
            object.insert("default".into(), default.clone());
        }
        if field.order != Order::Ascending {
            object.insert("order".into(), field.order.to_string().into());
        }
        if !field.aliases.is_empty() {
            object.insert("aliases".into(), field.aliases.clone().into());
        }
        object.extend(field.attributes.clone());
        object.into()
    }
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
