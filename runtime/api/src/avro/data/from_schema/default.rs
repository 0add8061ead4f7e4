//! Defaults as JSON.

use serde_json::{Map, Number, Value as Json};

use crate::{
    avro::{
        AvroDataConfig,
        data::{
            kind::{is_string_map, is_union},
            logical,
            names::scrubbed,
        },
    },
    data::{Schema, SchemaType, Value},
};

/// The default in the form that `AvroData` gives it. `widen`: a field's default is widened to a double, the one on the type
/// keeps its own precision.
pub(super) fn json(config: &AvroDataConfig, schema: &Schema, value: &Value, widen: bool) -> Result<Json, String> {
    if *value == Value::Null {
        return Ok(Json::Null);
    }
    let value = &*logical::encoded(schema, value).map_err(|problem| format!("is no {schema}: {problem}"))?;
    let wrong = || Err(format!("is a {}, not of type {}", value.java_class(), schema.schema_type()));
    Ok(match (schema.schema_type(), value) {
        (SchemaType::Int8, Value::Int8(number)) => (*number).into(),
        (SchemaType::Int16, Value::Int16(number)) => (*number).into(),
        (SchemaType::Int32, Value::Int32(number)) => (*number).into(),
        (SchemaType::Int64, Value::Int64(number)) => (*number).into(),
        // The shortest digits of the float, read as a double, print as the float does.
        (SchemaType::Float32, Value::Float32(number)) if !widen => {
            finite(number.to_string().parse().unwrap_or(f64::NAN))?
        }
        (SchemaType::Float32, Value::Float32(number)) => finite(f64::from(*number))?,
        (SchemaType::Float64, Value::Float64(number)) => finite(*number)?,
        (SchemaType::Boolean, Value::Boolean(boolean)) => (*boolean).into(),
        (SchemaType::String, Value::String(text)) => text.as_str().into(),
        (SchemaType::Bytes, Value::Bytes(bytes)) => {
            bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()
        }
        (SchemaType::Array, Value::Array(items)) => {
            let Some(of) = schema.value_schema() else { return wrong() };
            items.iter().map(|item| json(config, &of, item, widen)).collect::<Result<Vec<_>, _>>()?.into()
        }
        (SchemaType::Map, Value::Map(entries)) => {
            let (Some(keys), Some(values)) = (schema.key_schema(), schema.value_schema()) else { return wrong() };
            if is_string_map(schema, config.allow_optional_map_keys) {
                let mut object = Map::new();
                for (key, value) in entries {
                    let Value::String(key) = key else { return Err("has a key that is not a string".to_owned()) };
                    object.insert(key.clone(), json(config, &values, value, widen)?);
                }
                object.into()
            } else {
                let pair = |(key, value): &(Value, Value)| {
                    Ok(Json::from(vec![json(config, &keys, key, widen)?, json(config, &values, value, widen)?]))
                };
                entries.iter().map(pair).collect::<Result<Vec<_>, String>>()?.into()
            }
        }
        (SchemaType::Struct, Value::Struct(fields)) if is_union(schema) => {
            let set = schema.fields().zip(fields.values()).find(|(_, value)| **value != Value::Null);
            match set {
                None => Json::Null,
                Some((field, value)) if field.index() == 0 => json(config, field.schema(), value, widen)?,
                Some(_) => return Err("is not one of the union's first branch, as Avro wants it".to_owned()),
            }
        }
        (SchemaType::Struct, Value::Struct(fields)) => {
            let mut object = Map::new();
            for (field, value) in schema.fields().zip(fields.values()) {
                let own = field.schema().default_value();
                let value = if *value == Value::Null { own.as_deref().unwrap_or(value) } else { value };
                let name = if config.scrub_invalid_names { scrubbed(field.name()) } else { field.name().to_owned() };
                object.insert(name, json(config, field.schema(), value, widen)?);
            }
            object.into()
        }
        _ => return wrong(),
    })
}

fn finite(number: f64) -> Result<Json, String> {
    Number::from_f64(number).map(Json::Number).ok_or_else(|| "is no number that JSON could write".to_owned())
}
