//! A JSON text as a tree, where it cannot be read straight into what it is for.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::{
    number::Number,
    scan::{Scan, Scanner},
};

/// A value of a JSON text (Jackson's `JsonNode`).
#[derive(Debug)]
pub(crate) enum Node<'a> {
    /// There is no value at all: an empty text.
    Missing,
    Null,
    Boolean(bool),
    Number(Number<'a>),
    String(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    /// Of members with one name the last counts, at the place of the first.
    Object(IndexMap<Cow<'a, str>, Node<'a>>),
}

impl<'a> Node<'a> {
    /// Reads a value.
    pub(crate) fn read(scanner: &mut Scanner<'a>) -> Scan<Self> {
        Ok(match scanner.token() {
            Some(b'"') => Self::String(scanner.string()?),
            Some(b'-' | b'0'..=b'9') => {
                let digits = scanner.number()?;
                Self::Number(Number::new(digits).map_err(|why| scanner.malformed(why))?)
            }
            Some(b'{') => {
                scanner.enter()?;
                let mut members = IndexMap::new();
                while scanner.more(members.is_empty(), b'}')? {
                    let name = scanner.name()?;
                    members.insert(name, Self::read(scanner)?);
                }
                Self::Object(members)
            }
            Some(b'[') => {
                scanner.enter()?;
                let mut elements = Vec::new();
                while scanner.more(elements.is_empty(), b']')? {
                    elements.push(Self::read(scanner)?);
                }
                Self::Array(elements)
            }
            other => {
                scanner.word(other)?;
                match other {
                    Some(b't') => Self::Boolean(true),
                    Some(b'f') => Self::Boolean(false),
                    _ => Self::Null,
                }
            }
        })
    }

    /// The member of that name; `None` also for what is no object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        if let Self::Object(members) = self { members.get(name) } else { None }
    }

    /// The text of a string (`textValue`).
    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The number, if it is one.
    pub(crate) fn number(&self) -> Option<Number<'a>> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// Jackson's name of the type (`JsonNodeType`).
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Missing => "MISSING",
            Self::Null => "NULL",
            Self::Boolean(_) => "BOOLEAN",
            Self::Number(_) => "NUMBER",
            Self::String(_) => "STRING",
            Self::Array(_) => "ARRAY",
            Self::Object(_) => "OBJECT",
        }
    }
}
