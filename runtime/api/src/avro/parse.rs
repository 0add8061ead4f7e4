//! A schema's text, read.

use std::{collections::BTreeSet, error::Error, fmt, str::FromStr};

use serde_json::{Map, Value as Json};

use super::{
    text::split,
    tree::{Attributes, EnumSchema, Field, FixedSchema, Kind, Record, Schema},
};

/// Why a text is no Avro schema.
#[derive(Debug)]
pub struct InvalidSchema(String);

impl fmt::Display for InvalidSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an Avro schema: {}", self.0)
    }
}

impl Error for InvalidSchema {}

impl FromStr for Schema {
    type Err = InvalidSchema;

    fn from_str(text: &str) -> Result<Self, InvalidSchema> {
        let json = serde_json::from_str(text).map_err(|error| InvalidSchema(error.to_string()))?;
        Parser { defined: BTreeSet::new() }.node(json, "")
    }
}

type Result<T, E = InvalidSchema> = std::result::Result<T, E>;

fn invalid<T>(problem: impl Into<String>) -> Result<T> {
    Err(InvalidSchema(problem.into()))
}

struct Parser {
    /// Full names, for references.
    defined: BTreeSet<String>,
}

impl Parser {
    fn node(&mut self, json: Json, enclosing: &str) -> Result<Schema> {
        match json {
            Json::String(word) => self.word(&word, enclosing),
            Json::Array(branches) => {
                let branches = branches.into_iter().map(|branch| self.node(branch, enclosing));
                Ok(Kind::Union(branches.collect::<Result<_>>()?).into())
            }
            Json::Object(mut object) => match object.shift_remove("type") {
                Some(Json::String(word)) => self.object(&word, object, enclosing),
                // {"type": {…}} says the same as {…}.
                Some(nested) => self.node(nested, enclosing),
                None => invalid("an object without `type`"),
            },
            other => invalid(format!("{other} where a type should be")),
        }
    }

    fn word(&self, word: &str, enclosing: &str) -> Result<Schema> {
        if let Some(primitive) = Kind::primitive(word) {
            return Ok(primitive.into());
        }
        let full = full_name(word, enclosing);
        // A name that its namespace does not have may be one without a namespace.
        [full.as_str(), word]
            .into_iter()
            .find(|name| self.defined.contains(*name))
            .map(|name| Kind::Reference(name.to_owned()).into())
            .ok_or_else(|| InvalidSchema(format!("`{full}` is not defined before it is used")))
    }

    fn object(&mut self, word: &str, mut object: Map<String, Json>, enclosing: &str) -> Result<Schema> {
        let kind = match word {
            "array" => Kind::Array(Box::new(self.child(&mut object, "items", enclosing)?)),
            "map" => Kind::Map(Box::new(self.child(&mut object, "values", enclosing)?)),
            "record" | "error" => {
                let (name, doc, aliases) = self.named(&mut object, enclosing)?;
                let (namespace, _) = split(&name);
                let Some(Json::Array(fields)) = object.shift_remove("fields") else {
                    return invalid(format!("record `{name}` without `fields`"));
                };
                let fields = fields.into_iter().map(|field| self.field(field, namespace)).collect::<Result<_>>()?;
                Kind::Record(Record { name, doc, fields, aliases })
            }
            "enum" => {
                let (name, doc, aliases) = self.named(&mut object, enclosing)?;
                let symbols = strings(&mut object, "symbols")?;
                let default = string(&mut object, "default")?;
                Kind::Enum(EnumSchema { name, doc, symbols, default, aliases })
            }
            "fixed" => {
                let (name, doc, aliases) = self.named(&mut object, enclosing)?;
                let size = object.shift_remove("size").and_then(|size| size.as_u64());
                let Some(size) = size.and_then(|size| usize::try_from(size).ok()) else {
                    return invalid(format!("fixed `{name}` without a `size`"));
                };
                Kind::Fixed(FixedSchema { name, doc, size, aliases })
            }
            other => {
                let mut schema = self.word(other, enclosing)?;
                if !matches!(schema.kind, Kind::Reference(_)) {
                    schema.attributes = object;
                }
                return Ok(schema);
            }
        };
        Ok(Schema { kind, attributes: object })
    }

    fn child(&mut self, object: &mut Attributes, key: &str, enclosing: &str) -> Result<Schema> {
        match object.shift_remove(key) {
            Some(child) => self.node(child, enclosing),
            None => invalid(format!("a type without `{key}`")),
        }
    }

    fn named(&mut self, object: &mut Attributes, enclosing: &str) -> Result<(String, Option<String>, Vec<String>)> {
        let Some(name) = string(object, "name")? else { return invalid("a named type without `name`") };
        let namespace = string(object, "namespace")?;
        let full = full_name(&name, namespace.as_deref().unwrap_or(enclosing));
        if !self.defined.insert(full.clone()) {
            return invalid(format!("`{full}` is defined twice"));
        }
        let (namespace, _) = split(&full);
        let aliases = strings(object, "aliases")?.iter().map(|alias| full_name(alias, namespace)).collect();
        Ok((full, string(object, "doc")?, aliases))
    }

    fn field(&mut self, json: Json, namespace: &str) -> Result<Field> {
        let Json::Object(mut object) = json else { return invalid(format!("{json} where a field should be")) };
        let Some(name) = string(&mut object, "name")? else { return invalid("a field without `name`") };
        let schema = self.child(&mut object, "type", namespace)?;
        Ok(Field {
            name,
            schema,
            doc: string(&mut object, "doc")?,
            default: object.shift_remove("default"),
            aliases: strings(&mut object, "aliases")?,
            attributes: object,
        })
    }
}

/// A name that is already full has a dot.
fn full_name(name: &str, namespace: &str) -> String {
    if name.contains('.') || namespace.is_empty() { name.to_owned() } else { format!("{namespace}.{name}") }
}

fn string(object: &mut Attributes, key: &str) -> Result<Option<String>> {
    match object.shift_remove(key) {
        None => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(other) => invalid(format!("`{key}` is {other}, not a string")),
    }
}

fn strings(object: &mut Attributes, key: &str) -> Result<Vec<String>> {
    match object.shift_remove(key) {
        None => Ok(Vec::new()),
        Some(Json::Array(items)) => items
            .into_iter()
            .map(|item| match item {
                Json::String(text) => Ok(text),
                other => invalid(format!("{other} in `{key}` is not a string")),
            })
            .collect(),
        Some(other) => invalid(format!("`{key}` is {other}, not a list of strings")),
    }
}
