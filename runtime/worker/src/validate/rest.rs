//! What the REST interface answers instead of a result.

use std::fmt;

use kconnect::{Props, config::Secrets};
use serde::{Serialize, Serializer, ser::SerializeMap};

/// A refused request: the status, and the message of the body.
///
/// Serialized it is the body: `{"error_code":400,"message":"…"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RestError {
    /// The status of the answer.
    pub status: u16,
    /// Why, in Kafka Connect's words.
    pub message: String,
}

impl RestError {
    pub(super) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }
}

impl fmt::Display for RestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RestError {}

impl Serialize for RestError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(Some(2))?;
        body.serialize_entry("error_code", &self.status)?;
        body.serialize_entry("message", &self.message)?;
        body.end()
    }
}

/// Why a configuration could not even be validated: an exception of Kafka Connect's, of which each endpoint makes
/// another answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    exception: &'static str,
    status: u16,
    message: String,
}

impl Refusal {
    /// The request makes no sense.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        let exception = "org.apache.kafka.connect.runtime.rest.errors.BadRequestException";
        Self { exception, status: 400, message: message.into() }
    }

    /// A value that cannot be parsed where Kafka Connect does not expect that.
    pub(super) fn config(message: impl Into<String>) -> Self {
        let exception = "org.apache.kafka.common.config.ConfigException";
        Self { exception, status: 500, message: message.into() }
    }

    /// A regular expression that is none, where Kafka Connect does not expect that.
    pub(super) fn regex(message: impl Into<String>) -> Self {
        Self { exception: "java.util.regex.PatternSyntaxException", status: 500, message: message.into() }
    }

    /// A plugin failed.
    pub(super) fn plugin(message: impl Into<String>) -> Self {
        let exception = "org.apache.kafka.connect.errors.ConnectException";
        Self { exception, status: 500, message: message.into() }
    }

    /// The same without the secrets of a configuration.
    pub(super) fn without(self, config: &Props) -> Self {
        Self { message: Secrets::of(config.values()).scrub(self.message), ..self }
    }

    /// As every endpoint but one answers.
    pub(super) fn plain(self) -> RestError {
        RestError::new(self.status, self.message)
    }

    /// As `PUT /connector-plugins/{plugin}/config/validate` answers: since Kafka 4.0 it no longer unwraps the exception
    /// of the thread that validates, and each is a server error with the class before the message.
    pub(super) fn wrapped(self) -> RestError {
        RestError::new(500, format!("{}: {}", self.exception, self.message))
    }
}
