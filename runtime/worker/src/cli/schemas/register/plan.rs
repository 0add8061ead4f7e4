//! Which schema goes under which subject.

use std::collections::BTreeMap;

use kconnect::{
    avro::Schema,
    data::{Pair, Part, Type},
};

use crate::registry::SubjectNameStrategy;

/// A schema to register.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) subject: String,
    pub(super) schema: Schema,
    pub(super) text: String,
}

/// The topics of the records.
#[derive(Debug, Default)]
pub(super) struct Topics {
    all: Option<String>,
    /// By the full or simple name of the value's record.
    of: BTreeMap<String, String>,
}

impl Topics {
    /// Reads `TOPIC` and `RECORD=TOPIC`.
    pub(super) fn parse(texts: &[String]) -> Result<Self, String> {
        let mut topics = Self::default();
        for text in texts {
            let twice = match text.split_once('=') {
                Some((record, topic)) => topics.of.insert(record.to_owned(), topic.to_owned()).is_some(),
                None => topics.all.replace(text.clone()).is_some(),
            };
            if twice {
                return Err(format!("--topic {text}: there is a topic for that already"));
            }
        }
        Ok(topics)
    }

    fn of(&self, record: Option<&str>) -> Option<&str> {
        let named = record.and_then(|name| {
            let simple = name.rsplit('.').next().unwrap_or(name);
            self.of.get(name).or_else(|| self.of.get(simple))
        });
        named.or(self.all.as_ref()).map(String::as_str)
    }
}

/// The schemas of all keys and values, each subject once.
///
/// # Errors
/// What is wrong with the options.
pub(super) fn of<'a>(
    pairs: impl Iterator<Item = &'a Pair>,
    prefix: Option<&str>,
    strategy: SubjectNameStrategy,
    topics: &Topics,
) -> Result<Vec<Planned>, String> {
    let mut planned = Vec::<Planned>::new();
    for pair in pairs {
        let value = schema(&pair.value, prefix)?;
        let topic = topics.of(value.as_ref().and_then(record));
        for (part, schema) in [(Part::Key, schema(&pair.key, prefix)?), (Part::Value, value)] {
            let Some(schema) = schema else { continue };
            let record = record(&schema);
            let (is_key, whole) = (part == Part::Key, record.unwrap_or("a value that is no record"));
            let subject = match (strategy, topic) {
                (SubjectNameStrategy::Record, _) => strategy.subject("", is_key, record),
                (_, Some(topic)) => strategy.subject(topic, is_key, record),
                (_, None) => {
                    return Err(format!(
                        "the topic of {whole} is not known; write --topic RECORD=TOPIC, or --topic TOPIC for all"
                    ));
                }
            };
            // What is no record has no name to be called after.
            let Some(subject) = subject else { continue };
            let text = schema.to_string();
            match planned.iter().find(|other| other.subject == subject) {
                None => planned.push(Planned { subject, schema, text }),
                Some(other) if other.text == text => {}
                Some(other) => {
                    let other = other.schema.name().unwrap_or("another schema").to_owned();
                    return Err(format!(
                        "{whole} and {other} would both go under subject `{subject}`; give each its topic with --topic \
                         RECORD=TOPIC, or call subjects after records too with --subject-strategy topic-record"
                    ));
                }
            }
        }
    }
    Ok(planned)
}

/// The schema of a part; none for one that is always null.
fn schema(ty: &Type, prefix: Option<&str>) -> Result<Option<Schema>, String> {
    if matches!(ty, Type::Null) {
        return Ok(None);
    }
    Schema::of(ty, prefix).map(Some).map_err(|error| error.chain())
}

fn record(schema: &Schema) -> Option<&str> {
    schema.name().filter(|_| matches!(schema.kind, kconnect::avro::Kind::Record(_)))
}
