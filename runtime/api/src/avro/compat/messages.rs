//! What a registry answers to a new schema that is not compatible (Confluent's `Difference`, `SchemaValidatorBuilder`).

use super::{
    incompatibility::{Incompatibility, IncompatibilityKind},
    level::{Direction, Level},
};
use crate::avro::tree::Schema;

/// The longest text of a schema in a message, in units of UTF-16.
const LONGEST: usize = 10 * 1024;

/// An earlier schema of a subject.
#[derive(Clone, Copy, Debug)]
pub struct Previous<'a> {
    /// Its version, if it has one.
    pub version: Option<i32>,
    /// The schema.
    pub schema: &'a Schema,
}

/// The messages of a registry about a new schema, the newest earlier one first; empty: it is compatible. They end with the
/// first schema that it is not compatible with. A registry adds one line with its own settings.
///
/// ```
/// use kconnect::avro::{Schema, compat::{Level, Previous, registry_messages}};
///
/// let [old, new]: [Schema; 2] = ["\"int\"", "\"string\""].map(|text| text.parse().unwrap());
/// let messages = registry_messages(Level::Backward, &new, &[Previous { version: Some(1), schema: &old }]);
/// assert_eq!(messages, [
///     "{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the \
///      old schema', additionalInfo:'reader type: STRING not compatible with writer type: INT'}",
///     "{oldSchemaVersion: 1}",
///     "{oldSchema: '\"int\"'}",
/// ]);
/// ```
#[must_use]
pub fn registry_messages(level: Level, new: &Schema, previous: &[Previous<'_>]) -> Vec<String> {
    let count = if level.is_transitive() { previous.len() } else { 1 };
    let mut messages = previous.iter().take(count).map(|previous| of_pair(level, new, previous));
    messages.find(|messages| !messages.is_empty()).unwrap_or_default()
}

fn of_pair(level: Level, new: &Schema, old: &Previous<'_>) -> Vec<String> {
    let mut messages = Vec::new();
    for (index, direction) in level.directions().iter().enumerate() {
        let found = direction.check(new, old.schema);
        let (reader, writer) = match direction {
            Direction::Backward => ("new", "old"),
            Direction::Forward => ("old", "new"),
        };
        messages.extend(found.iter().map(|found| found.registry_message(reader, writer)));
        // With both directions the second alone brings the old schema along.
        if !found.is_empty() && index + 1 == level.directions().len() {
            messages.extend(old.version.map(|version| format!("{{oldSchemaVersion: {version}}}")));
            messages.push(old_schema(&old.schema.to_string()));
        }
    }
    messages
}

fn old_schema(text: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    match units.get(..LONGEST) {
        Some(start) if units.len() > LONGEST => {
            format!("{{oldSchema: <truncated> '{}...'}}", String::from_utf16_lossy(start))
        }
        _ => format!("{{oldSchema: '{text}'}}"),
    }
}

impl Incompatibility {
    /// What a registry says about it; `reader` and `writer` are its words for the schemas, `new` and `old`.
    #[must_use]
    pub fn registry_message(&self, reader: &str, writer: &str) -> String {
        let Self { kind, path, message } = self;
        let description = match kind {
            IncompatibilityKind::FixedSizeMismatch => format!(
                "The size of FIXED type field at path '{path}' in the {reader} schema does not match with the {writer} schema"
            ),
            IncompatibilityKind::TypeMismatch => format!(
                "The type (path '{path}') of a field in the {reader} schema does not match with the {writer} schema"
            ),
            IncompatibilityKind::NameMismatch => format!("The name of the schema has changed (path '{path}')"),
            IncompatibilityKind::MissingEnumSymbols => format!(
                "The {reader} schema is missing enum symbols '{message}' at path '{path}' in the {writer} schema"
            ),
            IncompatibilityKind::MissingUnionBranch => format!(
                "The {reader} schema is missing a type inside a union field at path '{path}' in the {writer} schema"
            ),
            IncompatibilityKind::ReaderFieldMissingDefaultValue => format!(
                "The field '{message}' at path '{path}' in the {reader} schema has no default value and is missing in the \
                 {writer} schema"
            ),
            IncompatibilityKind::NotComparable => {
                return format!("Unexpected exception during compatibility check: {message}");
            }
        };
        format!("{{errorType:'{kind}', description:'{description}', additionalInfo:'{message}'}}")
    }
}
