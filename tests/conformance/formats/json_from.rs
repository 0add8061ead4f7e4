//! `json-converter-from-connect`: what becomes of values in JSON.

use serde_json::Value;

use crate::formats::{
    connect::{Refusal, result, schema, value},
    json_to::{configure, converter},
    outcome::{self, Outcome, differs, only, same, skipped, text},
};

pub(crate) fn run(given: &Value, expect: &Value) -> Outcome {
    only("given", given, &["op", "config", "schema", "value"])?;
    only("expect", expect, &["json_text", "json", "ok", "error", "panic"])?;
    match given["op"].as_str() {
        Some("configure") => outcome::result(configure(&given["config"])?, expect, |(), _| Ok(())),
        None | Some("fromConnectData") => write(given, expect),
        Some(other) => skipped(format!("nothing here runs the op `{other}`")),
    }
}

fn write(given: &Value, expect: &Value) -> Outcome {
    let converter = match converter(&given["config"])? {
        Ok(converter) => converter,
        Err(refused) => return skipped(format!("the configuration is refused: {refused}")),
    };
    let schema = schema(&given["schema"])?;
    let value = value(&given["value"], schema.as_ref())?;
    let came = converter.from_connect_data(schema.as_ref(), &value);
    let came = came.map_err(|exception| Refusal::from(exception).of_opaque(&given["value"]));
    result(came, expect, |came, expected| {
        let came = came.map(|bytes| String::from_utf8(bytes).unwrap());
        if let Some(wanted) = expected.get("json_text") {
            let wanted = if wanted.is_null() { None } else { Some(text("json_text", wanted)?) };
            same("the JSON", &came.as_deref(), &wanted)?;
        }
        match (expected.get("json"), &came) {
            (None, _) => Ok(()),
            (Some(wanted), Some(came)) if equal(&serde_json::from_str(came).unwrap(), wanted) => Ok(()),
            (Some(wanted), came) => differs(wanted, format!("{came:?}")),
        }
    })
}

/// Whether JSON is the expected one; `{"$set": […]}` is an array in any order.
fn equal(came: &Value, expected: &Value) -> bool {
    match (came, expected) {
        (Value::Array(came), Value::Object(set)) if set.len() == 1 && set.contains_key("$set") => {
            let mut left: Vec<_> = set["$set"].as_array().unwrap().iter().collect();
            came.len() == left.len()
                && came.iter().all(|came| {
                    let found = left.iter().position(|expected| equal(came, expected));
                    found.map(|found| left.remove(found)).is_some()
                })
        }
        (Value::Array(came), Value::Array(expected)) => {
            came.len() == expected.len() && came.iter().zip(expected).all(|(came, expected)| equal(came, expected))
        }
        (Value::Object(came), Value::Object(expected)) => {
            came.len() == expected.len()
                && came.iter().all(|(name, came)| expected.get(name).is_some_and(|expected| equal(came, expected)))
        }
        _ => came == expected,
    }
}
