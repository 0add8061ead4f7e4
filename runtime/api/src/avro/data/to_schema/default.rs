//! Defaults that Avro's schemas state.

use serde_json::Value as Json;

use super::{Graph, UnionForm, union_form};
use crate::{
    Result,
    avro::{Kind, Schema as Avro, data::logical},
    data::{Node, Schema, SchemaType, Struct, Value},
};

/// Where a default stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// It is that of Avro's field.
    Field,
    /// It is the attribute `connect.default`.
    Attribute,
}

impl<'a> Graph<'a> {
    /// The default of a node; `None` if it does not fit.
    pub(super) fn default(&self, node: &Node, avro: &'a Avro, json: &Json, from: From) -> Result<Option<Value>> {
        let schema = match node.ty {
            SchemaType::Array | SchemaType::Map | SchemaType::Struct => self.apart(avro)?,
            _ => Schema::single(Node { default: None, ..node.clone() }),
        };
        let value = self.value(&schema, avro, json, from);
        Ok(value.filter(|value| schema.validate(value).is_ok()))
    }

    /// A value in the form in which schemas state them: bytes are text of the characters up to U+00FF.
    fn value(&self, schema: &Schema, avro: &'a Avro, json: &Json, from: From) -> Option<Value> {
        let avro = self.resolved(avro).ok()?;
        if let Kind::Union(branches) = &avro.kind {
            return self.in_union(schema, branches, json, from);
        }
        if json.is_null() {
            return Some(Value::Null);
        }
        let value = match (&avro.kind, schema.schema_type()) {
            // As in Java a number is cut to its type, and what is none is zero.
            #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "Java's conversion")]
            (Kind::Int, SchemaType::Int8) => Value::Int8(integer(json) as i8),
            #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "Java's conversion")]
            (Kind::Int, SchemaType::Int16) => Value::Int16(integer(json) as i16),
            #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "Java's conversion")]
            (Kind::Int, _) => Value::Int32(integer(json) as i32),
            (Kind::Long, _) => Value::Int64(integer(json)),
            #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "Java's conversion")]
            (Kind::Float, _) => Value::Float32(json.as_f64().unwrap_or(0.0) as f32),
            (Kind::Double, _) => Value::Float64(json.as_f64().unwrap_or(0.0)),
            (Kind::Boolean, _) => Value::Boolean(match json {
                Json::Bool(boolean) => *boolean,
                Json::String(text) => text.trim() == "true",
                Json::Number(number) => number.as_i64() != Some(0),
                _ => false,
            }),
            (Kind::String | Kind::Enum(_), _) => {
                Value::String(json.as_str().map_or_else(|| json.to_string(), str::to_owned))
            }
            (Kind::Bytes | Kind::Fixed(_), _) => {
                let bytes = json.as_str()?.chars().map(|char| u8::try_from(char).unwrap_or(b'?'));
                Value::Bytes(bytes.collect())
            }
            // Entries are read by nobody, and none are a map.
            (Kind::Array(_), SchemaType::Map) if from == From::Field && json.as_array()?.is_empty() => {
                Value::Map(Vec::new())
            }
            (Kind::Array(items), SchemaType::Array) => {
                let of = schema.value_schema()?;
                let items = json.as_array()?.iter().map(|item| self.value(&of, items, item, from));
                Value::Array(items.collect::<Option<_>>()?)
            }
            (Kind::Map(values), SchemaType::Map) => {
                let of = schema.value_schema()?;
                let entry = |(key, value): (&String, &Json)| {
                    Some((Value::String(key.clone()), self.value(&of, values, value, from)?))
                };
                Value::Map(json.as_object()?.iter().map(entry).collect::<Option<_>>()?)
            }
            (Kind::Record(record), SchemaType::Struct) => {
                let object = json.as_object()?;
                let mut fields = Struct::new(schema.clone()).ok()?;
                for (field, of) in record.fields.iter().zip(schema.fields()) {
                    let value = match object.get(&field.name).or(field.default.as_ref()) {
                        Some(value) => self.value(of.schema(), &field.schema, value, from)?,
                        None => of.schema().default_value()?.into_owned(),
                    };
                    fields.put(of.name(), value).ok()?;
                }
                Value::Struct(fields)
            }
            _ => return None,
        };
        logical::decoded(schema, value).ok()
    }

    /// A field's default is one of any branch of a union. What `connect.default` states is one of the first.
    fn in_union(&self, schema: &Schema, branches: &'a [Avro], json: &Json, from: From) -> Option<Value> {
        if json.is_null() {
            return Some(Value::Null);
        }
        if from == From::Attribute {
            // Confluent's converter goes no further: what is none of these is no default.
            return matches!(branches.first()?.kind, Kind::Null).then_some(Value::Null);
        }
        let some = branches.iter().filter(|branch| !matches!(branch.kind, Kind::Null));
        if union_form(self.config, branches) != UnionForm::Struct {
            return some.into_iter().find_map(|branch| self.value(schema, branch, json, from));
        }
        let mut fields = some.zip(schema.fields());
        fields.find_map(|(branch, field)| {
            let value = self.value(field.schema(), branch, json, from)?;
            let mut union = Struct::new(schema.clone()).ok()?;
            union.put(field.name(), value).ok()?;
            Some(Value::Struct(union))
        })
    }
}

fn integer(json: &Json) -> i64 {
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "Java's conversion of a double")]
    let of_double = |number: f64| number as i64;
    json.as_i64().or_else(|| json.as_f64().map(of_double)).unwrap_or(0)
}
