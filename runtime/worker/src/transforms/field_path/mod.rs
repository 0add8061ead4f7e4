//! Names of fields that may lie in other fields: `field.syntax.version`.

mod parse;

use kconnect::{
    config::{CaseInsensitiveValidString, ConfigType as T, Importance as I},
    data::{Field, Schema, Struct, Value},
};

use super::{
    TransformException,
    maps::get,
    requirements::{into_struct, require_map_or_null},
};
use crate::config::kafka::{Default as D, KafkaKey};

const PURPOSE: &str = "nested field access";

pub(super) static FIELD_SYNTAX_VERSION: KafkaKey = KafkaKey::new("field.syntax.version", T::String, I::High, "Defines the version of the syntax to access fields. If set to <code>V1</code>, then the field paths are limited to access the elements at the root level of the struct or map. If set to <code>V2</code>, the syntax will support accessing nested elements. To access nested elements, dotted notation is used. If dots are already included in the field name, then backtick pairs can be used to wrap field names containing dots. E.g. to access the subfield <code>baz</code> from a field named \"foo.bar\" in a struct/map the following format can be used to access its elements: \"<code>foo.bar</code>.baz\".").or(D::String("V1")).rule(&VERSIONS);

static VERSIONS: CaseInsensitiveValidString = CaseInsensitiveValidString {
    values: std::borrow::Cow::Borrowed(&[std::borrow::Cow::Borrowed("V1"), std::borrow::Cow::Borrowed("V2")]),
};

/// How the name of a field is read (KIP-821).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldSyntaxVersion {
    /// It is a field at the root, dots and all.
    V1,
    /// Dots lead into other fields.
    V2,
}

impl FieldSyntaxVersion {
    /// The version of that name, in capitals or not.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_uppercase().as_str() {
            "V1" => Some(Self::V1),
            "V2" => Some(Self::V2),
            _ => None,
        }
    }
}

/// Where a field is (Kafka's `SingleFieldPath`).
///
/// In version 2 `a.b` is the field `b` of the field `a`. A name that has a dot in it stands between backticks, and a
/// backtick before a dot in it has a backslash before it.
///
/// ```
/// use kconnect_worker::transforms::{FieldPath, FieldSyntaxVersion};
///
/// let path = FieldPath::parse("user.`screen.name`", FieldSyntaxVersion::V2).unwrap();
/// assert_eq!(path.steps(), ["user", "screen.name"]);
/// let path = FieldPath::parse("user.name", FieldSyntaxVersion::V1).unwrap();
/// assert_eq!(path.steps(), ["user.name"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    steps: Vec<String>,
}

impl FieldPath {
    /// Reads a path.
    ///
    /// # Errors
    /// A backtick that is not closed, in Kafka's words.
    pub fn parse(path: &str, version: FieldSyntaxVersion) -> Result<Self, IncompletePath> {
        let steps = match version {
            FieldSyntaxVersion::V1 => vec![path.to_owned()],
            FieldSyntaxVersion::V2 => parse::steps(path)?,
        };
        Ok(Self { steps })
    }

    /// The names from the root on.
    #[must_use]
    pub fn steps(&self) -> &[String] {
        &self.steps
    }

    /// The schema of the field; `None` if there is no such field.
    ///
    /// # Errors
    /// Something on the way is no STRUCT.
    pub(super) fn schema_in(&self, schema: &Schema) -> Result<Option<Schema>, TransformException> {
        let mut found = schema.clone();
        for step in &self.steps {
            match lookup(&found, step)?.map(|field| field.schema().clone()) {
                Some(inner) => found = inner,
                None => return Ok(None),
            }
        }
        Ok((!self.steps.is_empty()).then_some(found))
    }

    /// The field's value in a struct; null if it, or what it lies in, is not there.
    ///
    /// # Errors
    /// Something on the way is neither a struct nor null.
    pub(super) fn value_in(&self, of: &Struct, replace_null: bool) -> Result<Value, kconnect::Error> {
        let Some((last, way)) = self.steps.split_last() else { return Ok(Value::Null) };
        let mut inner: Option<Struct> = None;
        for step in way {
            let current = inner.as_ref().unwrap_or(of);
            if current.schema().field(step).is_none() {
                return Ok(Value::Null);
            }
            match current.get(step)? {
                Value::Null => return Ok(Value::Null),
                value => inner = Some(into_struct(value, PURPOSE)?),
            }
        }
        let current = inner.as_ref().unwrap_or(of);
        if current.schema().field(last).is_none() {
            return Ok(Value::Null);
        }
        Ok(if replace_null { current.get(last)? } else { current.get_without_default(last)?.clone() })
    }

    /// The field's value in a map; null if it, or what it lies in, is not there.
    ///
    /// # Errors
    /// Something on the way is neither a map nor null, or the path is empty.
    pub(super) fn value_in_map(&self, entries: &[(Value, Value)]) -> Result<Value, TransformException> {
        let Some((last, way)) = self.steps.split_last() else {
            return Err(TransformException::illegal_argument("the path of the field is empty"));
        };
        let mut current = entries;
        for step in way {
            match require_map_or_null(get(current, step), PURPOSE)? {
                Some(inner) => current = inner,
                None => return Ok(Value::Null),
            }
        }
        Ok(get(current, last).clone())
    }
}

fn lookup<'a>(schema: &'a Schema, name: &str) -> Result<Option<Field<'a>>, TransformException> {
    if schema.schema_type() != kconnect::data::SchemaType::Struct {
        return Err(TransformException::data("Cannot look up fields on non-struct type"));
    }
    Ok(schema.field(name))
}

/// A backtick that is not closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Incomplete backtick pair in path: [{path}], consider adding a backslash before backtick at position {position} to \
     escape it"
)]
pub struct IncompletePath {
    path: String,
    position: usize,
}
