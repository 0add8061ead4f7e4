//! `compat-levels/1`: a new schema of a subject, the earlier ones, and what a registry says at a level.

use kconnect::avro::compat::{Break, Level, Previous, registry_messages};
use serde_json::Value;

use crate::formats::{
    compat_pairs::schema,
    outcome::{Outcome, array, only, same, skipped, text, texts},
};

/// Runs one row.
pub(crate) fn run(row: &Value) -> Outcome {
    only(
        "the row",
        row,
        &[
            "id",
            "source",
            "level",
            "new",
            "previous_oldest_first",
            "compatible",
            "incompatibility_types",
            "since",
            "note",
        ],
    )?;
    let word = text("level", &row["level"])?;
    let Ok(level) = word.parse::<Level>() else { return skipped(format!("no level is called {word}")) };
    same("the level's word", level.to_string().as_str(), word)?;
    let new = schema(&row["new"])?;
    let previous = array("previous_oldest_first", &row["previous_oldest_first"])?;
    let previous = previous.iter().rev().map(schema).collect::<Outcome<Vec<_>>>()?;
    let previous: Vec<_> = previous.iter().collect();

    let breaks = level.check(&new, &previous);
    same("compatible", &breaks.is_empty(), &row["compatible"].as_bool().unwrap_or_default())?;
    // A registry stops at the first schema that is not compatible.
    let first = breaks.first().map(Break::index);
    let at_first = breaks.iter().filter(|broken| Some(broken.index()) == first);
    let kinds = at_first.flat_map(|broken| &broken.incompatibilities).map(|found| found.kind.to_string());
    let kinds: Vec<_> = kinds.collect();
    same("incompatibility_types", &kinds, &texts("incompatibility_types", &row["incompatibility_types"])?)?;
    let previous: Vec<_> = previous.into_iter().map(|schema| Previous { version: None, schema }).collect();
    let messages = registry_messages(level, &new, &previous);
    let messages = messages.iter().filter(|message| message.starts_with("{errorType:")).count();
    same("messages", &messages, &kinds.len())
}
