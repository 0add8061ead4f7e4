//! `predicates`: to which records a transformation applies.

use kconnect::Validation;
use kconnect_worker::transforms::RecordPlugins;
use serde_json::{Value as Json, json};

use crate::formats::{
    connect::{Refusal, result},
    outcome::{Outcome, differs, object, only, same, skipped, text, texts},
    record::record,
    value::props,
};

pub(crate) fn run(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["predicate", "config", "record", "op"])?;
    let plugins = RecordPlugins::kafka();
    let class = text("predicate", &given["predicate"])?;
    let Some(plugin) = plugins.predicate(class) else {
        return skipped(format!("there is no predicate `{class}`"));
    };
    let config = props(&given["config"])?;
    match given["op"].as_str() {
        Some("validate") => return validated(&plugin.definition().validate(&config), expect),
        Some(op) => return skipped(format!("no op `{op}` is known")),
        None => only("expect", expect, &["result", "error", "panic", "configure_error"])?,
    }
    let predicate = match (plugin.configure(&config), expect.get("configure_error")) {
        (Err(error), Some(expected)) => return crate::formats::outcome::refused(&error.to_string(), expected),
        (Ok(_), Some(_)) => return differs(expect, "accepted"),
        (Err(error), None) => return differs(expect, format!("not configured: {error}")),
        (Ok(predicate), None) => predicate,
    };
    let (record, has_topic) = with_topic(&given["record"])?;
    let tested = predicate.test(&record).map_err(Refusal::from);
    result(tested, expect, |came, expected| {
        // Records have a topic here; that a name which is not there matches nothing cannot be asked.
        let came = came && (has_topic || !class.ends_with("TopicNameMatches"));
        same("the result", &Some(came), &expected.get("result").and_then(Json::as_bool))
    })
}

/// The record, and whether it has a topic; an empty name stands for none.
fn with_topic(given: &Json) -> Outcome<(kconnect::ConnectRecord, bool)> {
    let mut given = given.clone();
    let has_topic = given.get("topic").is_some_and(|topic| !topic.is_null());
    if !has_topic && given.is_object() {
        given["topic"] = json!("");
    }
    Ok((record(&given)?, has_topic))
}

fn validated(validation: &Validation, expect: &Json) -> Outcome {
    only("expect", expect, &["errors", "error_contains", "error_counts"])?;
    if expect.as_object().is_none_or(serde_json::Map::is_empty) {
        return skipped("nothing is expected");
    }
    let errors = |name: &str| {
        let found = validation.errors().find(|(key, _)| *key == name);
        found.map(|(_, messages)| messages.to_vec()).unwrap_or_default()
    };
    if let Some(expected) = expect.get("errors") {
        let expected = object("errors", expected)?;
        for (name, messages) in expected {
            same(&format!("the errors of {name}"), &errors(name), &texts(name, messages)?)?;
        }
        if let Some((name, messages)) = validation.errors().find(|(name, _)| !expected.contains_key(*name)) {
            return differs("no error", format!("{name}: {messages:?}"));
        }
    }
    for (name, part) in expect
        .get("error_contains")
        .map_or(Ok(None), |all| object("error_contains", all).map(Some))?
        .into_iter()
        .flatten()
    {
        let part = text(name, part)?;
        if !errors(name).iter().any(|message| message.contains(part)) {
            return differs(format!("{name}: …{part}…"), format!("{:?}", errors(name)));
        }
    }
    for (name, count) in
        expect.get("error_counts").map_or(Ok(None), |all| object("error_counts", all).map(Some))?.into_iter().flatten()
    {
        same(&format!("the number of errors of {name}"), &json!(errors(name).len()), count)?;
    }
    Ok(())
}
