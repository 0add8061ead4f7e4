//! `compat-pairs/1`: a reader's and a writer's schema, everything that keeps one from reading the other, and a registry's
//! words for it.

use kconnect::avro::{
    Schema,
    compat::{Incompatibility, IncompatibilityKind, Level, Previous, check, registry_messages},
};
use serde_json::{Value, json};

use crate::formats::outcome::{Outcome, array, differs, object, only, same, skipped, text};

/// Runs one row.
pub(crate) fn run(row: &Value) -> Outcome {
    if row["section"] == "registry_message_templates" {
        return templates(row);
    }
    only(
        "the row",
        row,
        &["id", "source", "reader", "writer", "level", "compatible", "incompatibilities", "since", "note"],
    )?;
    let (reader, writer) = (schema(&row["reader"])?, schema(&row["writer"])?);
    let found = check(&reader, &writer);
    same("compatible", &found.is_empty(), &row["compatible"].as_bool().unwrap_or_default())?;
    let mut expected = Vec::new();
    for incompatibility in array("incompatibilities", &row["incompatibilities"])? {
        only("an incompatibility", incompatibility, &["type", "message", "path"])?;
        expected.push(incompatibility.clone());
    }
    let came: Vec<Value> = found
        .iter()
        .map(|found| json!({"type": found.kind.to_string(), "message": found.message, "path": found.path}))
        .collect();
    same("incompatibilities", &came, &expected)?;
    let Ok(level) = text("level", &row["level"])?.parse::<Level>() else {
        return skipped(format!("no level is called {}", row["level"]));
    };
    let (new, old) = if level == Level::Forward { (&writer, &reader) } else { (&reader, &writer) };
    let breaks = level.check(new, &[old]);
    same("compatible at the level", &breaks.is_empty(), &found.is_empty())?;
    same("explained", &breaks.iter().all(|broken| !broken.explanations.is_empty()), &true)?;
    let messages = registry_messages(level, new, &[Previous { version: None, schema: old }]);
    // One for each, and one with the old schema.
    same("messages", &messages.len(), &if found.is_empty() { 0 } else { found.len() + 1 })
}

/// A registry's message for every kind, as a template with what it puts in.
fn templates(row: &Value) -> Outcome {
    for (kind, template) in object("the templates", row)?.iter().filter(|(key, _)| *key != "section") {
        let Some(of) = KINDS.into_iter().find(|of| of.to_string() == *kind) else {
            return skipped(format!("no incompatibility is of the kind {kind}"));
        };
        let template = text(kind, template)?.replace("{path}", "/p").replace("{message}", "[m]");
        let template = template.replacen("%s", "new", 1).replacen("%s", "old", 1);
        let found = Incompatibility { kind: of, path: "/p".to_owned(), message: "[m]".to_owned() };
        let message = found.registry_message("new", "old");
        let expected = format!("{{errorType:'{kind}', description:'{template}', additionalInfo:'[m]'}}");
        same("the message", message.as_str(), expected.as_str())?;
    }
    Ok(())
}

const KINDS: [IncompatibilityKind; 6] = [
    IncompatibilityKind::NameMismatch,
    IncompatibilityKind::FixedSizeMismatch,
    IncompatibilityKind::MissingEnumSymbols,
    IncompatibilityKind::ReaderFieldMissingDefaultValue,
    IncompatibilityKind::TypeMismatch,
    IncompatibilityKind::MissingUnionBranch,
];

/// A schema that stands in a row as JSON.
pub(crate) fn schema(json: &Value) -> Outcome<Schema> {
    json.to_string().parse().or_else(|error| differs("a schema", error))
}
