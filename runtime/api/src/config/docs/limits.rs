//! A key's constraint, taken apart.

use crate::config::{key::ConfigKey, types::Parsed, validators::Constraint};

/// Everything that a key's validators ask, each kind once.
#[derive(Clone, Debug, Default)]
pub(super) struct Limits {
    /// The smallest valid number.
    pub(super) min: Option<Parsed>,
    /// The largest valid number.
    pub(super) max: Option<Parsed>,
    /// The valid texts, and whether their case is ignored.
    pub(super) one_of: Option<(Vec<String>, bool)>,
    /// Whether an empty text or list is refused.
    pub(super) non_empty: bool,
    /// How many elements a list may have.
    pub(super) max_items: Option<usize>,
    /// What the text has to match.
    pub(super) patterns: Vec<String>,
    /// What only words can say.
    pub(super) words: Vec<String>,
}

impl Limits {
    pub(super) fn of(key: &ConfigKey) -> Self {
        let mut limits = Self::default();
        key.constraint().into_iter().for_each(|constraint| limits.add(constraint));
        limits
    }

    fn add(&mut self, constraint: Constraint) {
        match constraint {
            Constraint::Range { min, max } => {
                narrow(&mut self.min, min, |new, old| new > old);
                narrow(&mut self.max, max, |new, old| new < old);
            }
            Constraint::OneOf { mut values, case_insensitive } => {
                if let Some((known, _)) = &self.one_of {
                    values.retain(|value| known.contains(value));
                }
                self.one_of = Some((values, case_insensitive));
            }
            Constraint::NonNull => {}
            Constraint::NonEmpty => self.non_empty = true,
            Constraint::ListSize(max) => {
                self.max_items = Some(self.max_items.map_or(max, |known| known.min(max)));
            }
            Constraint::Pattern(pattern) => self.patterns.push(pattern),
            Constraint::All(all) => all.into_iter().for_each(|constraint| self.add(constraint)),
            Constraint::Other(words) if words.is_empty() => {}
            Constraint::Other(words) => self.words.push(words),
        }
    }
}

fn narrow(bound: &mut Option<Parsed>, new: Option<Parsed>, narrower: fn(f64, f64) -> bool) {
    let Some(new) = new else { return };
    let known = bound.as_ref().and_then(Parsed::as_f64);
    if known.is_none_or(|known| new.as_f64().is_some_and(|new| narrower(new, known))) {
        *bound = Some(new);
    }
}
