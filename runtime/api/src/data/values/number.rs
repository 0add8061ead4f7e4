//! Values as numbers.

use crate::data::{DataException, Date, Schema, Time, Timestamp, Value, decimal::BigDecimal, logical};

/// `Values.asLong`.
pub(super) fn as_i64(value: &Value, schema: Option<&Schema>) -> Result<i64, DataException> {
    match value {
        Value::Int8(number) => return Ok((*number).into()),
        Value::Int16(number) => return Ok((*number).into()),
        Value::Int32(number) => return Ok((*number).into()),
        Value::Int64(number) => return Ok(*number),
        Value::Float32(number) => return Ok(saturated((*number).into())),
        Value::Float64(number) => return Ok(saturated(*number)),
        Value::Decimal(unscaled, scale) => return Ok(BigDecimal::new(unscaled, *scale).to_i64_wrapping()),
        Value::String(text) => {
            if let Some(decimal) = BigDecimal::parse(text) {
                return Ok(decimal.to_i64_wrapping());
            }
        }
        _ => {}
    }
    if let (Some(schema), Some(_)) = (schema, value.instant()) {
        match schema.name() {
            Some(logical::DATE) => return Date::from_logical(schema, value).map(i64::from),
            Some(logical::TIME) => return Time::from_logical(schema, value).map(i64::from),
            Some(logical::TIMESTAMP) => return Timestamp::from_logical(schema, value),
            _ => {}
        }
    }
    Err(unable(value, &schema.map_or_else(|| "a number".to_owned(), ToString::to_string)))
}

/// `Values.asDouble`.
pub(super) fn as_f64(value: &Value, schema: Option<&Schema>) -> Result<f64, DataException> {
    Ok(match value {
        Value::Float32(number) => (*number).into(),
        Value::Float64(number) => *number,
        Value::Decimal(unscaled, scale) => BigDecimal::new(unscaled, *scale).to_f64(),
        Value::String(text) => match BigDecimal::parse(text) {
            Some(decimal) => decimal.to_f64(),
            None => nearest(as_i64(value, schema)?),
        },
        other => nearest(as_i64(other, schema)?),
    })
}

/// Kafka's message about a value that has no such form.
pub(super) fn unable(value: &Value, form: &str) -> DataException {
    DataException::data(format!("Unable to convert {value} (class {}) to {form}", value.java_class()))
}

/// `(byte) long`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
pub(super) fn low_i8(number: i64) -> i8 {
    number as i8
}

/// `(short) long`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
pub(super) fn low_i16(number: i64) -> i16 {
    number as i16
}

/// `(int) long`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
pub(super) fn low_i32(number: i64) -> i32 {
    number as i32
}

/// `(float) double`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
pub(super) fn narrow(number: f64) -> f32 {
    number as f32
}

/// `(long) double`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
fn saturated(number: f64) -> i64 {
    number as i64
}

/// `(double) long`.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "what the cast is in Java")]
fn nearest(number: i64) -> f64 {
    number as f64
}
