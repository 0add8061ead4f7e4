//! `configdef-validate`: `ConfigDef.validateAll`, and what a definition says of itself.

use kconnect::{Definition, Props};
use serde_json::Value;

use crate::formats::{
    key::{definition, keys},
    outcome::{Outcome, array, differs, object, only, same, skipped, texts},
    value::{equal, equal_all, parsed, props, sorted},
};

/// Runs a row.
pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["keys", "props", "phase", "preset_recommended", "op", "known_classes"])?;
    only("expect", expect, &["values", "groups", "set", "define_error"])?;
    let definition = match (definition(keys(&given["keys"])?, &given["known_classes"])?, expect.get("define_error")) {
        (Ok(definition), None) => definition,
        (Ok(_), Some(_)) => return differs(expect, "defined"),
        (Err(error), Some(expected)) => return crate::formats::outcome::refused(&error.to_string(), expected),
        (Err(error), None) => return differs(expect, format!("refused by the definition: {error}")),
    };
    match given["op"].as_str() {
        Some("groups") => same("the groups", &texts("groups", &expect["groups"])?, &owned(&definition.groups())),
        Some("rootKeys") => {
            same("the keys", &sorted(owned(&definition.roots())), &sorted(texts("set", &expect["set"])?))
        }
        Some(op) => skipped(format!("no op `{op}` is known")),
        None => validate(&definition, given, &expect["values"]),
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn validate(definition: &Definition, given: &Value, expected: &Value) -> Outcome {
    let props = if given["props"].is_null() { Props::new() } else { props(&given["props"])? };
    let mut validation = match given["phase"].as_str() {
        None if given["preset_recommended"].is_null() => definition.validate(&props),
        None | Some("parseForValidate") => definition.parse_for_validate(&props),
        Some(phase) => return skipped(format!("no phase `{phase}` is known")),
    };
    if !given["preset_recommended"].is_null() {
        for (name, values) in object("preset_recommended", &given["preset_recommended"])? {
            validation.recommend(name, array(name, values)?.iter().map(parsed).collect::<Outcome<Vec<_>>>()?);
        }
        if given["phase"].is_null() {
            definition.recommend(&mut validation);
        }
    }
    let expected = object("values", expected)?;
    let names: Vec<_> = validation.values().map(|value| value.name.to_string()).collect();
    same("the keys", &names, &sorted(expected.keys().cloned()))?;
    for (came, (name, expected)) in validation.values().zip(expected_sorted(expected)) {
        only(name, expected, &["value", "recommended", "errors", "visible"])?;
        let expected = object(name, expected)?;
        if let Some(value) = expected.get("value") {
            equal(&format!("{name} as"), &came.value, value)?;
        }
        if let Some(recommended) = expected.get("recommended") {
            equal_all(&format!("{name} with recommended values"), &came.recommended, recommended)?;
        }
        if let Some(errors) = expected.get("errors") {
            same(&format!("{name} with errors"), &came.errors, &texts("errors", errors)?)?;
        }
        if let Some(visible) = expected.get("visible") {
            same(&format!("{name} visible"), &Value::from(came.visible), visible)?;
        }
    }
    Ok(())
}

fn expected_sorted(expected: &serde_json::Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut expected: Vec<_> = expected.iter().collect();
    expected.sort_by_key(|(name, _)| *name);
    expected
}
