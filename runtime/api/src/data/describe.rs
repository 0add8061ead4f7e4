//! Static descriptions of types: what a schema is made from.

use serde_json::{Map, Value as Json};

use super::Value;

/// The Connect type of a Rust type.
///
/// Shallow: a struct is named, not contained, so a recursive type has no recursive constant. The tree behind a name is
/// there for run time, through `node`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Type {
    /// BOOLEAN.
    Boolean,
    /// INT8.
    Int8,
    /// INT16.
    Int16,
    /// INT32.
    Int32,
    /// INT64.
    Int64,
    /// FLOAT32.
    Float32,
    /// FLOAT64.
    Float64,
    /// STRING.
    String,
    /// BYTES.
    Bytes,
    /// `org.apache.kafka.connect.data.Date`: days since 1970-01-01, as INT32.
    Date,
    /// `org.apache.kafka.connect.data.Time`: milliseconds since midnight, as INT32.
    Time,
    /// `org.apache.kafka.connect.data.Timestamp`: milliseconds since 1970-01-01T00:00:00Z, as INT64.
    Timestamp,
    /// `org.apache.kafka.connect.data.Decimal`: the unscaled number, as BYTES.
    Decimal {
        /// How many digits stand behind the decimal point.
        scale: i32,
    },
    /// The same, or null.
    Optional(&'static Type),
    /// ARRAY.
    Array(&'static Type),
    /// MAP: keys, values.
    Map(&'static Type, &'static Type),
    /// STRING, one of a fixed set.
    Enum {
        /// The full name.
        name: &'static str,
        /// Everything else.
        node: fn() -> &'static EnumNode,
    },
    /// STRUCT.
    Struct {
        /// The full name.
        name: &'static str,
        /// Everything else.
        node: fn() -> &'static StructNode,
    },
    /// No value at all: `()`, a key that is always null.
    Null,
}

impl Type {
    /// The name in `JsonConverter`'s schemas.
    pub(crate) fn json_name(&self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Int8 => "int8",
            Self::Int16 => "int16",
            Self::Int32 | Self::Date | Self::Time => "int32",
            Self::Int64 | Self::Timestamp => "int64",
            Self::Float32 => "float",
            Self::Float64 => "double",
            Self::String | Self::Enum { .. } => "string",
            Self::Bytes | Self::Decimal { .. } => "bytes",
            Self::Array(_) => "array",
            Self::Map(..) => "map",
            Self::Struct { .. } => "struct",
            Self::Null => "null",
            Self::Optional(inner) => inner.json_name(),
        }
    }

    /// The name of a logical type's schema, whose version is 1.
    pub(crate) fn logical_name(&self) -> Option<&'static str> {
        match self {
            Self::Date => Some("org.apache.kafka.connect.data.Date"),
            Self::Time => Some("org.apache.kafka.connect.data.Time"),
            Self::Timestamp => Some("org.apache.kafka.connect.data.Timestamp"),
            Self::Decimal { .. } => Some("org.apache.kafka.connect.data.Decimal"),
            _ => None,
        }
    }

    /// The parameters of the Connect schema: a decimal's scale; an enum's symbols, as Confluent's converters name them.
    pub(crate) fn parameters(&self, prefix: Option<&str>) -> Option<Map<String, Json>> {
        const ENUM: &str = "io.confluent.connect.avro.Enum";
        let mut parameters = Map::new();
        match self {
            Self::Decimal { scale } => {
                parameters.insert("scale".into(), scale.to_string().into());
            }
            Self::Enum { name, node } => {
                let node = node();
                if !node.doc.is_empty() {
                    let simple = name.rsplit('.').next().unwrap_or(name);
                    parameters.insert(format!("io.confluent.connect.avro.enum.doc.{simple}"), node.doc.into());
                }
                parameters.insert(ENUM.into(), prefixed(prefix, name).into());
                for symbol in node.symbols {
                    parameters.insert(format!("{ENUM}.{symbol}"), (*symbol).into());
                }
            }
            _ => return None,
        }
        Some(parameters)
    }
}

/// A full name below a configured namespace.
pub(crate) fn prefixed(prefix: Option<&str>, name: &str) -> String {
    match prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}.{name}"),
        _ => name.to_owned(),
    }
}

/// What `#[derive(ConnectSchema)]` knows about a struct.
#[derive(Debug)]
pub struct StructNode {
    /// The full name: namespace, dot, name.
    pub name: &'static str,
    /// The schema's version, if one was declared.
    pub version: Option<i32>,
    /// The documentation.
    pub doc: &'static str,
    /// Former full names.
    pub aliases: &'static [&'static str],
    /// The fields, in order.
    pub fields: &'static [FieldNode],
}

/// One field of a [`StructNode`].
#[derive(Debug)]
pub struct FieldNode {
    /// The name in the schema.
    pub name: &'static str,
    /// Former names.
    pub aliases: &'static [&'static str],
    /// The type.
    pub ty: Type,
    /// The documentation.
    pub doc: &'static str,
    /// The value of a reader whose input lacks the field.
    pub default: Option<fn() -> Value>,
    /// Where the null branch of an optional field stands.
    pub null: Null,
}

/// What `#[derive(ConnectSchema)]` knows about an enum.
#[derive(Debug)]
pub struct EnumNode {
    /// The full name: namespace, dot, name.
    pub name: &'static str,
    /// The documentation.
    pub doc: &'static str,
    /// The values, in order.
    pub symbols: &'static [&'static str],
}

/// Where the null branch of an optional value stands: Avro wants a default's own branch first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// `["null", T]`: no default, or null.
    First,
    /// `[T, "null"]`: a default that is not null.
    Second,
}

/// A type that has a Connect schema.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no Connect schema",
    label = "no Connect schema",
    note = "derive `ConnectSchema` for a struct or an enum of your own",
    note = "Connect has no unsigned integers: use i16 for u8, i32 for u16, i64 for u32; for u64 an i64, a `Decimal<0>` or a `String`"
)]
pub trait ConnectType {
    /// The schema.
    const TYPE: Type;
}

/// A struct that has a Connect schema. Derived.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record",
    label = "not a record",
    note = "put `#[derive(ConnectSchema)]` and `#[connect(namespace = \"..\")]` on the struct"
)]
pub trait ConnectSchema: ConnectType {
    /// The fields. Not reachable from [`ConnectType::TYPE`] by constant evaluation.
    const NODE: &'static StructNode;
}
