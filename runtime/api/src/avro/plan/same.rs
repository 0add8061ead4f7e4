//! Whether a schema writes what the reader's own would write, byte for byte.

use std::collections::HashMap;

use super::{names::simple, refusal::logical};
use crate::avro::tree::{Kind, Schema};

/// Whether the two differ in nothing that the bytes, or what they mean, depend on: namespaces, documentation and whatever
/// else stands beside the types may be different.
pub(super) fn same(writer: &Schema, reader: &Schema) -> bool {
    Same::default().nodes(writer, reader)
}

#[derive(Default)]
struct Same<'a> {
    /// The reader's full name for each of the writer's: references are the same if they mean the same definitions.
    names: HashMap<&'a str, &'a str>,
}

impl<'a> Same<'a> {
    fn nodes(&mut self, writer: &'a Schema, reader: &'a Schema) -> bool {
        if logical(writer) != logical(reader) || writer.attributes.get("scale") != reader.attributes.get("scale") {
            return false;
        }
        match (&writer.kind, &reader.kind) {
            (Kind::Array(writer), Kind::Array(reader)) | (Kind::Map(writer), Kind::Map(reader)) => {
                self.nodes(writer, reader)
            }
            (Kind::Union(writer), Kind::Union(reader)) => {
                writer.len() == reader.len()
                    && writer.iter().zip(reader).all(|(writer, reader)| self.nodes(writer, reader))
            }
            (Kind::Record(writer), Kind::Record(reader)) => {
                self.named(&writer.name, &reader.name)
                    && writer.fields.len() == reader.fields.len()
                    && writer.fields.iter().zip(&reader.fields).all(|(writer, reader)| {
                        writer.name == reader.name && self.nodes(&writer.schema, &reader.schema)
                    })
            }
            (Kind::Enum(writer), Kind::Enum(reader)) => {
                self.named(&writer.name, &reader.name) && writer.symbols == reader.symbols
            }
            (Kind::Fixed(writer), Kind::Fixed(reader)) => {
                self.named(&writer.name, &reader.name) && writer.size == reader.size
            }
            (Kind::Reference(writer), Kind::Reference(reader)) => {
                self.names.get(writer.as_str()).is_some_and(|known| known == reader)
            }
            (writer, reader) => std::mem::discriminant(writer) == std::mem::discriminant(reader),
        }
    }

    fn named(&mut self, writer: &'a str, reader: &'a str) -> bool {
        self.names.insert(writer, reader);
        simple(writer) == simple(reader)
    }
}
