//! What generated code may name. Not part of the API: it changes with the derives.

pub use std::{borrow::Cow, string::ToString, sync::OnceLock};

pub use crate::config::{
    CaseInsensitiveValidString, ConfigDef, ConfigField, ConfigReader, ConfigType, ConfigWriter, Definition, Importance,
    Invalid, ListElement, ListSize, NonEmptyStringWithoutControlChars, NonNull, Parsed, Props, Range, Ranged, Row,
    ValidDirectory, ValidFile, ValidHostAndPort, ValidList, ValidPort, ValidString, Validation, Validator, Width,
    derived,
};

pub use crate::data::{
    BranchNode, ConnectSchema, ConnectType, DataReader, DataWriter, EnumNode, FieldNode, FromRecord, Null, Pair, Part,
    ReadBorrowed, ReadData, ReadUnion, RecordData, RecordSet, SchemaAndValue, StructNode, Type, UnionData, UnionNode,
    Value, WriteData, absent, branch, branch_fits, field_fits, held, missing, optional, parameters,
    read_nullable_union, read_optional, read_union, union_fits, value_with, write_optional,
};

/// What a committed schema is compared with.
pub mod gate {
    pub use crate::gate::{Committed, Gate, broken};
}
