//! `values-parse`: `Values.parseString`.

use kconnect::data::{SchemaAndValue, Values};
use serde_json::Value as Json;

use crate::formats::{
    connect::{same_schema, same_value, schema_notation, value_notation},
    outcome::{Outcome, differs, only, same, skipped, text},
};

/// Runs a row.
pub(crate) fn run(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["op", "input"])?;
    if given["op"] != "parseString" {
        return skipped(format!("no such op: {}", given["op"]));
    }
    let came = match &given["input"] {
        // A text that is null is none here.
        Json::Null => Some(SchemaAndValue::NULL),
        input => Values::parse_string(text("input", input)?),
    };
    parsed(came, expect)
}

/// Holds if that was expected; `none` is that nothing came, not even null.
pub(crate) fn parsed(came: Option<SchemaAndValue>, expect: &Json) -> Outcome {
    only("expect", expect, &["none", "schema", "value"])?;
    let Some(came) = came else { return same("none", &expect["none"], &Json::Bool(true)) };
    if expect.get("schema").is_none() || expect.get("value").is_none() || expect.get("none").is_some() {
        return differs(expect, format!("{} {}", schema_notation(came.schema.as_ref()), value_notation(&came.value)));
    }
    same_schema(came.schema.as_ref(), &expect["schema"])?;
    same_value(&came.value, &expect["value"])
}
