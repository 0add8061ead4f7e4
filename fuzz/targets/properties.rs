//! Any bytes as a `.properties` file: it is read or refused, every place is a place in the file, and what was read is read
//! again when it is written with all its escapes.

#![no_main]

use std::fmt::Write as _;

use kconnect::properties::{Malformed, Properties};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let bytes = Properties::parse("fuzz.properties", input);
    check(&bytes, input.len());
    if let Ok(text) = str::from_utf8(input) {
        let decoded = Properties::parse_text("fuzz.properties", text);
        check(&decoded, input.len());
        // Below 128 the two encodings are one.
        if text.is_ascii() {
            assert_eq!(bytes.map(Properties::into_map), decoded.map(Properties::into_map));
        }
    }
});

fn check(read: &Result<Properties, Malformed>, length: usize) {
    let properties = match read {
        Ok(properties) => properties,
        Err(malformed) => {
            assert!(malformed.span.start < malformed.span.end && malformed.span.end <= length, "{malformed:?}");
            assert!(malformed.to_string().contains(malformed.message));
            return;
        }
    };
    for warning in properties.warnings() {
        assert!(warning.to_string().starts_with("fuzz.properties:"));
    }
    let mut file = String::new();
    for entry in properties {
        let span = entry.span.as_ref().expect("it comes from a file");
        assert!(span.key.start <= span.key.end && span.key.end <= span.value.start, "{span:?}");
        assert!(span.value.start <= span.value.end && span.value.end <= length, "{span:?}");
        assert!(span.position.line > 0 && span.position.column > 0 && span.position.column <= length + 1, "{span:?}");
        file.extend([&*escaped(&entry.key), "=", &*escaped(&entry.value), "\n"]);
    }
    let again = Properties::parse("again.properties", file.as_bytes()).expect("escapes alone are always well-formed");
    assert_eq!(again.into_map(), properties.clone().into_map());
}

/// As `java.util.Properties.store` could write it: everything as an escape that may have a meaning.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii_alphanumeric() => escaped.push(char::from(byte)),
            _ => write!(escaped, "\\u{unit:04x}").expect("a string takes everything"),
        }
    }
    escaped
}
