//! Why a text or a tree is no Avro schema, and where.

use std::{error::Error, fmt};

/// Why a text is no Avro schema: the problem, the place, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSchema {
    path: String,
    problem: String,
}

impl InvalidSchema {
    /// Where in the text: a JSON pointer such as `/fields/2/type`; empty: at the top, or the text is no JSON.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for InvalidSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an Avro schema: ")?;
        if !self.path.is_empty() {
            write!(f, "at {}: ", self.path)?;
        }
        f.write_str(&self.problem)
    }
}

impl Error for InvalidSchema {}

/// The way from the top of a schema's text to a place in it. It lives on the stack and costs nothing until it is shown.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Top,
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The top.
    pub(super) const TOP: At<'static> = At { parent: None, step: Step::Top };

    /// A member of the object here.
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        At { parent: Some(self), step: Step::Key(key) }
    }

    /// An element of the array here.
    pub(super) fn index(&'a self, index: usize) -> Self {
        At { parent: Some(self), step: Step::Index(index) }
    }

    /// The problem that is here.
    pub(super) fn invalid<T>(&self, problem: impl Into<String>) -> Result<T, InvalidSchema> {
        Err(InvalidSchema { path: self.to_string(), problem: problem.into() })
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Top => Ok(()),
            Step::Key(key) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => write!(f, "/{index}"),
        }
    }
}
