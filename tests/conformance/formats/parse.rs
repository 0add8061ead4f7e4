//! `configdef-parse`: `ConfigDef.define`, `parse` and `convertToString`.

use std::collections::BTreeMap;

use kconnect::{
    Definition, Props,
    config::{ConfigKey, ConfigType, Importance, Parsed},
};
use serde_json::Value;

use crate::formats::{
    key::{definition, first_error, key},
    outcome::{Outcome, array, differs, object, only, result, same, skipped, text, texts},
    validator::validator,
    value::{absent, config_type, equal, equal_by_name, none, parsed, prop, props, sorted},
};

/// Runs a row.
pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    match given["op"].as_str() {
        Some("convertToString") => convert_to_string(given, expect),
        Some(op) => skipped(format!("no op `{op}` is known")),
        None if given["define"].is_array() || given["define_with_dependents"].is_object() => several(given, expect),
        None => one(given, expect),
    }
}

fn convert_to_string(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "type", "value"])?;
    only("expect", expect, &["string"])?;
    let value = parsed(&given["value"])?;
    // Without a type it is `Object.toString`.
    let text = if given["type"].is_null() {
        (!value.is_null()).then(|| value.to_string())
    } else {
        config_type(&given["type"])?;
        value.to_text()
    };
    same("the text", &Value::from(text), &expect["string"])
}

/// One key and its value.
fn one(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["type", "name", "default", "value", "known_classes", "validator"])?;
    only("expect", expect, &["value", "error", "define_error", "panic"])?;
    let name = text("name", &given["name"])?;
    let mut key = ConfigKey::new(name.to_owned(), config_type(&given["type"])?, Importance::High);
    if given.get("default").is_some_and(|default| !none(default)) {
        key = key.with_default(parsed(&given["default"])?);
    }
    if !given["validator"].is_null() {
        key = key.with_validator(validator(&given["validator"])?);
    }
    let props =
        if absent(&given["value"]) { Props::new() } else { Props::from([(name.to_owned(), prop(&given["value"])?)]) };
    let definition = match definition(vec![key], &given["known_classes"])? {
        Ok(definition) => definition,
        Err(error) => return defined(expect, &error.to_string()),
    };
    not_defined(expect, &definition)?;
    result(parse(&definition, &props), expect, |values, expected| match expected.get("value") {
        Some(expected) => equal("the value", &values[name], expected),
        None => skipped("`expect` has nothing to compare"),
    })
}

/// Several keys, by name or in full.
fn several(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["define", "define_with_dependents", "props", "known_classes"])?;
    only("expect", expect, &["parsed_keys", "values", "error", "define_error", "panic"])?;
    let plain = |name: &str| ConfigKey::new(name.to_owned(), ConfigType::String, Importance::High);
    let mut keys = Vec::new();
    if !given["define"].is_null() {
        for spec in array("define", &given["define"])? {
            keys.push(if let Some(name) = spec.as_str() { plain(name) } else { key(spec)? });
        }
    }
    if !given["define_with_dependents"].is_null() {
        for (name, dependents) in object("define_with_dependents", &given["define_with_dependents"])? {
            let mut key = plain(name);
            key.dependents = texts("dependents", dependents)?.into_iter().map(Into::into).collect();
            keys.push(key);
        }
    }
    let definition = match definition(keys, &given["known_classes"])? {
        Ok(definition) => definition,
        Err(error) => return defined(expect, &error.to_string()),
    };
    not_defined(expect, &definition)?;
    let props = if given["props"].is_null() { Props::new() } else { props(&given["props"])? };
    result(parse(&definition, &props), expect, |values, expected| {
        if let Some(names) = expected.get("parsed_keys") {
            same("the keys", &values.keys().collect::<Vec<_>>(), &sorted(&texts("parsed_keys", names)?))?;
        }
        expected.get("values").map_or(Ok(()), |expected| equal_by_name(&values, expected))
    })
}

/// `ConfigDef.parse`.
fn parse(definition: &Definition, props: &Props) -> Result<BTreeMap<String, Parsed>, String> {
    let parsed = definition.parse(props).map_err(|validation| first_error(definition, &validation))?;
    Ok(parsed.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
}

/// The keys could not be defined.
fn defined(expect: &Value, message: &str) -> Outcome {
    if expect.get("define_error").is_none() && expect.get("panic").is_none() {
        return differs(expect, format!("refused by the definition: {message:?}"));
    }
    result(Err::<(), _>(message.to_owned()), expect, |(), _| Ok(()))
}

/// The keys could be defined.
fn not_defined(expect: &Value, definition: &Definition) -> Outcome {
    if expect.get("define_error").is_some() {
        return differs(expect, format!("defined: {:?}", definition.keys()));
    }
    Ok(())
}
