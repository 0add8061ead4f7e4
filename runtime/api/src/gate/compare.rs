//! Whether a reader with one type can read what was written with another.
//!
//! The rules of Java's `SchemaCompatibility`, on which registries decide. Beyond them, since a consumer is broken all the
//! same: a logical type and its scale stay, INT8 and INT16 only widen, and the strings of an enum are its symbols.

use super::{
    shape::{Branches, Shape, Side},
    text::{among, same, simple},
};
use crate::data::Type;

/// What a reader stumbles on first.
#[derive(Clone, Copy)]
pub(super) enum Obstacle<'a> {
    /// Another type.
    Type,
    /// The writer may write null.
    Null,
    /// The writer has a symbol that the reader does not know.
    Symbol(&'a str),
}

/// What keeps `reader` from reading everything that `writer` writes.
pub(super) const fn obstacle<'a>(reader: Side<'a>, writer: Side<'a>) -> Option<Obstacle<'a>> {
    match (reader.shape(), writer.shape()) {
        (Shape::Nullable(reader), Shape::Nullable(writer))
        | (Shape::Array(reader), Shape::Array(writer))
        | (Shape::Map(None, reader), Shape::Map(None, writer)) => obstacle(reader, writer),
        (_, Shape::Nullable(writer)) => match obstacle(reader, writer) {
            None => Some(Obstacle::Null),
            other => other,
        },
        (Shape::Nullable(reader), _) => obstacle(reader, writer),
        (Shape::Unseen, Shape::Unseen | Shape::Union(_))
        | (Shape::Union(_), Shape::Unseen)
        | (Shape::Plain(Type::String), Shape::Enum { avro: false, .. }) => None,
        (_, Shape::Union(branches)) => every(reader, branches),
        (Shape::Union(branches), _) => any(branches, writer),
        (Shape::Map(Some(reader_key), reader), Shape::Map(Some(writer_key), writer)) => {
            match obstacle(reader_key, writer_key) {
                None => obstacle(reader, writer),
                other => other,
            }
        }
        (Shape::Record { name: reader, aliases }, Shape::Record { name: writer, .. }) => {
            different(!same(simple(reader), simple(writer)) && !among(writer, aliases))
        }
        (Shape::Enum { symbols: reader, default, former, .. }, Shape::Enum { symbols: writer, .. }) => {
            if default {
                None
            } else {
                unknown(reader, former, writer)
            }
        }
        (Shape::Fixed { name: reader, size }, Shape::Fixed { name: writer, size: written }) => {
            different(size != written || !same(simple(reader), simple(writer)))
        }
        (Shape::Plain(reader), Shape::Plain(writer)) => different(!promotes(writer, reader)),
        _ => Some(Obstacle::Type),
    }
}

const fn different<'a>(different: bool) -> Option<Obstacle<'a>> {
    if different { Some(Obstacle::Type) } else { None }
}

/// The reader has to read whatever branch was written.
const fn every<'a>(reader: Side<'a>, branches: Branches<'a>) -> Option<Obstacle<'a>> {
    let mut rest = branches;
    while let Some((branch, tail)) = rest.split() {
        if let Some(found) = obstacle(reader, branch) {
            return Some(found);
        }
        rest = tail;
    }
    None
}

/// One branch of the reader is enough.
const fn any<'a>(branches: Branches<'a>, writer: Side<'a>) -> Option<Obstacle<'a>> {
    let mut rest = branches;
    while let Some((branch, tail)) = rest.split() {
        if obstacle(branch, writer).is_none() {
            return None;
        }
        rest = tail;
    }
    Some(Obstacle::Type)
}

/// The first of the writer's symbols that the reader does not have, under its present or a former name.
const fn unknown<'a>(reader: &[&str], former: &[(&str, usize)], writer: &'a [&'a str]) -> Option<Obstacle<'a>> {
    let mut rest = writer;
    while let Some((symbol, tail)) = rest.split_first() {
        if !among(symbol, reader) && !formerly(symbol, former) {
            return Some(Obstacle::Symbol(symbol));
        }
        rest = tail;
    }
    None
}

const fn formerly(symbol: &str, former: &[(&str, usize)]) -> bool {
    let mut rest = former;
    while let Some(((name, _), tail)) = rest.split_first() {
        if same(symbol, name) {
            return true;
        }
        rest = tail;
    }
    false
}

const fn promotes(writer: &Type, reader: &Type) -> bool {
    use Type::{
        Boolean, Bytes, Date, Decimal, Float32, Float64, Int8, Int16, Int32, Int64, Null, String, Time, Timestamp,
    };
    matches!(
        (writer, reader),
        (Null, Null)
            | (Boolean, Boolean)
            | (Int8, Int8)
            | (Int8 | Int16, Int16)
            | (Int8 | Int16 | Int32, Int32)
            | (Int8 | Int16 | Int32 | Int64, Int64)
            | (Int8 | Int16 | Int32 | Int64 | Float32, Float32)
            | (Int8 | Int16 | Int32 | Int64 | Float32 | Float64, Float64)
            | (String | Bytes, String | Bytes)
            | (Date, Date)
            | (Time, Time)
            | (Timestamp, Timestamp)
    ) || match (writer, reader) {
        (Decimal { scale }, Decimal { scale: other }) => *scale == *other,
        _ => false,
    }
}
