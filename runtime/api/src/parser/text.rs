//! Plain texts.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{ParseError, Parser, number};
use crate::data::{Schema, SchemaType, Struct, Value};

impl Parser {
    /// The value of a text.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn text_as(&self, schema: &Schema, text: &str) -> Result<Value, ParseError> {
        if self.is_null(schema, text) {
            return Ok(Value::Null);
        }
        if let Some(custom) = self.custom(schema) {
            return custom.parse(schema, text).map_err(|expected| ParseError::new(text, expected));
        }
        if let Some(logical) = self.logical(schema, text) {
            return logical;
        }
        let trimmed = text.trim();
        let fail = |expected: &str| ParseError::new(text, expected);
        match schema.schema_type() {
            SchemaType::Int8 => number::integer(text).map(Value::Int8),
            SchemaType::Int16 => number::integer(text).map(Value::Int16),
            SchemaType::Int32 => number::integer(text).map(Value::Int32),
            SchemaType::Int64 => number::integer(text).map(Value::Int64),
            SchemaType::Float32 => trimmed.parse().map(Value::Float32).map_err(|_| fail("a FLOAT32")),
            SchemaType::Float64 => trimmed.parse().map(Value::Float64).map_err(|_| fail("a FLOAT64")),
            SchemaType::Boolean if trimmed.eq_ignore_ascii_case("true") => Ok(Value::Boolean(true)),
            SchemaType::Boolean if trimmed.eq_ignore_ascii_case("false") => Ok(Value::Boolean(false)),
            SchemaType::Boolean => Err(fail("a BOOLEAN: true or false")),
            SchemaType::String => symbol(schema, text),
            SchemaType::Bytes => STANDARD.decode(trimmed).map(Value::Bytes).map_err(|_| fail("BYTES in base64")),
            SchemaType::Array | SchemaType::Map | SchemaType::Struct => self.json_as(schema, text),
        }
    }

    /// The value of a STRUCT whose fields are texts under their names.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn fields_as<'a>(
        &self,
        schema: &Schema,
        fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Value, ParseError> {
        if schema.schema_type() != SchemaType::Struct {
            return Err(ParseError::new("", format!("a STRUCT, which alone has fields, but {schema}")));
        }
        let mut values: Vec<Option<Value>> = vec![None; schema.fields().len()];
        for (name, text) in fields {
            let Some(field) = find(schema, name) else { continue };
            let value = self.text_as(&field.1, text).map_err(|error| error.below(&format!(".{name}")))?;
            if let Some(slot) = values.get_mut(field.0) {
                *slot = Some(value);
            }
        }
        complete(schema, values)
    }
}

/// The field of that name or former name: its place and its schema.
pub(super) fn find(schema: &Schema, name: &str) -> Option<(usize, Schema)> {
    let field = schema
        .field(name)
        .or_else(|| schema.fields().find(|field| field.aliases().iter().any(|alias| alias == name)))?;
    Some((field.index(), field.schema().clone()))
}

/// The STRUCT of these values; what is not there takes its default.
pub(super) fn complete(schema: &Schema, values: Vec<Option<Value>>) -> Result<Value, ParseError> {
    let fields = schema.fields().zip(values).map(|(field, value)| match value {
        Some(value) => Ok(value),
        None => Parser::absent(field.schema()).map_err(|error| error.below(&format!(".{}", field.name()))),
    });
    Ok(Value::Struct(Struct::from_parts(schema.clone(), fields.collect::<Result<_, _>>()?)))
}

/// A STRING; one of its symbols if it stands for an enum.
fn symbol(schema: &Schema, text: &str) -> Result<Value, ParseError> {
    let symbols = || schema.parameters().filter_map(|(key, _)| key.strip_prefix("io.confluent.connect.avro.Enum."));
    if symbols().next().is_none() || symbols().any(|symbol| symbol == text) {
        return Ok(Value::String(text.to_owned()));
    }
    Err(ParseError::new(text, format!("one of {}", symbols().collect::<Vec<_>>().join(", "))))
}
