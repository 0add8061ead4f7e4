//! Why an expression cannot be used.

use std::{error::Error, fmt};

/// A regular expression that Java refuses, or that Java knows and this worker does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InvalidRegex(String);

impl InvalidRegex {
    /// What Java refuses, in the words of its `PatternSyntaxException`. The index counts characters.
    pub(super) fn syntax(what: impl fmt::Display, index: usize, pattern: &str) -> Self {
        let caret = if index < pattern.chars().count() { format!("\n{}^", " ".repeat(index)) } else { String::new() };
        Self(format!("{what} near index {index}\n{pattern}{caret}"))
    }

    /// The same where Java names no place.
    pub(super) fn placeless(what: impl fmt::Display, pattern: &str) -> Self {
        Self(format!("{what}\n{pattern}"))
    }

    /// What Java knows: why it is refused all the same, or what to write instead.
    pub(super) fn unsupported(why: impl fmt::Display) -> Self {
        Self(format!("{why} is not supported by this worker"))
    }
}

impl fmt::Display for InvalidRegex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for InvalidRegex {}
