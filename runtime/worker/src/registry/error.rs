//! What can go wrong with a schema registry, and what the worker does about it.

/// An error of the registry or of the way to it. Credentials are never part of a message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum RegistryError {
    /// No answer from any of the addresses, retries included.
    #[error("could not reach the schema registry at {urls} ({reason}); check {key}")]
    Unreachable {
        /// All addresses that were tried.
        urls: String,
        /// Why the last one failed.
        reason: String,
        /// The configuration key to look at.
        key: String,
        /// The client's own error.
        source: reqwest::Error,
    },
    /// The registry answers, but cannot serve now.
    #[error("the schema registry at {url} is not able to answer now (HTTP {status}): {message}")]
    Unavailable {
        /// The address.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The registry's words.
        message: String,
    },
    /// 401 or 403.
    #[error("the schema registry at {url} refused {what} (HTTP {status}): {message}; check {key}")]
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
    /// 409: the schema breaks the subject's compatibility level.
    #[error(
        "the schema is not compatible with what subject `{subject}` already holds: {message}; the owner of that data can \
         accept it by changing the subject's compatibility level, otherwise the schema must change in a compatible way"
    )]
    Incompatible {
        /// The subject.
        subject: String,
        /// The registry's words.
        message: String,
    },
    /// 422: the registry does not take the schema for one.
    #[error("the schema registry does not accept the schema for subject `{subject}` (error {code}): {message}")]
    Invalid {
        /// The subject.
        subject: String,
        /// The registry's error code.
        code: i64,
        /// The registry's words.
        message: String,
    },
    /// The schema has to be registered by somebody else first.
    #[error(
        "the schema is not registered under subject `{subject}`, and {prefix}auto.register.schemas is false; register it \
         (`kconnect schemas export` writes it to a file), or set {prefix}auto.register.schemas=true"
    )]
    NotRegistered {
        /// The subject.
        subject: String,
        /// The converter's prefix.
        prefix: String,
    },
    /// `use.latest.version` asks for a schema that is not ours.
    #[error(
        "version {version} of subject `{subject}` is the latest and differs from the connector's schema, so \
         {prefix}use.latest.version=true cannot be met: a connector writes the schema of its own records; register that \
         schema as a new version, or set {prefix}use.latest.version=false"
    )]
    LatestDiffers {
        /// The subject.
        subject: String,
        /// Its latest version.
        version: u32,
        /// The converter's prefix.
        prefix: String,
    },
    /// Any other refusal.
    #[error("the schema registry at {url} refused {what} (HTTP {status}, error {code}): {message}")]
    Refused {
        /// The address.
        url: String,
        /// What it was asked.
        what: String,
        /// The HTTP status.
        status: u16,
        /// The registry's error code, or the status again.
        code: i64,
        /// The registry's words.
        message: String,
    },
    /// Something answers at this address that is no registry.
    #[error("what answers at {url} is not a schema registry (HTTP {status}, {found}); check {key}")]
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
    #[error("In configuration {key} = {strategy}, the message {part} must only be a record schema")]
    NoRecordName {
        /// The configuration key.
        key: String,
        /// The strategy's class.
        strategy: &'static str,
        /// `key` or `value`.
        part: &'static str,
    },
    /// The HTTP client could not be made.
    #[error("could not set up the connection to the schema registry: {0}")]
    Setup(String),
}

impl From<RegistryError> for kconnect::Error {
    fn from(error: RegistryError) -> Self {
        match error {
            RegistryError::Unreachable { .. } | RegistryError::Unavailable { .. } => Self::retriable(error),
            RegistryError::Incompatible { .. }
            | RegistryError::Invalid { .. }
            | RegistryError::NotRegistered { .. }
            | RegistryError::NoRecordName { .. } => Self::data(error),
            RegistryError::Unauthorized { .. }
            | RegistryError::LatestDiffers { .. }
            | RegistryError::Refused { .. }
            | RegistryError::NotARegistry { .. }
            | RegistryError::Setup(_) => Self::fatal(error),
        }
    }
}
