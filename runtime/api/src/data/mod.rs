//! Connect's data model: what a type looks like, and one traversal that writes it and one that reads it.

mod calendar;
mod checks;
mod decimal;
mod describe;
mod display;
mod exception;
mod impls;
mod logical;
mod projector;
mod read;
mod record;
mod schema;
mod structs;
mod types;
mod union;
mod value;
mod value_reader;
mod value_writer;
mod values;
mod with;
mod write;

#[doc(hidden)]
pub use checks::{branch_fits, field_fits, held, optional, parameters, union_fits};
pub use describe::{BranchNode, ConnectSchema, ConnectType, EnumNode, FieldNode, Null, StructNode, Type, UnionNode};
pub use exception::{DataException, DataExceptionClass};
pub use logical::{Date, Decimal, Time, Timestamp};
pub use projector::SchemaProjector;
#[doc(hidden)]
pub use read::absent;
pub use read::{DataReader, ReadData};
pub(crate) use record::null_refused;
pub use record::{FromRecord, Pair, Part, RecordData, RecordSet};
pub use schema::{Field, Schema, SchemaBuilder, SchemaType};
pub use structs::Struct;
#[doc(hidden)]
pub use types::ReadBorrowed;
#[cfg(feature = "bigdecimal")]
pub use types::Scaled;
#[doc(hidden)]
pub use union::{ReadUnion, UnionData, branch, read_nullable_union, read_union};
pub use value::{SchemaAndValue, Value};
pub use value_reader::ValueReader;
pub use value_writer::ValueWriter;
pub use values::{SimpleHeaderConverter, Values};
#[doc(hidden)]
pub use with::{missing, read_optional, value_with, write_optional};
pub use write::{DataWriter, WriteData};

pub(crate) use decimal::BigDecimal;
pub(crate) use describe::prefixed;
pub(crate) use schema::{Child, DefaultValue, FieldDef, Node};
pub(crate) use values::decoded;

/// The examples of the derives' reference.
#[cfg(doctest)]
mod reference {
    #[doc = include_str!("../../../../macros/docs/schema.md")]
    struct Schema;

    #[doc = include_str!("../../../../macros/docs/record_set.md")]
    struct RecordSet;
}
