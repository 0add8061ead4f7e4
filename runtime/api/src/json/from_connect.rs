//! Values become JSON: `JsonConverter.convertToJson`.

use indexmap::IndexMap;

use super::{
    config::{DecimalFormat, JsonConverterConfig},
    java::{write_base64, write_integer, write_json_float, write_string},
    logical::Logical,
};
use crate::data::{BigDecimal, DataException, Date, Decimal, Schema, SchemaType, Struct, Time, Timestamp, Value};

/// Appends the JSON of a value along its schema.
pub(crate) fn from_connect(
    schema: Option<&Schema>,
    value: &Value,
    config: &JsonConverterConfig,
    out: &mut Vec<u8>,
) -> Result<(), DataException> {
    if let Value::Null = value {
        return null(schema, config, out);
    }
    if let Some(schema) = schema
        && let Some(logical) = Logical::of(schema)
    {
        return write_logical(logical, schema, value, config, out);
    }
    let ty = match schema {
        Some(schema) => schema.schema_type(),
        None => schema_type(value).ok_or_else(|| {
            let class = value.java_class();
            DataException::data(format!("Java class class {class} does not have corresponding schema type."))
        })?,
    };
    match (ty, value) {
        (SchemaType::Int8, Value::Int8(value)) => write_integer(out, *value),
        (SchemaType::Int16, Value::Int16(value)) => write_integer(out, *value),
        (SchemaType::Int32, Value::Int32(value)) => write_integer(out, *value),
        (SchemaType::Int64, Value::Int64(value)) => write_integer(out, *value),
        (SchemaType::Float32, Value::Float32(value)) => write_json_float(out, *value),
        (SchemaType::Float64, Value::Float64(value)) => write_json_float(out, *value),
        (SchemaType::Boolean, Value::Boolean(value)) => {
            out.extend_from_slice(if *value { b"true" } else { b"false" });
        }
        (SchemaType::String, Value::String(value)) => write_string(out, value),
        (SchemaType::Bytes, Value::Bytes(value)) => write_base64(out, value),
        (SchemaType::Bytes, value) => {
            return Err(DataException::data(format!("Invalid type for bytes type: class {}", value.java_class())));
        }
        (SchemaType::Array, Value::Array(items)) => {
            let of_items = schema.and_then(Schema::value_schema);
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                from_connect(of_items.as_ref(), item, config, out)?;
            }
            out.push(b']');
        }
        (SchemaType::Map, Value::Map(entries)) => map(schema, entries, config, out)?,
        (SchemaType::Struct, Value::Struct(value)) => structure(schema, value, config, out)?,
        (ty, value) => {
            let ty = if schema.is_some() { ty.as_str() } else { "unknown schema" };
            return Err(DataException::data(format!("Invalid type for {ty}: class {}", value.java_class())));
        }
    }
    Ok(())
}

fn null(schema: Option<&Schema>, config: &JsonConverterConfig, out: &mut Vec<u8>) -> Result<(), DataException> {
    if let Some(schema) = schema {
        if config.replace_null_with_default
            && let Some(default) = schema.default_value()
        {
            return from_connect(Some(schema), &default, config, out);
        }
        if !schema.is_optional() {
            return Err(DataException::data(
                "Conversion error: null value for field that is required and has no default value",
            ));
        }
    }
    out.extend_from_slice(b"null");
    Ok(())
}

fn write_logical(
    logical: Logical,
    schema: &Schema,
    value: &Value,
    config: &JsonConverterConfig,
    out: &mut Vec<u8>,
) -> Result<(), DataException> {
    let fits = match logical {
        Logical::Decimal => matches!(value, Value::Decimal(..)),
        _ => value.instant().is_some(),
    };
    if !fits {
        let (name, class) = (logical.name(), value.java_class());
        let expected = if logical == Logical::Decimal { "BigDecimal" } else { "Date" };
        return Err(DataException::data(format!("Invalid type for {name}, expected {expected} but was class {class}")));
    }
    match (logical, value) {
        (Logical::Decimal, Value::Decimal(unscaled, scale)) if config.decimal_format == DecimalFormat::Numeric => {
            out.extend_from_slice(BigDecimal::new(unscaled, *scale).to_string().as_bytes());
        }
        (Logical::Decimal, value) => write_base64(out, &Decimal::from_logical(schema, value)?),
        (Logical::Date, value) => write_integer(out, Date::from_logical(schema, value)?),
        (Logical::Time, value) => write_integer(out, Time::from_logical(schema, value)?),
        (Logical::Timestamp, value) => write_integer(out, Timestamp::from_logical(schema, value)?),
    }
    Ok(())
}

fn map(
    schema: Option<&Schema>,
    entries: &[(Value, Value)],
    config: &JsonConverterConfig,
    out: &mut Vec<u8>,
) -> Result<(), DataException> {
    let (keys, values) = (schema.and_then(Schema::key_schema), schema.and_then(Schema::value_schema));
    let object = match (schema, &keys) {
        (None, _) => entries.iter().all(|(key, _)| matches!(key, Value::String(_))),
        (Some(_), Some(keys)) => keys.schema_type() == SchemaType::String,
        (Some(_), None) => {
            return Err(DataException::data("a MAP without a schema of its keys cannot be written as JSON"));
        }
    };
    if object {
        return members(keys.as_ref(), values.as_ref(), entries, config, out);
    }
    out.push(b'[');
    for (index, (key, value)) in entries.iter().enumerate() {
        out.extend_from_slice(if index > 0 { b",[" } else { b"[" });
        from_connect(keys.as_ref(), key, config, out)?;
        out.push(b',');
        from_connect(values.as_ref(), value, config, out)?;
        out.push(b']');
    }
    out.push(b']');
    Ok(())
}

/// A map as an object.
fn members(
    keys: Option<&Schema>,
    values: Option<&Schema>,
    entries: &[(Value, Value)],
    config: &JsonConverterConfig,
    out: &mut Vec<u8>,
) -> Result<(), DataException> {
    let plain = keys.is_none_or(|keys| Logical::of(keys).is_none());
    if plain && entries.iter().all(|(key, _)| matches!(key, Value::String(_))) {
        out.push(b'{');
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            from_connect(keys, key, config, out)?;
            out.push(b':');
            from_connect(values, value, config, out)?;
        }
        out.push(b'}');
        return Ok(());
    }
    // Whatever the key is, its JSON becomes a name (`JsonNode.asText`): a null `null`. Two keys may have one name then.
    let mut named: IndexMap<String, Vec<u8>> = IndexMap::new();
    for (key, value) in entries {
        let (mut name, mut json) = (Vec::new(), Vec::new());
        from_connect(keys, key, config, &mut name)?;
        from_connect(values, value, config, &mut json)?;
        let text = serde_json::from_slice::<String>(&name).ok();
        named.insert(text.unwrap_or_else(|| String::from_utf8_lossy(&name).into_owned()), json);
    }
    out.push(b'{');
    for (index, (name, json)) in named.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_string(out, name);
        out.push(b':');
        out.extend_from_slice(json);
    }
    out.push(b'}');
    Ok(())
}

fn structure(
    schema: Option<&Schema>,
    value: &Struct,
    config: &JsonConverterConfig,
    out: &mut Vec<u8>,
) -> Result<(), DataException> {
    let Some(schema) = schema.filter(|schema| value.schema() == *schema) else {
        return Err(DataException::data("Mismatching schema."));
    };
    out.push(b'{');
    for (field, value) in schema.fields().zip(value.values()) {
        if field.index() > 0 {
            out.push(b',');
        }
        write_string(out, field.name());
        out.push(b':');
        from_connect(Some(field.schema()), value, config, out)?;
    }
    out.push(b'}');
    Ok(())
}

/// `ConnectSchema.schemaType`: the type of a value that has no schema.
fn schema_type(value: &Value) -> Option<SchemaType> {
    Some(match value {
        Value::Boolean(_) => SchemaType::Boolean,
        Value::Int8(_) => SchemaType::Int8,
        Value::Int16(_) => SchemaType::Int16,
        Value::Int32(_) => SchemaType::Int32,
        Value::Int64(_) => SchemaType::Int64,
        Value::Float32(_) => SchemaType::Float32,
        Value::Float64(_) => SchemaType::Float64,
        Value::String(_) => SchemaType::String,
        Value::Bytes(_) => SchemaType::Bytes,
        Value::Array(_) => SchemaType::Array,
        Value::Map(_) => SchemaType::Map,
        Value::Struct(_) => SchemaType::Struct,
        Value::Null | Value::Date(_) | Value::Time(_) | Value::Timestamp(_) | Value::Decimal(..) => return None,
    })
}
