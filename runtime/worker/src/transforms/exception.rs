//! What a transformation refuses, and how Kafka says it.

use std::fmt;

use kconnect::Error;

/// A record that a transformation cannot change, with the class of the exception that Kafka's own throws.
///
/// As a [`kconnect::Error`] it is of kind [`Data`](kconnect::ErrorKind::Data): `errors.tolerance` decides.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TransformException {
    class: &'static str,
    message: String,
}

impl TransformException {
    /// A `DataException`.
    pub(super) fn data(message: impl Into<String>) -> Self {
        Self { class: "org.apache.kafka.connect.errors.DataException", message: message.into() }
    }

    /// A `ConnectException`.
    pub(super) fn connect(message: impl Into<String>) -> Self {
        Self { class: "org.apache.kafka.connect.errors.ConnectException", message: message.into() }
    }

    /// An `IllegalArgumentException`.
    pub(super) fn illegal_argument(message: impl Into<String>) -> Self {
        Self { class: "java.lang.IllegalArgumentException", message: message.into() }
    }

    /// What is a `NullPointerException` in Java, in other words.
    pub(super) fn null_pointer(message: impl Into<String>) -> Self {
        Self { class: "java.lang.NullPointerException", message: message.into() }
    }

    /// What is a `ClassCastException` in Java, in other words.
    pub(super) fn class_cast(message: impl Into<String>) -> Self {
        Self { class: "java.lang.ClassCastException", message: message.into() }
    }

    /// The full name of the exception's class.
    #[must_use]
    pub fn java_class(&self) -> &'static str {
        self.class
    }
}

impl From<TransformException> for Error {
    fn from(exception: TransformException) -> Self {
        Self::data(exception)
    }
}

/// A configuration that cannot be: Kafka's `ConfigException` with only a message.
pub(super) fn config_exception(message: impl Into<String>) -> Error {
    Error::fatal(message.into())
}

/// A value that a key cannot have: Kafka's `ConfigException` with name, value and message.
pub(super) fn invalid_value(name: &str, value: impl fmt::Display, message: impl fmt::Display) -> Error {
    Error::fatal(format!("Invalid value {value} for configuration {name}: {message}"))
}
