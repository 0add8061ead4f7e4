//! `normalized/1`: a schema's text, and the text that a registry stores under `normalize=true`.

use kconnect::avro::Schema;
use serde_json::Value;

use crate::formats::outcome::{Outcome, differs, only, same, text};

/// Runs one row.
pub(crate) fn run(row: &Value) -> Outcome {
    only("the row", row, &["id", "avro_text", "normalized_text", "changed", "note", "since", "source"])?;
    let given = text("avro_text", &row["avro_text"])?;
    let expected = text("normalized_text", &row["normalized_text"])?;
    let normalized = match given.parse::<Schema>().and_then(|schema| schema.normalized()) {
        Ok(normalized) => normalized,
        Err(error) => return differs(expected, error),
    };
    same("the normalized text", normalized.to_string().as_str(), expected)?;
    same(
        "the normalized text of that",
        &normalized.normalized().map(|again| again.to_string()).ok(),
        &Some(expected.to_owned()),
    )?;
    match row["changed"].as_bool() {
        Some(changed) => same("changed", &(normalized.to_string() != given), &changed),
        None => Ok(()),
    }
}
