//! An Avro schema as a tree that keeps everything: every node's attributes, in their order.

use serde_json::{Map, Value as Json};

/// What stands beside the words that Avro defines: `connect.name`, `logicalType`, …
pub type Attributes = Map<String, Json>;

/// A node of a schema.
///
/// A named type stands in full where it first occurs, and as [`Kind::Reference`] afterwards. Parse one with
/// `text.parse()`, derive one with [`Schema::of`]; `to_string()` gives the text that Java's `Schema.toString` gives.
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
    /// Former names.
    pub aliases: Vec<String>,
    /// What else is said about it, `order` included.
    pub attributes: Attributes,
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

    /// Visits every node, parents first, in the order of the text.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}
