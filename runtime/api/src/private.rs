//! What generated code may name. Not part of the API: it changes with the derives.

pub use std::{borrow::Cow, string::ToString, sync::OnceLock};

pub use crate::config::{
    CaseInsensitiveValidString, ConfigDef, ConfigField, ConfigReader, ConfigType, ConfigWriter, Definition, Importance,
    Invalid, ListElement, ListSize, NonEmptyStringWithoutControlChars, NonNull, Parsed, Props, Range, Ranged, Row,
    ValidDirectory, ValidFile, ValidHostAndPort, ValidList, ValidPort, ValidString, Validation, Validator, Width,
    derived,
};

pub use crate::data::{
    ConnectSchema, ConnectType, DataReader, DataWriter, EnumNode, FieldNode, FromRecord, Null, Pair, Part, ReadData,
    RecordData, RecordSet, StructNode, Type, Value, WriteData, absent,
};
