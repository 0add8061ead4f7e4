//! JSON becomes values: `JsonConverter.convertToConnect`.

use std::{borrow::Cow, collections::HashMap};

use super::{base64, config::JsonConverterConfig, java_key::java_key, logical::Logical, node::Node, number::Number};
use crate::data::{DataException, Schema, SchemaType, Struct, Value};

/// The value that JSON is, along its schema. `None` is a member that is not there.
pub(crate) fn to_connect(
    schema: Option<&Schema>,
    json: Option<&Node<'_>>,
    config: &JsonConverterConfig,
) -> Result<Value, DataException> {
    let Some(schema) = schema else { return Ok(json.map_or(Value::Null, without_schema)) };
    let Some(json) = json.filter(|json| !matches!(json, Node::Null)) else {
        return match schema.default_value() {
            Some(default) if config.replace_null_with_default => Ok(Cow::into_owned(default)),
            _ if schema.is_optional() => Ok(Value::Null),
            _ => Err(DataException::data(format!("Invalid null value for required {} field", schema.schema_type()))),
        };
    };
    if let Some(logical) = Logical::of(schema) {
        return logical.read(schema, json);
    }
    // What is no number is 0, and what is no boolean is false: so Jackson has it.
    let number = json.number();
    Ok(match schema.schema_type() {
        SchemaType::Boolean => Value::Boolean(matches!(json, Node::Boolean(true))),
        SchemaType::Int8 => Value::Int8(number.map_or(0, Number::byte_value)),
        SchemaType::Int16 => Value::Int16(number.map_or(0, Number::short_value)),
        SchemaType::Int32 => Value::Int32(number.map_or(0, Number::int_value)),
        SchemaType::Int64 => Value::Int64(number.map_or(0, Number::long_value)),
        SchemaType::Float32 => Value::Float32(number.map_or(0.0, Number::float_value)),
        SchemaType::Float64 => Value::Float64(number.map_or(0.0, Number::double_value)),
        SchemaType::String => json.text().map_or(Value::Null, Value::from),
        SchemaType::Bytes => match json.text() {
            None => Value::Null,
            Some(text) => Value::Bytes(base64::decode(text).ok_or_else(|| {
                let cause = DataException::data(format!("`{text}` is not base64"));
                DataException::data("Invalid bytes field").caused_by(cause)
            })?),
        },
        SchemaType::Array => array(schema, json, config)?,
        SchemaType::Map => map(schema, json, config)?,
        SchemaType::Struct => structure(schema, json, config)?,
    })
}

fn array(schema: &Schema, json: &Node<'_>, config: &JsonConverterConfig) -> Result<Value, DataException> {
    let of_items = schema.value_schema();
    let item = |item| to_connect(of_items.as_ref(), Some(item), config);
    // The elements of an object are its values, and nothing else has any: so Jackson has it.
    let items: Result<_, _> = match json {
        Node::Array(items) => items.iter().map(item).collect(),
        Node::Object(members) => members.values().map(item).collect(),
        _ => Ok(Vec::new()),
    };
    items.map(Value::Array)
}

fn map(schema: &Schema, json: &Node<'_>, config: &JsonConverterConfig) -> Result<Value, DataException> {
    let (Some(keys), values) = (schema.key_schema(), schema.value_schema()) else {
        return Err(DataException::data("a MAP without a schema of its keys cannot be read from JSON"));
    };
    if keys.schema_type() == SchemaType::String {
        let Node::Object(members) = json else {
            let found = json.type_name();
            return Err(DataException::data(format!(
                "Maps with string fields should be encoded as JSON objects, but found {found}"
            )));
        };
        let entry = |(key, value): (&Cow<'_, str>, _)| {
            Ok((Value::from(&**key), to_connect(values.as_ref(), Some(value), config)?))
        };
        return members.iter().map(entry).collect::<Result<_, _>>().map(Value::Map);
    }
    let Node::Array(pairs) = json else {
        let found = json.type_name();
        return Err(DataException::data(format!(
            "Maps with non-string fields should be encoded as JSON array of tuples, but found {found}"
        )));
    };
    let mut entries: Vec<(Value, Value)> = Vec::with_capacity(pairs.len());
    let mut known = HashMap::new();
    for pair in pairs {
        let Node::Array(pair) = pair else {
            let found = pair.type_name();
            return Err(DataException::data(format!("Found invalid map entry instead of array tuple: {found}")));
        };
        let [key, value] = &**pair else {
            let len = pair.len();
            return Err(DataException::data(format!("Found invalid map entry, expected length 2 but found :{len}")));
        };
        let key = to_connect(Some(&keys), Some(key), config)?;
        let value = to_connect(values.as_ref(), Some(value), config)?;
        // Of equal keys the last value counts.
        match java_key(&key).map(|known_as| known.entry(known_as).or_insert(entries.len())) {
            Some(at) if *at < entries.len() => {
                if let Some(entry) = entries.get_mut(*at) {
                    entry.1 = value;
                }
            }
            _ => entries.push((key, value)),
        }
    }
    Ok(Value::Map(entries))
}

fn structure(schema: &Schema, json: &Node<'_>, config: &JsonConverterConfig) -> Result<Value, DataException> {
    if !matches!(json, Node::Object(_)) {
        let found = json.type_name();
        return Err(DataException::data(format!("Structs should be encoded as JSON objects, but found {found}")));
    }
    let mut structure = Struct::new(schema.clone())?;
    for field in schema.fields() {
        let value = to_connect(Some(field.schema()), json.get(field.name()), config)?;
        structure.put(field.name(), value)?;
    }
    Ok(Value::Struct(structure))
}

/// JSON of which nothing is known: whole numbers are INT64, others FLOAT64, objects MAPs.
fn without_schema(json: &Node<'_>) -> Value {
    match json {
        Node::Missing | Node::Null => Value::Null,
        Node::Boolean(value) => Value::Boolean(*value),
        Node::Number(number) if number.is_integral() => Value::Int64(number.long_value()),
        Node::Number(number) => Value::Float64(number.double_value()),
        Node::String(text) => Value::from(&**text),
        Node::Array(items) => Value::Array(items.iter().map(without_schema).collect()),
        Node::Object(members) => {
            Value::Map(members.iter().map(|(key, value)| (Value::from(&**key), without_schema(value))).collect())
        }
    }
}
