//! JSON texts. Numbers are taken digit by digit, never through a double.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{
    ParseError, Parser,
    temporal::epoch,
    text::{complete, find},
};
use crate::data::{Schema, SchemaType, Value};

impl Parser {
    /// The value of a JSON text.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn json_as(&self, schema: &Schema, json: &str) -> Result<Value, ParseError> {
        let raw: &RawValue =
            serde_json::from_str(json).map_err(|error| ParseError::new(json, format!("JSON: {error}")))?;
        self.raw(schema, raw)
    }

    fn raw(&self, schema: &Schema, raw: &RawValue) -> Result<Value, ParseError> {
        let text = raw.get();
        let fail = |expected: &str| ParseError::new(text, expected);
        match text.as_bytes().first() {
            Some(b'n') if schema.is_optional() => Ok(Value::Null),
            Some(b'n') => {
                Parser::absent(schema).map_err(|_| fail(&format!("a value of {schema}, which is not optional")))
            }
            Some(b'"') => {
                let unquoted: String = serde_json::from_str(text).map_err(|error| fail(&format!("JSON: {error}")))?;
                self.text_as(schema, &unquoted)
            }
            Some(b'[') if self.custom(schema).is_none() => self.list(schema, text),
            Some(b'{') if self.custom(schema).is_none() => self.object(schema, text),
            _ if self.custom(schema).is_some() => self.text_as(schema, text),
            _ => self.number(schema, text),
        }
    }

    /// A number or a boolean, as it is written.
    fn number(&self, schema: &Schema, text: &str) -> Result<Value, ParseError> {
        match schema.schema_type() {
            SchemaType::Array | SchemaType::Map | SchemaType::Struct => {
                Err(ParseError::new(text, format!("a JSON form of {schema}")))
            }
            _ => match epoch(schema, text) {
                Some(instant) => instant,
                None => self.text_as(schema, text),
            },
        }
    }

    fn list(&self, schema: &Schema, text: &str) -> Result<Value, ParseError> {
        let items: Vec<&RawValue> =
            serde_json::from_str(text).map_err(|error| ParseError::new(text, format!("JSON: {error}")))?;
        match (schema.schema_type(), schema.value_schema(), schema.key_schema()) {
            (SchemaType::Array, Some(of), _) => {
                let items = items.into_iter().enumerate();
                let items =
                    items.map(|(index, item)| self.raw(&of, item).map_err(|error| error.below(&format!("[{index}]"))));
                items.collect::<Result<_, _>>().map(Value::Array)
            }
            (SchemaType::Map, Some(values), Some(keys)) => {
                let entry = |(index, pair): (usize, &RawValue)| {
                    let at = |error: ParseError| error.below(&format!("[{index}]"));
                    let [key, value] = serde_json::from_str::<[&RawValue; 2]>(pair.get())
                        .map_err(|_| at(ParseError::new(pair.get(), "a pair of key and value")))?;
                    Ok((self.raw(&keys, key).map_err(at)?, self.raw(&values, value).map_err(at)?))
                };
                items.into_iter().enumerate().map(entry).collect::<Result<_, _>>().map(Value::Map)
            }
            _ => Err(ParseError::new(text, format!("a JSON form of {schema}"))),
        }
    }

    fn object(&self, schema: &Schema, text: &str) -> Result<Value, ParseError> {
        let members = members(text)?;
        match (schema.schema_type(), schema.value_schema(), schema.key_schema()) {
            (SchemaType::Map, Some(values), Some(keys)) => {
                let entry = |(name, member): (String, &RawValue)| {
                    let at = |error: ParseError| error.below(&format!(".{name}"));
                    Ok((self.text_as(&keys, &name).map_err(at)?, self.raw(&values, member).map_err(at)?))
                };
                members.into_iter().map(entry).collect::<Result<_, _>>().map(Value::Map)
            }
            (SchemaType::Struct, ..) => {
                let mut values: Vec<Option<Value>> = vec![None; schema.fields().len()];
                for (name, member) in members {
                    let Some((index, of)) = find(schema, &name) else { continue };
                    let value = self.raw(&of, member).map_err(|error| error.below(&format!(".{name}")))?;
                    if let Some(slot) = values.get_mut(index) {
                        *slot = Some(value);
                    }
                }
                complete(schema, values)
            }
            _ => Err(ParseError::new(text, format!("a JSON form of {schema}"))),
        }
    }
}

/// The members of an object, in order.
fn members(text: &str) -> Result<Vec<(String, &RawValue)>, ParseError> {
    struct Members;

    impl<'de> Visitor<'de> for Members {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }

    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_map(Members).map_err(|error| ParseError::new(text, format!("JSON: {error}")))
}
