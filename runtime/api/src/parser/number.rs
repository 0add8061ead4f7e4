//! Numbers.

use std::{fmt::Display, str::FromStr};

use num_bigint::BigInt;

use super::ParseError;
use crate::data::Value;

/// What a type of whole numbers holds.
pub(super) trait Whole: FromStr + Display {
    const NAME: &'static str;
    const MIN: Self;
    const MAX: Self;
}

macro_rules! whole {
    ($($ty:ident: $name:literal;)*) => {$(
        impl Whole for $ty {
            const NAME: &'static str = $name;
            const MIN: Self = $ty::MIN;
            const MAX: Self = $ty::MAX;
        }
    )*};
}
whole! {
    i8: "INT8";
    i16: "INT16";
    i32: "INT32";
    i64: "INT64";
}

pub(super) fn integer<T: Whole>(text: &str) -> Result<T, ParseError> {
    text.trim().parse().map_err(|_| ParseError::new(text, format!("an {}, {} to {}", T::NAME, T::MIN, T::MAX)))
}

/// No decimal needs more: a text that asks for it is no number, it is an attack.
const DIGITS: usize = 4_096;

/// A number with exactly `scale` digits behind the point; more are refused unless they are zeros.
pub(super) fn decimal(text: &str, scale: i32) -> Result<Value, ParseError> {
    let wrong = || ParseError::new(text, format!("a Decimal with at most {scale} digits behind the point"));
    let trimmed = text.trim();
    let (mantissa, exponent) = match trimmed.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| wrong())?),
        None => (trimmed, 0),
    };
    let (negative, digits) = match mantissa.as_bytes().first() {
        Some(b'-') => (true, mantissa.get(1..).unwrap_or_default()),
        Some(b'+') => (false, mantissa.get(1..).unwrap_or_default()),
        _ => (false, mantissa),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = format!("{whole}{fraction}");
    if all_digits.is_empty() || !all_digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    // How many zeros make it a number of this scale.
    let behind = i64::try_from(fraction.len()).map_err(|_| wrong())? - i64::from(exponent);
    let shift = i64::from(scale) - behind;
    let significant = all_digits.trim_start_matches('0');
    let mut unscaled = significant.to_owned();
    if let Ok(zeros) = usize::try_from(shift) {
        if !unscaled.is_empty() {
            if zeros > DIGITS {
                return Err(wrong());
            }
            unscaled.extend(std::iter::repeat_n('0', zeros));
        }
    } else {
        let cut = usize::try_from(-shift).map_err(|_| wrong())?;
        let keep = unscaled.len().saturating_sub(cut);
        if unscaled.get(keep..).unwrap_or_default().bytes().any(|byte| byte != b'0') {
            return Err(wrong());
        }
        unscaled.truncate(keep);
    }
    if unscaled.len() > DIGITS {
        return Err(wrong());
    }
    let number: BigInt = if unscaled.is_empty() { BigInt::default() } else { unscaled.parse().map_err(|_| wrong())? };
    let number = if negative { -number } else { number };
    Ok(Value::Decimal(number.to_signed_bytes_be(), scale))
}
