//! Types as people write them, in Avro's words.

use super::{
    shape::{Branches, Shape, Side},
    text::Text,
};
use crate::data::Type;

impl Text {
    pub(super) const fn push_type(self, side: Side<'_>) -> Self {
        match side.shape() {
            Shape::Nullable(inner) => self.push_type(inner).push(" or null"),
            Shape::Array(items) => self.push("array of ").push_type(items),
            Shape::Map(None, values) => self.push("map of ").push_type(values),
            Shape::Map(Some(key), values) => self.push("map from ").push_type(key).push(" to ").push_type(values),
            Shape::Record { name, .. } => self.push("record ").push(name),
            Shape::Enum { symbols, .. } => self.push("enum of ").push_list(symbols),
            Shape::Fixed { name, size } => self.push("fixed ").push(name).push(" of ").push_number(size).push(" bytes"),
            Shape::Union(branches) => self.push_branches(branches),
            Shape::Unseen => self.push("union"),
            Shape::Plain(Type::Decimal { scale }) => {
                let text = self.push("decimal of scale ");
                let text = if *scale < 0 { text.push("-") } else { text };
                text.push_number(scale.unsigned_abs())
            }
            Shape::Plain(plain) => self.push(word(plain)),
        }
    }

    /// `A, B, C`, or the first ones and how many more.
    const fn push_list(self, names: &[&str]) -> Self {
        const SHOWN: u32 = 6;
        let (mut text, mut rest, mut count) = (self, names, 0);
        while let Some((name, tail)) = rest.split_first() {
            if count < SHOWN {
                text = if count == 0 { text } else { text.push(", ") }.push(name);
            }
            count += 1;
            rest = tail;
        }
        if count > SHOWN { text.push(" and ").push_number(count - SHOWN).push(" more") } else { text }
    }

    /// `string | int`.
    const fn push_branches(self, branches: Branches<'_>) -> Self {
        let (mut text, mut rest, mut first) = (self, branches, true);
        while let Some((branch, tail)) = rest.split() {
            text = if first { text } else { text.push(" | ") }.push_type(branch);
            first = false;
            rest = tail;
        }
        text
    }
}

const fn word(plain: &Type) -> &'static str {
    match plain {
        Type::Null => "null",
        Type::Boolean => "boolean",
        Type::Int8 => "int8",
        Type::Int16 => "int16",
        Type::Int32 => "int",
        Type::Int64 => "long",
        Type::Float32 => "float",
        Type::Float64 => "double",
        Type::String => "string",
        Type::Bytes => "bytes",
        Type::Date => "date",
        Type::Time => "time-millis",
        Type::Timestamp => "timestamp-millis",
        _ => "another type",
    }
}
