//! The compatibility levels of a registry.

use std::{error::Error, fmt, str::FromStr};

use super::{
    check::check,
    explain::{Explanation, explain},
    incompatibility::Incompatibility,
};
use crate::avro::tree::Schema;

/// What a new schema of a subject has to be compatible with. A registry's default is BACKWARD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Level {
    /// Nothing.
    None,
    /// The new schema reads records of the last one.
    #[default]
    Backward,
    /// The new schema reads records of all earlier ones.
    BackwardTransitive,
    /// The last schema reads records of the new one.
    Forward,
    /// All earlier schemas read records of the new one.
    ForwardTransitive,
    /// The new schema and the last one read each other's records.
    Full,
    /// The new schema and all earlier ones read each other's records.
    FullTransitive,
}

/// Which schema reads the other's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The new schema reads records of the old one.
    Backward,
    /// The old schema reads records of the new one.
    Forward,
}

/// An earlier schema with which a new one is not compatible, in one direction.
#[derive(Clone, Debug)]
pub struct Break {
    index: usize,
    /// Who cannot read whom.
    pub direction: Direction,
    /// Everything that Java finds, in its order.
    pub incompatibilities: Vec<Incompatibility>,
    /// The same for people: where, what, and how to mend it.
    pub explanations: Vec<Explanation>,
}

impl Level {
    /// All levels.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::Backward,
        Self::BackwardTransitive,
        Self::Forward,
        Self::ForwardTransitive,
        Self::Full,
        Self::FullTransitive,
    ];

    /// Whether it asks about all earlier schemas, not the last only.
    #[must_use]
    pub fn is_transitive(self) -> bool {
        matches!(self, Self::BackwardTransitive | Self::ForwardTransitive | Self::FullTransitive)
    }

    /// Who has to read whom, in the order in which a registry checks it.
    #[must_use]
    pub fn directions(self) -> &'static [Direction] {
        match self {
            Self::None => &[],
            Self::Backward | Self::BackwardTransitive => &[Direction::Backward],
            Self::Forward | Self::ForwardTransitive => &[Direction::Forward],
            Self::Full | Self::FullTransitive => &[Direction::Forward, Direction::Backward],
        }
    }

    /// Checks a new schema against the earlier ones, the newest first; empty: it is compatible. All breaks are listed; a
    /// registry stops at the first schema that is not compatible, see [`registry_messages`](super::registry_messages).
    #[must_use]
    pub fn check(self, new: &Schema, previous: &[&Schema]) -> Vec<Break> {
        let count = if self.is_transitive() { previous.len() } else { 1 };
        let mut breaks = Vec::new();
        for (index, old) in previous.iter().take(count).enumerate() {
            for direction in self.directions() {
                let incompatibilities = direction.check(new, old);
                if !incompatibilities.is_empty() {
                    let explanations = explain(new, old, *direction);
                    breaks.push(Break { index, direction: *direction, incompatibilities, explanations });
                }
            }
        }
        breaks
    }
}

impl Direction {
    /// Why one cannot read the other, in Java's words.
    #[must_use]
    pub fn check(self, new: &Schema, old: &Schema) -> Vec<Incompatibility> {
        match self {
            Self::Backward => check(new, old),
            Self::Forward => check(old, new),
        }
    }
}

impl Break {
    /// Which of the earlier schemas it is.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// The whole story for people, of several lines: who cannot read what, and for each place what broke and how to mend it.
    /// `previous` says which schema the earlier one is: `version 3`, `the committed schema`.
    #[must_use]
    pub fn explain(&self, previous: &str) -> String {
        let mut text = match self.direction {
            Direction::Backward => {
                format!("consumers with the new schema cannot read records that were written with {previous}:")
            }
            Direction::Forward => format!("consumers that still have {previous} cannot read new records:"),
        };
        for explanation in &self.explanations {
            text.push_str("\n- ");
            text.push_str(&explanation.to_string());
        }
        text
    }
}

impl fmt::Display for Break {
    /// As [`Break::explain`], of `the earlier schema`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain("the earlier schema"))
    }
}

impl fmt::Display for Level {
    /// A registry's word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "NONE",
            Self::Backward => "BACKWARD",
            Self::BackwardTransitive => "BACKWARD_TRANSITIVE",
            Self::Forward => "FORWARD",
            Self::ForwardTransitive => "FORWARD_TRANSITIVE",
            Self::Full => "FULL",
            Self::FullTransitive => "FULL_TRANSITIVE",
        })
    }
}

/// A text that is no level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLevel(String);

impl fmt::Display for UnknownLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let levels = Level::ALL.map(|level| level.to_string());
        write!(f, "{:?} is no compatibility level; write one of {}", self.0, levels.join(", "))
    }
}

impl Error for UnknownLevel {}

impl FromStr for Level {
    type Err = UnknownLevel;

    /// A registry's word, in upper or lower case.
    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        let level = Self::ALL.into_iter().find(|level| level.to_string().eq_ignore_ascii_case(text));
        level.ok_or_else(|| UnknownLevel(text.to_owned()))
    }
}
