//! What broke and how to mend it, in words. Only the new schema can be changed, so the same break has two remedies.

use super::level::Direction;
use crate::avro::{
    defaults::label,
    tree::{Kind, Schema},
};

/// What is wrong at a place.
pub(super) enum Problem<'a> {
    /// A record, enum or fixed is called otherwise.
    Name { reader: &'a str, writer: &'a str },
    /// The reader's field has no default and the writer no such field, but maybe one of another name.
    Missing { renamed: Option<&'a str> },
    /// The reader's field is called like several of the writer's.
    Several { aliases: &'a [String] },
    /// The types differ.
    Type { reader: &'a Schema, writer: &'a Schema },
    /// The writer may write null.
    Null { reader: &'a Schema },
    /// The reader's union lacks a type.
    Branch { reader: &'a Schema, writer: &'a Schema },
    /// The reader's enum lacks symbols.
    Symbols { name: &'a str, missing: &'a [&'a str] },
    /// The sizes of fixed differ.
    Size { reader: usize, writer: usize },
}

/// What broke, and what to write instead.
pub(super) fn problem(problem: &Problem<'_>, direction: Direction) -> (String, String) {
    match direction {
        Direction::Backward => backward(problem),
        Direction::Forward => forward(problem),
    }
}

/// The new schema does not read old records.
fn backward(problem: &Problem<'_>) -> (String, String) {
    match problem {
        Problem::Name { reader, writer } => {
            (format!("`{writer}` is called `{reader}` now"), format!("keep its name, or give it the alias `{writer}`"))
        }
        Problem::Missing { renamed: Some(old) } => (
            format!("the field is new and has no default, and records of the old schema have `{old}` in its place"),
            format!("give it the alias `{old}` if it is the same, or else a default"),
        ),
        Problem::Missing { renamed: None } => (
            "the field is new and has no default, and records of the old schema do not have it".to_owned(),
            "give it a default, or make it optional".to_owned(),
        ),
        Problem::Several { aliases } => (
            "its name and its aliases are several fields of the old schema".to_owned(),
            format!("keep one of {}", quoted(aliases)),
        ),
        Problem::Type { reader, writer } => (
            format!("{} is {} now, and records of the old schema cannot become that", of(writer), of(reader)),
            format!("keep {}, or add a field of another name, with a default, for the new type", of(writer)),
        ),
        Problem::Null { reader } => (
            format!("it may be null in records of the old schema and must be {} now", of(reader)),
            "keep it optional".to_owned(),
        ),
        Problem::Branch { reader, writer } => (
            format!("records of the old schema may have {} here, and {} has no such type", of(writer), of(reader)),
            format!("keep {} among the types", of(writer)),
        ),
        Problem::Symbols { name, missing } => (
            format!(
                "the symbols {} of `{name}` are gone, and records of the old schema may have them",
                quoted(missing)
            ),
            "keep them, or give the enum a default for symbols that it does not know".to_owned(),
        ),
        Problem::Size { reader, writer } => (
            format!("it had {writer} bytes and has {reader} now"),
            format!("keep {writer} bytes, or add a field of another name, with a default, for the new size"),
        ),
    }
}

/// The old schema does not read new records.
fn forward(problem: &Problem<'_>) -> (String, String) {
    match problem {
        Problem::Name { reader, writer } => (
            format!("`{reader}` is called `{writer}` now, which the old schema does not know"),
            "keep its name; an alias helps new readers only".to_owned(),
        ),
        Problem::Missing { renamed: Some(new) } => (
            format!("the field is gone, or called `{new}` now, and the old schema has no default for it"),
            "keep it under its name; an alias helps new readers only".to_owned(),
        ),
        Problem::Missing { renamed: None } => (
            "the field is gone, and the old schema has no default for it".to_owned(),
            "keep it; to take it away later, first give it a default and let all consumers have that schema".to_owned(),
        ),
        Problem::Several { aliases } => (
            "the old schema takes several fields of the new one for this one, by its aliases".to_owned(),
            format!("call none of the new fields {}", quoted(aliases)),
        ),
        Problem::Type { reader, writer } => (
            format!("{} is {} now, which the old schema cannot read", of(reader), of(writer)),
            format!("keep {}, or add a field of another name for the new type", of(reader)),
        ),
        Problem::Null { reader } => (
            format!("it may be null now, and the old schema reads {} only", of(reader)),
            "keep it required; to leave it out, write a value that stands for none".to_owned(),
        ),
        Problem::Branch { reader, writer } => (
            format!("it may be {} now, which {} of the old schema does not have", of(writer), of(reader)),
            "write that to a field of its own".to_owned(),
        ),
        Problem::Symbols { name, missing } => (
            format!("the symbols {} of `{name}` are new, and the old schema has no default for them", quoted(missing)),
            "do not add them yet; first give the enum a default and let all consumers have that schema".to_owned(),
        ),
        Problem::Size { reader, writer } => (
            format!("it had {reader} bytes and has {writer} now"),
            format!("keep {reader} bytes, or add a field of another name for the new size"),
        ),
    }
}

/// A type in a sentence.
fn of(schema: &Schema) -> String {
    match &schema.kind {
        Kind::Array(_) => "an array".to_owned(),
        Kind::Map(_) => "a map".to_owned(),
        Kind::Union(branches) => match branches.as_slice() {
            [null, other] | [other, null] if matches!(null.kind, Kind::Null) => {
                format!("optional {}", label(other))
            }
            branches => format!("one of {}", branches.iter().map(label).collect::<Vec<_>>().join(", ")),
        },
        Kind::Record(_) | Kind::Enum(_) | Kind::Fixed(_) => format!("{} `{}`", schema.kind.word(), label(schema)),
        _ => label(schema).to_owned(),
    }
}

fn quoted<T: AsRef<str>>(names: &[T]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}
