//! Numbers and strings as Java prints them: what goes over the wire is compared as text by tools that never parse it.

use std::{
    fmt::UpperExp,
    io::{self, Write},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

use super::scan::unescaped;

/// A floating point number, for [`write_float`].
pub(crate) trait Float: Copy + zmij::Float + UpperExp + Into<f64> {}
impl Float for f32 {}
impl Float for f64 {}

/// Appends a number as `Double.toString` or `Float.toString` does: `1.0`, `1.0E10`, `NaN`, `-Infinity`.
pub(crate) fn write_float<F: Float>(out: &mut Vec<u8>, number: F) {
    let wide: f64 = number.into();
    let size = wide.abs();
    if wide.is_nan() {
        out.extend_from_slice(b"NaN");
    } else if wide.is_infinite() {
        out.extend_from_slice(if wide > 0.0 { b"Infinity" } else { b"-Infinity" });
    } else if size == 0.0 || (1e-3..1e7).contains(&size) {
        out.extend_from_slice(zmij::Buffer::new().format_finite(number).as_bytes());
    } else {
        let start = out.len();
        print(out, format_args!("{number:E}"));
        // Java's mantissa always has a digit after its point: of all with two digits the nearest.
        let mantissa = out.iter().skip(start).position(|byte| *byte == b'E').unwrap_or(0) + start;
        if !out.iter().take(mantissa).skip(start).any(|byte| *byte == b'.') {
            out.truncate(start);
            print(out, format_args!("{number:.1E}"));
        }
    }
}

/// Appends a number as Jackson does: what is none in JSON is a string.
pub(crate) fn write_json_float<F: Float>(out: &mut Vec<u8>, number: F) {
    let wide: f64 = number.into();
    let finite = wide.is_finite();
    if !finite {
        out.push(b'"');
    }
    write_float(out, number);
    if !finite {
        out.push(b'"');
    }
}

/// Appends a whole number.
#[inline]
pub(crate) fn write_integer<I: itoa::Integer>(out: &mut Vec<u8>, number: I) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Appends bytes as base64 in quotes.
pub(crate) fn write_base64(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'"');
    let start = out.len();
    out.resize(start + bytes.len().div_ceil(3) * 4, 0);
    let room = out.get_mut(start..).unwrap_or_default();
    // The room is as large as base64 says that it is.
    let _ = STANDARD.encode_slice(bytes, room);
    out.push(b'"');
}

/// Appends formatted text.
pub(crate) fn print(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // A Vec takes everything that is written to it.
    let _ = out.write_fmt(text);
}

/// Appends a string with quotes and escapes as Jackson does where it writes bytes: what lies beyond 16 bits is escaped, too.
#[inline]
pub(crate) fn write_string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let run = unescaped(bytes);
    if run == bytes.len() {
        out.extend_from_slice(bytes);
    } else {
        write_escaped(out, text, run);
    }
    out.push(b'"');
}

/// Runs between escapes go out in one piece.
#[cold]
fn write_escaped(out: &mut Vec<u8>, text: &str, mut run: usize) {
    let mut rest = text;
    loop {
        let (before, tail) = rest.split_at_checked(run).unwrap_or((rest, ""));
        out.extend_from_slice(before.as_bytes());
        let mut chars = tail.chars();
        let Some(escaped) = chars.next() else { return };
        match escaped {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\u{8}' => out.extend_from_slice(b"\\b"),
            '\t' => out.extend_from_slice(b"\\t"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\u{c}' => out.extend_from_slice(b"\\f"),
            '\r' => out.extend_from_slice(b"\\r"),
            other => other.encode_utf16(&mut [0; 2]).iter().for_each(|unit| write_unit(out, *unit)),
        }
        rest = chars.as_str();
        run = unescaped(rest.as_bytes());
    }
}

/// `\u00E9`.
fn write_unit(out: &mut Vec<u8>, unit: u16) {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    let [high, low] = unit.to_be_bytes();
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or_default();
    let digits = [high >> 4, high & 0xf, low >> 4, low & 0xf].map(digit);
    out.extend_from_slice(b"\\u");
    out.extend_from_slice(&digits);
}

/// Prints JSON as Java's libraries do, in one line or indented by two spaces.
pub(crate) struct JavaFormatter(Option<PrettyFormatter<'static>>);

impl JavaFormatter {
    pub(crate) fn compact(value: &serde_json::Value) -> String {
        print_value(value, Self(None))
    }

    pub(crate) fn pretty(value: &serde_json::Value) -> String {
        print_value(value, Self(Some(PrettyFormatter::new())))
    }
}

fn print_value(value: &serde_json::Value, formatter: JavaFormatter) -> String {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, formatter);
    // Neither a Vec nor a JSON value gives the serializer a reason to fail.
    let _ = serde::Serialize::serialize(value, &mut serializer);
    String::from_utf8(out).unwrap_or_default()
}

macro_rules! structure {
    ($($method:ident($($argument:ident: $ty:ty),*);)*) => {$(
        fn $method<W: ?Sized + Write>(&mut self, writer: &mut W $(, $argument: $ty)*) -> io::Result<()> {
            match &mut self.0 {
                Some(pretty) => pretty.$method(writer $(, $argument)*),
                None => serde_json::ser::CompactFormatter.$method(writer $(, $argument)*),
            }
        }
    )*};
}

impl Formatter for JavaFormatter {
    structure! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }

    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let mut out = Vec::new();
        write_float(&mut out, value);
        writer.write_all(&out)
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        match escape {
            CharEscape::AsciiControl(control) => write!(writer, "\\u{control:04X}"),
            other => serde_json::ser::CompactFormatter.write_char_escape(writer, other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn float(number: impl Float) -> String {
        let mut out = b"x=".to_vec();
        write_float(&mut out, number);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_print_as_in_java() {
        for (number, text) in [
            (1.0, "x=1.0"),
            (-0.0, "x=-0.0"),
            (12.34, "x=12.34"),
            (9_999_999.0, "x=9999999.0"),
            (1e7, "x=1.0E7"),
            (1.5e-4, "x=1.5E-4"),
            (0.001, "x=0.001"),
            (1e21, "x=1.0E21"),
            (f64::MIN_POSITIVE, "x=2.2250738585072014E-308"),
            // The shortest would be 5E-324 and 1E-323.
            (f64::from_bits(1), "x=4.9E-324"),
            (f64::from_bits(2), "x=9.9E-324"),
            (f64::NAN, "x=NaN"),
            (f64::NEG_INFINITY, "x=-Infinity"),
        ] {
            assert_eq!(float(number), text);
        }
        assert_eq!(float(0.1_f32), "x=0.1");
        assert_eq!(float(f32::MAX), "x=3.4028235E38");
        assert_eq!(float(f32::from_bits(1)), "x=1.4E-45");
    }

    fn string(text: &str) -> String {
        let mut out = Vec::new();
        write_string(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn strings_are_escaped_as_jackson_does_in_both_ways_of_writing() {
        let text = "a\"b\\\u{1}\u{1f}é\n\t\u{8}\u{c}\r/\u{7f}€\u{ffff}";
        let expected = "\"a\\\"b\\\\\\u0001\\u001Fé\\n\\t\\b\\f\\r/\u{7f}€\u{ffff}\"";
        assert_eq!(string(text), expected);
        assert_eq!(JavaFormatter::compact(&text.into()), expected);
    }

    #[test]
    fn what_lies_beyond_sixteen_bits_is_escaped_in_bytes_only() {
        assert_eq!(string("😀"), "\"\\uD83D\\uDE00\"");
        assert_eq!(string("0123456789é😀\u{10ffff}x"), "\"0123456789é\\uD83D\\uDE00\\uDBFF\\uDFFFx\"");
        assert_eq!(JavaFormatter::compact(&"😀".into()), "\"😀\"");
    }

    #[test]
    fn what_is_escaped_is_found_wherever_it_stands() {
        for special in ["\"", "\\", "\u{1f}", "\u{0}", "😀"] {
            for before in 0..20 {
                for after in 0..20 {
                    let text = format!("{}{special}{}", "é".repeat(before), "x".repeat(after));
                    let read: String = serde_json::from_str(&string(&text)).unwrap();
                    assert_eq!(read, text);
                    assert_eq!(unescaped(text.as_bytes()), 2 * before);
                }
            }
        }
    }
}
