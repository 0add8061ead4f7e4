//! Fields that a module of the user's describes, writes and reads: `#[connect(with = module)]`.
#![allow(clippy::missing_errors_doc, reason = "hidden: derived code alone calls it")]

use std::convert::Infallible;

use super::{DataReader, DataWriter, Null, Schema, StructNode, Type, Value, ValueWriter};
use crate::Error;

/// The default of such a field.
#[doc(hidden)]
pub fn value_with(ty: &Type, write: impl FnOnce(&mut ValueWriter) -> Result<(), Infallible>) -> Value {
    let mut writer = ValueWriter::new(Schema::of(ty, None));
    let Ok(()) = write(&mut writer);
    writer.finish()
}

/// An `Option` of which the module writes what is in it.
#[doc(hidden)]
pub fn write_optional<T, W: DataWriter>(
    value: Option<&T>,
    writer: &mut W,
    null: Null,
    write: impl FnOnce(&T, &mut W) -> Result<(), W::Error>,
) -> Result<(), W::Error> {
    writer.optional(value.is_some(), null)?;
    value.map_or(Ok(()), |some| write(some, writer))
}

/// An `Option` of which the module reads what is in it.
#[doc(hidden)]
pub fn read_optional<'de, T, R: DataReader<'de>>(
    reader: &mut R,
    null: Null,
    read: impl FnOnce(&mut R) -> Result<T, R::Error>,
) -> Result<Option<T>, R::Error> {
    if reader.optional(null)? { read(reader).map(Some) } else { Ok(None) }
}

/// What is said when the input lacks such a field.
#[doc(hidden)]
pub fn missing<T>(node: &'static StructNode, index: usize) -> Result<T, Error> {
    let field = node.fields.get(index).map_or("?", |field| field.name);
    Err(Error::data(format!("field `{field}` of `{}` is missing and has no default", node.name)))
}
