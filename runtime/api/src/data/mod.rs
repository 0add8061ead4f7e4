//! Connect's data model: what a type looks like, and one traversal that writes it and one that reads it.

mod describe;
mod impls;
mod logical;
mod read;
mod record;
mod value;
mod write;

pub use describe::{ConnectSchema, ConnectType, EnumNode, FieldNode, Null, StructNode, Type};
pub use logical::{Date, Decimal, Time, Timestamp};
#[doc(hidden)]
pub use read::absent;
pub use read::{DataReader, ReadData};
pub use record::{FromRecord, Pair, Part, RecordData, RecordSet};
pub use value::Value;
pub use write::{DataWriter, WriteData};

pub(crate) use describe::prefixed;
pub(crate) use logical::{from_twos_complement, plain_decimal};

/// The examples of the derives' reference.
#[cfg(doctest)]
mod reference {
    #[doc = include_str!("../../../../macros/docs/schema.md")]
    struct Schema;

    #[doc = include_str!("../../../../macros/docs/record_set.md")]
    struct RecordSet;
}
