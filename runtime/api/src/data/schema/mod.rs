//! Connect's schemas at run time.

mod builder;
mod equality;
mod of;
mod types;
mod validate;

use std::{borrow::Cow, fmt, sync::Arc};

use indexmap::IndexMap;

use super::Value;

pub use builder::SchemaBuilder;
pub use types::SchemaType;

/// A schema of Connect's data model (`org.apache.kafka.connect.data.Schema`), known at run time.
///
/// Immutable and cheap to clone. Made with [`SchemaBuilder`], from a type with [`Schema::of`], or by a converter. It may
/// contain itself. Two schemas are equal as Kafka's `ConnectSchema.equals` has it: all attributes and everything below.
#[derive(Clone)]
pub struct Schema {
    nodes: Arc<[Node]>,
    at: usize,
}

/// One schema of a graph, which may have cycles; that is why the others are named by their place.
#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) ty: SchemaType,
    pub(crate) optional: bool,
    pub(crate) name: Option<String>,
    pub(crate) version: Option<i32>,
    pub(crate) doc: Option<String>,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) parameters: IndexMap<String, String>,
    pub(crate) fields: IndexMap<String, FieldDef>,
    pub(crate) key: Option<Child>,
    pub(crate) value: Option<Child>,
    /// Former full names of a record. Kafka knows none; they are no part of what makes two schemas equal.
    pub(crate) aliases: Vec<String>,
}

/// A field below a [`Node`].
#[derive(Clone)]
pub(crate) struct FieldDef {
    pub(crate) schema: Child,
    /// Former names; see [`Node::aliases`].
    pub(crate) aliases: Vec<String>,
}

/// A schema below another.
#[derive(Clone)]
pub(crate) enum Child {
    /// In the same graph.
    Here(usize),
    /// In a graph of its own.
    There(Schema),
}

/// A default: a value, or what makes one. The latter keeps a recursive type's schema finite.
#[derive(Clone)]
pub(crate) enum DefaultValue {
    Value(Value),
    Lazy(fn() -> Value),
}

/// A field of a STRUCT schema.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    name: &'a str,
    index: usize,
    schema: Schema,
    aliases: &'a [String],
}

impl<'a> Field<'a> {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The place among the fields, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// The schema.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Former names, which Avro writes and Kafka does not know.
    #[must_use]
    pub fn aliases(&self) -> &'a [String] {
        self.aliases
    }
}

impl Node {
    pub(crate) fn new(ty: SchemaType) -> Self {
        Self {
            ty,
            optional: false,
            name: None,
            version: None,
            doc: None,
            default: None,
            parameters: IndexMap::new(),
            fields: IndexMap::new(),
            key: None,
            value: None,
            aliases: Vec::new(),
        }
    }
}

impl Schema {
    /// The schema at that place of a graph; every [`Child::Here`] in it names a place of the same graph.
    pub(crate) fn in_graph(nodes: Arc<[Node]>, at: usize) -> Self {
        Self { nodes, at }
    }

    /// A required schema with nothing but a type.
    #[must_use]
    pub fn required(ty: SchemaType) -> Self {
        Self::single(Node::new(ty))
    }

    /// An optional schema with nothing but a type.
    #[must_use]
    pub fn optional(ty: SchemaType) -> Self {
        Self::single(Node { optional: true, ..Node::new(ty) })
    }

    /// A decimal with that many digits behind the point.
    #[must_use]
    pub fn decimal(scale: i32) -> Self {
        Self::single(crate::Decimal::builder(scale).node)
    }

    /// A schema alone in its graph.
    pub(crate) fn single(node: Node) -> Self {
        Self { nodes: Arc::from([node]), at: 0 }
    }

    /// The same without a default, as it was when its default was set.
    fn without_default(&self) -> Cow<'_, Self> {
        if self.node().default.is_none() {
            return Cow::Borrowed(self);
        }
        let mut node = self.to_builder().node;
        node.default = None;
        Cow::Owned(Self::single(node))
    }

    fn node(&self) -> &Node {
        match self.nodes.get(self.at) {
            Some(node) => node,
            None => unreachable!("a schema is a place in its graph"),
        }
    }

    fn child(&self, child: &Child) -> Self {
        match child {
            Child::Here(at) => Self { nodes: Arc::clone(&self.nodes), at: *at },
            Child::There(schema) => schema.clone(),
        }
    }

    /// The type.
    #[must_use]
    pub fn schema_type(&self) -> SchemaType {
        self.node().ty
    }

    /// Whether null is a value.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        self.node().optional
    }

    /// The name: of a record, or of a logical type.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.node().name.as_deref()
    }

    /// The version.
    #[must_use]
    pub fn version(&self) -> Option<i32> {
        self.node().version
    }

    /// The documentation.
    #[must_use]
    pub fn doc(&self) -> Option<&str> {
        self.node().doc.as_deref()
    }

    /// The value that stands for null, or for a field that is not there.
    #[must_use]
    pub fn default_value(&self) -> Option<Cow<'_, Value>> {
        let default = match self.node().default.as_ref()? {
            DefaultValue::Value(value) => Cow::Borrowed(value),
            DefaultValue::Lazy(make) => Cow::Owned(make()),
        };
        (*default != Value::Null).then_some(default)
    }

    /// The parameters, in the order in which they were given.
    #[must_use]
    pub fn parameters(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.node().parameters.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Whether both have the same parameters, in whatever order.
    pub(crate) fn same_parameters(&self, other: &Self) -> bool {
        self.node().parameters == other.node().parameters
    }

    /// One parameter.
    #[must_use]
    pub fn parameter(&self, key: &str) -> Option<&str> {
        self.node().parameters.get(key).map(String::as_str)
    }

    /// The fields of a STRUCT, in order; none for other types.
    #[must_use]
    pub fn fields(&self) -> impl ExactSizeIterator<Item = Field<'_>> {
        self.node().fields.iter().enumerate().map(|(index, (name, field))| Field {
            name,
            index,
            schema: self.child(&field.schema),
            aliases: &field.aliases,
        })
    }

    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Field<'_>> {
        let (index, name, field) = self.node().fields.get_full(name)?;
        Some(Field { name, index, schema: self.child(&field.schema), aliases: &field.aliases })
    }

    /// The field at that place.
    #[must_use]
    pub fn field_at(&self, index: usize) -> Option<Field<'_>> {
        let (name, field) = self.node().fields.get_index(index)?;
        Some(Field { name, index, schema: self.child(&field.schema), aliases: &field.aliases })
    }

    /// The keys of a MAP.
    #[must_use]
    pub fn key_schema(&self) -> Option<Self> {
        self.node().key.as_ref().map(|key| self.child(key))
    }

    /// The values of a MAP, the elements of an ARRAY.
    #[must_use]
    pub fn value_schema(&self) -> Option<Self> {
        self.node().value.as_ref().map(|value| self.child(value))
    }

    /// Former full names, which Avro writes and Kafka does not know.
    #[must_use]
    pub fn aliases(&self) -> &[String] {
        &self.node().aliases
    }

    /// Whether both are one and the same place in memory: equal without a look.
    #[must_use]
    pub fn same_place(&self, other: &Self) -> bool {
        self.at == other.at && Arc::ptr_eq(&self.nodes, &other.nodes)
    }

    /// What identifies the place in memory, for caches and for the detection of cycles. Valid while the schema lives.
    pub(crate) fn place(&self) -> (usize, usize) {
        (self.nodes.as_ptr().addr(), self.at)
    }

    /// The same schema to be changed: everything but the attributes that are set again stays.
    pub fn to_builder(&self) -> SchemaBuilder {
        let mut node = self.node().clone();
        let there = |child: &mut Child| *child = Child::There(self.child(child));
        node.fields.values_mut().for_each(|field| there(&mut field.schema));
        node.key.iter_mut().chain(&mut node.value).for_each(there);
        SchemaBuilder::of_node(node)
    }
}

/// Kafka's constants: `Schema::int64()` is `Schema.INT64_SCHEMA`, `Schema::optional_int64()` is `OPTIONAL_INT64_SCHEMA`,
/// `Schema::date()` is `Date.SCHEMA`.
macro_rules! constants {
    ($($name:ident, $optional:ident: $builder:expr, $what:literal;)*) => {
        impl Schema {$(
            #[doc = concat!("A required ", $what, ".")]
            #[must_use]
            pub fn $name() -> Self {
                Self::single($builder.node)
            }

            #[doc = concat!("An optional ", $what, ".")]
            #[must_use]
            pub fn $optional() -> Self {
                Self::single($builder.optional().node)
            }
        )*}
    };
}
constants! {
    int8, optional_int8: SchemaBuilder::new(SchemaType::Int8), "INT8";
    int16, optional_int16: SchemaBuilder::new(SchemaType::Int16), "INT16";
    int32, optional_int32: SchemaBuilder::new(SchemaType::Int32), "INT32";
    int64, optional_int64: SchemaBuilder::new(SchemaType::Int64), "INT64";
    float32, optional_float32: SchemaBuilder::new(SchemaType::Float32), "FLOAT32";
    float64, optional_float64: SchemaBuilder::new(SchemaType::Float64), "FLOAT64";
    boolean, optional_boolean: SchemaBuilder::new(SchemaType::Boolean), "BOOLEAN";
    string, optional_string: SchemaBuilder::new(SchemaType::String), "STRING";
    bytes, optional_bytes: SchemaBuilder::new(SchemaType::Bytes), "BYTES";
    date, optional_date: crate::Date::builder(), "Date";
    time, optional_time: crate::Time::builder(), "Time";
    timestamp, optional_timestamp: crate::Timestamp::builder(), "Timestamp";
}

/// As Kafka prints it: `Schema{INT8}`, `Schema{com.example.Post:STRUCT}`.
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "Schema{{{name}:{}}}", self.schema_type()),
            None => write!(f, "Schema{{{}}}", self.schema_type()),
        }
    }
}

/// Shallow: a schema may contain itself.
impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
