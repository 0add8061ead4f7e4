//! `configdef-validators`: `Validator.ensureValid` and `toString`.

use kconnect::{
    Definition,
    config::{ConfigKey, Importance, Invalid},
};
use serde_json::Value;

use crate::formats::{
    outcome::{Outcome, differs, only, refused, result, same, skipped, text},
    validator::validator,
    value::{config_type, equal, none, parsed},
};

/// Runs a row.
pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    match (given["op"].as_str(), given["via"].as_str()) {
        (Some("toString"), _) => {
            only("given", given, &["op", "validator", "name"])?;
            only("expect", expect, &["string"])?;
            same("the text", &*validator(&given["validator"])?.describe(), text("string", &expect["string"])?)
        }
        (Some("define"), _) => define(given, expect),
        (Some(op), _) => skipped(format!("no op `{op}` is known")),
        (None, Some("validator")) => {
            only("given", given, &["validator", "name", "value", "via"])?;
            ensure_valid(given, expect, false)
        }
        (None, Some("parse")) => {
            only("given", given, &["validator", "name", "value", "via", "type"])?;
            ensure_valid(given, expect, true)
        }
        (None, via) => skipped(format!("no way via {via:?} is known")),
    }
}

/// A key with a default.
fn define(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "type", "name", "default", "validator"])?;
    only("expect", expect, &["ok", "define_error", "panic"])?;
    let name = text("name", &given["name"])?;
    let mut key = ConfigKey::new(name.to_owned(), config_type(&given["type"])?, Importance::High);
    if given.get("default").is_some_and(|default| !none(default)) {
        key = key.with_default(parsed(&given["default"])?);
    }
    match (Definition::new([key.with_validator(validator(&given["validator"])?)]), expect.get("define_error")) {
        (Err(error), Some(expected)) => refused(&error.to_string(), expected),
        (Err(_), None) if expect.get("panic").is_some() => Ok(()),
        (Err(error), None) => differs(expect, format!("refused: {error}")),
        (Ok(_), None) if expect["ok"] == true => Ok(()),
        (Ok(_), _) => differs(expect, "defined"),
    }
}

/// The validator itself, on a typed value or on one that is parsed first.
fn ensure_valid(given: &Value, expect: &Value, parse: bool) -> Outcome {
    only("expect", expect, &["ok", "value", "error", "panic"])?;
    let validator = validator(&given["validator"])?;
    let name = text("name", &given["name"])?;
    let value = parsed(&given["value"])?;
    let value = if parse { config_type(&given["type"])?.parse(&value) } else { Ok(value) };
    let checked = value.and_then(|value| validator.ensure_valid(name, &value).map(|()| value));
    let checked = checked.map_err(|invalid: Invalid| invalid.text(name));
    result(checked, expect, |value, expected| match expected.get("value") {
        Some(expected) => equal("the value", &value, expected),
        None if expect["ok"] == true => Ok(()),
        None => differs(expect, "accepted"),
    })
}
