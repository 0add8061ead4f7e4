//! One thing that is wrong with a configuration.

/// A mistake in a configuration, collected with all the others before anything is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The key, without the prefix of whoever passed it on.
    pub(crate) key: String,
    /// What is wrong, in Kafka's words where it has some; never the value of a secret.
    pub(crate) message: String,
}

impl Problem {
    /// Kafka's words for a value that a key cannot have (`ConfigException`).
    pub(crate) fn invalid(key: &str, value: &str, why: &str) -> Self {
        Self { key: key.to_owned(), message: format!("Invalid value {value} for configuration {key}: {why}") }
    }

    /// A mistake in words of our own.
    pub(crate) fn new(key: &str, message: impl Into<String>) -> Self {
        Self { key: key.to_owned(), message: message.into() }
    }

    /// The mistake in one sentence, the key included.
    pub(crate) fn sentence(&self) -> String {
        let Self { key, message } = self;
        if message.contains(key) { message.clone() } else { format!("{key}: {message}") }
    }
}
