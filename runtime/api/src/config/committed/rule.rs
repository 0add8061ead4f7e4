//! A constraint, as the file has it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::validators::Constraint;

/// [`Constraint`] in JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Rule {
    Range {
        #[serde(default, skip_serializing_if = "Value::is_null")]
        min: Value,
        #[serde(default, skip_serializing_if = "Value::is_null")]
        max: Value,
    },
    OneOf {
        values: Vec<String>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        case_insensitive: bool,
    },
    NonNull,
    NonEmpty,
    ListSize(usize),
    Pattern(String),
    All(Vec<Rule>),
    Other(String),
}

impl Rule {
    /// The rules that all have to be satisfied, none of them an [`All`](Self::All).
    pub(super) fn parts(&self) -> Vec<&Self> {
        match self {
            Self::All(all) => all.iter().flat_map(Self::parts).collect(),
            one => vec![one],
        }
    }
}

impl From<Constraint> for Rule {
    fn from(constraint: Constraint) -> Self {
        let bound = |bound: Option<crate::config::types::Parsed>| bound.map_or(Value::Null, |bound| bound.to_json());
        match constraint {
            Constraint::Range { min, max } => Self::Range { min: bound(min), max: bound(max) },
            Constraint::OneOf { values, case_insensitive } => Self::OneOf { values, case_insensitive },
            Constraint::NonNull => Self::NonNull,
            Constraint::NonEmpty => Self::NonEmpty,
            Constraint::ListSize(max) => Self::ListSize(max),
            Constraint::Pattern(pattern) => Self::Pattern(pattern),
            Constraint::All(all) => Self::All(all.into_iter().map(Self::from).collect()),
            Constraint::Other(words) => Self::Other(words),
        }
    }
}
