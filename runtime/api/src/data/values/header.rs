//! Headers as text.

use super::Values;
use crate::data::{Schema, SchemaAndValue, Value};

/// Kafka Connect's default for headers, `SimpleHeaderConverter`: the text of each value.
///
/// ```
/// use kconnect::data::{Schema, SchemaAndValue, SimpleHeaderConverter};
///
/// let bytes = SimpleHeaderConverter::from_connect_header(None, &12.into());
/// assert_eq!(bytes.as_deref(), Some(&b"12"[..]));
/// // The type is what the text says.
/// let read = SimpleHeaderConverter::to_connect_header(bytes.as_deref());
/// assert_eq!(read, SchemaAndValue::new(Schema::int8(), 12_i8));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SimpleHeaderConverter;

impl SimpleHeaderConverter {
    /// The header's bytes, as [`Values::convert_to_string`] has them in UTF-8; `None` for null.
    #[must_use]
    pub fn from_connect_header(schema: Option<&Schema>, value: &Value) -> Option<Vec<u8>> {
        Values::convert_to_string(schema, value).map(String::into_bytes)
    }

    /// What the bytes say, as [`Values::parse_string`] reads them; what is no UTF-8 in them is replaced.
    #[must_use]
    pub fn to_connect_header(bytes: Option<&[u8]>) -> SchemaAndValue {
        bytes.and_then(|bytes| Values::parse_string(&decoded(bytes))).unwrap_or(SchemaAndValue::NULL)
    }
}

/// `new String(bytes, UTF_8)`. Java takes an encoded surrogate for one mistake, Rust each of its bytes.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let surrogate = |pair: &[u8]| matches!(pair, [0xed, 0xa0..=0xbf]);
    let mut text = String::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(2).position(surrogate)
        && let Some((before, behind)) = rest.split_at_checked(at)
    {
        text.push_str(&String::from_utf8_lossy(before));
        text.push(char::REPLACEMENT_CHARACTER);
        let length = if matches!(behind.get(2), Some(0x80..=0xbf)) { 3 } else { 2 };
        rest = behind.get(length..).unwrap_or_default();
    }
    text.push_str(&String::from_utf8_lossy(rest));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf8_is_replaced_as_in_java() {
        for (bytes, text) in [
            (&b"a\xff\xfeb"[..], "a\u{fffd}\u{fffd}b"),
            (b"a\xed\xa0\x80b", "a\u{fffd}b"),
            (b"\xed\xa0b", "\u{fffd}b"),
            (b"\xed\xa0", "\u{fffd}"),
            (b"\xed\x9f\xbf", "\u{d7ff}"),
            (b"\xe2\x82\xed\xa0\x80", "\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(decoded(bytes), text, "{bytes:x?}");
        }
    }
}
