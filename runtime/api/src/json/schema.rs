//! The schema that `JsonConverter` puts beside the payload.

use super::{
    config::JsonConverterConfig,
    from_connect::from_connect,
    java::{print, write_string},
};
use crate::{
    Error, Result,
    data::{DataException, Schema, SchemaType, Type},
};

/// The `schema` of the envelope that Kafka's `JsonConverter` writes with `schemas.enable=true`: compact JSON.
///
/// The envelope around a payload is `{"schema":`, this, `,"payload":`, the payload, `}`. A configured `prefix` stands
/// before the names of the records.
///
/// # Errors
/// A recursive record: its schema would have no end.
pub fn schema(ty: &Type, prefix: Option<&str>) -> Result<String> {
    json_schema(&Schema::of(ty, prefix), &JsonConverterConfig::default()).map_err(Error::fatal)
}

/// The JSON of a schema (`JsonConverter.asJsonSchema`).
pub(crate) fn json_schema(schema: &Schema, config: &JsonConverterConfig) -> Result<String, DataException> {
    let mut out = Vec::new();
    Writer { config, open: Vec::new(), out: &mut out }.schema(schema, None)?;
    // Everything that was written is a string, or a number of ASCII digits.
    Ok(String::from_utf8(out).unwrap_or_default())
}

struct Writer<'a> {
    config: &'a JsonConverterConfig,
    /// The places of the schemas around this one.
    open: Vec<(usize, usize)>,
    out: &'a mut Vec<u8>,
}

impl Writer<'_> {
    /// A schema; that of a field has the name of the field as its last member.
    fn schema(&mut self, schema: &Schema, field: Option<&str>) -> Result<(), DataException> {
        self.open(schema)?;
        let ty = schema.schema_type();
        print(self.out, format_args!("{{\"type\":\"{}\"", name(ty)));
        match ty {
            SchemaType::Array => self.child("items", schema.value_schema().as_ref())?,
            SchemaType::Map => {
                self.child("keys", schema.key_schema().as_ref())?;
                self.child("values", schema.value_schema().as_ref())?;
            }
            SchemaType::Struct => {
                self.out.extend_from_slice(b",\"fields\":[");
                for field in schema.fields() {
                    if field.index() > 0 {
                        self.out.push(b',');
                    }
                    self.schema(field.schema(), Some(field.name()))?;
                }
                self.out.push(b']');
            }
            _ => {}
        }
        print(self.out, format_args!(",\"optional\":{}", schema.is_optional()));
        self.text("name", schema.name());
        if let Some(version) = schema.version() {
            print(self.out, format_args!(",\"version\":{version}"));
        }
        self.text("doc", schema.doc());
        if schema.parameters().len() > 0 {
            for (index, (key, value)) in schema.parameters().enumerate() {
                self.out.extend_from_slice(if index > 0 { b"," } else { b",\"parameters\":{" });
                write_string(self.out, key);
                self.out.push(b':');
                write_string(self.out, value);
            }
            self.out.push(b'}');
        }
        if let Some(default) = schema.default_value() {
            self.out.extend_from_slice(b",\"default\":");
            from_connect(Some(schema), &default, self.config, self.out)?;
        }
        self.text("field", field);
        self.out.push(b'}');
        self.open.pop();
        Ok(())
    }

    /// Only a STRUCT can contain itself.
    fn open(&mut self, schema: &Schema) -> Result<(), DataException> {
        let place = schema.place();
        if self.open.contains(&place) {
            let name = schema.name().unwrap_or("a schema");
            return Err(DataException::data(format!(
                "`{name}` contains itself, which no JSON schema can say; use schemas.enable=false or Avro"
            )));
        }
        self.open.push(place);
        Ok(())
    }

    fn child(&mut self, attribute: &str, schema: Option<&Schema>) -> Result<(), DataException> {
        print(self.out, format_args!(",\"{attribute}\":"));
        if let Some(schema) = schema {
            return self.schema(schema, None);
        }
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn text(&mut self, attribute: &str, text: Option<&str>) {
        if let Some(text) = text {
            print(self.out, format_args!(",\"{attribute}\":"));
            write_string(self.out, text);
        }
    }
}

/// Kafka's name of a type in JSON.
fn name(ty: SchemaType) -> &'static str {
    match ty {
        SchemaType::Boolean => "boolean",
        SchemaType::Int8 => "int8",
        SchemaType::Int16 => "int16",
        SchemaType::Int32 => "int32",
        SchemaType::Int64 => "int64",
        SchemaType::Float32 => "float",
        SchemaType::Float64 => "double",
        SchemaType::String => "string",
        SchemaType::Bytes => "bytes",
        SchemaType::Array => "array",
        SchemaType::Map => "map",
        SchemaType::Struct => "struct",
    }
}
