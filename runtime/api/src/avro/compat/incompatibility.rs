//! One reason why a reader cannot read what a writer wrote.

use std::fmt;

/// One reason why a reader cannot read what a writer wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incompatibility {
    /// What kind of a reason.
    pub kind: IncompatibilityKind,
    /// Where, as a JSON pointer: `/fields/0/type/items`. Java's: inside a union it starts at the branch, and what is used
    /// twice may have the place of its first use.
    pub path: String,
    /// More about it, in Java's words.
    pub message: String,
}

/// What keeps a reader from reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum IncompatibilityKind {
    /// A record, enum or fixed has another simple name, and the reader no alias of the writer's name.
    NameMismatch,
    /// A fixed has another size.
    FixedSizeMismatch,
    /// The reader's enum lacks symbols of the writer's and has no default.
    MissingEnumSymbols,
    /// The reader has a field without a default that the writer does not have.
    ReaderFieldMissingDefaultValue,
    /// The types are different, and Avro knows no way from one to the other.
    TypeMismatch,
    /// The writer's type, or one of its union, is none of the reader's union.
    MissingUnionBranch,
    /// The schemas were not compared to their end: a reader's field is called like several of the writer's, where Java
    /// throws an exception; or they are nested too deeply, or too large.
    NotComparable,
}

impl fmt::Display for IncompatibilityKind {
    /// Java's name of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameMismatch => "NAME_MISMATCH",
            Self::FixedSizeMismatch => "FIXED_SIZE_MISMATCH",
            Self::MissingEnumSymbols => "MISSING_ENUM_SYMBOLS",
            Self::ReaderFieldMissingDefaultValue => "READER_FIELD_MISSING_DEFAULT_VALUE",
            Self::TypeMismatch => "TYPE_MISMATCH",
            Self::MissingUnionBranch => "MISSING_UNION_BRANCH",
            Self::NotComparable => "NOT_COMPARABLE",
        })
    }
}

impl fmt::Display for Incompatibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.kind, self.path, self.message)
    }
}
