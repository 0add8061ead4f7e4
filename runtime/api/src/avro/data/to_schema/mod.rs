//! Avro's schemas as Connect's.

mod attributes;
mod default;
mod types;

use std::{
    cell::Cell,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde_json::Value as Json;

use super::{
    anything::is_anything,
    encode::names,
    names::{MAP_ENTRY, MAP_ENTRY_NAME},
};
use crate::{
    Result,
    avro::{AvroDataConfig, Kind, Schema as Avro},
    data::{Child, DataException, Node, Schema},
};

/// How many schemas one may consist of: types are repeated where they are used, and a hostile one could be repeated
/// without end.
const LIMIT: usize = 100_000;

/// The Connect schema of an Avro schema; none of the schema that can hold anything. `version` is the registry's.
pub(super) fn convert(config: &AvroDataConfig, avro: &Avro, version: Option<i32>) -> Result<Option<Schema>> {
    if is_anything(avro) {
        return Ok(None);
    }
    let (names, left) = (names(avro), Cell::new(LIMIT));
    let graph = Graph::new(config, &names, &left);
    Ok(Some(graph.schema(avro, &Use { version, ..Use::default() })?))
}

/// What becomes of a union.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum UnionForm {
    /// It is its only branch.
    Only,
    /// It is its branch that is not null, optional.
    Optional,
    /// It is a STRUCT of which one field is set.
    Struct,
}

pub(super) fn union_form(config: &AvroDataConfig, branches: &[Avro]) -> UnionForm {
    match branches {
        [_] if config.flatten_singleton_unions => UnionForm::Only,
        [one, other] if matches!(one.kind, Kind::Null) != matches!(other.kind, Kind::Null) => UnionForm::Optional,
        _ => UnionForm::Struct,
    }
}

/// Whether it is the entry of a map whose keys are not strings.
pub(super) fn is_entry(avro: &Avro) -> bool {
    let marked = || avro.attributes.get("connect.internal.type").and_then(Json::as_str) == Some(MAP_ENTRY_NAME);
    matches!(avro.kind, Kind::Record(_)) && (avro.name() == Some(MAP_ENTRY) || marked())
}

/// What the place says about a type that is used there.
#[derive(Clone, Copy, Default)]
struct Use<'a> {
    optional: bool,
    /// The default of Avro's field.
    default: Option<&'a Json>,
    /// The documentation of Avro's field.
    doc: Option<&'a str>,
    version: Option<i32>,
    /// The default is not looked at: it is what is being made.
    without_default: bool,
}

type Names<'a> = HashMap<&'a str, &'a Avro>;

struct Graph<'a> {
    config: &'a AvroDataConfig,
    names: &'a Names<'a>,
    /// How many more nodes there may be.
    left: &'a Cell<usize>,
    /// `None` while what is below a node is being added.
    nodes: Vec<Option<Node>>,
    /// The records that are being added.
    open: HashMap<&'a str, usize>,
    /// The records that were added for a place that says nothing but whether they are optional.
    done: HashMap<(&'a str, bool), usize>,
    /// Nodes that are the same as another, but for whether they are optional: a record inside itself.
    again: Vec<(usize, usize, bool)>,
    unions: usize,
}

fn refused<T>(message: impl Into<String>) -> Result<T> {
    Err(DataException::data(message).into())
}

impl<'a> Graph<'a> {
    fn new(config: &'a AvroDataConfig, names: &'a Names<'a>, left: &'a Cell<usize>) -> Self {
        Self {
            config,
            names,
            left,
            nodes: Vec::new(),
            open: HashMap::new(),
            done: HashMap::new(),
            again: Vec::new(),
            unions: 0,
        }
    }

    /// The finished schema.
    fn schema(mut self, avro: &'a Avro, used: &Use<'a>) -> Result<Schema> {
        let at = self.add(avro, used)?;
        for (slot, of, optional) in std::mem::take(&mut self.again) {
            let node = self.nodes.get(of).cloned().flatten();
            if let (Some(slot), Some(node)) = (self.nodes.get_mut(slot), node) {
                *slot = Some(Node { optional, ..node });
            }
        }
        let nodes: Vec<Node> = self.nodes.into_iter().flatten().collect();
        Ok(Schema::in_graph(Arc::from(nodes), at))
    }

    /// The same schema in a graph of its own, without the default that is to be made for it.
    fn apart(&self, avro: &'a Avro) -> Result<Schema> {
        let used = Use { without_default: true, ..Use::default() };
        Graph::new(self.config, self.names, self.left).schema(avro, &used)
    }

    fn resolved(&self, avro: &'a Avro) -> Result<&'a Avro> {
        match &avro.kind {
            Kind::Reference(name) => match self.names.get(name.as_str()) {
                Some(definition) => Ok(definition),
                None => refused(format!("the schema uses `{name}`, which it does not define")),
            },
            _ => Ok(avro),
        }
    }

    fn slot(&mut self) -> Result<usize> {
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => return refused(format!("a schema of more than {LIMIT} types")),
        }
        self.nodes.push(None);
        Ok(self.nodes.len() - 1)
    }

    fn child(&mut self, avro: &'a Avro, used: &Use<'a>) -> Result<Child> {
        Ok(Child::Here(self.add(avro, used)?))
    }

    fn add(&mut self, avro: &'a Avro, used: &Use<'a>) -> Result<usize> {
        let avro = self.resolved(avro)?;
        if let Kind::Union(branches) = &avro.kind {
            let some = branches.iter().find(|branch| !matches!(branch.kind, Kind::Null));
            match (union_form(self.config, branches), some) {
                (UnionForm::Only, _) => {
                    let Some(only) = branches.first() else { return refused("a union without branches") };
                    return self.add(only, &Use { doc: used.doc, ..Use::default() });
                }
                (UnionForm::Optional, Some(some)) => {
                    return self.add(some, &Use { optional: true, doc: used.doc, ..Use::default() });
                }
                _ => {}
            }
        }
        let Kind::Record(record) = &avro.kind else { return self.add_new(avro, used) };
        let name = record.name.as_str();
        if let Some(of) = self.open.get(name).copied() {
            let slot = self.slot()?;
            self.again.push((slot, of, used.optional));
            return Ok(slot);
        }
        let plain = used.default.is_none()
            && used.version.is_none()
            && !used.without_default
            && !(self.config.discard_type_doc_default && used.doc.is_some())
            // A union has another number wherever it is used.
            && !self.config.generalized_sum_type_support;
        if let Some(done) = self.done.get(&(name, used.optional)).filter(|_| plain) {
            return Ok(*done);
        }
        let at = self.add_new(avro, used)?;
        if plain {
            self.done.insert((name, used.optional), at);
        }
        Ok(at)
    }

    fn add_new(&mut self, avro: &'a Avro, used: &Use<'a>) -> Result<usize> {
        let at = self.slot()?;
        let mut node = self.typed(avro, at)?;
        self.attributes(&mut node, avro, used)?;
        node.optional |= used.optional;
        if let Some(slot) = self.nodes.get_mut(at) {
            *slot = Some(node);
        }
        Ok(at)
    }

    /// The names of a union's fields.
    fn branch_names(&self, branches: &'a [Avro]) -> Result<Vec<(String, &'a Avro)>> {
        let mut seen = HashSet::new();
        let mut names = Vec::with_capacity(branches.len());
        for (index, branch) in branches.iter().enumerate() {
            let branch = self.resolved(branch)?;
            if matches!(branch.kind, Kind::Null) {
                continue;
            }
            let name = if self.config.generalized_sum_type_support {
                format!("connect_union_field_{index}")
            } else {
                match branch.name() {
                    Some(full) if self.config.enhanced_avro_schema_support => full.to_owned(),
                    Some(full) => super::names::simple(full).to_owned(),
                    None => branch.kind.word().to_owned(),
                }
            };
            if !seen.insert(name.clone()) {
                return refused("Multiple union schemas map to the Connect union field name");
            }
            names.push((name, branch));
        }
        Ok(names)
    }
}
