//! Why a test could not go on.

use std::{error::Error, fmt};

/// A result whose failure a test can unwrap or return and still show a readable text.
pub type Result<T = (), E = Failure> = std::result::Result<T, E>;

/// What went wrong, for a person to read. `Debug` shows the text as it is, line breaks included.
#[derive(Clone)]
pub struct Failure(String);

impl Failure {
    /// Makes a failure of a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// `Failure` itself is no `Error`, so that this impl may cover every other one, as a test's `?` wants it.
impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        Self(text)
    }
}

/// Puts what was being done in front of an error.
pub(crate) trait Context<T> {
    /// Adds a text, made only when there is an error.
    fn doing(self, what: impl FnOnce() -> String) -> Result<T>;
}

impl<T, E: Into<Failure>> Context<T> for std::result::Result<T, E> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Failure(format!("{}: {}", what(), error.into())))
    }
}
