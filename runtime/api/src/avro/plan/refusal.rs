//! What cannot be resolved, told so that it can be mended.

use std::{error::Error as StdError, fmt};

use crate::avro::tree::{Kind, Schema};

/// Why a type cannot be read from what a schema writes.
///
/// ```
/// use kconnect::{ConnectSchema, avro::{Plan, Schema}};
///
/// /// A reading.
/// #[derive(ConnectSchema)]
/// #[connect(namespace = "com.example")]
/// struct Reading {
///     /// Degrees.
///     celsius: i32,
/// }
///
/// let writer: Schema =
///     r#"{"type":"record","name":"Reading","namespace":"com.example","fields":[{"name":"celsius","type":"string"}]}"#
///         .parse()
///         .unwrap();
/// let error = Plan::<Reading>::new(&writer, None).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`com.example.Reading.celsius` is written as string and read as INT32, which Avro does not convert; \
///      read it as the type that is written, under a new name if need be"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolvable {
    /// Where: the reader's record and the fields below it.
    pub path: String,
    /// What the writer has there.
    pub writer: String,
    /// What the reader has there.
    pub reader: String,
    /// Why it does not fit, and what to do.
    pub advice: String,
}

impl fmt::Display for Unresolvable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, writer, reader, advice } = self;
        write!(f, "`{path}` is written as {writer} and read as {reader}{advice}")
    }
}

impl StdError for Unresolvable {}

/// A schema in a few words.
pub(super) fn written(schema: &Schema) -> String {
    let plain = match &schema.kind {
        Kind::Null => "null",
        Kind::Boolean => "boolean",
        Kind::Int => "int",
        Kind::Long => "long",
        Kind::Float => "float",
        Kind::Double => "double",
        Kind::Bytes => "bytes",
        Kind::String => "string",
        Kind::Array(items) => return format!("array of {}", written(items)),
        Kind::Map(values) => return format!("map of {}", written(values)),
        Kind::Union(branches) => {
            return format!("union of {}", branches.iter().map(written).collect::<Vec<_>>().join(", "));
        }
        Kind::Record(record) => return format!("record `{}`", record.name),
        Kind::Enum(symbols) => return format!("enum `{}`", symbols.name),
        Kind::Fixed(fixed) => return format!("fixed `{}` of {} bytes", fixed.name, fixed.size),
        Kind::Reference(name) => return format!("`{name}`"),
    };
    match logical(schema) {
        Some(logical) => format!("{plain} ({logical})"),
        None => plain.to_owned(),
    }
}

/// The logical type, if the schema has one.
pub(super) fn logical(schema: &Schema) -> Option<&str> {
    schema.attributes.get("logicalType")?.as_str()
}
