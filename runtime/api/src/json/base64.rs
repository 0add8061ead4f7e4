//! Base64 as Jackson reads it (`Base64Variants.MIME_NO_LINEFEEDS`).

use base64::{Engine, engine::general_purpose::STANDARD};

/// The bytes of a base64 text; `None` if it is none.
///
/// With padding. White space between groups of four, and more groups behind one that is padded, are taken as well.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok().or_else(|| leniently(text.trim_matches(|character| character <= ' ')))
}

fn leniently(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut rest = text.bytes();
    while let Some(first) = rest.by_ref().find(|byte| *byte > b' ') {
        let (first, second) = (value(first)?, value(rest.next()?)?);
        bytes.push(first << 2 | second >> 4);
        let third = match rest.next()? {
            b'=' if rest.next()? == b'=' => continue,
            other => value(other)?,
        };
        bytes.push(second << 4 | third >> 2);
        match rest.next()? {
            b'=' => {}
            fourth => bytes.push(third << 6 | value(fourth)?),
        }
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
