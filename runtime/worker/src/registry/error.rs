//! What can go wrong with a schema registry, and what the worker does about it.

use super::{ErrorCode, subject::SubjectNameStrategy};

/// An error of the registry or of the way to it. Credentials are never part of a message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// No answer from any of the addresses, retries included.
    #[error("could not reach the schema registry at {urls} ({reason}); check {key}")]
    #[non_exhaustive]
    Unreachable {
        /// All addresses that were tried.
        urls: String,
        /// Why the last one failed.
        reason: String,
        /// The configuration key to look at.
        key: String,
        /// The client's own error.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The registry answers, but cannot serve now.
    #[error("the schema registry at {url} is not able to answer now (HTTP {status}): {message}")]
    #[non_exhaustive]
    Unavailable {
        /// The address.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The registry's error code, or the status again.
        code: ErrorCode,
        /// The registry's words.
        message: String,
    },
    /// 401 or 403.
    #[error("the schema registry at {url} refused {what} (HTTP {status}): {message}; check {key}")]
    #[non_exhaustive]
    Unauthorized {
        /// The address.
        url: String,
        /// What it was asked.
        what: String,
        /// 401 or 403.
        status: u16,
        /// The registry's words.
        message: String,
        /// The configuration key to look at.
        key: String,
    },
    /// The issuer of tokens gave none.
    #[error("the token endpoint {url} gave no token for the schema registry ({reason}); check {key}")]
    #[non_exhaustive]
    NoToken {
        /// The address.
        url: String,
        /// What it answered.
        reason: String,
        /// The configuration key to look at.
        key: String,
        /// Whether another attempt may succeed.
        passing: bool,
    },
    /// 409: the schema breaks the subject's compatibility level.
    #[error(
        "the schema is not compatible with what subject `{subject}` already holds: {message}; the owner of that data can \
         accept it by changing the subject's compatibility level, otherwise the schema must change in a compatible way"
    )]
    #[non_exhaustive]
    Incompatible {
        /// The subject.
        subject: String,
        /// The registry's words.
        message: String,
    },
    /// 422: the registry does not take the schema for one.
    #[error("the schema registry does not accept the schema for subject `{subject}` (error {code}): {message}")]
    #[non_exhaustive]
    Invalid {
        /// The subject.
        subject: String,
        /// The registry's error code.
        code: ErrorCode,
        /// The registry's words.
        message: String,
    },
    /// The schema has to be registered by somebody else first.
    #[error(
        "the schema is not registered under subject `{subject}`, and {prefix}auto.register.schemas is false; register it \
         (`kconnect schemas register --registry URL`), or set {prefix}auto.register.schemas=true"
    )]
    #[non_exhaustive]
    NotRegistered {
        /// The subject.
        subject: String,
        /// The converter's prefix.
        prefix: String,
    },
    /// The schema that `use.latest.version` or `use.schema.id` names cannot read what the connector's schema writes.
    #[error(
        "Incompatible schema of type 'AVRO' ({schema}): {reasons}. Set {prefix}{switch}=false to disable this check"
    )]
    #[non_exhaustive]
    NotReadable {
        /// Which schema: version and subject, or id.
        schema: String,
        /// What is incompatible, all of it.
        reasons: String,
        /// The converter's prefix.
        prefix: String,
        /// The key that turns the check off.
        switch: &'static str,
    },
    /// The schema that `use.latest.version` or `use.schema.id` names would encode records in another way.
    #[error(
        "{schema} encodes records in another way than the connector's schema, so {prefix}{setting} cannot be met: a \
         connector writes the schema of its own records, and only one that encodes them byte for byte alike can stand for \
         it; register the connector's schema as a new version, or remove {prefix}{setting}"
    )]
    #[non_exhaustive]
    EncodesDifferently {
        /// Which schema: version and subject, or id.
        schema: String,
        /// The converter's prefix.
        prefix: String,
        /// The setting that names the schema.
        setting: String,
    },
    /// The registry does not know the API that was called.
    #[error("the schema registry at {url} does not offer {what} (HTTP {status}): {message}")]
    #[non_exhaustive]
    Unsupported {
        /// The address.
        url: String,
        /// What it was asked.
        what: String,
        /// The HTTP status.
        status: u16,
        /// The registry's words.
        message: String,
    },
    /// Any other refusal; [`RegistryError::code`] tells them apart.
    #[error("the schema registry at {url} refused {what} (HTTP {status}, error {code}): {message}")]
    #[non_exhaustive]
    Refused {
        /// The address.
        url: String,
        /// What it was asked.
        what: String,
        /// The HTTP status.
        status: u16,
        /// The registry's error code, or the status again.
        code: ErrorCode,
        /// The registry's words.
        message: String,
    },
    /// Something answers at this address that is no registry.
    #[error("what answers at {url} is not a schema registry (HTTP {status}, {found}); check {key}")]
    #[non_exhaustive]
    NotARegistry {
        /// The address.
        url: String,
        /// The HTTP status.
        status: u16,
        /// What was wrong with the answer.
        found: String,
        /// The configuration key to look at.
        key: String,
    },
    /// A strategy that names subjects after records, and no record.
    #[error("In configuration {key} = {class}, the message {part} must only be a record schema", class = strategy.class())]
    #[non_exhaustive]
    NoRecordName {
        /// The configuration key.
        key: String,
        /// The strategy.
        strategy: SubjectNameStrategy,
        /// `key` or `value`.
        part: &'static str,
    },
    /// A name that cannot be part of an address.
    #[error("`{name}` cannot be asked for: it is no name of a {kind}")]
    #[non_exhaustive]
    Unnameable {
        /// `subject`, `context`, …
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// The configuration is wrong; all mistakes at once.
    #[error("{}", problems.join("; "))]
    #[non_exhaustive]
    Config {
        /// One sentence each, with the key in it.
        problems: Vec<String>,
    },
    /// The HTTP client could not be made.
    #[error("could not set up the connection to the schema registry: {0}")]
    Setup(String),
}

impl RegistryError {
    /// The registry's error code, if the registry refused something with one.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Invalid { code, .. } | Self::Refused { code, .. } | Self::Unavailable { code, .. } => Some(*code),
            Self::Incompatible { .. } => Some(ErrorCode::Incompatible),
            _ => None,
        }
    }

    /// Whether the registry says that the subject, version or schema is not there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.code().is_some_and(ErrorCode::is_missing)
    }
}

impl From<RegistryError> for kconnect::Error {
    fn from(error: RegistryError) -> Self {
        match error {
            RegistryError::Unreachable { .. }
            | RegistryError::Unavailable { .. }
            | RegistryError::NoToken { passing: true, .. } => Self::retriable(error),
            RegistryError::Incompatible { .. }
            | RegistryError::Invalid { .. }
            | RegistryError::NotRegistered { .. }
            | RegistryError::NoRecordName { .. } => Self::data(error),
            RegistryError::Unauthorized { .. }
            | RegistryError::NoToken { .. }
            | RegistryError::NotReadable { .. }
            | RegistryError::EncodesDifferently { .. }
            | RegistryError::Unsupported { .. }
            | RegistryError::Refused { .. }
            | RegistryError::NotARegistry { .. }
            | RegistryError::Unnameable { .. }
            | RegistryError::Config { .. }
            | RegistryError::Setup(_) => Self::fatal(error),
        }
    }
}
