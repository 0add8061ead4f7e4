//! The schema that `JsonConverter` puts beside the payload.

use serde_json::{Map, Value as Json};

use super::{JavaFormatter, JsonWriter};
use crate::{
    Error, Result,
    data::{FieldNode, StructNode, Type, Value, prefixed},
};

/// The `schema` of the envelope that Kafka's `JsonConverter` writes with `schemas.enable=true`: compact JSON.
///
/// The envelope around a payload is `{"schema":`, this, `,"payload":`, the payload, `}`. A configured `prefix` stands
/// before the names of the records.
///
/// # Errors
/// A recursive record: its schema would have no end.
pub fn schema(ty: &Type, prefix: Option<&str>) -> Result<String> {
    let mut open = Vec::new();
    Ok(JavaFormatter::compact(&of(ty, "", None, prefix, &mut open)?))
}

fn of(
    ty: &Type,
    doc: &str,
    default: Option<&Value>,
    prefix: Option<&str>,
    open: &mut Vec<&'static str>,
) -> Result<Json> {
    let (inner, optional) = match ty {
        Type::Optional(inner) => (*inner, true),
        other => (other, false),
    };
    let mut schema = Map::new();
    schema.insert("type".into(), inner.json_name().into());
    let mut doc = doc;
    let mut version = None;
    let mut name = None;
    match inner {
        Type::Array(items) => {
            schema.insert("items".into(), of(items, "", None, prefix, open)?);
        }
        Type::Map(keys, values) => {
            schema.insert("keys".into(), of(keys, "", None, prefix, open)?);
            schema.insert("values".into(), of(values, "", None, prefix, open)?);
        }
        Type::Struct { node, .. } => {
            let node = node();
            schema.insert("fields".into(), fields(node, prefix, open)?);
            (name, version, doc) = (Some(prefixed(prefix, node.name)), node.version, node.doc);
        }
        Type::Enum { name: full, .. } => name = Some(prefixed(prefix, full)),
        logical => {
            name = logical.logical_name().map(str::to_owned);
            version = name.as_ref().map(|_| 1);
        }
    }
    schema.insert("optional".into(), optional.into());
    if let Some(name) = name {
        schema.insert("name".into(), name.into());
    }
    if let Some(version) = version {
        schema.insert("version".into(), version.into());
    }
    if !doc.is_empty() {
        schema.insert("doc".into(), doc.into());
    }
    if let Some(parameters) = inner.parameters(prefix) {
        schema.insert("parameters".into(), parameters.into());
    }
    if let Some(default) = default {
        let mut payload = Vec::new();
        default.write_as(inner, &mut JsonWriter::new(&mut payload))?;
        schema.insert("default".into(), serde_json::from_slice(&payload).map_err(Error::fatal)?);
    }
    Ok(schema.into())
}

fn fields(node: &'static StructNode, prefix: Option<&str>, open: &mut Vec<&'static str>) -> Result<Json> {
    if open.contains(&node.name) {
        return Err(Error::fatal(format!(
            "`{}` contains itself, which no JSON schema can say; use schemas.enable=false or Avro",
            node.name
        )));
    }
    open.push(node.name);
    let field = |field: &FieldNode| {
        let default = field.default.map(|default| default()).filter(|default| *default != Value::Null);
        let mut schema = of(&field.ty, field.doc, default.as_ref(), prefix, open)?;
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("field".into(), field.name.into());
        }
        Ok(schema)
    };
    let fields = node.fields.iter().map(field).collect::<Result<Vec<_>>>()?;
    open.pop();
    Ok(fields.into())
}
