//! Refusals, in the words of Confluent's server (`Errors.java`).

use serde_json::json;

use super::super::{ErrorCode, subject::QualifiedSubject};

/// A code and what is said with it; the HTTP status is the code's first three digits.
#[derive(Debug)]
pub(super) struct Refusal {
    code: ErrorCode,
    message: String,
}

pub(super) type Result<T, E = Refusal> = std::result::Result<T, E>;

impl Refusal {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(super) fn is(&self, code: ErrorCode) -> bool {
        self.code == code
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn answer(&self) -> (u16, String) {
        let number = self.code.number();
        let status = if number < 1000 { number } else { number / 100 };
        let body = json!({"error_code": number, "message": self.message}).to_string();
        (u16::try_from(status).unwrap_or(500), body)
    }

    pub(super) fn no_such_path() -> Self {
        Self::new(ErrorCode::Other(404), "HTTP 404 Not Found")
    }

    pub(super) fn no_subject(subject: &QualifiedSubject) -> Self {
        Self::new(ErrorCode::SubjectNotFound, format!("Subject '{subject}' not found."))
    }

    pub(super) fn no_version(version: u32) -> Self {
        Self::new(ErrorCode::VersionNotFound, format!("Version {version} not found."))
    }

    pub(super) fn no_schema() -> Self {
        Self::new(ErrorCode::SchemaNotFound, "Schema not found")
    }

    pub(super) fn no_schema_with(id: &str) -> Self {
        Self::new(ErrorCode::SchemaNotFound, format!("Schema {id} not found"))
    }

    pub(super) fn not_permitted(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::OperationNotPermitted, message)
    }

    pub(super) fn invalid_schema(why: &str, text: &str) -> Self {
        Self::new(ErrorCode::InvalidSchema, format!("Invalid schema {text} of type AVRO, details: {why}"))
    }

    pub(super) fn referred_to(subject: &QualifiedSubject, version: u32) -> Self {
        let message = format!("One or more references exist to the schema {{subject={subject},version={version}}}.");
        Self::new(ErrorCode::ReferenceExists, message)
    }
}
