//! The resolution: the writer's schema and the reader's type become a program.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    names::{Fit, fit},
    native,
    program::{Entry, Node, Program, Step, Steps, Symbol, index, push},
    refusal::{Unresolvable, logical, written},
    skip::SkipBuilder,
};
use crate::{
    Error, Result,
    avro::tree::{EnumSchema, Field, Kind, Record, Schema},
    data::{EnumNode, StructNode, Type, UnionNode},
};

/// How many levels a schema may have. What is read may not be that deep, but a schema from outside might be.
pub(super) const LEVELS: usize = 256;

/// The writer's schema with its names.
#[derive(Debug)]
pub(super) struct Writer<'w> {
    names: HashMap<&'w str, &'w Schema>,
}

impl<'w> Writer<'w> {
    fn new(schema: &'w Schema) -> Self {
        let mut names = HashMap::new();
        schema.walk(&mut |node| {
            if let (Some(name), false) = (node.name(), matches!(node.kind, Kind::Reference(_))) {
                names.insert(name, node);
            }
        });
        Self { names }
    }

    /// What a reference means; anything else is itself.
    pub(super) fn definition<'a>(&self, schema: &'a Schema) -> Result<&'a Schema>
    where
        'w: 'a,
    {
        let Kind::Reference(name) = &schema.kind else { return Ok(schema) };
        let unknown = || Error::data(format!("the writer's schema uses `{name}`, which it does not define"));
        self.names.get(name.as_str()).copied().ok_or_else(unknown)
    }
}

/// Resolves a type against the schema that its data was written with.
pub(super) fn program(writer: &Schema, ty: &Type, prefix: Option<&str>) -> Result<(Program, Node)> {
    let mut builder = Builder {
        writer: Writer::new(writer),
        prefix,
        program: Program::default(),
        skips: SkipBuilder::default(),
        records: HashMap::new(),
        structs: Vec::new(),
        path: Vec::new(),
        levels: 0,
    };
    let root = builder.resolve(writer, ty)?;
    native::mark(&mut builder.program, &builder.structs);
    Ok((builder.program, root))
}

struct Builder<'w> {
    writer: Writer<'w>,
    prefix: Option<&'w str>,
    program: Program,
    skips: SkipBuilder,
    /// The writer's record and the reader's struct, by its address: what they became. A failure stays one.
    records: HashMap<(&'w str, usize), Result<u32, Unresolvable>>,
    /// What the program's records become.
    structs: Vec<&'static StructNode>,
    path: Vec<String>,
    levels: usize,
}

/// What went wrong: with this type, or with the schema as a whole.
type Resolved<T> = Result<T, Failure>;

enum Failure {
    Unresolvable(Unresolvable),
    Schema(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Schema(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unresolvable(unresolvable) => Self::data(unresolvable),
            Failure::Schema(error) => error,
        }
    }
}

/// The keys of Avro's maps.
static STRING: LazyLock<Schema> = LazyLock::new(|| Kind::String.into());

const OTHER_UNIT: &str = ": another unit; read it as the number that it is";

const OTHER_TYPE: &str =
    ", which Avro does not convert; read it as the type that is written, under a new name if need be";

impl<'w> Builder<'w> {
    fn refuse<T>(&self, writer: &Schema, ty: &Type, advice: impl Into<String>) -> Resolved<T> {
        let path = if self.path.is_empty() { "the value".to_owned() } else { self.path.join(".") };
        let (writer, reader) = (written(writer), ty.to_string());
        Err(Failure::Unresolvable(Unresolvable { path, writer, reader, advice: advice.into() }))
    }

    /// Does something one level below, at `place`.
    fn below<T>(&mut self, place: &str, work: impl FnOnce(&mut Self) -> Resolved<T>) -> Resolved<T> {
        if self.levels == LEVELS {
            return Err(Error::data(format!("the writer's schema has more than {LEVELS} levels")).into());
        }
        self.levels += 1;
        self.path.push(place.to_owned());
        let done = work(self);
        self.path.pop();
        self.levels -= 1;
        done
    }

    fn resolve(&mut self, writer: &'w Schema, ty: &Type) -> Resolved<Node> {
        let writer = self.definition(writer)?;
        match &writer.kind {
            Kind::Union(branches) => self.union(writer, branches, ty),
            _ => self.one(writer, ty),
        }
    }

    fn definition(&self, writer: &'w Schema) -> Result<&'w Schema> {
        self.writer.definition(writer)
    }

    /// The writer has several types there.
    fn union(&mut self, writer: &'w Schema, branches: &'w [Schema], ty: &Type) -> Resolved<Node> {
        let mut nodes = Vec::with_capacity(branches.len());
        let mut first = None;
        for branch in branches {
            let branch = self.definition(branch)?;
            nodes.push(match self.one(branch, ty) {
                Ok(node) => node,
                Err(Failure::Unresolvable(why)) => {
                    let node = Node::Refused(push(&mut self.program.refusals, why.to_string()));
                    // Of a null and one type, the type is what the reader has to be told about.
                    if first.is_none() || !matches!(branch.kind, Kind::Null) {
                        first = Some(why);
                    }
                    node
                }
                Err(schema) => return Err(schema),
            });
        }
        if nodes.iter().all(|node| matches!(node, Node::Refused(_))) {
            return match first {
                Some(why) => Err(Failure::Unresolvable(why)),
                None => self.refuse(writer, ty, ": an empty union has no values"),
            };
        }
        Ok(match (ty, nodes.as_slice()) {
            (Type::Optional(Type::Union { .. }), _) => self.any_of(nodes),
            (Type::Optional(_), [Node::Null, some]) => self.optional(true, *some),
            (Type::Optional(_), [some, Node::Null]) => self.optional(false, *some),
            _ => self.any_of(nodes),
        })
    }

    fn any_of(&mut self, nodes: Vec<Node>) -> Node {
        Node::Union(push(&mut self.program.unions, nodes.into()))
    }

    fn optional(&mut self, null_first: bool, some: Node) -> Node {
        Node::Optional { null_first, some: push(&mut self.program.nodes, some) }
    }

    /// The writer has one type there, null among them.
    fn one(&mut self, writer: &'w Schema, ty: &Type) -> Resolved<Node> {
        let (ty, nullable) = match ty {
            Type::Optional(inner) => (*inner, true),
            ty => (ty, false),
        };
        match (&writer.kind, ty) {
            (Kind::Null, _) if nullable => Ok(Node::Null),
            (Kind::Null, _) => self.refuse(writer, ty, "; read it as an `Option`"),
            (_, Type::Union { node }) => self.branch(writer, ty, node()),
            _ => self.value(writer, ty),
        }
    }

    /// The first branch of the reader's union that is the same, else the first that takes it.
    fn branch(&mut self, writer: &'w Schema, ty: &Type, union: &'static UnionNode) -> Resolved<Node> {
        for wanted in [Likeness::Same, Likeness::Alike, Likeness::Any] {
            for (branch, reader) in union.branches.iter().enumerate() {
                if likeness(writer, &reader.ty, self.prefix) > wanted {
                    continue;
                }
                match self.value(writer, &reader.ty) {
                    Ok(node) => {
                        let node = push(&mut self.program.nodes, node);
                        return Ok(Node::Branch { branch: u32::try_from(branch).unwrap_or(u32::MAX), node });
                    }
                    Err(Failure::Unresolvable(_)) => {}
                    Err(schema) => return Err(schema),
                }
            }
        }
        self.refuse(writer, ty, ", which has no branch for it; give it one")
    }

    fn value(&mut self, writer: &'w Schema, ty: &Type) -> Resolved<Node> {
        let said = logical(writer);
        // What Java ignores, and then takes one unit for another.
        let unit = |expected: &str| said.is_none_or(|said| said == expected);
        Ok(match (&writer.kind, ty) {
            (Kind::Boolean, Type::Boolean) => Node::Boolean,
            (Kind::Int, Type::Int8 | Type::Int16 | Type::Int32 | Type::Int64 | Type::Float32 | Type::Float64) => {
                Node::Int
            }
            (Kind::Int, Type::Date) if unit("date") => Node::Int,
            (Kind::Int, Type::Time) if unit("time-millis") => Node::Int,
            (Kind::Int, Type::Timestamp) if said.is_none() => Node::Int,
            (Kind::Long, Type::Int64 | Type::Float32 | Type::Float64) => Node::Long,
            (Kind::Long, Type::Timestamp) if unit("timestamp-millis") => Node::Long,
            (Kind::Long, Type::Timestamp) if said == Some("timestamp-micros") => Node::Finer(1_000),
            (Kind::Long, Type::Timestamp) if said == Some("timestamp-nanos") => Node::Finer(1_000_000),
            (Kind::Long, Type::Time) if said == Some("time-micros") => Node::Finer(1_000),
            (Kind::Int | Kind::Long, Type::Date | Type::Time | Type::Timestamp) => {
                return self.refuse(writer, ty, OTHER_UNIT);
            }
            (Kind::Long, Type::Int8 | Type::Int16 | Type::Int32) => {
                return self.refuse(writer, ty, ", which may be too small for it; read it as INT64, `i64`");
            }
            (Kind::Float, Type::Float32 | Type::Float64) => Node::Float,
            (Kind::Double, Type::Float64) => Node::Double,
            (Kind::Double, Type::Float32) => {
                return self.refuse(writer, ty, ", which may be too small for it; read it as FLOAT64, `f64`");
            }
            (Kind::String, Type::String | Type::Bytes | Type::Enum { .. }) | (Kind::Bytes, Type::Bytes) => Node::Sized,
            (Kind::Bytes, Type::String) if said != Some("decimal") => Node::Sized,
            (Kind::Fixed(fixed), Type::Bytes) => Self::fixed(fixed.size)?,
            (Kind::Bytes | Kind::Fixed(_), Type::Decimal { scale }) => {
                let written = writer.attributes.get("scale").map_or(Some(0), serde_json::Value::as_i64);
                match (said, &writer.kind) {
                    (Some("decimal"), _) if written != Some((*scale).into()) => {
                        let written = written.unwrap_or_default();
                        let advice = format!(", but with the scale {written}; read it as `Decimal<{written}>`");
                        return self.refuse(writer, ty, advice);
                    }
                    (Some("decimal"), Kind::Fixed(fixed)) => Self::fixed(fixed.size)?,
                    (Some("decimal"), _) => Node::Sized,
                    _ => return self.refuse(writer, ty, ", but says no scale; read it as bytes"),
                }
            }
            (Kind::Enum(symbols), Type::String) => self.symbols(symbols, None),
            (Kind::Enum(symbols), Type::Enum { node, .. }) => self.symbols(symbols, Some(*node)),
            (Kind::Array(items), Type::Array(of)) => {
                let items = self.below("[]", |below| below.resolve(items, of))?;
                Node::Array(push(&mut self.program.nodes, items))
            }
            (Kind::Array(items), Type::Map(key, value)) => match &self.definition(items)?.kind {
                Kind::Record(entry) => self.entries(writer, entry, ty, key, value)?,
                _ => return self.refuse(writer, ty, OTHER_TYPE),
            },
            (Kind::Map(values), Type::Map(key, value)) => {
                let key = self.below("{key}", |below| below.one(&STRING, key))?;
                let value = self.below("{value}", |below| below.resolve(values, value))?;
                Node::Map(push(&mut self.program.maps, Entry { key, value, skips: [None; 3] }))
            }
            (Kind::Record(record), Type::Struct { node, .. }) => {
                Node::Record(self.record(writer, record, ty, node())?)
            }
            _ => return self.refuse(writer, ty, OTHER_TYPE),
        })
    }

    fn fixed(size: usize) -> Result<Node> {
        u32::try_from(size).map(Node::Fixed).map_err(Error::data)
    }

    fn symbols(&mut self, writer: &EnumSchema, reader: Option<&'static EnumNode>) -> Node {
        let known = |text: &str| reader.and_then(|node| node.find(text));
        let symbols = writer.symbols.iter().map(|text| Symbol { text: text.clone(), index: known(text) }).collect();
        Node::Enum(push(&mut self.program.enums, symbols))
    }

    /// The array of entries that stands for a map whose keys are not strings.
    fn entries(
        &mut self,
        writer: &'w Schema,
        entry: &'w Record,
        ty: &Type,
        key: &Type,
        value: &Type,
    ) -> Resolved<Node> {
        let position = |name: &str| entry.fields.iter().position(|field| field.name == name);
        let (Some(key_at), Some(value_at)) = (position("key"), position("value")) else {
            return self.refuse(writer, ty, ": its records have no fields `key` and `value`");
        };
        let mut parts = entry.fields.splitn(3, |field| field.name == "key" || field.name == "value");
        let mut skips = [None; 3];
        for (slot, fields) in skips.iter_mut().zip(&mut parts) {
            *slot = self.skip(fields)?;
        }
        let (Some(key_field), Some(value_field)) = (entry.fields.get(key_at), entry.fields.get(value_at)) else {
            return self.refuse(writer, ty, OTHER_TYPE);
        };
        if value_at < key_at {
            return self.refuse(
                writer,
                ty,
                ": its records have the value before the key; read them as a list of structs",
            );
        }
        let key = self.below("{key}", |below| below.resolve(&key_field.schema, key))?;
        let value = self.below("{value}", |below| below.resolve(&value_field.schema, value))?;
        Ok(Node::Map(push(&mut self.program.maps, Entry { key, value, skips })))
    }

    fn skip(&mut self, fields: &'w [Field]) -> Result<Option<u32>> {
        let schemas = fields.iter().map(|field| &field.schema);
        self.skips.program(&mut self.program.skips, &self.writer, schemas)
    }

    fn record(&mut self, schema: &Schema, writer: &'w Record, ty: &Type, node: &'static StructNode) -> Resolved<u32> {
        let key = (writer.name.as_str(), std::ptr::from_ref(node).addr());
        if let Some(known) = self.records.get(&key) {
            return known.clone().map_err(Failure::Unresolvable);
        }
        if fit(&writer.name, self.prefix, node.name, node.aliases).is_none() {
            let advice = format!(", which is another record; if it is not, say `alias = \"{}\"`", writer.name);
            return self.refuse(schema, ty, advice);
        }
        // Known before its fields are looked at: they may contain it again.
        let own = push(&mut self.program.records, Steps { start: usize::MAX, in_order: false, native: false });
        self.structs.push(node);
        self.records.insert(key, Ok(own));
        let steps = if self.path.is_empty() {
            self.below(node.name, |below| below.fields(schema, writer, ty, node))
        } else {
            self.fields(schema, writer, ty, node)
        };
        match steps {
            Ok(steps) => {
                self.begin(own, node.fields.len(), steps);
                Ok(own)
            }
            Err(Failure::Unresolvable(why)) => {
                // Where the record contains itself it was promised already, in another branch perhaps.
                let refusal = push(&mut self.program.refusals, why.to_string());
                self.records.insert(key, Err(why.clone()));
                self.begin(own, usize::MAX, vec![Step::Refused(refusal)]);
                Err(Failure::Unresolvable(why))
            }
            Err(failure @ Failure::Schema(_)) => Err(failure),
        }
    }

    fn begin(&mut self, record: u32, len: usize, steps: Vec<Step>) {
        let start = self.program.steps.len();
        let fields = steps.iter().filter_map(|step| match step {
            Step::Field(field, _) => Some(index(*field)),
            _ => None,
        });
        let in_order = fields.eq(0..len);
        self.program.steps.extend(steps);
        if let Some(slot) = self.program.records.get_mut(index(record)) {
            *slot = Steps { start, in_order, native: false };
        }
    }

    fn fields(
        &mut self,
        schema: &Schema,
        writer: &'w Record,
        ty: &Type,
        node: &'static StructNode,
    ) -> Resolved<Vec<Step>> {
        let mut targets = vec![None; writer.fields.len()];
        for (reader, field) in node.fields.iter().enumerate() {
            let mut names = std::iter::once(&field.name).chain(field.aliases);
            let found = names.find_map(|name| writer.fields.iter().position(|written| written.name == **name));
            match found.and_then(|at| targets.get_mut(at)) {
                Some(free @ None) => *free = Some(reader),
                Some(Some(_)) => {
                    let advice = ": another field of the reader's is already read from it; remove the alias";
                    return self.below(field.name, |below| below.refuse(schema, ty, advice));
                }
                None if field.default.is_some() || matches!(field.ty, Type::Optional(_)) => {}
                None => {
                    let advice = format!(
                        ", but `{}` has no such field; give it a default, make it an `Option`, or name the field that \
                         is written with `alias`",
                        writer.name
                    );
                    return self.below(field.name, |below| below.refuse(schema, &field.ty, advice));
                }
            }
        }
        let mut steps = Vec::new();
        let mut fields = writer.fields.as_slice();
        let mut targets = targets.as_slice();
        while !fields.is_empty() {
            let unread = targets.iter().take_while(|target| target.is_none()).count();
            let (passed, rest) = fields.split_at(unread);
            steps.extend(self.skip(passed)?.map(Step::Skip));
            targets = targets.get(unread..).unwrap_or_default();
            fields = rest;
            if let (Some((written, rest)), Some((Some(reader), more))) = (fields.split_first(), targets.split_first()) {
                (fields, targets) = (rest, more);
                let Some(field) = node.fields.get(*reader) else { continue };
                let value = self.below(field.name, |below| below.resolve(&written.schema, &field.ty))?;
                steps.push(Step::Field(u32::try_from(*reader).unwrap_or(u32::MAX), value));
            }
        }
        steps.push(Step::End);
        Ok(steps)
    }
}

/// How much alike the writer's type and a branch of the reader's union are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Same,
    /// By the name without namespace.
    Alike,
    /// Perhaps it converts.
    Any,
}

fn likeness(writer: &Schema, ty: &Type, prefix: Option<&str>) -> Likeness {
    let by_name = |writer: &str, name: &str, aliases: &[&str]| match fit(writer, prefix, name, aliases) {
        Some(Fit::Full) => Likeness::Same,
        Some(Fit::Simple) => Likeness::Alike,
        None => Likeness::Any,
    };
    match (&writer.kind, ty) {
        (Kind::Record(record), Type::Struct { node, .. }) => {
            let node = node();
            by_name(&record.name, node.name, node.aliases)
        }
        (Kind::Enum(symbols), Type::Enum { name, .. }) => by_name(&symbols.name, name, &[]),
        (Kind::Boolean, Type::Boolean)
        | (Kind::Int, Type::Int8 | Type::Int16 | Type::Int32 | Type::Date | Type::Time)
        | (Kind::Long, Type::Int64 | Type::Timestamp)
        | (Kind::Float, Type::Float32)
        | (Kind::Double, Type::Float64)
        | (Kind::String, Type::String | Type::Enum { .. })
        | (Kind::Bytes | Kind::Fixed(_), Type::Bytes | Type::Decimal { .. })
        | (Kind::Array(_), Type::Array(_) | Type::Map(..))
        | (Kind::Map(_), Type::Map(..)) => Likeness::Same,
        _ => Likeness::Any,
    }
}
