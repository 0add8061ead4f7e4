//! Names: how they are put together, taken apart, and which are allowed.

use super::tree::Kind;

/// A full name, cut at its last dot; the namespace may be empty.
pub(super) fn split(full: &str) -> (&str, &str) {
    full.rsplit_once('.').unwrap_or(("", full))
}

/// The full name of a definition or an alias. A dot in the name says that its namespace is before it; before `.Name` is
/// none.
pub(super) fn full_name(name: &str, namespace: &str) -> String {
    match name.rsplit_once('.') {
        Some(("", name)) => name.to_owned(),
        Some(_) => name.to_owned(),
        None if namespace.is_empty() => name.to_owned(),
        None => format!("{namespace}.{name}"),
    }
}

/// A name as it is written inside a namespace. One that reads like a type of Avro's stays full.
pub(super) fn relative<'a>(full: &'a str, enclosing: &str) -> &'a str {
    let (namespace, name) = split(full);
    let word =
        Kind::primitive(name).is_some() || matches!(name, "record" | "enum" | "array" | "map" | "union" | "fixed");
    if namespace == enclosing && !word { name } else { full }
}

/// Which names are allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// What a registry reads among the schemas that it has: letters and digits of any script.
    Stored,
    /// What a registry accepts as new, and what the specification says: letters and digits of ASCII.
    New,
}

impl Rule {
    /// What is wrong with a name that has no namespace.
    pub(super) fn problem(self, name: &str) -> Option<String> {
        // Java looks at UTF-16: what needs two units is no letter.
        let letter = |char: char| match self {
            Self::Stored => char.is_alphabetic() && char <= '\u{ffff}',
            Self::New => char.is_ascii_alphabetic(),
        };
        let digit = |char: char| match self {
            Self::Stored => char.is_numeric() && char <= '\u{ffff}',
            Self::New => char.is_ascii_digit(),
        };
        let Some(start) = name.chars().next() else {
            return Some("a name is empty; write letters, digits and `_`".to_owned());
        };
        if !(letter(start) || start == '_') {
            return Some(format!("the name {name:?} starts with {start:?}; start it with a letter or `_`"));
        }
        let wrong = name.chars().find(|char| !(letter(*char) || digit(*char) || *char == '_'))?;
        Some(format!("the name {name:?} has {wrong:?} in it; write letters, digits and `_` only"))
    }
}
