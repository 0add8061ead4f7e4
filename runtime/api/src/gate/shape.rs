//! One view of a type, whether it is the compiler's or a committed one.

use super::Committed;
use crate::data::{BranchNode, Type, UnionNode};

/// A type on one side of the comparison.
#[derive(Clone, Copy)]
pub(super) enum Side<'a> {
    /// The compiler's. Only a constant beside it knows the branches of a union that is in it.
    New(&'a Type, Option<&'a UnionNode>),
    /// The file's.
    Old(&'a Committed),
}

/// What a type is, one level deep.
#[derive(Clone, Copy)]
pub(super) enum Shape<'a> {
    Plain(&'a Type),
    Nullable(Side<'a>),
    Array(Side<'a>),
    Map(Option<Side<'a>>, Side<'a>),
    Record {
        name: &'a str,
        aliases: &'a [&'a str],
    },
    Enum {
        avro: bool,
        symbols: &'a [&'a str],
        former: &'a [(&'a str, usize)],
        default: bool,
    },
    Fixed {
        name: &'a str,
        size: u32,
    },
    Union(Branches<'a>),
    /// A union inside a union: its branches are behind a function, which constant evaluation cannot call.
    Unseen,
}

/// What a union may be.
#[derive(Clone, Copy)]
pub(super) enum Branches<'a> {
    New(&'a [BranchNode]),
    Old(&'a [Committed]),
}

impl<'a> Side<'a> {
    pub(super) const fn shape(self) -> Shape<'a> {
        match self {
            Self::New(ty, union) => match ty {
                Type::Optional(inner) => Shape::Nullable(Self::New(inner, union)),
                Type::Array(items) => Shape::Array(Self::New(items, union)),
                Type::Map(key, value) => {
                    let key = match key {
                        Type::String | Type::Enum { .. } => None,
                        other => Some(Self::New(other, None)),
                    };
                    Shape::Map(key, Self::New(value, union))
                }
                Type::Struct { name, aliases, .. } => Shape::Record { name, aliases },
                Type::Enum { node, .. } => Shape::Enum {
                    avro: false,
                    symbols: node.symbols,
                    former: node.aliases,
                    default: node.default.is_some(),
                },
                Type::Union { .. } => match union {
                    Some(node) => Shape::Union(Branches::New(node.branches)),
                    None => Shape::Unseen,
                },
                plain => Shape::Plain(plain),
            },
            Self::Old(committed) => match committed {
                Committed::Plain(ty) => Shape::Plain(ty),
                Committed::Nullable(inner) => Shape::Nullable(Self::Old(inner)),
                Committed::Array(items) => Shape::Array(Self::Old(items)),
                Committed::Map(None, value) => Shape::Map(None, Self::Old(value)),
                Committed::Map(Some(key), value) => Shape::Map(Some(Self::Old(key)), Self::Old(value)),
                Committed::Record { name, aliases } => Shape::Record { name, aliases },
                Committed::Enum { avro, symbols, default } => {
                    Shape::Enum { avro: *avro, symbols, former: &[], default: *default }
                }
                Committed::Fixed { name, size } => Shape::Fixed { name, size: *size },
                Committed::Union(branches) => Shape::Union(Branches::Old(branches)),
            },
        }
    }
}

impl<'a> Branches<'a> {
    /// The first branch and the others.
    pub(super) const fn split(self) -> Option<(Side<'a>, Self)> {
        match self {
            Self::New(branches) => match branches.split_first() {
                Some((first, rest)) => Some((Side::New(&first.ty, None), Self::New(rest))),
                None => None,
            },
            Self::Old(branches) => match branches.split_first() {
                Some((first, rest)) => Some((Side::Old(first), Self::Old(rest))),
                None => None,
            },
        }
    }
}
