//! Where definitions stand: taken out while a text is read, and put back where the type is first used.

use std::collections::{HashMap, HashSet};

use super::{
    invalid::{At, InvalidSchema},
    names::split,
    tree::{Field, Kind, Schema},
};

/// How deep a schema may be nested, as deep as its JSON: a definition that stands behind its use moves there.
const DEEPEST: usize = 128;

/// Definitions by full name, without the definitions inside of them.
#[derive(Default)]
pub(super) struct Definitions(HashMap<String, Definition>);

struct Definition {
    schema: Schema,
    /// Whether something in it stood before its own definition.
    forward: bool,
}

impl Definitions {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Takes a definition; the result refers to it. A second one may say the same again, as Java compares: whatever the
    /// documentation and the aliases are, and if it does not refer to what follows.
    pub(super) fn define(&mut self, schema: Schema, forward: bool, at: &At<'_>) -> Result<Schema, InvalidSchema> {
        let name = schema.name().unwrap_or_default().to_owned();
        match self.0.get(&name) {
            None => {
                self.0.insert(name.clone(), Definition { schema, forward });
            }
            Some(known) if !forward && !known.forward && equal(&known.schema, &schema) => {}
            Some(_) => {
                return at.invalid(format!(
                    "`{name}` is defined twice, and not alike; give one of them another name or namespace, or write {name:?} to use the first"
                ));
            }
        }
        Ok(Kind::Reference(name).into())
    }

    /// Takes all definitions of another schema.
    pub(super) fn gather(&mut self, schema: &Schema, at: &At<'_>) -> Result<Schema, InvalidSchema> {
        let mut schema = schema.clone();
        for child in schema.children_mut() {
            *child = self.gather(child, at)?;
        }
        match schema.kind {
            Kind::Record(_) | Kind::Enum(_) | Kind::Fixed(_) => self.define(schema, false, at),
            _ => Ok(schema),
        }
    }

    /// Puts every definition where it is first used.
    pub(super) fn place(self, mut schema: Schema) -> Result<Schema, InvalidSchema> {
        let mut placing = Placing { left: self.0, placed: HashSet::new() };
        placing.place(&mut schema, 0, &At::TOP)?;
        Ok(schema)
    }
}

struct Placing {
    left: HashMap<String, Definition>,
    placed: HashSet<String>,
}

impl Placing {
    fn place(&mut self, schema: &mut Schema, depth: usize, at: &At<'_>) -> Result<(), InvalidSchema> {
        if depth > DEEPEST {
            return at.invalid(format!("more than {DEEPEST} types in one another; nest fewer"));
        }
        if let Kind::Reference(name) = &schema.kind {
            match self.left.remove(name) {
                Some(definition) => {
                    self.placed.insert(name.clone());
                    *schema = definition.schema;
                }
                None if self.placed.contains(name) => return Ok(()),
                None => return at.invalid(self.undefined(name)),
            }
        }
        match &mut schema.kind {
            Kind::Array(items) => self.place(items, depth + 1, &at.key("items")),
            Kind::Map(values) => self.place(values, depth + 1, &at.key("values")),
            Kind::Union(branches) => branches
                .iter_mut()
                .enumerate()
                .try_for_each(|(index, branch)| self.place(branch, depth + 1, &at.index(index))),
            Kind::Record(record) => record.fields.iter_mut().enumerate().try_for_each(|(index, field)| {
                self.place(&mut field.schema, depth + 1, &at.key("fields").index(index).key("type"))
            }),
            _ => Ok(()),
        }
    }

    fn undefined(&self, name: &str) -> String {
        let (_, wanted) = split(name);
        let names = self.left.keys().chain(&self.placed);
        let mut others: Vec<_> = names.filter(|other| split(other).1 == wanted).map(String::as_str).collect();
        others.sort_unstable();
        match others.first() {
            Some(other) => format!("`{name}` is not defined; write {other:?}, with its namespace"),
            None => format!("`{name}` is not defined; write its definition where it is first used"),
        }
    }
}

/// `Schema.equals`: neither documentation nor aliases nor an enum's default count.
fn equal(one: &Schema, other: &Schema) -> bool {
    let field = |(one, other): (&Field, &Field)| {
        one.name == other.name
            && one.default == other.default
            && one.order == other.order
            && one.attributes == other.attributes
            && equal(&one.schema, &other.schema)
    };
    one.attributes == other.attributes
        && match (&one.kind, &other.kind) {
            (Kind::Array(one), Kind::Array(other)) | (Kind::Map(one), Kind::Map(other)) => equal(one, other),
            (Kind::Union(one), Kind::Union(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
            }
            (Kind::Record(one), Kind::Record(other)) => {
                one.name == other.name
                    && one.fields.len() == other.fields.len()
                    && one.fields.iter().zip(&other.fields).all(field)
            }
            (Kind::Enum(one), Kind::Enum(other)) => one.name == other.name && one.symbols == other.symbols,
            (Kind::Fixed(one), Kind::Fixed(other)) => one.name == other.name && one.size == other.size,
            (one, other) => one == other,
        }
}
