//! What an input is, and what it should have been.

use std::{error::Error as StdError, fmt};

use crate::Error;

/// An input that is not what its schema says.
///
/// As a [`kconnect::Error`](crate::Error) it is of kind [`Data`](crate::ErrorKind::Data).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Where: `$` is the whole, then `.field`, `[2]`.
    pub path: String,
    /// The input there, cut off after 60 characters.
    pub input: String,
    /// What should have been there, such as `an INT32, -2147483648 to 2147483647`.
    pub expected: String,
}

/// As much of an input as a message shows.
const SHOWN: usize = 60;

impl ParseError {
    /// About the value at hand; the places around it are put before by [`below`](Self::below).
    pub(super) fn new(input: &str, expected: impl Into<String>) -> Self {
        let input = match input.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", input.get(..end).unwrap_or_default()),
            None => input.to_owned(),
        };
        Self { path: "$".to_owned(), input, expected: expected.into() }
    }

    /// The same, seen from what is around it: `step` is `.field` or `[2]`.
    pub(super) fn below(mut self, step: &str) -> Self {
        self.path.insert_str(1, step);
        self
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}` is not {}", self.path, self.input, self.expected)
    }
}

impl StdError for ParseError {}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        Self::data(error)
    }
}
