//! Where a reader of structs goes next: to fields by their names, to the entries of a map.

use num_bigint::BigInt;

use super::scan::{Scan, Scanner};
use crate::data::{BigDecimal, StructNode, Type, Value};

/// The field of that name, or of that former name.
pub(super) fn find(node: &'static StructNode, expected: usize, name: &str) -> Option<usize> {
    let (before, after) = node.fields.split_at_checked(expected).unwrap_or((node.fields, &[]));
    let in_order = after.iter().position(|field| field.name == name).map(|index| index + before.len());
    let found = in_order.or_else(|| before.iter().position(|field| field.name == name));
    found.or_else(|| node.fields.iter().position(|field| field.aliases.contains(&name)))
}

/// Whether a null in that field stands for its default.
#[cold]
pub(super) fn takes_default(node: &'static StructNode, index: usize, replace: bool) -> bool {
    let Some(field) = node.fields.get(index) else { return false };
    match (&field.ty, field.default) {
        (_, None) => false,
        (Type::Optional(_), Some(default)) => replace && default() != Value::Null,
        (_, Some(_)) => true,
    }
}

/// Goes to the next entry of a map that is an object.
pub(super) fn next_member(scan: &mut Scanner<'_>, first: &mut bool, in_key: &mut bool, key: &mut usize) -> Scan<bool> {
    if *in_key {
        return Err(scan.malformed("expected `:`"));
    }
    if !scan.more(*first, b'}')? {
        return Ok(false);
    }
    if scan.token() != Some(b'"') {
        return Err(scan.malformed("expected `\"` and the name of a member"));
    }
    (*first, *in_key, *key) = (false, true, scan.position());
    Ok(true)
}

/// Goes to the next entry of a map that is an array of pairs.
pub(super) fn next_pair(scan: &mut Scanner<'_>, items: &mut usize, in_key: &mut bool) -> Scan<bool> {
    if *in_key {
        return Err(scan.malformed("expected `,` and the value of a pair"));
    }
    if *items > 0 {
        if scan.token() != Some(b']') {
            return Err(scan.malformed("expected `]` behind key and value"));
        }
        scan.leave();
    }
    if !scan.more(*items == 0, b']')? {
        return Ok(false);
    }
    if scan.token() != Some(b'[') {
        return Err(scan.malformed("expected `[`, a key and a value"));
    }
    scan.enter()?;
    (*items, *in_key) = (*items + 1, true);
    Ok(true)
}

/// The digits of a number that has that many of them behind its point; `None` if it has more, or is far too large.
pub(super) fn unscaled(number: BigDecimal, scale: i32) -> Option<Vec<u8>> {
    /// No decimal that is meant has as many digits.
    const DIGITS: u32 = 2_000;
    let Value::Decimal(digits, given) = number.into_value() else { return None };
    let digits = BigInt::from_signed_bytes_be(&digits);
    if digits == BigInt::ZERO {
        return Some(vec![0]);
    }
    let missing = i64::from(scale) - i64::from(given);
    let power = u32::try_from(missing.unsigned_abs()).ok().filter(|power| *power <= DIGITS)?;
    let power = BigInt::from(10).pow(power);
    if missing >= 0 {
        return Some((digits * power).to_signed_bytes_be());
    }
    (&digits % &power == BigInt::ZERO).then(|| (digits / power).to_signed_bytes_be())
}
