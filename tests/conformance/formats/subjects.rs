//! `subjects`: what Confluent's strategies call the subject of a schema, and how contexts are part of the name.

use kconnect::{Prop, Props, avro::Kind, data::Part};
use kconnect_worker::registry::{QualifiedSubject, SchemaIds};
use serde_json::Value;

use crate::formats::outcome::{Outcome, array, differs, only, same, skipped, text};

/// Runs a row.
pub(crate) fn run(row: &Value) -> Outcome {
    if row["strategy"] == "context-qualified" {
        only("a row of contexts", row, &["strategy", "note", "examples"])?;
        return array("examples", &row["examples"])?.iter().try_for_each(qualified);
    }
    only("a row", row, &["strategy", "topic", "is_key", "avro", "subject", "error", "note"])?;
    let Some(is_key) = row["is_key"].as_bool() else { return skipped("`is_key` is neither true nor false") };
    let part = if is_key { Part::Key } else { Part::Value };
    // A record is always on its way to a topic, whose name the type says is there.
    let Some(topic) = row["topic"].as_str() else {
        return same("the subject without a topic", &row["subject"], &Value::Null);
    };
    let schema = match row["avro"].to_string().parse::<kconnect::avro::Schema>() {
        Ok(schema) => schema,
        Err(error) => return skipped(format!("`avro` is no schema: {error}")),
    };
    let record = schema.name().filter(|_| matches!(schema.kind, Kind::Record(_)));
    let found = ids(part, text("strategy", &row["strategy"])?)?.subject(topic, record);
    match (found, row["subject"].as_str()) {
        (Ok(subject), Some(expected)) if row["error"].is_null() => same("the subject", subject.as_str(), expected),
        (Err(error), None) => refused(&error.to_string(), text("error", &row["error"])?),
        (found, _) => differs(row, format!("{found:?}")),
    }
}

/// Java's message has the strategy's class where the row has dots.
fn refused(message: &str, expected: &str) -> Outcome {
    let expected = expected.strip_prefix("SerializationException: ").unwrap_or(expected);
    let mut rest = message;
    for fragment in expected.split("...") {
        match rest.split_once(fragment) {
            Some((_, behind)) => rest = behind,
            None => return differs(expected, message),
        }
    }
    same("what stands behind the message", rest, "")
}

fn qualified(example: &Value) -> Outcome {
    let [name, context, subject] = array("an example", example)? else {
        return skipped("an example is a name, its context and its subject");
    };
    let found = QualifiedSubject::parse(text("a name", name)?);
    same("the context", found.context(), text("a context", context)?)?;
    same("the subject", found.subject(), text("a subject", subject)?)
}

fn ids(part: Part, strategy: &str) -> Outcome<SchemaIds> {
    let key = if part == Part::Key { "key.subject.name.strategy" } else { "value.subject.name.strategy" };
    let class = format!("io.confluent.kafka.serializers.subject.{strategy}");
    let props = Props::from([
        ("schema.registry.url".to_owned(), Prop::from("mock://subjects")),
        (key.to_owned(), Prop::from(class.as_str())),
    ]);
    SchemaIds::from_props(part, &props).or_else(|error| skipped(error.to_string()))
}
