//! Whether a default is a value of its type, as Avro's Java library 1.12 says: the default of a union is one of any branch.

use std::{
    collections::{HashMap, HashSet},
    ptr,
};

use serde_json::Value as Json;

use super::tree::{Field, Kind, Schema};

/// What compares defaults with their types.
pub(super) struct Defaults<'a> {
    definitions: HashMap<&'a str, &'a Schema>,
    /// Records of which not all fields were seen: Java knows no value of them yet.
    open: HashSet<&'a str>,
    /// What came of a field; nothing yet while it is looked at.
    known: HashMap<*const Field, Option<bool>>,
}

/// The record that a default needs a value of, before the record's end.
pub(super) struct Open<'a>(pub(super) &'a str);

impl<'a> Defaults<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        Self { definitions: schema.definitions(), open: HashSet::new(), known: HashMap::new() }
    }

    /// Begins a record.
    pub(super) fn begin(&mut self, name: &'a str) {
        self.open.insert(name);
    }

    /// Ends it.
    pub(super) fn end(&mut self, name: &'a str) {
        self.open.remove(name);
    }

    /// Whether a field has a default, and that is a value of its type. A record's fields that are missing in a default have
    /// their own ones; one that needs itself has no end and does not fit.
    pub(super) fn fits(&mut self, field: &'a Field) -> Result<bool, Open<'a>> {
        let Some(default) = &field.default else { return Ok(false) };
        let key = ptr::from_ref(field);
        if let Some(known) = self.known.get(&key) {
            return Ok(known.unwrap_or(false));
        }
        self.known.insert(key, None);
        // As the parser leaves numbers that JSON has no form for.
        let not_finite = matches!(default.as_str(), Some("NaN" | "Infinity" | "-Infinity"));
        let fits = matches!(field.schema.kind, Kind::Float | Kind::Double) && not_finite
            || self.value(&field.schema, default)?;
        self.known.insert(key, Some(fits));
        Ok(fits)
    }

    fn value(&mut self, schema: &'a Schema, value: &Json) -> Result<bool, Open<'a>> {
        Ok(match (&schema.kind, value) {
            (Kind::String | Kind::Bytes | Kind::Enum(_) | Kind::Fixed(_), value) => value.is_string(),
            (Kind::Int, value) => value.as_i64().is_some_and(|value| i32::try_from(value).is_ok()),
            (Kind::Long, value) => value.is_i64(),
            (Kind::Float | Kind::Double, value) => value.is_number(),
            (Kind::Boolean, value) => value.is_boolean(),
            (Kind::Null, value) => value.is_null(),
            (Kind::Array(items), Json::Array(values)) => return self.all(values.iter().map(|value| (&**items, value))),
            (Kind::Map(of), Json::Object(values)) => return self.all(values.values().map(|value| (&**of, value))),
            (Kind::Union(branches), value) => {
                for branch in branches {
                    if self.value(branch, value)? {
                        return Ok(true);
                    }
                }
                false
            }
            (Kind::Record(record), Json::Object(_)) if self.open.contains(record.name.as_str()) => {
                return Err(Open(&record.name));
            }
            (Kind::Record(record), Json::Object(object)) => {
                for field in &record.fields {
                    let fits = match object.get(&field.name) {
                        Some(value) => self.value(&field.schema, value)?,
                        None => self.fits(field)?,
                    };
                    if !fits {
                        return Ok(false);
                    }
                }
                true
            }
            (Kind::Reference(name), value) => match self.definitions.get(name.as_str()).copied() {
                Some(definition) => return self.value(definition, value),
                None => false,
            },
            _ => false,
        })
    }

    fn all<'v>(&mut self, pairs: impl Iterator<Item = (&'a Schema, &'v Json)>) -> Result<bool, Open<'a>> {
        for (schema, value) in pairs {
            if !self.value(schema, value)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What a default of a type looks like.
pub(super) fn form(schema: &Schema) -> String {
    match &schema.kind {
        Kind::String => "write a string in quotes".to_owned(),
        Kind::Bytes | Kind::Fixed(_) => "write a string in quotes, a character for each byte".to_owned(),
        Kind::Enum(of) => format!("write one of its symbols: {}", of.symbols.join(", ")),
        Kind::Int => "write a whole number of 32 bits".to_owned(),
        Kind::Long => "write a whole number of 64 bits".to_owned(),
        Kind::Float | Kind::Double => "write a number".to_owned(),
        Kind::Boolean => "write true or false".to_owned(),
        Kind::Null => "write null".to_owned(),
        Kind::Array(_) => "write an array of such values".to_owned(),
        Kind::Map(_) => "write an object whose values are of the map's type".to_owned(),
        Kind::Union(branches) => {
            format!("write a value of one of {}", branches.iter().map(label).collect::<Vec<_>>().join(", "))
        }
        Kind::Record(_) | Kind::Reference(_) => {
            "write an object with a value for each field that has no default of its own".to_owned()
        }
    }
}

/// A type's name or word.
pub(super) fn label(schema: &Schema) -> &str {
    schema.name().unwrap_or_else(|| schema.kind.word())
}
