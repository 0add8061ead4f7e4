//! Variables that are not what they should be.

use std::fmt;

use super::ConfigVariable;
use crate::error::{Error, ErrorKind};

/// A variable that stays as it was written, because nobody has a value for it. As in Kafka that is no error; it is seldom
/// meant. `Display` says what is not there, and what was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unresolved {
    /// The configuration in whose value it stands.
    pub key: String,
    /// The variable.
    pub variable: ConfigVariable,
    /// Whether there is a provider of that name.
    pub known_provider: bool,
    /// The name of a provider, or a key, that was probably meant.
    pub suggestion: Option<String>,
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, variable, .. } = self;
        let ConfigVariable { provider, path, key: name, .. } = variable;
        write!(f, "the variable {variable} in configuration {key} is not resolved: ")?;
        match (self.known_provider, path.is_empty()) {
            (false, _) => write!(f, "config.providers names no `{provider}`"),
            (true, true) => write!(f, "`{provider}` has no `{name}`"),
            (true, false) => write!(f, "`{provider}` has no `{name}` at {path}"),
        }?;
        self.suggestion.as_ref().map_or(Ok(()), |suggestion| write!(f, "; did you mean `{suggestion}`?"))
    }
}

/// A variable that could not be looked up. `Display` names configuration, variable and reason; no value is part of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct LookupFailure {
    /// The configuration in whose value it stands.
    pub key: String,
    /// The variable.
    pub variable: ConfigVariable,
    /// The provider's words, and their causes.
    pub message: String,
    /// What the worker does about it.
    pub kind: ErrorKind,
}

impl fmt::Display for LookupFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invalid value {} for configuration {}: {}", self.variable, self.key, self.message)
    }
}

/// Every variable that could not be looked up. `Display` has a line for each.
#[derive(Debug)]
pub struct TransformError {
    /// At least one, in the order of the configurations.
    pub failures: Vec<LookupFailure>,
}

impl fmt::Display for TransformError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, failure) in self.failures.iter().enumerate() {
            let separator = if number == 0 { "" } else { "\n" };
            write!(f, "{separator}{failure}")?;
        }
        Ok(())
    }
}

impl std::error::Error for TransformError {}

/// Retriable if nothing worse happened.
impl From<TransformError> for Error {
    fn from(error: TransformError) -> Self {
        if error.failures.iter().all(|failure| matches!(failure.kind, ErrorKind::Retriable { .. })) {
            return Self::retriable(error);
        }
        Self::fatal(error)
    }
}
