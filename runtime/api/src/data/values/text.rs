//! Values as text.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::temporal;
use crate::data::Value;

/// `Values.append` of a value that stands alone.
pub(super) fn text(value: &Value) -> String {
    let mut text = String::new();
    append(&mut text, value, false);
    text
}

fn append(out: &mut String, value: &Value, embedded: bool) {
    match value {
        Value::String(text) if embedded => quote(out, &escape(text)),
        Value::Bytes(bytes) if embedded => quote(out, &BASE64_STANDARD.encode(bytes)),
        Value::Array(items) => {
            surround(out, ['[', ']'], items, |out, item| append(out, item, true));
        }
        Value::Map(entries) => surround(out, ['{', '}'], entries, |out, (key, value)| {
            append(out, key, true);
            out.push(':');
            append(out, value, true);
        }),
        Value::Struct(of) => surround(out, ['{', '}'], of.with_defaults(), |out, (field, value)| {
            quote(out, &escape(field.name()));
            out.push(':');
            append(out, &value, true);
        }),
        other => match other.instant() {
            Some(instant) => out.push_str(&temporal::format(instant)),
            // As Java prints it, and bytes in base64.
            None => out.push_str(&other.to_string()),
        },
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}

fn surround<T>(
    out: &mut String,
    [begin, end]: [char; 2],
    items: impl IntoIterator<Item = T>,
    mut one: impl FnMut(&mut String, T),
) {
    out.push(begin);
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        one(out, item);
    }
    out.push(end);
}

/// `Values.escape`.
pub(super) fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
