//! Schemas, made step by step.

use super::{Child, DefaultValue, FieldDef, Node, Schema, SchemaType};
use crate::data::{DataException, Value};

/// Builds a [`Schema`] (Kafka's `SchemaBuilder`).
///
/// Each attribute can be set once. The first thing that is wrong is kept and returned by [`build`](Self::build), in
/// Kafka's words.
///
/// ```
/// # use kconnect::data::{Schema, SchemaBuilder, SchemaType};
/// # fn main() -> Result<(), kconnect::data::DataException> {
/// let post = SchemaBuilder::structure()
///     .name("com.example.Post")
///     .field("id", Schema::required(SchemaType::Int64))
///     .field("lang", Schema::optional(SchemaType::String))
///     .build()?;
/// assert_eq!(post.to_string(), "Schema{com.example.Post:STRUCT}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a builder makes nothing before `build`"]
pub struct SchemaBuilder {
    pub(super) node: Node,
    /// Whether `optional` or `required` was called: both set the same attribute.
    optional_set: bool,
    problem: Option<DataException>,
}

impl std::fmt::Debug for SchemaBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SchemaBuilder({})", self.node.ty)
    }
}

impl SchemaBuilder {
    /// A schema of that type. An array or a map that is built this way has no schemas for what is in it; see
    /// [`array`](Self::array) and [`map`](Self::map).
    ///
    /// Without a type nothing can be built: `type cannot be null`.
    pub fn new(ty: impl Into<Option<SchemaType>>) -> Self {
        let ty = ty.into();
        let mut builder = Self::of_node(Node::new(ty.unwrap_or(SchemaType::String)));
        if ty.is_none() {
            builder.fail(DataException::builder("type cannot be null"));
        }
        builder
    }

    pub(super) fn of_node(node: Node) -> Self {
        Self { node, optional_set: false, problem: None }
    }

    /// An ARRAY of these.
    pub fn array(items: impl Into<Option<Schema>>) -> Self {
        let mut array = Self::new(SchemaType::Array);
        array.node.value = array.child(items.into(), "valueSchema");
        array
    }

    /// A MAP from these to those.
    pub fn map(keys: impl Into<Option<Schema>>, values: impl Into<Option<Schema>>) -> Self {
        let mut map = Self::new(SchemaType::Map);
        map.node.key = map.child(keys.into(), "keySchema");
        map.node.value = map.child(values.into(), "valueSchema");
        map
    }

    /// A STRUCT, without fields at first.
    pub fn structure() -> Self {
        Self::new(SchemaType::Struct)
    }

    fn child(&mut self, schema: Option<Schema>, role: &str) -> Option<Child> {
        if schema.is_none() {
            self.fail(DataException::builder(format!("{role} cannot be null.")));
        }
        schema.map(Child::There)
    }

    /// The keys of a MAP, as [`Schema::key_schema`] has them.
    pub fn key_schema(mut self, keys: Schema) -> Self {
        self.node.key = Some(Child::There(keys));
        self
    }

    /// The values of a MAP or the elements of an ARRAY, as [`Schema::value_schema`] has them.
    pub fn value_schema(mut self, values: Schema) -> Self {
        self.node.value = Some(Child::There(values));
        self
    }

    fn fail(&mut self, problem: DataException) {
        self.problem.get_or_insert(problem);
    }

    /// Setting what is set to the same again changes nothing; to another value is an error.
    fn once<T: PartialEq>(&mut self, attribute: &str, set: Option<&T>, to: &T) {
        if set.is_some_and(|set| set != to) {
            self.fail(DataException::builder(format!("Invalid SchemaBuilder call: {attribute} has already been set.")));
        }
    }

    fn set_optional(mut self, optional: bool) -> Self {
        let set = self.optional_set.then_some(self.node.optional);
        self.once("optional", set.as_ref(), &optional);
        self.optional_set = true;
        self.node.optional = optional;
        self
    }

    /// Null is a value.
    pub fn optional(self) -> Self {
        self.set_optional(true)
    }

    /// Null is no value, as without a call.
    pub fn required(self) -> Self {
        self.set_optional(false)
    }

    /// The name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        let (name, set) = (name.into(), self.node.name.take());
        self.once("name", set.as_ref(), &name);
        self.node.name = Some(name);
        self
    }

    /// The version.
    pub fn version(mut self, version: i32) -> Self {
        let set = self.node.version;
        self.once("version", set.as_ref(), &version);
        self.node.version = Some(version);
        self
    }

    /// The documentation.
    pub fn doc(mut self, doc: impl Into<String>) -> Self {
        let (doc, set) = (doc.into(), self.node.doc.take());
        self.once("doc", set.as_ref(), &doc);
        self.node.doc = Some(doc);
        self
    }

    /// A parameter; a second value for the same key replaces the first.
    pub fn parameter(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.node.parameters.insert(key.into(), value.into());
        self
    }

    /// Several parameters.
    pub fn parameters<K: Into<String>, V: Into<String>>(mut self, all: impl IntoIterator<Item = (K, V)>) -> Self {
        self.node.parameters.extend(all.into_iter().map(|(key, value)| (key.into(), value.into())));
        self
    }

    /// The value that stands for null, or for a field that is not there. It is checked against the attributes that are set
    /// by now.
    pub fn default_value(mut self, default: impl Into<Value>) -> Self {
        let default = default.into();
        let schema = Schema::single(self.node.clone());
        self.once("default", schema.default_value().as_deref(), &default);
        if let Err(cause) = schema.without_default().validate(&default) {
            self.fail(DataException::builder("Invalid default value").caused_by(cause));
        }
        self.node.default = (default != Value::Null).then_some(DefaultValue::Value(default));
        self
    }

    /// Adds a field to a STRUCT.
    pub fn field(mut self, name: impl Into<String>, schema: impl Into<Option<Schema>>) -> Self {
        let name = name.into();
        if self.node.ty != SchemaType::Struct {
            self.fail(DataException::builder(format!("Cannot create fields on type {}", self.node.ty)));
        } else if name.is_empty() {
            self.fail(DataException::builder("fieldName cannot be null."));
        } else if let Some(schema) = self.child(schema.into(), &format!("fieldSchema for field {name}")) {
            if self.node.fields.contains_key(&name) {
                let message = format!("Cannot create field because of field name duplication {name}");
                self.fail(DataException::builder(message));
            } else {
                self.node.fields.insert(name, FieldDef { schema, aliases: Vec::new() });
            }
        }
        self
    }

    /// The schema.
    ///
    /// # Errors
    /// The first call that could not be done, in Kafka's words.
    pub fn build(self) -> Result<Schema, DataException> {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(Schema::single(self.node)),
        }
    }
}
