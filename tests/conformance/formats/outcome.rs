//! What a row comes to.

use std::fmt::Debug;

use serde_json::{Map, Value};

/// Runs one row.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// A row of `given` and `expect`, as Kafka's files have it.
    Given(fn(&Value, &Value) -> Outcome),
    /// A row whose members each format names by itself, as Avro's files have it.
    Row(fn(&Value) -> Outcome),
}

/// `Ok` if the row holds.
pub(crate) type Outcome<T = ()> = Result<T, Finding>;

/// Why a row does not hold.
#[derive(Debug)]
pub(crate) enum Finding {
    /// It was run, and something else came.
    Differs { expected: String, came: String },
    /// It has something that no check here looks at: passing it would say too much.
    Skipped(String),
}

/// A row that cannot be run, and why.
pub(crate) fn skipped<T>(reason: impl Into<String>) -> Outcome<T> {
    Err(Finding::Skipped(reason.into()))
}

/// Another result than the expected one.
#[expect(clippy::needless_pass_by_value, reason = "made for it, mostly")]
pub(crate) fn differs<T>(expected: impl ToString, came: impl ToString) -> Outcome<T> {
    Err(Finding::Differs { expected: expected.to_string(), came: came.to_string() })
}

/// Holds if both are equal; `what` says what they are.
pub(crate) fn same<T: PartialEq + Debug + ?Sized>(what: &str, came: &T, expected: &T) -> Outcome {
    if came == expected { Ok(()) } else { differs(format!("{what} {expected:?}"), format!("{came:?}")) }
}

/// The row is skipped if the object has a key that is not in `known`.
pub(crate) fn only(what: &str, object: &Value, known: &[&str]) -> Outcome {
    let unknown =
        object.as_object().into_iter().flatten().map(|(name, _)| name).find(|name| !known.contains(&&***name));
    unknown.map_or(Ok(()), |name| skipped(format!("{what} has `{name}`, which nothing here looks at")))
}

/// The members of an object; the row is skipped if it is none.
pub(crate) fn object<'a>(what: &str, value: &'a Value) -> Outcome<&'a Map<String, Value>> {
    value.as_object().map_or_else(|| skipped(format!("`{what}` is no object: {value}")), Ok)
}

/// The elements of an array; the row is skipped if it is none.
pub(crate) fn array<'a>(what: &str, value: &'a Value) -> Outcome<&'a [Value]> {
    value.as_array().map_or_else(|| skipped(format!("`{what}` is no array: {value}")), |array| Ok(&**array))
}

/// A text; the row is skipped if it is none.
pub(crate) fn text<'a>(what: &str, value: &'a Value) -> Outcome<&'a str> {
    value.as_str().map_or_else(|| skipped(format!("`{what}` is no text: {value}")), Ok)
}

/// An array of texts.
pub(crate) fn texts(what: &str, value: &Value) -> Outcome<Vec<String>> {
    array(what, value)?.iter().map(|element| text(what, element).map(str::to_owned)).collect()
}

/// An array of texts, or one text alone.
pub(crate) fn one_or_more(what: &str, value: &Value) -> Outcome<Vec<String>> {
    if value.is_string() { Ok(vec![text(what, value)?.to_owned()]) } else { texts(what, value) }
}

/// Holds if the refusal is the expected `ConfigException`; without a message none was expected in particular.
pub(crate) fn refused(message: &str, expected: &Value) -> Outcome {
    only("the error", expected, &["kind", "message", "message_contains"])?;
    match expected["kind"].as_str() {
        None | Some("ConfigException") => {}
        Some(_) => return differs(expected, format!("a ConfigException: {message}")),
    }
    if let Some(whole) = expected["message"].as_str()
        && message != whole
    {
        return differs(format!("{whole:?}"), format!("{message:?}"));
    }
    match expected["message_contains"].as_str() {
        Some(part) if !message.contains(part) => differs(format!("…{part:?}…"), format!("{message:?}")),
        _ => Ok(()),
    }
}

/// What `expect` says of a result: `panic` is any refusal, `error` this one, `ok` or what `accepted` compares is none.
pub(crate) fn result<T: Debug>(
    result: Result<T, String>,
    expect: &Value,
    accepted: impl FnOnce(T, &Map<String, Value>) -> Outcome,
) -> Outcome {
    let expected = object("expect", expect)?;
    let error = expected.get("error").or_else(|| expected.get("define_error"));
    match result {
        Err(_) if expected.contains_key("panic") => Ok(()),
        Err(message) => match error {
            Some(error) => refused(&message, error),
            None => differs(expect, format!("refused: {message:?}")),
        },
        Ok(value) if error.is_some() || expected.contains_key("panic") => {
            differs(expect, format!("accepted: {value:?}"))
        }
        Ok(value) => accepted(value, expected),
    }
}
