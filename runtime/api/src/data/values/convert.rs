//! Values in another type.

use std::sync::LazyLock;

use super::{
    number::{as_i64, low_i32, unable},
    parse,
};
use crate::data::{
    DataException, Date, Decimal, Schema, SchemaBuilder, SchemaType, Struct, Time, Timestamp, Value, Values,
    calendar::Moment, decimal::BigDecimal, logical,
};

/// The schemas that Kafka names in its messages.
pub(super) static LIST_OF_STRINGS: LazyLock<Schema> = LazyLock::new(|| Schema::required(SchemaType::Array));
pub(super) static MAP_OF_STRINGS: LazyLock<Schema> = LazyLock::new(|| Schema::required(SchemaType::Map));
pub(super) static EMPTY_STRUCT: LazyLock<Schema> = LazyLock::new(|| Schema::required(SchemaType::Struct));

/// Null stays null.
pub(super) fn unless_null<T>(
    value: &Value,
    convert: impl FnOnce(&Value) -> Result<T, DataException>,
) -> Result<Option<T>, DataException> {
    if *value == Value::Null { Ok(None) } else { convert(value).map(Some) }
}

/// What may not be null.
pub(super) fn required(value: &Value) -> Result<&Value, DataException> {
    if *value == Value::Null {
        return Err(DataException::data("Unable to convert a null value to a schema that requires a value"));
    }
    Ok(value)
}

/// A value in the type of a schema (`Values.convertTo`).
pub(super) fn to_schema(schema: &Schema, value: &Value) -> Result<Value, DataException> {
    if *value == Value::Null && schema.is_optional() {
        return Ok(Value::Null);
    }
    let value = required(value)?;
    Ok(match (schema.schema_type(), schema.name()) {
        (SchemaType::Bytes, Some(logical::DECIMAL)) => decimal(schema, value)?,
        (SchemaType::Bytes, _) => bytes(schema, value)?,
        (SchemaType::Int32, Some(logical::DATE)) => date(schema, None, value)?,
        (SchemaType::Int32, Some(logical::TIME)) => time(schema, None, value)?,
        (SchemaType::Int64, Some(logical::TIMESTAMP)) => timestamp(schema, None, value)?,
        (SchemaType::Int8, _) => Values::convert_to_byte(None, value)?.into(),
        (SchemaType::Int16, _) => Values::convert_to_short(None, value)?.into(),
        (SchemaType::Int32, _) => Values::convert_to_integer(None, value)?.into(),
        (SchemaType::Int64, _) => Values::convert_to_long(None, value)?.into(),
        (SchemaType::Float32, _) => Values::convert_to_float(None, value)?.into(),
        (SchemaType::Float64, _) => Values::convert_to_double(None, value)?.into(),
        (SchemaType::Boolean, _) => boolean(None, value)?.into(),
        (SchemaType::String, _) => Values::convert_to_string(None, value).into(),
        (SchemaType::Array, _) => Value::Array(list(schema, value)?),
        (SchemaType::Map, _) => Value::Map(map(schema, value)?),
        (SchemaType::Struct, _) => structure(schema, value)?.into(),
    })
}

pub(super) fn boolean(schema: Option<&Schema>, value: &Value) -> Result<bool, DataException> {
    match value {
        Value::Boolean(value) => return Ok(*value),
        Value::String(text) => {
            if let Value::Boolean(parsed) = parsed(text)? {
                return Ok(parsed);
            }
        }
        _ => {}
    }
    Ok(as_i64(value, schema)? != 0)
}

/// What a text says; that of null is none, where Kafka ends in a `NullPointerException`.
fn parsed(text: &str) -> Result<Value, DataException> {
    let parsed = parse::parse(text).map_or(Value::Null, |parsed| parsed.value);
    required(&parsed)?;
    Ok(parsed)
}

/// A text as what it says; everything else as it is.
fn read(value: &Value) -> Result<Value, DataException> {
    if let Value::String(text) = value { parsed(text) } else { Ok(value.clone()) }
}

pub(super) fn list(schema: &Schema, value: &Value) -> Result<Vec<Value>, DataException> {
    match read(required(value)?)? {
        Value::Array(items) => Ok(items),
        other => Err(unable(&other, &schema.to_string())),
    }
}

pub(super) fn map(schema: &Schema, value: &Value) -> Result<Vec<(Value, Value)>, DataException> {
    match read(required(value)?)? {
        Value::Map(entries) => Ok(entries),
        other => Err(unable(&other, &schema.to_string())),
    }
}

pub(super) fn structure(schema: &Schema, value: &Value) -> Result<Struct, DataException> {
    match required(value)? {
        Value::Struct(of) => Ok(of.clone()),
        other => Err(unable(other, &schema.to_string())),
    }
}

fn bytes(schema: &Schema, value: &Value) -> Result<Value, DataException> {
    match value {
        Value::Bytes(_) => Ok(value.clone()),
        Value::Decimal(..) => Decimal::from_logical(schema, value).map(Value::Bytes),
        other => Err(unable(other, &schema.to_string())),
    }
}

pub(super) fn decimal(schema: &Schema, value: &Value) -> Result<Value, DataException> {
    let text = match value {
        Value::Bytes(bytes) => return Decimal::to_logical(schema, bytes),
        Value::Decimal(..) => return Ok(value.clone()),
        Value::String(text) => text.clone(),
        // By way of the text of a FLOAT64, as `BigDecimal.valueOf` does it.
        Value::Int8(_)
        | Value::Int16(_)
        | Value::Int32(_)
        | Value::Int64(_)
        | Value::Float32(_)
        | Value::Float64(_) => Value::from(Values::convert_to_double(None, value)?).to_string(),
        other => return Err(unable(other, &schema.to_string())),
    };
    let decimal = BigDecimal::parse(&text).ok_or_else(|| unable(value, &schema.to_string()))?;
    Ok(decimal.into_value())
}

pub(super) fn date(to: &Schema, from: Option<&Schema>, value: &Value) -> Result<Value, DataException> {
    let value = read(value)?;
    if let Some(instant) = value.instant() {
        match from.map(Schema::name) {
            None | Some(Some(logical::DATE)) => return Ok(value),
            // Towards 1970, as a division is in Java.
            Some(Some(logical::TIMESTAMP)) => return Date::to_logical(to, low_i32(instant / logical::DAY_MS)),
            Some(_) => {}
        }
    }
    Date::to_logical(to, low_i32(as_i64(&value, from)?))
}

pub(super) fn time(to: &Schema, from: Option<&Schema>, value: &Value) -> Result<Value, DataException> {
    let value = read(value)?;
    if let Some(instant) = value.instant() {
        match from.map(Schema::name) {
            None | Some(Some(logical::TIME)) => return Ok(value),
            Some(Some(logical::TIMESTAMP)) => {
                return Time::to_logical(to, low_i32(in_year_1970(instant)));
            }
            Some(_) => {}
        }
    }
    Time::to_logical(to, low_i32(as_i64(&value, from)?))
}

/// The same time on the first day of 1970. Before Christ that is, as in Java, the year 1970 before.
fn in_year_1970(instant: i64) -> i64 {
    /// The year 1 begins.
    const CHRIST: i64 = -62_135_769_600_000;
    let year = if instant < CHRIST { 1 - 1970 } else { 1970 };
    Moment { year, month: 1, day: 1, ms: instant.rem_euclid(logical::DAY_MS), ..Moment::default() }.to_ms()
}

pub(super) fn timestamp(to: &Schema, from: Option<&Schema>, value: &Value) -> Result<Value, DataException> {
    let value = read(value)?;
    if value.instant().is_some() {
        match (from, from.and_then(Schema::name)) {
            (None, _) | (_, Some(logical::TIMESTAMP)) => return Ok(value),
            (Some(from), Some(logical::DATE)) => {
                let days = i64::from(Date::from_logical(from, &value)?);
                return Timestamp::to_logical(to, days * logical::DAY_MS);
            }
            (Some(from), Some(logical::TIME)) => {
                return Timestamp::to_logical(to, Time::from_logical(from, &value)?.into());
            }
            _ => {}
        }
    }
    Timestamp::to_logical(to, as_i64(&value, from)?)
}

/// An array of these.
pub(super) fn array_of(items: Option<Schema>) -> Schema {
    let array = SchemaBuilder::new(SchemaType::Array);
    made(match items {
        Some(items) => array.value_schema(items),
        None => array,
    })
}

/// A map from these to those.
pub(super) fn map_of(keys: Option<Schema>, values: Option<Schema>) -> Schema {
    let mut map = SchemaBuilder::new(SchemaType::Map);
    if let Some(keys) = keys {
        map = map.key_schema(keys);
    }
    if let Some(values) = values {
        map = map.value_schema(values);
    }
    made(map)
}

fn made(builder: SchemaBuilder) -> Schema {
    match builder.build() {
        Ok(schema) => schema,
        Err(exception) => unreachable!("nothing was set twice: {exception}"),
    }
}
