//! Numbers as Jackson's nodes have them: whole ones of any size, and decimals.

use super::scan::Digits;
use crate::data::{BigDecimal, Value};

/// A number of a JSON text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<'a> {
    text: &'a str,
    integral: bool,
}

/// Whether Java's `BigDecimal` takes the number: exponent and scale are an `int`. `Err` says that they are not.
pub(crate) fn check(text: &str) -> Result<(), &'static str> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Ok(()) };
    let fraction = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let scale = exponent.parse::<i32>().ok().zip(i64::try_from(fraction).ok());
    match scale.map(|(exponent, fraction)| i32::try_from(fraction - i64::from(exponent))) {
        Some(Ok(_)) => Ok(()),
        _ => Err("the exponent of a number is out of range"),
    }
}

impl<'a> Number<'a> {
    /// The number; `Err` says what is wrong with its exponent.
    pub(crate) fn new(digits: Digits<'a>) -> Result<Self, &'static str> {
        if !digits.integral {
            check(digits.text)?;
        }
        Ok(Self { text: digits.text, integral: digits.integral })
    }

    /// Whether it has neither point nor exponent.
    pub(crate) fn is_integral(self) -> bool {
        self.integral
    }

    /// The number if it is a whole one of 32 bits (`IntNode`).
    pub(crate) fn as_int(self) -> Option<i32> {
        if self.integral { self.text.parse().ok() } else { None }
    }

    /// The lower 64 bits of its whole part.
    pub(crate) fn long_value(self) -> i64 {
        match self.text.parse() {
            Ok(long) => long,
            Err(_) => BigDecimal::parse(self.text).map_or(0, |decimal| decimal.to_i64_wrapping()),
        }
    }

    /// The lower 32 bits of its whole part.
    pub(crate) fn int_value(self) -> i32 {
        let [a, b, c, d, ..] = self.long_value().to_le_bytes();
        i32::from_le_bytes([a, b, c, d])
    }

    /// The lower 16 bits of its whole part.
    pub(crate) fn short_value(self) -> i16 {
        let [a, b, ..] = self.long_value().to_le_bytes();
        i16::from_le_bytes([a, b])
    }

    /// The lower 8 bits of its whole part.
    pub(crate) fn byte_value(self) -> i8 {
        let [a, ..] = self.long_value().to_le_bytes();
        i8::from_le_bytes([a])
    }

    /// The nearest `float`. Neither whole numbers nor decimals have a negative zero.
    pub(crate) fn float_value(self) -> f32 {
        if self.is_zero() { 0.0 } else { self.text.parse().unwrap_or_default() }
    }

    /// The nearest `double`.
    pub(crate) fn double_value(self) -> f64 {
        if self.is_zero() { 0.0 } else { self.text.parse().unwrap_or_default() }
    }

    /// All of its digits.
    pub(crate) fn decimal_value(self) -> Value {
        BigDecimal::parse(self.text).map_or(Value::Null, BigDecimal::into_value)
    }

    fn is_zero(self) -> bool {
        let mantissa = self.text.split(['e', 'E']).next().unwrap_or_default();
        mantissa.bytes().all(|byte| matches!(byte, b'0' | b'.' | b'-'))
    }
}
