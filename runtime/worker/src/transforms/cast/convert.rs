//! A value in another type, as Java's casts have it.

use kconnect::{
    Date, Error, Time, Timestamp,
    data::{Schema, SchemaType, Value, Values},
};

use super::{
    number::{self, Number},
    spec::{inputs, is_input},
};
use crate::transforms::TransformException;

/// The value in that type; null stays null.
///
/// # Errors
/// Its own type cannot be cast, or its text is no number that fits.
pub(super) fn cast(schema: Option<&Schema>, value: Value, to: SchemaType) -> Result<Value, Error> {
    if value == Value::Null {
        return Ok(value);
    }
    let from = schema.map(Schema::schema_type).or_else(|| inferred(&value)).ok_or_else(|| {
        let class = value.java_class();
        TransformException::data(format!(
            "Cast transformation was passed a value of type class {class} which is not supported by Connect's data API"
        ))
    })?;
    if !is_input(from) {
        let supported = inputs();
        let message =
            format!("Cast transformation does not support casting from {from}; supported types are {supported}");
        return Err(TransformException::data(message).into());
    }
    if to == SchemaType::String {
        return Ok(text(value));
    }
    let value = match schema {
        Some(schema) => encoded(schema, value)?,
        None => value,
    };
    let parsed = match &value {
        Value::String(text) => parsed(text, to),
        other => Some(converted(&Number::of(other)?, to)),
    };
    Ok(parsed
        .ok_or_else(|| TransformException::data(format!("Value ({value}) was out of range for requested data type")))?)
}

/// The type of a value without a schema; none for what could be more than one logical type.
fn inferred(value: &Value) -> Option<SchemaType> {
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
        _ => return None,
    })
}

/// Dates and times as the numbers that Connect stores.
fn encoded(schema: &Schema, value: Value) -> Result<Value, Error> {
    Ok(match schema.name() {
        Some("org.apache.kafka.connect.data.Date") => Date::from_logical(schema, &value)?.into(),
        Some("org.apache.kafka.connect.data.Time") => Time::from_logical(schema, &value)?.into(),
        Some("org.apache.kafka.connect.data.Timestamp") => Timestamp::from_logical(schema, &value)?.into(),
        _ => value,
    })
}

fn text(value: Value) -> Value {
    match value {
        text @ Value::String(_) => text,
        date if date.instant().is_some() => Values::convert_to_string(None, &date).into(),
        // As Java prints it, and bytes in base64.
        other => other.to_string().into(),
    }
}

fn converted(number: &Number, to: SchemaType) -> Value {
    match to {
        SchemaType::Int8 => number::low_i8(number.to_i32()).into(),
        SchemaType::Int16 => number::low_i16(number.to_i32()).into(),
        SchemaType::Int32 => number.to_i32().into(),
        SchemaType::Int64 => number.to_i64().into(),
        SchemaType::Float32 => number.to_f32().into(),
        SchemaType::Float64 => number.to_f64().into(),
        _ => (number.to_i64() != 0).into(),
    }
}

/// What a text says, if it says that.
fn parsed(text: &str, to: SchemaType) -> Option<Value> {
    Some(match to {
        SchemaType::Int8 => i8::try_from(number::parse_long(text)?).ok()?.into(),
        SchemaType::Int16 => i16::try_from(number::parse_long(text)?).ok()?.into(),
        SchemaType::Int32 => i32::try_from(number::parse_long(text)?).ok()?.into(),
        SchemaType::Int64 => number::parse_long(text)?.into(),
        SchemaType::Float32 => number::parse_float(text)?.into(),
        SchemaType::Float64 => number::parse_double(text)?.into(),
        _ => text.eq_ignore_ascii_case("true").into(),
    })
}
