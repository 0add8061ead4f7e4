//! Logical types: what a value is beneath.

use std::borrow::Cow;

use super::names::{DATE, DECIMAL, TIME, TIMESTAMP};
use crate::data::{DataException, Schema, Value};

const DAY: i64 = 86_400_000;

/// The value that stands for one of a logical type (`fromLogical`); any other value as it is.
pub(super) fn encoded<'a>(schema: &Schema, value: &'a Value) -> Result<Cow<'a, Value>, DataException> {
    let fail = |message: String| Err(DataException::data(message));
    let expected = |name: &str, class: &str| {
        fail(format!("Invalid type for {name}, expected {class} but was class {}", value.java_class()))
    };
    match schema.name() {
        Some(DECIMAL) => {
            let Value::Decimal(unscaled, scale) = value else { return expected("Decimal", "BigDecimal") };
            let of = scale_of(schema)?;
            if *scale != of {
                return fail(format!(
                    "Decimal value has mismatching scale for given Decimal schema. Schema has scale {of}, value has scale \
                     {scale}."
                ));
            }
            Ok(Cow::Owned(Value::Bytes(unscaled.clone())))
        }
        Some(DATE) => {
            let Some(ms) = value.instant() else { return expected("Date", "Date") };
            if ms % DAY != 0 {
                return fail(
                    "Kafka Connect Date type should not have any time fields set to non-zero values.".to_owned(),
                );
            }
            let days = i32::try_from(ms / DAY).map_err(|_| DataException::data("a date beyond Connect's"))?;
            Ok(Cow::Owned(Value::Int32(days)))
        }
        Some(TIME) => {
            let Some(ms) = value.instant() else { return expected("Time", "Date") };
            match i32::try_from(ms) {
                Ok(of_day) if (0..=DAY).contains(&ms) => Ok(Cow::Owned(Value::Int32(of_day))),
                _ => fail("Kafka Connect Time type should not have any date fields set to non-zero values.".to_owned()),
            }
        }
        Some(TIMESTAMP) => match value.instant() {
            Some(ms) => Ok(Cow::Owned(Value::Int64(ms))),
            None => expected("Timestamp", "Date"),
        },
        _ => Ok(Cow::Borrowed(value)),
    }
}

/// The value of a logical type that the encoded one stands for (`toLogical`); any other value as it is.
pub(super) fn decoded(schema: &Schema, value: Value) -> Result<Value, DataException> {
    let fail = |name: &str, beneath: &str, value: &Value| {
        Err(DataException::data(format!(
            "Invalid type for {name}, underlying representation should be {beneath} but was class {}",
            value.java_class()
        )))
    };
    match (schema.name(), value) {
        (Some(DECIMAL), Value::Bytes(bytes)) => Ok(Value::Decimal(minimal(bytes)?, scale_of(schema)?)),
        (Some(DECIMAL), value) => fail("Decimal", "bytes", &value),
        (Some(DATE), Value::Int32(days)) => Ok(Value::Date(days)),
        (Some(DATE), value) => fail("Date", "int32", &value),
        (Some(TIME), Value::Int32(ms)) if (0..=DAY).contains(&ms.into()) => Ok(Value::Time(ms)),
        (Some(TIME), Value::Int32(_)) => Err(DataException::data(
            "Time values must use number of milliseconds greater than 0 and less than 86400000",
        )),
        (Some(TIME), value) => fail("Time", "int32", &value),
        (Some(TIMESTAMP), Value::Int64(ms)) => Ok(Value::Timestamp(ms)),
        (Some(TIMESTAMP), value) => fail("Timestamp", "int64", &value),
        (_, value) => Ok(value),
    }
}

fn scale_of(schema: &Schema) -> Result<i32, DataException> {
    let Some(scale) = schema.parameter("scale") else {
        return Err(DataException::data("Invalid Decimal schema: scale parameter not found."));
    };
    scale.parse().map_err(|_| DataException::data("Invalid scale parameter found in Decimal schema: "))
}

/// A number's shortest two's complement: a fixed has the sign repeated before it.
fn minimal(mut bytes: Vec<u8>) -> Result<Vec<u8>, DataException> {
    if bytes.is_empty() {
        return Err(DataException::data("Zero length BigInteger"));
    }
    let repeats =
        |pair: &[u8]| matches!(pair, [0, next] if *next < 0x80) || matches!(pair, [0xff, next] if *next >= 0x80);
    let redundant = bytes.windows(2).take_while(|pair| repeats(pair)).count();
    bytes.drain(..redundant);
    Ok(bytes)
}
