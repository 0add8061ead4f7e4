//! Java's numbers: how one becomes another, and how a text becomes one.

use kconnect::{
    Error,
    config::{ConfigType, Parsed},
    data::{Value, Values},
};

use crate::transforms::TransformException;

/// A `java.lang.Number`.
pub(super) enum Number {
    /// A whole one.
    Whole(i64),
    /// One with a fraction.
    Float(f64),
    /// A decimal: the lowest bits of its whole part, and all of it as a text.
    Decimal(i64, String),
}

impl Number {
    /// The number that a value is; a boolean is 0 or 1.
    pub(super) fn of(value: &Value) -> Result<Self, Error> {
        Ok(match value {
            Value::Boolean(value) => Self::Whole((*value).into()),
            Value::Int8(number) => Self::Whole((*number).into()),
            Value::Int16(number) => Self::Whole((*number).into()),
            Value::Int32(number) => Self::Whole((*number).into()),
            Value::Int64(number) => Self::Whole(*number),
            Value::Float32(number) => Self::Float((*number).into()),
            Value::Float64(number) => Self::Float(*number),
            Value::Decimal(..) => {
                Self::Decimal(Values::convert_to_long(None, value)?.unwrap_or_default(), value.to_string())
            }
            other => {
                let class = other.java_class();
                let message = format!("Unexpected type in Cast transformation: class {class}");
                return Err(TransformException::data(message).into());
            }
        })
    }

    /// `intValue`.
    pub(super) fn to_i32(&self) -> i32 {
        match self {
            Self::Whole(number) | Self::Decimal(number, _) => low_i32(*number),
            Self::Float(number) => saturated_i32(*number),
        }
    }

    /// `longValue`.
    pub(super) fn to_i64(&self) -> i64 {
        match self {
            Self::Whole(number) | Self::Decimal(number, _) => *number,
            Self::Float(number) => saturated_i64(*number),
        }
    }

    /// `floatValue`.
    pub(super) fn to_f32(&self) -> f32 {
        match self {
            Self::Whole(number) => nearest_f32(*number),
            Self::Float(number) => narrow(*number),
            Self::Decimal(_, text) => text.parse().unwrap_or_default(),
        }
    }

    /// `doubleValue`.
    pub(super) fn to_f64(&self) -> f64 {
        match self {
            Self::Whole(number) => nearest_f64(*number),
            Self::Float(number) => *number,
            Self::Decimal(_, text) => text.parse().unwrap_or_default(),
        }
    }
}

/// `Long.parseLong`, which takes no blanks, other than the parser of a configuration.
pub(super) fn parse_long(text: &str) -> Option<i64> {
    if text.starts_with(|char| char <= ' ') || text.ends_with(|char| char <= ' ') {
        return None;
    }
    match ConfigType::Long.parse(&Parsed::String(text.to_owned())) {
        Ok(Parsed::Long(number)) => Some(number),
        _ => None,
    }
}

/// `Double.parseDouble`.
pub(super) fn parse_double(text: &str) -> Option<f64> {
    match ConfigType::Double.parse(&Parsed::String(text.to_owned())) {
        Ok(Parsed::Double(number)) => Some(number),
        _ => None,
    }
}

/// `Float.parseFloat`.
pub(super) fn parse_float(text: &str) -> Option<f32> {
    let double = parse_double(text)?;
    let digits = text.trim_matches(|char| char <= ' ').trim_end_matches(['d', 'D', 'f', 'F']);
    // From the digits, which rounds once; what Rust does not know is hexadecimal, or not finite.
    Some(digits.parse().unwrap_or_else(|_| narrow(double)))
}

/// `(byte) int`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
pub(super) fn low_i8(number: i32) -> i8 {
    number as i8
}

/// `(short) int`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
pub(super) fn low_i16(number: i32) -> i16 {
    number as i16
}

/// `(int) long`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
fn low_i32(number: i64) -> i32 {
    number as i32
}

/// `(int) double`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
fn saturated_i32(number: f64) -> i32 {
    number as i32
}

/// `(long) double`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
fn saturated_i64(number: f64) -> i64 {
    number as i64
}

/// `(float) double`.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "what the cast is in Java")]
fn narrow(number: f64) -> f32 {
    number as f32
}

/// `(float) long`.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "what the cast is in Java")]
fn nearest_f32(number: i64) -> f32 {
    number as f32
}

/// `(double) long`.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "what the cast is in Java")]
fn nearest_f64(number: i64) -> f64 {
    number as f64
}
