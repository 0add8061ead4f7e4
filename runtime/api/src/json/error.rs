//! Why JSON could not be read into a type.

use crate::Error;

/// Why JSON could not be read into a type: an [`Error`] of a record's data, mostly.
#[derive(Debug)]
pub struct JsonError(pub(super) Box<Failure>);

#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: Error,
    /// The message says where it is.
    pub(super) located: bool,
}

impl std::fmt::Display for JsonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.error.fmt(f)
    }
}

impl std::error::Error for JsonError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.0.error)
    }
}

impl From<Error> for JsonError {
    fn from(error: Error) -> Self {
        Self(Box::new(Failure { error, located: false }))
    }
}

impl From<JsonError> for Error {
    fn from(error: JsonError) -> Self {
        error.0.error
    }
}
