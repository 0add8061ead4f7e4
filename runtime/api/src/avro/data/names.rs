//! Names: cut at their dots, made valid, checked.

use crate::{Error, Result};

/// What a record without a name is called, followed by a number from the second on.
pub(super) const DEFAULT_NAME: &str = "io.confluent.connect.avro.ConnectDefault";
/// The entry of a map whose keys are not strings.
pub(super) const MAP_ENTRY: &str = "io.confluent.connect.avro.MapEntry";
/// The short name of the same, by which an attribute marks the entries of maps that have a name.
pub(super) const MAP_ENTRY_NAME: &str = "MapEntry";
/// A value without a schema.
pub(super) const ANYTHING: &str = "io.confluent.connect.avro.Anything";
/// The STRUCT that stands for a union, or the parameter that makes any STRUCT one.
pub(super) const UNION: &str = "io.confluent.connect.avro.Union";
pub(super) const GENERALIZED_UNION: &str = "org.apache.kafka.connect.data.Union";
/// The parameter that makes a STRING an enum.
pub(super) const ENUM: &str = "io.confluent.connect.avro.Enum";
pub(super) const GENERALIZED_ENUM: &str = "org.apache.kafka.connect.data.Enum";
/// The STRUCT of semi-structured data.
pub(super) const VARIANT: &str = "org.apache.kafka.connect.data.Variant";
/// What that is called in Avro.
pub(super) const AVRO_VARIANT: &str = "confluent.type.Variant";

pub(super) const RECORD_DOC: &str = "io.confluent.connect.avro.record.doc";
pub(super) const FIELD_DOC: &str = "io.confluent.connect.avro.field.doc.";
pub(super) const ENUM_DOC: &str = "io.confluent.connect.avro.enum.doc.";
pub(super) const ENUM_DEFAULT: &str = "io.confluent.connect.avro.enum.default.";
/// Says that a default came from a field of Avro's, not from `connect.default`.
pub(super) const FIELD_DEFAULT: &str = "io.confluent.connect.avro.field.default";
/// The documentation before Confluent 6.
pub(super) const OLD_RECORD_DOC: &str = "connect.record.doc";
pub(super) const OLD_ENUM_DOC: &str = "connect.enum.doc";

pub(super) const FIXED_SIZE: &str = "connect.fixed.size";
pub(super) const PRECISION: &str = "connect.decimal.precision";
pub(super) const DEFAULT_PRECISION: i32 = 64;

pub(super) const DECIMAL: &str = "org.apache.kafka.connect.data.Decimal";
pub(super) const DATE: &str = "org.apache.kafka.connect.data.Date";
pub(super) const TIME: &str = "org.apache.kafka.connect.data.Time";
pub(super) const TIMESTAMP: &str = "org.apache.kafka.connect.data.Timestamp";

/// A full name, each of its parts made valid if that is asked for.
pub(super) fn full_name(name: &str, scrub: bool) -> String {
    if !scrub {
        return name.to_owned();
    }
    name.split('.').map(scrubbed).collect::<Vec<_>>().join(".")
}

/// What follows the last dot.
pub(super) fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// One part of a name, made valid as `AvroData.doScrubName` does it.
pub(super) fn scrubbed(part: &str) -> String {
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if part.is_empty() || (part.bytes().all(valid) && !part.starts_with(|first: char| first.is_ascii_digit())) {
        return part.to_owned();
    }
    let mut out = String::with_capacity(part.len() + 8);
    if part.starts_with(|first: char| first.is_ascii_digit()) {
        out.push('x');
    }
    for byte in part.bytes() {
        match byte {
            _ if valid(byte) => out.push(char::from(byte)),
            // What Java's `URLEncoder` leaves as it is, and a space, which becomes a plus: each is one bad character.
            b'.' | b'-' | b'*' | b' ' => out.push('_'),
            _ => {
                out.push('_');
                for half in [byte >> 4, byte & 0xf] {
                    out.push(char::from_digit(half.into(), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
    out
}

/// Whether Avro takes it as the last part of a name.
///
/// # Errors
/// Avro's message, and what to do about it.
pub(super) fn check(name: &str) -> Result<()> {
    let problem = match name.chars().next() {
        None => "Empty name".to_owned(),
        Some(first) if !(first.is_alphabetic() || first == '_') => format!("Illegal initial character: {name}"),
        Some(_) if !name.chars().all(|char| char.is_alphanumeric() || char == '_') => {
            format!("Illegal character in: {name}")
        }
        Some(_) => return Ok(()),
    };
    Err(Error::data(format!("{problem}; rename it, or set scrub.invalid.names=true")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_scrubbed_as_confluents_converter_does_it() {
        for (name, expected) in
            [("abc", "abc"), ("abc+-.*_", "abc_2B____"), ("0abc", "x0abc"), ("a b", "a_b"), ("é", "_C3_A9"), ("", "")]
        {
            assert_eq!(scrubbed(name), expected);
        }
        assert_eq!(full_name("org.acme-co.1a", true), "org.acme_co.x1a");
    }
}
