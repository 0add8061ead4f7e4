//! What both sides of a comparison look up: definitions, names, and a reader's field among the writer's.

use std::collections::{HashMap, HashSet};

use crate::avro::{
    names::split,
    tree::{Field, Kind, Record, Schema},
};

/// Definitions by full name.
pub(super) struct Names<'a>(HashMap<&'a str, &'a Schema>);

impl<'a> Names<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        Self(schema.definitions())
    }

    /// The definition, if it is a reference to one.
    pub(super) fn resolve(&self, schema: &'a Schema) -> &'a Schema {
        match &schema.kind {
            Kind::Reference(name) => self.0.get(name.as_str()).copied().unwrap_or(schema),
            _ => schema,
        }
    }
}

/// Whether a reader's named type may read a writer's: by simple name, or by an alias.
pub(super) fn same_name(reader: &Schema, writer: &Schema) -> bool {
    let (Some(name), Some(writer)) = (reader.name(), writer.name()) else { return true };
    // In a namespace, Java writes a dot before an alias without one, so it is equal to no name.
    let usable = |alias: &&String| !split(alias).0.is_empty() || split(name).0.is_empty();
    split(name).1 == split(writer).1 || aliases(reader).iter().filter(usable).any(|alias| alias == writer)
}

pub(super) fn aliases(schema: &Schema) -> &[String] {
    match &schema.kind {
        Kind::Record(of) => &of.aliases,
        Kind::Enum(of) => &of.aliases,
        Kind::Fixed(of) => &of.aliases,
        _ => &[],
    }
}

/// A writer's fields by name.
pub(super) struct Fields<'a>(HashMap<&'a str, &'a Field>);

impl<'a> Fields<'a> {
    pub(super) fn of(record: &'a Record) -> Self {
        Self(record.fields.iter().map(|field| (field.name.as_str(), field)).collect())
    }

    /// The writer's field for a reader's, by its name and its aliases.
    pub(super) fn find(&self, reader: &Field) -> Found<'a> {
        let mut names = HashSet::new();
        let aliases = reader.aliases.iter().filter(|alias| names.insert(alias.as_str()));
        let mut found = [&reader.name].into_iter().chain(aliases).filter_map(|name| self.0.get(name.as_str()).copied());
        match (found.next(), found.next()) {
            (None, _) => Found::None,
            (Some(field), None) => Found::One(field),
            (Some(_), Some(_)) => Found::Several,
        }
    }
}

/// What [`Fields::find`] finds.
pub(super) enum Found<'a> {
    None,
    One(&'a Field),
    Several,
}

/// A writer's number that becomes a reader's, and bytes and strings both ways.
pub(super) fn promotes(reader: &Kind, writer: &Kind) -> bool {
    matches!(
        (reader, writer),
        (Kind::Long, Kind::Int)
            | (Kind::Float, Kind::Int | Kind::Long)
            | (Kind::Double, Kind::Int | Kind::Long | Kind::Float)
            | (Kind::Bytes, Kind::String)
            | (Kind::String, Kind::Bytes)
    )
}

/// The symbols that the reader lacks, in Java's order, if it has no default for them.
pub(super) fn missing_symbols<'a>(reader: &Schema, writer: &'a Schema) -> Vec<&'a str> {
    let (Kind::Enum(reader), Kind::Enum(writer)) = (&reader.kind, &writer.kind) else { return Vec::new() };
    let known: HashSet<_> = reader.symbols.iter().collect();
    if reader.default.as_ref().is_some_and(|default| known.contains(default)) {
        return Vec::new();
    }
    let missing = writer.symbols.iter().filter(|symbol| !known.contains(symbol));
    let mut missing: Vec<_> = missing.map(String::as_str).collect();
    missing.sort_by(|one, other| one.encode_utf16().cmp(other.encode_utf16()));
    missing.dedup();
    missing
}
