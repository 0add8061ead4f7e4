//! A schema's text, read as Avro's Java library 1.12 reads it.

use std::{collections::HashSet, str::FromStr};

use serde_json::{Map, Number, Value as Json};

use super::{
    check::check,
    comments::without_comments,
    invalid::{At, InvalidSchema},
    names::{Rule, full_name, split},
    place::Definitions,
    tree::{Attributes, EnumSchema, Field, FixedSchema, Kind, Order, Record, Schema},
};
use crate::config::java::{parse_double, trim};

/// Words that are no attributes of a type, even where they say nothing.
const RESERVED: [&str; 10] =
    ["doc", "fields", "items", "name", "namespace", "size", "symbols", "values", "type", "aliases"];

/// Words that are no attributes of a field.
const RESERVED_OF_FIELD: [&str; 6] = ["default", "doc", "name", "order", "type", "aliases"];

/// The longest array of Java's.
const LARGEST_FIXED: i64 = 2_147_483_639;

impl FromStr for Schema {
    type Err = InvalidSchema;

    /// Reads a schema as a registry reads those that it has: names may have letters of any script, defaults are not
    /// compared with their types ([`Schema::validate`] does both). A type may be used before it is defined; it then stands
    /// where it is used first. No deeper than 128 levels of JSON.
    fn from_str(text: &str) -> Result<Self, InvalidSchema> {
        Self::parse_with(text, &[])
    }
}

impl Schema {
    /// Reads a schema that uses the named types of others, a registry's references.
    ///
    /// The result has these types where they are first used, so it can be used alone; [`Schema::to_text_with`] leaves them
    /// out again.
    ///
    /// ```
    /// use kconnect::avro::Schema;
    ///
    /// let user: Schema = r#"{"type":"record","name":"User","namespace":"a","fields":[]}"#.parse().unwrap();
    /// let text = r#"{"type":"record","name":"Status","namespace":"a","fields":[{"name":"user","type":"User"}]}"#;
    /// let status = Schema::parse_with(text, std::slice::from_ref(&user)).unwrap();
    /// assert_eq!(status.to_text_with(&[user]), text);
    /// assert!(text.parse::<Schema>().unwrap_err().to_string().contains("`a.User` is not defined"));
    /// ```
    ///
    /// # Errors
    /// As `text.parse()`: where the text is no schema, and what to write there.
    pub fn parse_with(text: &str, references: &[Self]) -> Result<Self, InvalidSchema> {
        let top = At::TOP;
        let json: Json = serde_json::from_str(&without_comments(text)).or_else(|error| {
            // The names of types are often passed without their quotes.
            let bare = text.trim();
            let hint = if Kind::primitive(bare).is_some() { format!("; write {bare:?}") } else { String::new() };
            top.invalid(format!("{error}{hint}"))
        })?;
        let mut parser = Parser { definitions: Definitions::default(), forward: 0 };
        for reference in references {
            parser.definitions.gather(reference, &top)?;
        }
        let schema = parser.node(&json, "", &top)?;
        let schema = parser.definitions.place(schema)?;
        check(&schema, Rule::Stored)?;
        Ok(schema)
    }
}

type Result<T, E = InvalidSchema> = std::result::Result<T, E>;

/// Takes the definitions out of the tree while it reads; they are put back where they are first used.
struct Parser {
    definitions: Definitions,
    /// How many names stood before their definitions.
    forward: usize,
}

impl Parser {
    fn node(&mut self, json: &Json, enclosing: &str, at: &At<'_>) -> Result<Schema> {
        match json {
            Json::String(word) => Ok(self.find(word, enclosing).into()),
            Json::Array(branches) => {
                let branches = branches.iter().enumerate();
                let branches = branches.map(|(index, branch)| self.node(branch, enclosing, &at.index(index)));
                Ok(Kind::Union(branches.collect::<Result<_>>()?).into())
            }
            Json::Object(object) => match object.get("type") {
                Some(Json::String(word)) => self.object(word, object, enclosing, at),
                Some(inner @ (Json::Object(_) | Json::Array(_))) => {
                    at.invalid(format!("`type` of a type is one word; write {inner} alone, without a `type` around it"))
                }
                Some(other) => at.invalid(format!("`type` is {other}; write a type's name")),
                None => at.invalid("an object without `type`; write {\"type\": …}"),
            },
            other => at.invalid(format!("{other} where a type should be; write a type's name, an object or an array")),
        }
    }

    fn find(&mut self, word: &str, enclosing: &str) -> Kind {
        if let Some(primitive) = Kind::primitive(word) {
            return primitive;
        }
        let full = if word.contains('.') { word.to_owned() } else { full_name(word, enclosing) };
        // A name that its namespace does not have may be one without a namespace.
        let known = [full.as_str(), word].into_iter().find(|name| self.definitions.contains(name));
        let known = known.map(str::to_owned);
        if known.is_none() {
            self.forward += 1;
        }
        Kind::Reference(known.unwrap_or(full))
    }

    fn object(&mut self, word: &str, object: &Map<String, Json>, enclosing: &str, at: &At<'_>) -> Result<Schema> {
        let forward = self.forward;
        let kind = match word {
            "array" => Kind::Array(Box::new(self.child(object, "items", enclosing, at)?)),
            "map" => Kind::Map(Box::new(self.child(object, "values", enclosing, at)?)),
            "record" | "error" => {
                let Names { name, doc, aliases } = names(object, enclosing, at)?;
                let Some(Json::Array(fields)) = object.get("fields") else {
                    return at.invalid(format!(
                        "record `{name}` has no array of `fields`; write \"fields\": [] if it has none"
                    ));
                };
                let fields = fields
                    .iter()
                    .enumerate()
                    .map(|(index, field)| self.field(field, split(&name).0, &at.key("fields").index(index)));
                let fields = fields.collect::<Result<_>>()?;
                Kind::Record(Record { name, doc, fields, aliases, error: word == "error" })
            }
            "enum" => {
                let Names { name, doc, aliases } = names(object, enclosing, at)?;
                let symbols = strings(object, "symbols", at)?.ok_or(()).or_else(|()| {
                    at.invalid(format!("enum `{name}` has no array of `symbols`; write \"symbols\": […]"))
                })?;
                let default = object.get("default").and_then(Json::as_str).map(str::to_owned);
                Kind::Enum(EnumSchema { name, doc, symbols, default, aliases })
            }
            "fixed" => {
                let Names { name, doc, aliases } = names(object, enclosing, at)?;
                let size = object.get("size").and_then(Json::as_i64).filter(|size| *size <= LARGEST_FIXED);
                let Some(size) = size.and_then(|size| usize::try_from(size).ok()) else {
                    return at.invalid(format!("fixed `{name}` has no `size`; write a whole number of bytes"));
                };
                Kind::Fixed(FixedSchema { name, doc, size, aliases })
            }
            primitive => match Kind::primitive(primitive) {
                Some(kind) => kind,
                None => {
                    return at.invalid(format!(
                        "no type is called `{primitive}`; to use a type that is defined elsewhere write {primitive:?} alone"
                    ));
                }
            },
        };
        let own = |key: &str| RESERVED.contains(&key) || key == "default" && word == "enum";
        let schema = Schema { attributes: attributes(object, own), kind };
        match schema.name() {
            None => Ok(schema),
            Some(_) => self.definitions.define(schema, self.forward > forward, at),
        }
    }

    fn child(&mut self, object: &Map<String, Json>, key: &str, enclosing: &str, at: &At<'_>) -> Result<Schema> {
        match object.get(key) {
            Some(child) => self.node(child, enclosing, &at.key(key)),
            None => at.invalid(format!("a type without `{key}`; write \"{key}\": …")),
        }
    }

    fn field(&mut self, json: &Json, namespace: &str, at: &At<'_>) -> Result<Field> {
        let Json::Object(object) = json else {
            return at.invalid(format!("{json} where a field should be; write {{\"name\": …, \"type\": …}}"));
        };
        let Some(name) = text(object, "name") else { return at.invalid("a field without `name`") };
        let schema = self.child(object, "type", namespace, at)?;
        let order = match object.get("order") {
            None => Order::Ascending,
            Some(order) => match order.as_str().map(str::to_ascii_lowercase).as_deref() {
                Some("ascending") => Order::Ascending,
                Some("descending") => Order::Descending,
                Some("ignore") => Order::Ignore,
                _ => return at.invalid(format!("`order` is {order}; write ascending, descending or ignore")),
            },
        };
        Ok(Field {
            name,
            doc: text(object, "doc"),
            default: object.get("default").map(|default| number(default, &schema, at)).transpose()?,
            order,
            aliases: unique(strings(object, "aliases", at)?.unwrap_or_default()),
            attributes: attributes(object, |key| RESERVED_OF_FIELD.contains(&key)),
            schema,
        })
    }
}

/// A default. That of a number may be a text with the number in it, as Java wrote `NaN` and the like.
fn number(default: &Json, schema: &Schema, at: &At<'_>) -> Result<Json> {
    let (Json::String(text), Kind::Float | Kind::Double) = (default, &schema.kind) else { return Ok(default.clone()) };
    let Some(number) = parse_double(trim(text)) else {
        return at.invalid(format!("the default {text:?} is no number; write one without quotes"));
    };
    // JSON has no form for the others; Java writes the text again.
    let text = match number {
        number if number.is_nan() => "NaN",
        number if number > 0.0 => "Infinity",
        _ => "-Infinity",
    };
    Ok(Number::from_f64(number).map_or_else(|| text.into(), Json::Number))
}

struct Names {
    name: String,
    doc: Option<String>,
    aliases: Vec<String>,
}

fn names(object: &Map<String, Json>, enclosing: &str, at: &At<'_>) -> Result<Names> {
    let Some(name) = text(object, "name") else {
        return at.invalid("a named type without `name`; write \"name\": …");
    };
    let namespace = text(object, "namespace");
    let name = full_name(&name, namespace.as_deref().unwrap_or(enclosing));
    if Kind::primitive(&name).is_some() {
        return at.invalid(format!(
            "a type cannot be called `{name}`, that is one of Avro's; give it a namespace or another name"
        ));
    }
    let (namespace, _) = split(&name);
    let aliases = strings(object, "aliases", at)?.unwrap_or_default();
    let aliases = unique(aliases.iter().map(|alias| full_name(alias, namespace)).collect());
    Ok(Names { doc: text(object, "doc"), aliases, name })
}

/// A text; another value counts as none.
fn text(object: &Map<String, Json>, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

fn strings(object: &Map<String, Json>, key: &str, at: &At<'_>) -> Result<Option<Vec<String>>> {
    let at = at.key(key);
    match object.get(key) {
        None => Ok(None),
        Some(Json::Array(items)) => {
            let items = items.iter().enumerate().map(|(index, item)| match item {
                Json::String(text) => Ok(text.clone()),
                other => at.index(index).invalid(format!("{other} is not a string; write it in quotes")),
            });
            items.collect::<Result<_>>().map(Some)
        }
        Some(other) => at.invalid(format!("`{key}` is {other}; write an array of strings")),
    }
}

/// Every text once, in the order of the first.
fn unique(texts: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.into_iter().filter(|text| seen.insert(text.clone())).collect()
}

fn attributes(object: &Map<String, Json>, own: impl Fn(&str) -> bool) -> Attributes {
    object.iter().filter(|(key, _)| !own(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}
