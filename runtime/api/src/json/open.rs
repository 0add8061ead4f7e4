//! What is open while JSON is read, which is also the path to where the reader is.

use std::fmt::Write as _;

use super::scan::Scanner;
use crate::data::{StructNode, UnionNode};

/// An array, a map, a record or a union whose end has not come yet.
#[derive(Debug)]
pub(crate) enum Open {
    Array {
        /// How many elements were begun.
        items: usize,
    },
    /// A map that is an object.
    Object {
        first: bool,
        /// The key was begun, the value was not.
        in_key: bool,
        /// Where the key begins.
        key: usize,
    },
    /// A map that is an array of pairs.
    Pairs {
        /// How many pairs were begun.
        items: usize,
        /// The key was begun, the value was not.
        in_key: bool,
    },
    Struct {
        node: &'static StructNode,
        first: bool,
        /// The field that was found last.
        field: usize,
    },
    Union {
        node: &'static UnionNode,
        branch: usize,
    },
}

/// Where the reader is: `$.user.tags[2]`.
pub(crate) fn path(open: &[Open], scan: &Scanner<'_>) -> String {
    let mut path = "$".to_owned();
    for open in open {
        // A String takes whatever is written to it.
        let _ = match open {
            Open::Array { items: 0 } | Open::Pairs { items: 0, .. } | Open::Object { first: true, .. } => Ok(()),
            Open::Array { items } | Open::Pairs { items, .. } => write!(path, "[{}]", items - 1),
            Open::Object { key, .. } => write!(path, "[{}]", scan.excerpt(*key)),
            Open::Struct { node, field, .. } => {
                node.fields.get(*field).map_or(Ok(()), |field| write!(path, ".{}", field.name))
            }
            Open::Union { node, branch } => {
                node.branches.get(*branch).map_or(Ok(()), |branch| write!(path, ".{}", branch.name))
            }
        };
    }
    path
}
