//! The schema of a Rust type.

use std::{collections::HashMap, sync::Arc};

use super::{Child, DefaultValue, FieldDef, Node, Schema, SchemaType};
use crate::data::{FieldNode, StructNode, Type, UnionNode, Value, prefixed};

/// The name of the STRUCT that Confluent's converters take for a union.
const UNION: &str = "io.confluent.connect.avro.Union";

/// The parameters of a STRING that Confluent's converters take for an enum.
const ENUM: &str = "io.confluent.connect.avro.Enum";

impl Schema {
    /// The schema of a type; a configured `prefix` stands before the names of records and enums.
    ///
    /// A type that contains itself has a schema that contains itself.
    #[must_use]
    pub fn of(ty: &Type, prefix: Option<&str>) -> Self {
        let mut graph = Graph { prefix, nodes: Vec::new(), named: HashMap::new() };
        let at = graph.add(ty, &Facets::default());
        let nodes: Vec<Node> = graph.nodes.into_iter().flatten().collect();
        Self::in_graph(Arc::from(nodes), at)
    }
}

/// What a field says about its type.
#[derive(Clone, Copy, Default)]
struct Facets {
    doc: &'static str,
    default: Option<fn() -> Value>,
    parameters: &'static [(&'static str, &'static str)],
}

/// A record or a union as a field has it: where its description is, whether it is optional, and what the field says about
/// it, by its place too.
type Use = (usize, bool, Option<fn() -> Value>, [usize; 2]);

struct Graph<'a> {
    prefix: Option<&'a str>,
    /// `None` while what is below a node is being added.
    nodes: Vec<Option<Node>>,
    /// What may contain itself, by how it is used.
    named: HashMap<Use, usize>,
}

impl Graph<'_> {
    fn add(&mut self, ty: &Type, facets: &Facets) -> usize {
        match ty {
            Type::Optional(inner) => self.add_use(inner, true, facets),
            other => self.add_use(other, false, facets),
        }
    }

    fn add_use(&mut self, inner: &Type, optional: bool, facets: &Facets) -> usize {
        let description = match inner {
            Type::Struct { node, .. } => Some(std::ptr::from_ref(node()).addr()),
            Type::Union { node } => Some(std::ptr::from_ref(node()).addr()),
            _ => None,
        };
        if let Some(description) = description {
            let says = [facets.doc.as_ptr().addr(), facets.parameters.as_ptr().addr()];
            let key = (description, optional, facets.default, says);
            if let Some(known) = self.named.get(&key) {
                return *known;
            }
            self.named.insert(key, self.nodes.len());
        }
        let at = self.nodes.len();
        self.nodes.push(None);
        let node = Node { optional, default: facets.default.map(DefaultValue::Lazy), ..self.node(inner, facets) };
        if let Some(slot) = self.nodes.get_mut(at) {
            *slot = Some(node);
        }
        at
    }

    fn child(&mut self, ty: &Type) -> Child {
        Child::Here(self.add(ty, &Facets::default()))
    }

    fn node(&mut self, ty: &Type, facets: &Facets) -> Node {
        let mut node = Node::new(scalar(ty));
        node.doc = (!facets.doc.is_empty()).then(|| facets.doc.to_owned());
        if let Some(name) = ty.logical_name() {
            node.name = Some(name.to_owned());
            node.version = Some(1);
        }
        match ty {
            Type::Decimal { scale } => {
                node.parameters.insert("scale".to_owned(), scale.to_string());
            }
            Type::Array(items) => node.value = Some(self.child(items)),
            Type::Map(keys, values) => {
                node.key = Some(self.child(keys));
                node.value = Some(self.child(values));
            }
            Type::Enum { name, node: of } => {
                let name = prefixed(self.prefix, name);
                if !of.doc.is_empty() {
                    let simple = name.rsplit('.').next().unwrap_or(&name);
                    node.parameters.insert(format!("io.confluent.connect.avro.enum.doc.{simple}"), of.doc.to_owned());
                }
                if let Some(default) = of.default_symbol() {
                    let simple = name.rsplit('.').next().unwrap_or(&name);
                    node.parameters
                        .insert(format!("io.confluent.connect.avro.enum.default.{simple}"), default.to_owned());
                }
                node.parameters.insert(ENUM.to_owned(), name.clone());
                for symbol in of.symbols {
                    node.parameters.insert(format!("{ENUM}.{symbol}"), (*symbol).to_owned());
                }
                node.name = Some(name);
            }
            Type::Struct { node: of, .. } => self.record(&mut node, of()),
            Type::Union { node: of } => self.union(&mut node, of()),
            _ => {}
        }
        for (key, value) in facets.parameters {
            node.parameters.insert((*key).to_owned(), (*value).to_owned());
        }
        node
    }

    fn record(&mut self, node: &mut Node, of: &'static StructNode) {
        node.name = Some(prefixed(self.prefix, of.name));
        node.version = of.version;
        // A record speaks for itself wherever it is used: its own documentation, not the field's.
        node.doc = (!of.doc.is_empty()).then(|| of.doc.to_owned());
        node.aliases = of.aliases.iter().map(|alias| prefixed(self.prefix, alias)).collect();
        for (key, value) in of.parameters {
            node.parameters.insert((*key).to_owned(), (*value).to_owned());
        }
        for field in of.fields {
            let FieldNode { name, aliases, ty, doc, default, null: _, parameters } = field;
            let schema = Child::Here(self.add(ty, &Facets { doc, default: *default, parameters }));
            let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
            node.fields.insert((*name).to_owned(), FieldDef { schema, aliases });
        }
    }

    fn union(&mut self, node: &mut Node, of: &'static UnionNode) {
        node.name = Some(UNION.to_owned());
        for branch in of.branches {
            let child = self.add_use(&branch.ty, true, &Facets::default());
            let field = FieldDef { schema: Child::Here(child), aliases: Vec::new() };
            node.fields.insert(branch.name.to_owned(), field);
        }
    }
}

fn scalar(ty: &Type) -> SchemaType {
    match ty {
        Type::Boolean => SchemaType::Boolean,
        Type::Int8 => SchemaType::Int8,
        Type::Int16 => SchemaType::Int16,
        Type::Int32 | Type::Date | Type::Time => SchemaType::Int32,
        Type::Int64 | Type::Timestamp => SchemaType::Int64,
        Type::Float32 => SchemaType::Float32,
        Type::Float64 => SchemaType::Float64,
        // Nothing has no type, and what has none yet brings its schema along; a STRING can at least be optional.
        Type::String | Type::Enum { .. } | Type::Null | Type::Dynamic => SchemaType::String,
        Type::Bytes | Type::Decimal { .. } => SchemaType::Bytes,
        Type::Array(_) => SchemaType::Array,
        Type::Map(..) => SchemaType::Map,
        Type::Struct { .. } | Type::Union { .. } => SchemaType::Struct,
        Type::Optional(inner) => scalar(inner),
    }
}
