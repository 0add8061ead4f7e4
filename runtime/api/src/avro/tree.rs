//! An Avro schema as a tree that keeps everything: every node's attributes, in their order.

use std::{collections::HashMap, fmt};

use serde_json::{Map, Value as Json};

/// What stands beside the words that Avro defines: `connect.name`, `logicalType`, …
pub type Attributes = Map<String, Json>;

/// A node of a schema.
///
/// A named type stands in full where it first occurs, and as [`Kind::Reference`] afterwards. Parse one with
/// `text.parse()`, derive one with [`Schema::of`]; `to_string()` gives the text that Java's `Schema.toString` gives.
///
/// ```
/// use kconnect::avro::Schema;
///
/// let text = r#"{"fields": [{"type": "long", "name": "Id"}], "type": "record", "namespace": "com.example", "name": "Key"}"#;
/// let schema: Schema = text.parse().unwrap();
/// assert_eq!(schema.name(), Some("com.example.Key"));
/// assert_eq!(
///     schema.to_string(),
///     r#"{"type":"record","name":"Key","namespace":"com.example","fields":[{"name":"Id","type":"long"}]}"#
/// );
/// assert_eq!(
///     schema.canonical_form(),
///     r#"{"name":"com.example.Key","type":"record","fields":[{"name":"Id","type":"long"}]}"#
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// What it is.
    pub kind: Kind,
    /// What else is said about it. A union and a reference have none.
    pub attributes: Attributes,
}

/// What a node of a schema is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `boolean`.
    Boolean,
    /// `int`.
    Int,
    /// `long`.
    Long,
    /// `float`.
    Float,
    /// `double`.
    Double,
    /// `bytes`.
    Bytes,
    /// `string`.
    String,
    /// An array of these.
    Array(Box<Schema>),
    /// A map from strings to these.
    Map(Box<Schema>),
    /// One of these.
    Union(Vec<Schema>),
    /// A record.
    Record(Record),
    /// An enum.
    Enum(EnumSchema),
    /// A fixed number of bytes.
    Fixed(FixedSchema),
    /// The full name of a record, enum or fixed that is defined before.
    Reference(String),
}

/// A record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The full name.
    pub name: String,
    /// Avro's own documentation; Connect writes none, but the attribute `connect.doc`.
    pub doc: Option<String>,
    /// The fields, in order.
    pub fields: Vec<Field>,
    /// Former full names.
    pub aliases: Vec<String>,
    /// Whether it is Avro's `error`, a record that a remote call may end in. It is encoded as any other.
    pub error: bool,
}

impl Record {
    /// A record of this full name, without anything that may be left out.
    #[must_use]
    pub fn new(name: impl Into<String>, fields: Vec<Field>) -> Self {
        Self { name: name.into(), doc: None, fields, aliases: Vec::new(), error: false }
    }
}

/// A record's field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The type.
    pub schema: Schema,
    /// Avro's own documentation; Connect writes none, but the attribute `connect.doc` of the type.
    pub doc: Option<String>,
    /// What a reader takes when the writer has no such field.
    pub default: Option<Json>,
    /// How records compare by it.
    pub order: Order,
    /// Former names.
    pub aliases: Vec<String>,
    /// What else is said about it.
    pub attributes: Attributes,
}

impl Field {
    /// A field without anything that may be left out.
    #[must_use]
    pub fn new(name: impl Into<String>, schema: Schema) -> Self {
        Self {
            name: name.into(),
            schema,
            doc: None,
            default: None,
            order: Order::Ascending,
            aliases: Vec::new(),
            attributes: Attributes::new(),
        }
    }
}

/// How records compare by a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The smaller value first.
    #[default]
    Ascending,
    /// The greater value first.
    Descending,
    /// Not at all.
    Ignore,
}

impl fmt::Display for Order {
    /// Avro's word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
            Self::Ignore => "ignore",
        })
    }
}

/// An enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumSchema {
    /// The full name.
    pub name: String,
    /// Avro's own documentation.
    pub doc: Option<String>,
    /// The symbols, in order.
    pub symbols: Vec<String>,
    /// What a reader takes for a symbol it does not know.
    pub default: Option<String>,
    /// Former full names.
    pub aliases: Vec<String>,
}

/// A fixed number of bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedSchema {
    /// The full name.
    pub name: String,
    /// Avro's own documentation.
    pub doc: Option<String>,
    /// How many bytes.
    pub size: usize,
    /// Former full names.
    pub aliases: Vec<String>,
}

impl From<Kind> for Schema {
    fn from(kind: Kind) -> Self {
        Self { kind, attributes: Attributes::new() }
    }
}

impl Schema {
    /// The full name, if it is a record, an enum, a fixed, or a reference to one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Record(Record { name, .. })
            | Kind::Enum(EnumSchema { name, .. })
            | Kind::Fixed(FixedSchema { name, .. })
            | Kind::Reference(name) => Some(name),
            _ => None,
        }
    }

    /// The nodes directly below.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        let (one, many, fields): (_, &[Self], &[Field]) = match &self.kind {
            Kind::Array(inner) | Kind::Map(inner) => (Some(&**inner), &[], &[]),
            Kind::Union(branches) => (None, branches, &[]),
            Kind::Record(record) => (None, &[], &record.fields),
            _ => (None, &[], &[]),
        };
        one.into_iter().chain(many).chain(fields.iter().map(|field| &field.schema))
    }

    pub(super) fn children_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        let (one, many, fields): (_, &mut [Self], &mut [Field]) = match &mut self.kind {
            Kind::Array(inner) | Kind::Map(inner) => (Some(&mut **inner), &mut [], &mut []),
            Kind::Union(branches) => (None, branches, &mut []),
            Kind::Record(record) => (None, &mut [], &mut record.fields),
            _ => (None, &mut [], &mut []),
        };
        one.into_iter().chain(many).chain(fields.iter_mut().map(|field| &mut field.schema))
    }

    /// Records, enums and fixed by their full name: what a [`Kind::Reference`] stands for.
    #[must_use]
    pub fn definitions(&self) -> HashMap<&str, &Self> {
        let mut definitions = HashMap::new();
        self.walk(&mut |node| {
            if let (Some(name), Kind::Record(_) | Kind::Enum(_) | Kind::Fixed(_)) = (node.name(), &node.kind) {
                definitions.entry(name).or_insert(node);
            }
        });
        definitions
    }

    /// Visits every node, parents first, in the order of the text.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}
