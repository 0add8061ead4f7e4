//! The registry's error codes.

use std::fmt;

/// What a registry says is wrong, by the number in its answer (`Errors.java` of Confluent's server).
///
/// The numbers begin with the HTTP status. A registry that gives none, or another than these, is [`ErrorCode::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// 40401: there is no such subject.
    SubjectNotFound,
    /// 40402: the subject has no such version.
    VersionNotFound,
    /// 40403: there is no such schema, or not under this subject.
    SchemaNotFound,
    /// 40404: the subject is soft-deleted already.
    SubjectSoftDeleted,
    /// 40405: the subject has to be soft-deleted before it can be deleted for good.
    SubjectNotSoftDeleted,
    /// 40406: the version is soft-deleted already.
    VersionSoftDeleted,
    /// 40407: the version has to be soft-deleted before it can be deleted for good.
    VersionNotSoftDeleted,
    /// 40408: the subject has no configuration of its own.
    SubjectConfigNotFound,
    /// 40409: the subject has no mode of its own.
    SubjectModeNotFound,
    /// 40901, and 409 in older servers: the schema is not compatible with earlier ones.
    Incompatible,
    /// 42201: the text is no schema.
    InvalidSchema,
    /// 42202: that is no version.
    InvalidVersion,
    /// 42203: that is no compatibility level.
    InvalidCompatibilityLevel,
    /// 42204: that is no mode.
    InvalidMode,
    /// 42205: the mode of the subject or of the registry does not permit it.
    OperationNotPermitted,
    /// 42206: other schemas refer to the schema.
    ReferenceExists,
    /// 42207: the schema is imported with an id that another one has.
    IdDoesNotMatch,
    /// 42208: that is no name of a subject.
    InvalidSubject,
    /// 42209: the schema is larger than the registry takes.
    SchemaTooLarge,
    /// 42210: the rules are not valid.
    InvalidRuleSet,
    /// 42211: the context still has subjects.
    ContextNotEmpty,
    /// 50001: the registry's own store does not work.
    Store,
    /// 50002: the registry took too long.
    Timeout,
    /// 50003: the leader of the registries could not be asked.
    Forwarding,
    /// 50004: the registries have no leader.
    UnknownLeader,
    /// Any other number; the HTTP status if the answer had none.
    Other(i64),
}

const CODES: [(i64, ErrorCode); 25] = [
    (40401, ErrorCode::SubjectNotFound),
    (40402, ErrorCode::VersionNotFound),
    (40403, ErrorCode::SchemaNotFound),
    (40404, ErrorCode::SubjectSoftDeleted),
    (40405, ErrorCode::SubjectNotSoftDeleted),
    (40406, ErrorCode::VersionSoftDeleted),
    (40407, ErrorCode::VersionNotSoftDeleted),
    (40408, ErrorCode::SubjectConfigNotFound),
    (40409, ErrorCode::SubjectModeNotFound),
    (40901, ErrorCode::Incompatible),
    (42201, ErrorCode::InvalidSchema),
    (42202, ErrorCode::InvalidVersion),
    (42203, ErrorCode::InvalidCompatibilityLevel),
    (42204, ErrorCode::InvalidMode),
    (42205, ErrorCode::OperationNotPermitted),
    (42206, ErrorCode::ReferenceExists),
    (42207, ErrorCode::IdDoesNotMatch),
    (42208, ErrorCode::InvalidSubject),
    (42209, ErrorCode::SchemaTooLarge),
    (42210, ErrorCode::InvalidRuleSet),
    (42211, ErrorCode::ContextNotEmpty),
    (50001, ErrorCode::Store),
    (50002, ErrorCode::Timeout),
    (50003, ErrorCode::Forwarding),
    (50004, ErrorCode::UnknownLeader),
];

impl ErrorCode {
    /// The number.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Other(number) => number,
            named => CODES.iter().find(|(_, code)| *code == named).map_or(0, |(number, _)| *number),
        }
    }

    /// Whether the subject, version or schema that was asked for is not there: the codes that Confluent's client takes
    /// for "no", and keeps for a while if it is told to.
    #[must_use]
    pub fn is_missing(self) -> bool {
        matches!(self, Self::SubjectNotFound | Self::VersionNotFound | Self::SchemaNotFound)
    }
}

impl From<i64> for ErrorCode {
    fn from(number: i64) -> Self {
        CODES.iter().find(|(known, _)| *known == number).map_or(Self::Other(number), |(_, code)| *code)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number().fmt(f)
    }
}
