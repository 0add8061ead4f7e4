//! `schema-projector`: `SchemaProjector.project`.

use kconnect::data::SchemaProjector;
use serde_json::Value as Json;

use crate::formats::{
    connect::{result, same_value, some_schema, value},
    outcome::{Outcome, only, skipped},
};

/// Runs a row.
pub(crate) fn run(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["source", "record", "target"])?;
    only("expect", expect, &["value", "error", "panic"])?;
    let (source, target) = (some_schema(&given["source"])?, some_schema(&given["target"])?);
    let record = value(&given["record"], Some(&source))?;
    result(SchemaProjector::project(&source, &record, &target), expect, |came, expected| match expected.get("value") {
        Some(expected) => same_value(&came, expected),
        None => skipped("nothing is expected"),
    })
}
