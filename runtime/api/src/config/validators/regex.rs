//! Regular expressions.

use std::{borrow::Cow, error::Error as _};

use fancy_regex::{CompileError, Error, ParseError, Regex};

use super::{
    super::types::{Invalid, Parsed},
    text::{as_value, each_text, refused},
    validator::{Constraint, Validator},
};

/// A regular expression; of a LIST, every element (`RegexValidator` of Kafka's transforms).
///
/// Lookaround, backreferences and possessive quantifiers are known, as in Java.
#[derive(Clone, Copy, Debug)]
pub struct RegexValidator;

impl Validator for RegexValidator {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        // The reason that Java itself gives for null.
        let null = r#"Invalid regex: Cannot invoke "String.isEmpty()" because "this.pattern" is null"#;
        each_text(value, null, |text| {
            Regex::new(text)
                .map(drop)
                .map_err(|error| refused(text, format!("Invalid regex: {}", reason(text, &error))))
        })
    }

    fn describe(&self) -> String {
        "valid regex".to_owned()
    }
}

/// A regular expression; of a LIST, every element (connect-utils' `pattern`). The same as [`RegexValidator`] in
/// connect-utils' words.
#[derive(Clone, Copy, Debug)]
pub struct PatternValidator;

impl Validator for PatternValidator {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        each_text(value, "value must be a String or List.", |text| {
            Regex::new(text).map(drop).map_err(|_| refused(text, format!("Could not compile regex '{text}'.")))
        })
    }

    fn describe(&self) -> String {
        "valid regex".to_owned()
    }
}

/// A text that a regular expression matches as a whole (connect-utils' `patternMatches`).
#[derive(Clone, Debug)]
pub struct ValidPattern {
    /// The regular expression.
    pub pattern: Cow<'static, str>,
}

impl ValidPattern {
    /// A rule for a derived key.
    #[must_use]
    pub const fn new(pattern: &'static str) -> Self {
        Self { pattern: Cow::Borrowed(pattern) }
    }
}

impl Validator for ValidPattern {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        let text = match value {
            Parsed::String(text) => text,
            Parsed::Password(password) => password.expose(),
            _ => return Err(as_value(name, "Must be a string and cannot be null.")),
        };
        let pattern = &self.pattern;
        // Alone first, so that nothing is made of an unbalanced bracket by what is put around it.
        let matched = Regex::new(pattern)
            .and_then(|_| Regex::new(&format!(r"\A(?:{pattern})\z")))
            .and_then(|regex| regex.is_match(text));
        match matched {
            Ok(true) => Ok(()),
            Ok(false) => Err(as_value(name, &format!("'{value}' does not match pattern '{pattern}'."))),
            Err(error) => {
                let reason = reason(pattern, &error);
                Err(as_value(name, &format!("'{value}' cannot be compared with pattern '{pattern}': {reason}")))
            }
        }
    }

    fn constraint(&self) -> Constraint {
        Constraint::Pattern(self.pattern.clone().into_owned())
    }

    fn describe(&self) -> String {
        format!("Matches regex( {} )", self.pattern)
    }
}

/// What is wrong with a regular expression, in Java's words where the mistake is a common one.
pub(in crate::config) fn reason(pattern: &str, error: &Error) -> String {
    // Java counts characters, not bytes.
    let end = pattern.chars().count();
    let (what, index) = match error {
        Error::ParseError(at, ParseError::TargetNotRepeatable) => {
            let (before, operator) = pattern.split_at_checked(*at).unwrap_or((pattern, ""));
            let operator: String = operator.chars().take(1).collect();
            (format!("Dangling meta character '{operator}'"), before.chars().count())
        }
        Error::ParseError(_, ParseError::UnclosedOpenParen) => ("Unclosed group".to_owned(), end),
        Error::ParseError(_, ParseError::InvalidClass) => {
            ("Unclosed character class".to_owned(), end.saturating_sub(1))
        }
        Error::ParseError(_, ParseError::TrailingBackslash) => ("Unescaped trailing backslash".to_owned(), end),
        Error::CompileError(error) => {
            return match &**error {
                // Its own text says no more than that.
                CompileError::InnerError(inner) => {
                    inner.source().map_or_else(|| inner.to_string(), ToString::to_string)
                }
                other => other.to_string(),
            };
        }
        other => return other.to_string(),
    };
    let caret = if index < end { format!("\n{}^", " ".repeat(index)) } else { String::new() };
    format!("{what} near index {index}\n{pattern}{caret}")
}
