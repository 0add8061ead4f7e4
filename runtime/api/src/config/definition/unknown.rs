//! Keys that nobody defined.

use std::{collections::BTreeSet, fmt};

use super::{super::props::Props, Definition};

/// A given key that no definition knows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownKey {
    /// The key.
    pub name: String,
    /// The defined key that was probably meant.
    pub suggestion: Option<String>,
}

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown configuration {}", self.name)?;
        self.suggestion.as_ref().map_or(Ok(()), |suggestion| write!(f, "; did you mean {suggestion}?"))
    }
}

impl Definition {
    /// The given keys that are not defined. Kafka ignores them; a misspelt one deserves a word.
    #[must_use]
    pub fn unknown(&self, props: &Props) -> Vec<UnknownKey> {
        let definition = self.expanded(props);
        let defined = || {
            definition.keys.iter().flat_map(|key| std::iter::once(&key.name).chain(&key.aliases)).map(|name| &**name)
        };
        let known: BTreeSet<_> = defined().collect();
        props
            .keys()
            .filter(|name| !known.contains(&***name))
            .filter(|name| !definition.open.iter().any(|open| name.starts_with(&*open.prefix)))
            .map(|name| UnknownKey { name: name.clone(), suggestion: nearest(name, defined()).map(str::to_owned) })
            .collect()
    }
}

/// The candidate that differs least, if it differs little.
pub(in crate::config) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= (name.chars().count() / 5).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
