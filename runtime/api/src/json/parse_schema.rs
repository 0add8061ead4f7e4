//! Schemas as `JsonConverter` reads them.
//!
//! Builders are large, and schemas are nested as deep as their JSON: nothing that recurses holds more builders than it must.

use std::collections::HashSet;

use super::{config::JsonConverterConfig, node::Node, to_connect::to_connect};
use crate::data::{DataException, Schema, SchemaBuilder, SchemaType, Value};

/// The schema that JSON describes (`JsonConverter.asConnectSchema`); none for `null`.
pub(crate) fn connect_schema(json: &Node<'_>, config: &JsonConverterConfig) -> Result<Option<Schema>, DataException> {
    if let Node::Null = json {
        return Ok(None);
    }
    let Some(ty) = json.get("type").and_then(Node::text) else {
        return Err(DataException::data("Schema must contain 'type' field"));
    };
    let builder = match ty {
        "array" => array(json, config)?,
        "map" => map(json, config)?,
        "struct" => structure(json, config)?,
        other => scalar(other)?,
    };
    with_attributes(builder, json, config).map(Some)
}

fn scalar(ty: &str) -> Result<Box<SchemaBuilder>, DataException> {
    Ok(Box::new(SchemaBuilder::new(match ty {
        "boolean" => SchemaType::Boolean,
        "int8" => SchemaType::Int8,
        "int16" => SchemaType::Int16,
        "int32" => SchemaType::Int32,
        "int64" => SchemaType::Int64,
        "float" => SchemaType::Float32,
        "double" => SchemaType::Float64,
        "bytes" => SchemaType::Bytes,
        "string" => SchemaType::String,
        unknown => return Err(DataException::data(format!("Unknown schema type: {unknown}"))),
    })))
}

fn array(json: &Node<'_>, config: &JsonConverterConfig) -> Result<Box<SchemaBuilder>, DataException> {
    let items = json.get("items").filter(|items| !matches!(items, Node::Null));
    let items = items.ok_or_else(|| DataException::data("Array schema did not specify the element type"))?;
    let items = connect_schema(items, config)?;
    checked(|| SchemaBuilder::array(items))
}

fn map(json: &Node<'_>, config: &JsonConverterConfig) -> Result<Box<SchemaBuilder>, DataException> {
    let missing = |what| move || DataException::data(format!("Map schema did not specify the {what} type"));
    let keys = json.get("keys").ok_or_else(missing("key"))?;
    let values = json.get("values").ok_or_else(missing("value"))?;
    let keys = connect_schema(keys, config)?;
    let values = connect_schema(values, config)?;
    checked(|| SchemaBuilder::map(keys, values))
}

fn structure(json: &Node<'_>, config: &JsonConverterConfig) -> Result<Box<SchemaBuilder>, DataException> {
    let Some(Node::Array(json)) = json.get("fields") else {
        return Err(DataException::data("Struct schema's \"fields\" argument is not an array."));
    };
    let mut fields = Vec::with_capacity(json.len());
    let mut names = HashSet::with_capacity(json.len());
    for field in json {
        let Some(name) = field.get("field").and_then(Node::text) else {
            return Err(DataException::data("Struct schema's field name not specified properly"));
        };
        fields.push((name, connect_schema(field, config)?));
        // What is wrong with this field comes before what is wrong with the next.
        if name.is_empty() || !names.insert(name) {
            break;
        }
    }
    checked(|| fields.into_iter().fold(SchemaBuilder::structure(), |all, (name, schema)| all.field(name, schema)))
}

/// A builder of which nothing is wrong so far.
#[inline(never)]
fn checked(build: impl FnOnce() -> SchemaBuilder) -> Result<Box<SchemaBuilder>, DataException> {
    let builder = Box::new(build());
    builder.clone().build()?;
    Ok(builder)
}

/// The schema with what every type may have.
#[inline(never)]
fn with_attributes(
    builder: Box<SchemaBuilder>,
    json: &Node<'_>,
    config: &JsonConverterConfig,
) -> Result<Schema, DataException> {
    let optional = matches!(json.get("optional"), Some(Node::Boolean(true)));
    let mut builder = if optional { builder.optional() } else { builder.required() };
    if let Some(name) = json.get("name").and_then(Node::text) {
        builder = builder.name(name);
    }
    if let Some(version) = json.get("version").and_then(Node::number).filter(|version| version.is_integral()) {
        builder = builder.version(version.int_value());
    }
    if let Some(doc) = json.get("doc").and_then(Node::text) {
        builder = builder.doc(doc);
    }
    if let Some(Node::Object(parameters)) = json.get("parameters") {
        for (key, value) in parameters {
            let Some(value) = value.text() else {
                return Err(DataException::data("Schema parameters must have string values."));
            };
            builder = builder.parameter(key.as_ref(), value);
        }
    }
    if let Some(default) = json.get("default") {
        // What is wrong with the schema itself comes first.
        let so_far = builder.clone().build()?;
        let default = to_connect(Some(&so_far), Some(default), config)?;
        if let Value::Struct(_) = default {
            // Kafka compares the struct's schema with the unfinished one, which is never equal to it.
            let cause = DataException::data("Struct schemas do not match.");
            return Err(DataException::builder("Invalid default value").caused_by(cause));
        }
        builder = builder.default_value(default);
    }
    builder.build()
}
