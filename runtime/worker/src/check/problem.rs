//! One thing that is wrong with a file.

use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// A worker refuses it, or does something else than what is meant.
    Error,
    /// A worker goes on, but it is seldom meant.
    Warning,
}

impl Severity {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Which kind of problem; its name is part of the interface for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// The file cannot be read.
    Unreadable,
    /// It is no properties file, no JSON, or no connector's JSON.
    Syntax,
    /// Characters that are not read as they are meant.
    Encoding,
    /// A key that is there twice.
    DuplicateKey,
    /// A required key that is not there.
    MissingKey,
    /// A value that its key cannot have.
    InvalidValue,
    /// A name of a class that is not in this binary.
    UnknownClass,
    /// A key that nobody reads.
    UnknownKey,
    /// An old name of a key.
    DeprecatedKey,
    /// Something that this version cannot do.
    Unsupported,
    /// A key that has no effect where it stands.
    Ineffective,
    /// Blanks at the end of a value.
    TrailingBlank,
    /// A line that is joined to the one before it.
    JoinedLine,
    /// A variable that has no value.
    Variable,
    /// Two connectors with the same name.
    DuplicateConnector,
    /// Anything else that the worker says.
    Refused,
}

impl Code {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Syntax => "syntax",
            Self::Encoding => "encoding",
            Self::DuplicateKey => "duplicate-key",
            Self::MissingKey => "missing-key",
            Self::InvalidValue => "invalid-value",
            Self::UnknownClass => "unknown-class",
            Self::UnknownKey => "unknown-key",
            Self::DeprecatedKey => "deprecated-key",
            Self::Unsupported => "unsupported",
            Self::Ineffective => "ineffective",
            Self::TrailingBlank => "trailing-blank",
            Self::JoinedLine => "joined-line",
            Self::Variable => "variable",
            Self::DuplicateConnector => "duplicate-connector",
            Self::Refused => "refused",
        }
    }
}

/// A problem: what, where, and what to write instead.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) severity: Severity,
    pub(crate) code: Code,
    pub(crate) key: Option<String>,
    /// What is wrong; all that Kafka says about it, in its words and its order.
    pub(crate) messages: Vec<String>,
    /// What to write instead.
    pub(crate) help: Option<String>,
    /// Where, in the text of the file; the file as a whole without.
    pub(super) range: Option<Range<usize>>,
}

impl Problem {
    pub(super) fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self { severity, code, key: None, messages: vec![message.into()], help: None, range: None }
    }

    pub(super) fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    pub(super) fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    pub(super) fn at(mut self, range: Range<usize>) -> Self {
        self.range = Some(range);
        self
    }

    pub(super) fn of(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The first message, which the others follow from.
    pub(crate) fn message(&self) -> &str {
        self.messages.first().map_or("", String::as_str)
    }
}
