//! In which encoding a JSON text is: Jackson finds out by its first bytes.

use std::borrow::Cow;

/// The text in UTF-8, without a byte order mark.
///
/// # Errors
/// What is none of UTF-8, UTF-16 and UTF-32.
pub(crate) fn to_utf8(input: &[u8]) -> Result<Cow<'_, [u8]>, &'static str> {
    const WEIRD: &str = "the text is in an unusual order of four bytes";
    let cut = |bytes: usize| input.get(bytes..).unwrap_or_default();
    Ok(match input {
        [0xef, 0xbb, 0xbf, _, ..] => Cow::Borrowed(cut(3)),
        [0, 0, 0xfe, 0xff, ..] => utf32(cut(4), u32::from_be_bytes),
        [0xff, 0xfe, 0, 0, ..] => utf32(cut(4), u32::from_le_bytes),
        [0, 0, 0xff, 0xfe, ..] | [0xfe, 0xff, 0, 0, ..] => return Err(WEIRD),
        [0xfe, 0xff, _, _, ..] => utf16(cut(2), u16::from_be_bytes),
        [0xff, 0xfe, _, _, ..] => utf16(cut(2), u16::from_le_bytes),
        [0, 0, 0, _, ..] => utf32(input, u32::from_be_bytes),
        [_, 0, 0, 0, ..] => utf32(input, u32::from_le_bytes),
        [0, _, 0, 0, ..] | [0, 0, _, 0, ..] => return Err(WEIRD),
        [0, _, ..] => utf16(input, u16::from_be_bytes),
        [_, 0, ..] => utf16(input, u16::from_le_bytes),
        plain => Cow::Borrowed(plain),
    })
}

fn utf16(input: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'static, [u8]> {
    let (units, _) = input.as_chunks::<2>();
    let decoded = char::decode_utf16(units.iter().map(|bytes| unit(*bytes)));
    let text: String = decoded.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Cow::Owned(text.into_bytes())
}

fn utf32(input: &[u8], unit: fn([u8; 4]) -> u32) -> Cow<'static, [u8]> {
    let (units, _) = input.as_chunks::<4>();
    let decoded = units.iter().map(|bytes| char::from_u32(unit(*bytes)));
    let text: String = decoded.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Cow::Owned(text.into_bytes())
}
