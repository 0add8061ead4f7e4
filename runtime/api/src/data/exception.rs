//! What Connect's data model refuses, in Kafka's words.

use std::{error::Error as StdError, fmt};

use crate::Error;

/// An error of schemas and values: Kafka's `DataException` and the exceptions derived from it, message for message.
///
/// As a [`kconnect::Error`](crate::Error) it is of kind [`Data`](crate::ErrorKind::Data).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataException {
    class: DataExceptionClass,
    message: String,
    cause: Option<Box<Self>>,
}

/// Which of Kafka's exceptions it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataExceptionClass {
    /// `DataException`: a value does not fit its schema.
    Data,
    /// `SchemaBuilderException`: a schema cannot be built.
    SchemaBuilder,
    /// `SchemaProjectorException`: one schema cannot be projected onto another.
    SchemaProjector,
}

impl DataException {
    /// A `DataException`.
    pub(crate) fn data(message: impl Into<String>) -> Self {
        Self { class: DataExceptionClass::Data, message: message.into(), cause: None }
    }

    /// A `SchemaBuilderException`.
    pub(crate) fn builder(message: impl Into<String>) -> Self {
        Self { class: DataExceptionClass::SchemaBuilder, message: message.into(), cause: None }
    }

    /// A `SchemaProjectorException`.
    pub(crate) fn projector(message: impl Into<String>) -> Self {
        Self { class: DataExceptionClass::SchemaProjector, message: message.into(), cause: None }
    }

    /// The same with a cause.
    #[must_use]
    pub(crate) fn caused_by(self, cause: Self) -> Self {
        Self { cause: Some(Box::new(cause)), ..self }
    }

    /// Which of Kafka's exceptions it is.
    #[must_use]
    pub fn class(&self) -> DataExceptionClass {
        self.class
    }

    /// Kafka's message, without that of the cause.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for DataException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for DataException {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| {
            let cause: &(dyn StdError + 'static) = cause;
            cause
        })
    }
}

impl From<DataException> for Error {
    fn from(exception: DataException) -> Self {
        Self::data(exception)
    }
}
