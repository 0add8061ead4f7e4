//! What a sink reads: a list of topics, or every topic with a matching name.

use std::sync::Arc;

use crate::{java_regex::JavaRegex, kafka::Subscription};

/// `topics` or `topics.regex`.
#[derive(Clone)]
pub(crate) enum Topics {
    /// These.
    List(Vec<String>),
    /// Those that there are, now and later, whose whole name matches.
    Regex(Arc<JavaRegex>),
}

impl Topics {
    /// The topics that a Java regular expression matches.
    ///
    /// # Errors
    /// When it is none, or one that Java alone can run; says why.
    pub(crate) fn regex(pattern: &str) -> Result<Self, String> {
        JavaRegex::new(pattern).map(|regex| Self::Regex(Arc::new(regex))).map_err(|error| error.to_string())
    }

    /// Whether a sink reads that topic.
    pub(crate) fn matching(&self, name: &str) -> bool {
        match self {
            Self::List(list) => list.iter().any(|topic| topic == name),
            // An expression that gives up on a name does not match it.
            Self::Regex(regex) => regex.matches(name).unwrap_or(false),
        }
    }

    /// The same, for the consumer.
    pub(super) fn subscription(&self) -> Subscription {
        match self {
            Self::List(list) => Subscription::List(list.clone()),
            Self::Regex(_) => {
                let topics = self.clone();
                Subscription::Names(Arc::new(move |name| topics.matching(name)))
            }
        }
    }
}
