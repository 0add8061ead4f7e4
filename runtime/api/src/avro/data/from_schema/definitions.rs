//! The named types of a schema: each is written once, and a name stands for one type only.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use crate::{
    Error, Result,
    avro::{
        Kind, Schema as Avro,
        data::names::{DECIMAL, ENUM, FIXED_SIZE, GENERALIZED_ENUM, GENERALIZED_UNION, MAP_ENTRY, PRECISION},
    },
    data::Schema,
};

/// What stands behind a name: the schema of Connect that it was made from.
pub(super) enum Definition {
    Record(Schema),
    /// The entries of that map.
    Entry(Schema),
    Enum(Schema),
    Fixed(Schema),
}

#[derive(Default)]
pub(super) struct Definitions {
    of: HashMap<String, Definition>,
    /// The types that are complete, as they were written.
    written: HashMap<String, Avro>,
}

impl Definitions {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.of.contains_key(name)
    }

    /// Gives the name its type; a reference if it has that type already.
    ///
    /// # Errors
    /// It has another type. (`AvroData` writes the name of the first type, and with it a wrong schema.)
    pub(super) fn define(&mut self, name: &str, definition: Definition) -> Result<Option<Avro>> {
        let same = match (self.of.get(name), &definition) {
            (None, _) => {
                self.of.insert(name.to_owned(), definition);
                return Ok(None);
            }
            (Some(Definition::Record(one)), Definition::Record(other))
            | (Some(Definition::Entry(one)), Definition::Entry(other))
            | (Some(Definition::Enum(one)), Definition::Enum(other))
            | (Some(Definition::Fixed(one)), Definition::Fixed(other)) => same_type(one, other),
            _ => false,
        };
        if same { Ok(Some(Kind::Reference(name.to_owned()).into())) } else { Err(collision(name, &definition)) }
    }

    /// Keeps a type for the validation of defaults.
    pub(super) fn complete(&mut self, avro: &Avro) {
        if let Kind::Record(_) | Kind::Enum(_) | Kind::Fixed(_) = avro.kind
            && let Some(name) = avro.name()
        {
            self.written.insert(name.to_owned(), avro.clone());
        }
    }

    /// Whether Avro's library takes it as a default: for a union that is one of any branch.
    pub(super) fn is_valid_default(&self, schema: &Avro, default: &Json) -> bool {
        match &schema.kind {
            Kind::Null => default.is_null(),
            Kind::Boolean => default.is_boolean(),
            Kind::Int => default.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            Kind::Long => default.is_i64(),
            Kind::Float | Kind::Double => default.is_number(),
            Kind::String | Kind::Bytes | Kind::Enum(_) | Kind::Fixed(_) => default.is_string(),
            Kind::Array(items) => default
                .as_array()
                .is_some_and(|elements| elements.iter().all(|element| self.is_valid_default(items, element))),
            Kind::Map(values) => default
                .as_object()
                .is_some_and(|object| object.values().all(|value| self.is_valid_default(values, value))),
            Kind::Union(branches) => branches.iter().any(|branch| self.is_valid_default(branch, default)),
            Kind::Record(record) => default.as_object().is_some_and(|object| {
                let of = |name: &str, own| object.get(name).or(own);
                record.fields.iter().all(|field| {
                    of(&field.name, field.default.as_ref())
                        .is_some_and(|value| self.is_valid_default(&field.schema, value))
                })
            }),
            // One that is being written is complete by the time anybody reads the default.
            Kind::Reference(name) => {
                self.written.get(name).map_or(default.is_object(), |schema| self.is_valid_default(schema, default))
            }
        }
    }
}

fn collision(name: &str, definition: &Definition) -> Error {
    Error::fatal(match definition {
        Definition::Entry(_) if name == MAP_ENTRY => format!(
            "two maps with different key or value types would both be arrays of `{name}`; use string keys, or a \
             Vec of a struct of your own"
        ),
        Definition::Fixed(_) if name == DECIMAL => format!(
            "two decimals of different size, scale or precision would both be the fixed `{name}`; leave out \
             {FIXED_SIZE} of one"
        ),
        Definition::Record(_) | Definition::Entry(_) => {
            format!("two different records are called `{name}`; rename one, or give it another namespace")
        }
        Definition::Enum(_) => format!("two different enums are called `{name}`; rename one"),
        Definition::Fixed(_) => format!("two different types are called `{name}`; rename one"),
    })
}

/// Refuses a reference that reads as one to another type: inside a namespace, a name without one is that namespace's own if
/// it has such a type. (`AvroData` writes it, and with it a wrong schema.)
pub(super) fn check_references(schema: &Avro, enclosing: &str, definitions: &Definitions) -> Result<()> {
    let namespace = match &schema.kind {
        Kind::Reference(name) => {
            let other = format!("{enclosing}.{name}");
            if !enclosing.is_empty() && !name.contains('.') && definitions.contains(&other) {
                return Err(Error::fatal(format!(
                    "two types are called `{name}` and `{other}`, which Avro cannot tell apart inside of `{enclosing}`; \
                     give the first a namespace"
                )));
            }
            enclosing
        }
        Kind::Record(record) => record.name.rsplit_once('.').map_or("", |(namespace, _)| namespace),
        _ => enclosing,
    };
    schema.children().try_for_each(|child| check_references(child, namespace, definitions))
}

/// The type as it is written from the second time on: by its name.
pub(super) fn again(schema: &Avro) -> Avro {
    let kind = match &schema.kind {
        Kind::Record(_) | Kind::Enum(_) | Kind::Fixed(_) | Kind::Reference(_) => {
            return Kind::Reference(schema.name().unwrap_or_default().to_owned()).into();
        }
        Kind::Array(items) => Kind::Array(Box::new(again(items))),
        Kind::Map(values) => Kind::Map(Box::new(again(values))),
        Kind::Union(branches) => Kind::Union(branches.iter().map(again).collect()),
        primitive => primitive.clone(),
    };
    Avro { kind, attributes: schema.attributes.clone() }
}

/// What tells a union's branches apart.
pub(super) fn type_name(schema: &Avro) -> &str {
    schema.name().unwrap_or_else(|| schema.kind.word())
}

/// Whether it is a type that is written once, or null or one.
pub(super) fn is_named(schema: &Avro) -> bool {
    match &schema.kind {
        Kind::Union(branches) => branches.iter().any(|branch| branch.name().is_some()),
        _ => schema.name().is_some(),
    }
}

/// Whether both are the same type in Avro. What is only said about a type may differ: it is written where the type is.
fn same_type(one: &Schema, other: &Schema) -> bool {
    same_parts(one, other, &mut HashSet::new())
}

type Places = HashSet<((usize, usize), (usize, usize))>;

/// All but whether they are optional and what their defaults are.
fn same_parts(one: &Schema, other: &Schema, seen: &mut Places) -> bool {
    if one.same_place(other) || !seen.insert((one.place(), other.place())) {
        return true;
    }
    let mut children = |one: Option<Schema>, other: Option<Schema>| match (one, other) {
        (Some(one), Some(other)) => same(&one, &other, seen),
        (None, None) => true,
        _ => false,
    };
    one.schema_type() == other.schema_type()
        && one.name() == other.name()
        && telling(one).eq(telling(other))
        && children(one.key_schema(), other.key_schema())
        && children(one.value_schema(), other.value_schema())
        && one.fields().len() == other.fields().len()
        && one.fields().zip(other.fields()).all(|(one, other)| {
            one.name() == other.name() && one.aliases() == other.aliases() && same(one.schema(), other.schema(), seen)
        })
}

fn same(one: &Schema, other: &Schema, seen: &mut Places) -> bool {
    one.is_optional() == other.is_optional()
        && one.default_value() == other.default_value()
        && same_parts(one, other, seen)
}

/// The parameters that make a type what it is.
fn telling(schema: &Schema) -> impl Iterator<Item = (&str, &str)> {
    schema.parameters().filter(|(key, _)| {
        let of =
            |parameter: &str| key.strip_prefix(parameter).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        of(ENUM) || of(GENERALIZED_ENUM) || [FIXED_SIZE, PRECISION, GENERALIZED_UNION, "scale"].contains(key)
    })
}
