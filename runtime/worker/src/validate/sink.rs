//! The rules between the keys of a sink connector (`SinkConnectorConfig.validate`, `DistributedHerder`).

use kconnect::{
    Props, Validation,
    config::{ConfigType, Parsed, Prop},
};

use super::{
    rest::Refusal,
    worker::{WorkerMode, WorkerSettings},
};
use crate::java_regex::JavaRegex;

const TOPICS: &str = "topics";
const REGEX: &str = "topics.regex";
const DEAD_LETTERS: &str = "errors.deadletterqueue.topic.name";
pub(super) const GROUP: &str = "consumer.override.group.id";

/// Adds what is wrong to the keys that it is wrong with.
///
/// # Errors
/// A regular expression that has to be used and is none.
pub(super) fn check(worker: &WorkerSettings, props: &Props, validation: &mut Validation) -> Result<(), Refusal> {
    check_topics(props, validation)?;
    if let WorkerMode::Distributed { group_id, .. } = &worker.mode {
        check_group(group_id, props, validation);
    }
    Ok(())
}

fn text<'a>(props: &'a Props, key: &str) -> Option<&'a str> {
    props.get(key).and_then(Prop::expose)
}

fn check_topics(props: &Props, validation: &mut Validation) -> Result<(), Refusal> {
    let given = |key| text(props, key).filter(|text| !text.trim().is_empty());
    let (topics, regex) = (given(TOPICS), given(REGEX));
    let dead_letters = text(props, DEAD_LETTERS).unwrap_or_default().trim_matches(|c| c <= ' ');
    let message = match (topics, regex) {
        (Some(_), Some(_)) => Some("topics and topics.regex are mutually exclusive options, but both are set."),
        (None, None) => Some("Must configure one of topics or topics.regex"),
        _ => None,
    };
    if let Some(message) = message {
        validation.error(TOPICS, message);
        validation.error(REGEX, message);
    }
    if dead_letters.trim().is_empty() {
        return Ok(());
    }
    if let Some(topics) = topics {
        let topics = list(topics);
        if topics.iter().any(|topic| topic == dead_letters) {
            let message = format!(
                "The DLQ topic '{dead_letters}' may not be included in the list of topics ('topics=[{}]') consumed by the \
                 connector",
                topics.join(", ")
            );
            validation.error(TOPICS, message);
        }
    }
    if let Some(regex) = regex {
        let compiled = JavaRegex::new(regex).map_err(|error| Refusal::regex(error.to_string()))?;
        if compiled.matches(dead_letters).map_err(|error| Refusal::regex(error.to_string()))? {
            let message = format!(
                "The DLQ topic '{dead_letters}' may not be matched by the regex for the topics ('topics.regex={regex}') \
                 consumed by the connector"
            );
            validation.error(REGEX, message);
        }
    }
    Ok(())
}

/// The topics of a list, each once.
fn list(text: &str) -> Vec<String> {
    let mut topics = Vec::new();
    if let Ok(Parsed::List(all)) = ConfigType::List.parse(&Parsed::String(text.to_owned())) {
        for topic in all {
            if !topic.is_empty() && !topics.contains(&topic) {
                topics.push(topic);
            }
        }
    }
    topics
}

/// The consumers of a sink connector must not join the group of the workers.
fn check_group(worker: &str, props: &Props, validation: &mut Validation) {
    if props.contains_key(GROUP) {
        // The key has an entry, also without an error.
        if validation.get(GROUP).is_none() {
            validation.recommend(GROUP, Vec::<String>::new());
        }
        if text(props, GROUP) == Some(worker) {
            validation.error(GROUP, format!("Consumer group {worker} conflicts with Connect worker group {worker}"));
        }
        return;
    }
    let name = validation.get("name").map_or_else(|| "null".to_owned(), |value| value.value.to_string());
    if worker == format!("connect-{name}") {
        let message =
            format!("Consumer group for sink connector named {name} conflicts with Connect worker group {worker}");
        validation.error("name", message);
    }
}
