//! What the records of stores have in common.

use serde_json::{Map, Value};

use crate::validate::java_map;

/// A record that a store does not take notice of, and why. Kafka Connect ignores such records, too, with a line in the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Ignored(pub(super) String);

impl Ignored {
    pub(super) fn new<T>(why: impl Into<String>) -> Result<T, Self> {
        Err(Self(why.into()))
    }
}

/// The fields of a record's value.
pub(super) type Fields = Map<String, Value>;

/// The fields of a value; `None` of a tombstone.
pub(super) fn fields(key: &str, value: Option<&[u8]>) -> Result<Option<Fields>, Ignored> {
    let Some(value) = value else { return Ok(None) };
    match serde_json::from_slice(value) {
        Ok(Value::Object(fields)) => Ok(Some(fields)),
        Ok(Value::Null) => Ok(None),
        Ok(_) => Ignored::new(format!("the value of {key} is no JSON object")),
        Err(error) => Ignored::new(format!("the value of {key} cannot be read: {error}")),
    }
}

/// A JSON object with its fields in this order.
pub(super) fn object<'a>(fields: impl IntoIterator<Item = (&'a str, String)>) -> Vec<u8> {
    let fields: Vec<_> = fields.into_iter().map(|(name, value)| format!("{}:{value}", text(name))).collect();
    format!("{{{}}}", fields.join(",")).into_bytes()
}

/// A JSON object of texts and nulls, in the order of a Java `HashMap`.
pub(super) fn properties<'a>(entries: impl IntoIterator<Item = (&'a String, &'a Option<String>)>) -> String {
    let mut entries: Vec<_> = entries.into_iter().collect();
    java_map::sort(&mut entries, |(key, _)| key);
    let entries = entries.iter().map(|(key, value)| format!("{}:{}", text(key), nullable(value.as_deref())));
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}

/// A JSON text.
pub(super) fn text(text: &str) -> String {
    Value::from(text).to_string()
}

/// A JSON text or null.
pub(super) fn nullable(value: Option<&str>) -> String {
    value.map_or_else(|| "null".to_owned(), text)
}

/// A whole number, of a field that is there.
pub(super) fn integer<T: TryFrom<i64>>(fields: &Fields, key: &str, name: &str) -> Result<T, Ignored> {
    let number = fields.get(name).and_then(Value::as_i64).and_then(|number| T::try_from(number).ok());
    number.map_or_else(|| Ignored::new(format!("{name} of {key} is no whole number")), Ok)
}

/// Connector and number in what follows a task's prefix: the last part is the number.
pub(super) fn task(key: &str, rest: &str) -> Result<(String, u32), Ignored> {
    let parts =
        rest.rsplit_once('-').and_then(|(connector, number)| Some((connector.to_owned(), number.parse().ok()?)));
    parts.map_or_else(|| Ignored::new(format!("{key} does not name a task")), Ok)
}
