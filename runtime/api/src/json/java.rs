//! Numbers and strings as Java prints them: what goes over the wire is compared as text by tools that never parse it.

use std::{
    fmt::{LowerExp, UpperExp},
    io::{self, Write},
};

use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

/// A floating point number, for [`write_float`].
pub(crate) trait Float: Copy + std::fmt::Debug + UpperExp + LowerExp + Into<f64> {}
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
        print(out, format_args!("{number:?}"));
    } else {
        let start = out.len();
        print(out, format_args!("{number:E}"));
        // Java's mantissa always has a digit after its point.
        let mantissa = out.iter().skip(start).position(|byte| *byte == b'E').unwrap_or(0) + start;
        if !out.iter().take(mantissa).skip(start).any(|byte| *byte == b'.') {
            out.splice(mantissa..mantissa, *b".0");
        }
    }
}

/// Appends formatted text.
pub(crate) fn print(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // A Vec takes everything that is written to it.
    let _ = out.write_fmt(text);
}

/// Appends a string with quotes and escapes as Jackson does.
pub(crate) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    // Runs between escapes go out in one piece. What is escaped is ASCII, so every cut is a character's boundary.
    let mut rest = text.as_bytes();
    while let Some(position) = rest.iter().position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        let (run, tail) = rest.split_at(position);
        out.extend_from_slice(run);
        let Some((byte, tail)) = tail.split_first() else { break };
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            0x08 => out.extend_from_slice(b"\\b"),
            0x09 => out.extend_from_slice(b"\\t"),
            0x0a => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            0x0d => out.extend_from_slice(b"\\r"),
            control => print(out, format_args!("\\u{control:04X}")),
        }
        rest = tail;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
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
            (f64::NAN, "x=NaN"),
            (f64::NEG_INFINITY, "x=-Infinity"),
        ] {
            assert_eq!(float(number), text);
        }
        assert_eq!(float(0.1_f32), "x=0.1");
        assert_eq!(float(f32::MAX), "x=3.4028235E38");
    }

    #[test]
    fn strings_are_escaped_as_jackson_does_in_both_ways_of_writing() {
        let text = "a\"b\\\u{1}\u{1f}é\n\t\u{8}\u{c}\r/😀\u{7f}";
        let mut out = Vec::new();
        write_string(&mut out, text);
        let expected = "\"a\\\"b\\\\\\u0001\\u001Fé\\n\\t\\b\\f\\r/😀\u{7f}\"";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!(JavaFormatter::compact(&text.into()), expected);
    }
}
