//! Static descriptions of types: what a schema is made from.

use std::fmt;

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
        /// Everything else; an enum cannot contain itself.
        node: &'static EnumNode,
    },
    /// STRUCT.
    Struct {
        /// The full name.
        name: &'static str,
        /// Where the type was derived: two types with one name are told apart by it at compile time.
        site: &'static str,
        /// Whether the record is compared with a committed file wherever it is compiled.
        committed: bool,
        /// Former full names.
        aliases: &'static [&'static str],
        /// Everything else.
        node: fn() -> &'static StructNode,
    },
    /// One of several types: in Connect a STRUCT of which one field is set, in Avro a union.
    Union {
        /// The branches.
        node: fn() -> &'static UnionNode,
    },
    /// No value at all: `()`, a key that is always null.
    Null,
    /// Anything, with a schema that is known at run time only: a half of a record that is a
    /// [`SchemaAndValue`](super::SchemaAndValue). Nothing else is of this type.
    Dynamic,
}

impl Type {
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
}

/// In a few words, as Connect calls it: ``STRUCT `com.example.Reading` ``.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean => f.write_str("BOOLEAN"),
            Self::Int8 => f.write_str("INT8"),
            Self::Int16 => f.write_str("INT16"),
            Self::Int32 => f.write_str("INT32"),
            Self::Int64 => f.write_str("INT64"),
            Self::Float32 => f.write_str("FLOAT32"),
            Self::Float64 => f.write_str("FLOAT64"),
            Self::String => f.write_str("STRING"),
            Self::Bytes => f.write_str("BYTES"),
            Self::Date => f.write_str("Date"),
            Self::Time => f.write_str("Time"),
            Self::Timestamp => f.write_str("Timestamp"),
            Self::Decimal { scale } => write!(f, "Decimal<{scale}>"),
            Self::Optional(inner) => write!(f, "optional {inner}"),
            Self::Array(items) => write!(f, "ARRAY of {items}"),
            Self::Map(keys, values) => write!(f, "MAP of {keys} to {values}"),
            Self::Enum { name, .. } => write!(f, "enum `{name}`"),
            Self::Struct { name, .. } => write!(f, "STRUCT `{name}`"),
            Self::Union { node } => write!(f, "union `{}`", node().name),
            Self::Null => f.write_str("null"),
            Self::Dynamic => f.write_str("of any schema"),
        }
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
    /// Parameters of the Connect schema.
    pub parameters: &'static [(&'static str, &'static str)],
    /// The level at which the schema is compared with its former ones, in Confluent's words; none: `BACKWARD`.
    pub compatibility: Option<&'static str>,
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
    /// Parameters of the field's schema.
    pub parameters: &'static [(&'static str, &'static str)],
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
    /// Former values, and where among the symbols is what they are now.
    pub aliases: &'static [(&'static str, usize)],
    /// Which symbol a reader takes for a value that it does not know.
    pub default: Option<usize>,
}

impl EnumNode {
    /// The symbol that a reader takes for a value that it does not know.
    #[must_use]
    pub fn default_symbol(&self) -> Option<&'static str> {
        self.default.and_then(|index| self.symbols.get(index)).copied()
    }

    /// Which of the symbols a value is: by its name, by a former one, or else the default.
    #[must_use]
    pub fn find(&self, value: &str) -> Option<usize> {
        let named = self.symbols.iter().position(|symbol| *symbol == value);
        let former = || self.aliases.iter().find(|(alias, _)| *alias == value).map(|(_, index)| *index);
        named.or_else(former).or(self.default)
    }
}

/// What `#[derive(ConnectSchema)]` knows about an enum whose variants carry data.
#[derive(Debug)]
pub struct UnionNode {
    /// The Rust type's name, for messages: a union has none in a schema.
    pub name: &'static str,
    /// The documentation.
    pub doc: &'static str,
    /// The branches, in order.
    pub branches: &'static [BranchNode],
}

/// One branch of a [`UnionNode`].
#[derive(Debug)]
pub struct BranchNode {
    /// The field's name in Connect's STRUCT: as Confluent's converters name it after its type, `int`, `string`, `Post`.
    pub name: &'static str,
    /// The type; neither optional nor a union.
    pub ty: Type,
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
