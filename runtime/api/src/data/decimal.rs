//! Decimals of any size: `java.math.BigDecimal`.

use std::{cmp::Ordering, fmt};

use num_bigint::{BigInt, Sign};

use super::Value;
use crate::config::java::ascii_digit;

/// `unscaled × 10^-scale`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BigDecimal {
    unscaled: BigInt,
    scale: i32,
}

impl BigDecimal {
    /// The number of a [`Value::Decimal`].
    pub(crate) fn new(unscaled: &[u8], scale: i32) -> Self {
        Self { unscaled: BigInt::from_signed_bytes_be(unscaled), scale }
    }

    /// `new BigDecimal(String)`: a sign, digits of any script with at most one point, an exponent.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().map(|char| ascii_digit(char).unwrap_or(char)).collect();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (&*text, 0),
        };
        let unsigned = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let magnitude: BigInt = digits.parse().ok()?;
        let unscaled = if mantissa.starts_with('-') { -magnitude } else { magnitude };
        let scale = i64::try_from(fraction.len()).ok()? - i64::from(exponent);
        Some(Self { unscaled, scale: scale.try_into().ok()? })
    }

    /// The value of the data model.
    pub(crate) fn into_value(self) -> Value {
        Value::Decimal(self.unscaled.to_signed_bytes_be(), self.scale)
    }

    /// How many digits stand behind the point.
    pub(crate) fn scale(&self) -> i32 {
        self.scale
    }

    /// Rounded to the nearest.
    pub(crate) fn to_f64(&self) -> f64 {
        // Rust rounds decimal text correctly, whatever its length and exponent.
        self.exponential().parse().unwrap_or_default()
    }

    /// Rounded to the nearest.
    pub(crate) fn to_f32(&self) -> f32 {
        self.exponential().parse().unwrap_or_default()
    }

    fn exponential(&self) -> String {
        format!("{}e{}", self.unscaled, -i64::from(self.scale))
    }

    fn digits(&self) -> String {
        self.unscaled.magnitude().to_string()
    }

    /// How many digits stand before the point: zero or less for what is between -1 and 1.
    fn whole_digits(&self, digits: &str) -> i64 {
        i64::try_from(digits.len()).unwrap_or(i64::MAX).saturating_sub(self.scale.into())
    }

    /// `BigDecimal.longValue`: without the fraction, and of what is too large the lowest 64 bits.
    pub(crate) fn to_i64_wrapping(&self) -> i64 {
        let digits = self.digits();
        if self.whole_digits(&digits) <= 0 || self.scale <= -64 {
            return 0;
        }
        let power = BigInt::from(10).pow(self.scale.unsigned_abs());
        let whole = if self.scale > 0 { &self.unscaled / power } else { &self.unscaled * power };
        let low = whole.magnitude().iter_u64_digits().next().unwrap_or(0).cast_signed();
        if whole.sign() == Sign::Minus { low.wrapping_neg() } else { low }
    }

    /// The same number, if it has no fraction and fits.
    pub(crate) fn to_i64_exact(&self) -> Option<i64> {
        if self.unscaled.sign() == Sign::NoSign {
            return Some(0);
        }
        let digits = self.digits();
        if !(1..=19).contains(&self.whole_digits(&digits)) {
            return None;
        }
        let magnitude = match usize::try_from(self.scale) {
            Ok(scale) => {
                let (whole, fraction) = digits.split_at_checked(digits.len().checked_sub(scale)?)?;
                if fraction.bytes().any(|byte| byte != b'0') {
                    return None;
                }
                whole.to_owned()
            }
            Err(_) => format!("{digits}{}", "0".repeat(usize::try_from(self.scale.unsigned_abs()).ok()?)),
        };
        let sign = if self.unscaled.sign() == Sign::Minus { "-" } else { "" };
        format!("{sign}{magnitude}").parse().ok()
    }

    /// `BigDecimal.toPlainString`: without an exponent, however long that is.
    pub(crate) fn to_plain_string(&self) -> String {
        let digits = self.digits();
        let sign = if self.unscaled.sign() == Sign::Minus { "-" } else { "" };
        let Ok(scale) = usize::try_from(self.scale) else {
            let zeros = if digits == "0" { 0 } else { usize::try_from(self.scale.unsigned_abs()).unwrap_or(0) };
            return format!("{sign}{digits}{}", "0".repeat(zeros));
        };
        if scale == 0 {
            return format!("{sign}{digits}");
        }
        let digits = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        format!("{sign}{whole}.{fraction}")
    }
}

/// What stands behind the `e`.
fn parse_exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// `BigDecimal.toString`: with an exponent where that is shorter to read.
impl fmt::Display for BigDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        let exponent = self.whole_digits(&digits) - 1;
        if self.scale >= 0 && exponent >= -6 {
            return f.write_str(&self.to_plain_string());
        }
        let sign = if self.unscaled.sign() == Sign::Minus { "-" } else { "" };
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        write!(f, "{sign}{first}{point}{rest}")?;
        match exponent.cmp(&0) {
            Ordering::Equal => Ok(()),
            Ordering::Greater => write!(f, "E+{exponent}"),
            Ordering::Less => write!(f, "E{exponent}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> BigDecimal {
        BigDecimal::parse(text).unwrap()
    }

    #[test]
    fn a_decimal_prints_as_in_java() {
        for (text, printed) in [
            ("1.50", "1.50"),
            ("-0.05", "-0.05"),
            ("1e400", "1E+400"),
            ("12e400", "1.2E+401"),
            ("0.000001", "0.000001"),
            ("0.0000001", "1E-7"),
            ("-0.00000012", "-1.2E-7"),
            ("0e5", "0E+5"),
            ("0.00", "0.00"),
            ("0e-9", "0E-9"),
            ("+.5", "0.5"),
            ("5.", "5"),
            ("\u{661}\u{662}.\u{663}", "12.3"),
        ] {
            assert_eq!(decimal(text).to_string(), printed, "{text}");
        }
    }

    #[test]
    fn what_java_does_not_take_for_a_number_is_none() {
        for text in [
            "",
            "+",
            ".",
            "1e",
            "1e+",
            "e1",
            "1_0",
            "1e2147483648",
            "1.0e-2147483647",
            "--1",
            "1 ",
            "0x1",
            "1.2.3",
            "1ee1",
        ] {
            assert_eq!(BigDecimal::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_long_is_cut_off_or_exact() {
        for (text, wrapping, exact) in [
            ("1.9", 1, None),
            ("-1.9", -1, None),
            ("300.00", 300, Some(300)),
            ("1e3", 1000, Some(1000)),
            ("9223372036854775807", i64::MAX, Some(i64::MAX)),
            ("9223372036854775808", i64::MIN, None),
            ("-9223372036854775809", i64::MAX, None),
            ("1e400", 0, None),
            ("1e-2000000000", 0, None),
            ("1e2000000000", 0, None),
            ("0e2000000000", 0, Some(0)),
            ("0e-2000000000", 0, Some(0)),
        ] {
            assert_eq!((decimal(text).to_i64_wrapping(), decimal(text).to_i64_exact()), (wrapping, exact), "{text}");
        }
    }

    #[test]
    fn a_float_is_the_nearest() {
        assert_eq!(decimal("1e400").to_f64().to_bits(), f64::INFINITY.to_bits());
        assert_eq!(decimal("-1e-2000000000").to_f64().to_bits(), (-0.0_f64).to_bits());
        assert_eq!(decimal("0.1").to_f32().to_bits(), 0.1_f32.to_bits());
        assert_eq!(decimal("3.4028235E38").to_f32().to_bits(), f32::MAX.to_bits());
    }
}
