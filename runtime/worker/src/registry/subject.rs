//! Subject names, by the classes of `key.subject.name.strategy` and `value.subject.name.strategy`, and their contexts.

use std::{fmt, str::FromStr};

/// How the subject of a schema is named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubjectNameStrategy {
    /// `<topic>-key` and `<topic>-value`.
    #[default]
    Topic,
    /// The record's full name.
    Record,
    /// `<topic>-<full name>`.
    TopicRecord,
}

impl SubjectNameStrategy {
    const ALL: [Self; 3] = [Self::Topic, Self::Record, Self::TopicRecord];
    const PACKAGE: &str = "io.confluent.kafka.serializers.subject.";

    /// The strategy of a class name, as configurations have it.
    ///
    /// # Errors
    /// A text for the user, with the classes that there are.
    pub fn of_class(class: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|strategy| strategy.class() == class).ok_or_else(|| {
            let known = Self::ALL.map(Self::class).join(", ");
            format!("class {class} could not be found; there are {known}")
        })
    }

    /// The name of Confluent's class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Topic => "io.confluent.kafka.serializers.subject.TopicNameStrategy",
            Self::Record => "io.confluent.kafka.serializers.subject.RecordNameStrategy",
            Self::TopicRecord => "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy",
        }
    }

    /// The subject; `None` when the strategy needs the name of a record and there is none. `record` is the full name of
    /// a schema of type record, not of an enum, a fixed or a union with null.
    #[must_use]
    pub fn subject(self, topic: &str, is_key: bool, record: Option<&str>) -> Option<String> {
        match self {
            Self::Topic => Some(format!("{topic}-{}", if is_key { "key" } else { "value" })),
            Self::Record => record.map(str::to_owned),
            Self::TopicRecord => record.map(|record| format!("{topic}-{record}")),
        }
    }
}

/// `topic`, `record` and `topic-record`, Confluent's class names, or these without their package.
impl FromStr for SubjectNameStrategy {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "topic" => Ok(Self::Topic),
            "record" => Ok(Self::Record),
            "topic-record" => Ok(Self::TopicRecord),
            simple if Self::ALL.iter().any(|known| known.class().strip_prefix(Self::PACKAGE) == Some(simple)) => {
                Self::of_class(&format!("{}{simple}", Self::PACKAGE))
            }
            class if class.contains('.') => Self::of_class(class),
            other => Err(format!("`{other}` is no strategy; there are topic, record and topic-record")),
        }
    }
}

/// A subject and the context that it belongs to, as `:.context:subject` names them both.
///
/// Ids, configuration and modes belong to a context. The default one is `.`, and its subjects need no prefix.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedSubject {
    context: String,
    subject: String,
}

impl QualifiedSubject {
    /// The default context.
    pub const DEFAULT_CONTEXT: &str = ".";

    /// A subject of a context, which begins with a dot or gets one.
    #[must_use]
    pub fn new(context: &str, subject: impl Into<String>) -> Self {
        let dot = if context.starts_with('.') || context == "*" { "" } else { "." };
        Self { context: format!("{dot}{context}"), subject: subject.into() }
    }

    /// Takes a name apart, as Confluent's `QualifiedSubject` does; every text is one.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        let (context, subject) = if name.starts_with(":.") {
            let rest = name.strip_prefix(':').unwrap_or(name);
            rest.split_once(':').unwrap_or((rest, ""))
        } else if let Some(subject) = name.strip_prefix(":*:") {
            ("*", subject)
        } else {
            (Self::DEFAULT_CONTEXT, name)
        };
        Self { context: context.to_owned(), subject: subject.to_owned() }
    }

    /// The context, with its dot.
    #[must_use]
    pub fn context(&self) -> &str {
        &self.context
    }

    /// The subject without its context; empty if the name is that of the context itself.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }
}

impl fmt::Display for QualifiedSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.context != Self::DEFAULT_CONTEXT {
            write!(f, ":{}:", self.context)?;
        }
        f.write_str(&self.subject)
    }
}
