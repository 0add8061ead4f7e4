//! The rules of one app: kept until deleted, over all connections.

use super::{
    subject::Subject,
    syntax::{Expr, RuleError},
};

/// A rule as X lists it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Rule {
    /// Its id, a snowflake in decimal.
    pub id: String,
    /// The rule's text.
    pub value: String,
    /// The label that `matching_rules` repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

/// The rules in the order they were added.
#[derive(Debug)]
pub(crate) struct RuleBook {
    rules: Vec<(Rule, Expr)>,
    next_id: u64,
    max_rules: usize,
    max_chars: usize,
}

impl RuleBook {
    pub(crate) fn new(max_rules: usize, max_chars: usize) -> Self {
        // An id of August 2019, as X's examples have them.
        Self { rules: Vec::new(), next_id: 1_166_895_166_390_583_296, max_rules, max_chars }
    }

    /// Adds a rule, or says why not; `dry_run` only says.
    pub(crate) fn add(&mut self, value: &str, tag: Option<&str>, dry_run: bool) -> Result<Rule, RuleError> {
        if let Some(existing) = self.iter().find(|rule| rule.value == value) {
            return Err(RuleError::Duplicate { id: existing.id.clone() });
        }
        let chars = value.chars().count();
        if chars > self.max_chars {
            return Err(RuleError::TooLong { chars, limit: self.max_chars });
        }
        let expr = Expr::parse(value)?;
        if self.rules.len() >= self.max_rules {
            return Err(RuleError::TooMany { limit: self.max_rules });
        }
        let rule = Rule { id: self.next_id.to_string(), value: value.to_owned(), tag: tag.map(ToOwned::to_owned) };
        self.next_id += 1;
        if !dry_run {
            self.rules.push((rule.clone(), expr));
        }
        Ok(rule)
    }

    /// Deletes the rules selected and returns how many there were.
    pub(crate) fn delete(&mut self, selected: impl Fn(&Rule) -> bool, dry_run: bool) -> usize {
        let count = self.iter().filter(|rule| selected(rule)).count();
        if !dry_run {
            self.rules.retain(|(rule, _)| !selected(rule));
        }
        count
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|(rule, _)| rule)
    }

    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }

    pub(crate) fn max_rules(&self) -> usize {
        self.max_rules
    }

    /// The rules that select a post.
    pub(crate) fn matching<'a>(&'a self, subject: &'a Subject) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(|(_, expr)| subject.matches(expr)).map(|(rule, _)| rule)
    }
}
