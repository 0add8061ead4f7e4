//! What the compiler is asked about each field, and what it says.

use super::{
    Committed,
    compare::{Obstacle, obstacle},
    shape::{Branches, Shape, Side},
    text::Text,
};
use crate::data::{Type, UnionNode};

/// A committed file, and the level at which a record is compared with it.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// The file, as the attribute names it.
    pub file: &'static str,
    /// The level, in Confluent's words.
    pub level: &'static str,
    /// Whether the new schema has to read what was written with the committed one.
    pub backward: bool,
    /// Whether the committed schema has to read what is written with the new one.
    pub forward: bool,
}

impl Gate {
    /// Compares a field with itself in the committed file.
    ///
    /// # Panics
    /// At compile time, with the message for the user, if the change breaks the level.
    #[track_caller]
    pub const fn kept(self, field: &str, now: &Type, union: Option<&UnionNode>, was: &Committed) {
        let (new, old) = (Side::New(now, union), Side::Old(was));
        let found = match (obstacle(new, old), obstacle(old, new)) {
            (Some(found), _) if self.backward => Some((true, found)),
            (_, Some(found)) if self.forward => Some((false, found)),
            _ => None,
        };
        if let Some((backward, found)) = found {
            let text = Text::EMPTY.push(field).push(": was ").push_type(old).push(", is now ").push_type(new);
            panic!("{}", text.push_break(self).push_why(backward, found).as_str());
        }
        self.guarded(field, new);
    }

    /// Looks at a field that the committed file does not have. `former` is a field that stood in its place and is gone.
    ///
    /// # Panics
    /// At compile time, with the message for the user, if the change breaks the level, or if it looks like a new name
    /// for the former field, whose values nobody would find any more.
    #[track_caller]
    pub const fn added(
        self,
        field: &str,
        now: &Type,
        union: Option<&UnionNode>,
        default: bool,
        former: Option<(&str, &Committed)>,
    ) {
        let new = Side::New(now, union);
        let renamed = match former {
            Some((name, was)) if obstacle(new, Side::Old(was)).is_none() => Some(name),
            _ => None,
        };
        let missing = self.backward && !default && !matches!(now, Type::Optional(_));
        match renamed {
            Some(name) if missing => {
                let text =
                    Text::EMPTY.push(field).push(": was called `").push(name).push("`, or is new without a default");
                let text = text.push_break(self).push(": the new schema cannot read old records, which lack it; ");
                let text = text.push("add `alias = \"").push(name).push("\"` to its `#[connect(..)]`, or a `default`");
                panic!("{}", text.as_str());
            }
            Some(name) => {
                let text = Text::EMPTY.push(field).push(": stands where `").push(name);
                let text = text.push("` stood, has the same type and no alias; not safe at ").push(self.level);
                let text = text.push(" against ").push(self.file).push(": what was written as `").push(name);
                let text = text.push("` would be lost without an error; add `alias = \"").push(name);
                let text = text.push("\"` to its `#[connect(..)]`, or put it at another place if it is another field");
                panic!("{}", text.as_str());
            }
            None if missing => {
                let text = Text::EMPTY.push(field).push(": is new and has no default").push_break(self);
                let text =
                    text.push(": the new schema cannot read old records, which lack it; add a `default` to its ");
                let text =
                    text.push("`#[connect(..)]` or make it an `Option`; if it had another name, add that as `alias`");
                panic!("{}", text.as_str());
            }
            None => self.guarded(field, new),
        }
    }

    /// Every record inside has a gate of its own, or changes of it would pass through this one.
    #[track_caller]
    const fn guarded(self, field: &str, new: Side<'_>) {
        if let Some(name) = unguarded(new) {
            let text = Text::EMPTY.push(field).push(": holds the record ").push(name);
            let text = text.push(", which is compared with no committed file, so that ").push(self.file);
            let text = text.push(" could not be held to ").push(self.level).push("; add `committed = \"..\"` to the ");
            let text = text.push("`#[connect(..)]` of that record as well");
            panic!("{}", text.as_str());
        }
    }
}

/// Shows a break that the derive has found without the compiler.
///
/// # Panics
/// Always, at compile time, with the message.
#[track_caller]
pub const fn broken(message: &str) {
    panic!("{}", message);
}

impl Text {
    const fn push_break(self, gate: Gate) -> Self {
        self.push("; breaks ").push(gate.level).push(" against ").push(gate.file)
    }

    /// Who stumbles, and what to do about it.
    const fn push_why(self, backward: bool, found: Obstacle<'_>) -> Self {
        match (found, backward) {
            (Obstacle::Type, true) => self.push(
                ": the new schema cannot read old records; keep the type, and put the other one in a field of its own",
            ),
            (Obstacle::Type, false) => self.push(
                ": readers with the committed schema cannot read new records; keep the type, and put the other one in \
                 a field of its own",
            ),
            (Obstacle::Null, true) => {
                self.push(": the new schema cannot read the nulls of old records; keep the `Option`")
            }
            (Obstacle::Null, false) => {
                self.push(": readers with the committed schema cannot read a null; keep the field without `Option`")
            }
            (Obstacle::Symbol(symbol), true) => self
                .push(": the new schema does not know `")
                .push(symbol)
                .push("` of old records; keep the variant, or add the name as `alias` to the one that takes its place"),
            (Obstacle::Symbol(symbol), false) => {
                self.push(": readers with the committed schema do not know `").push(symbol).push(
                    "`; mark a variant as `default` and export first, so that they have one for what they do not know",
                )
            }
        }
    }
}

/// The first record inside that is not compared with a file of its own.
const fn unguarded(side: Side<'_>) -> Option<&str> {
    if let Side::New(Type::Struct { name, committed: false, .. }, _) = side {
        return Some(name);
    }
    match side.shape() {
        Shape::Nullable(inner) | Shape::Array(inner) | Shape::Map(None, inner) => unguarded(inner),
        Shape::Map(Some(key), value) => match unguarded(key) {
            None => unguarded(value),
            found => found,
        },
        Shape::Union(branches) => unguarded_branch(branches),
        _ => None,
    }
}

const fn unguarded_branch(branches: Branches<'_>) -> Option<&str> {
    let mut rest = branches;
    while let Some((branch, tail)) = rest.split() {
        if let Some(name) = unguarded(branch) {
            return Some(name);
        }
        rest = tail;
    }
    None
}
