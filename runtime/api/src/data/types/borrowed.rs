//! Text and bytes that stay in the input.

use std::borrow::Cow;

use crate::data::{DataReader, Null};

/// What a field of type `Cow<'a, _>`, with a lifetime of its struct, reads without a copy where the input allows it.
#[doc(hidden)]
pub trait ReadBorrowed<'de>: ToOwned {
    /// Reads the value.
    ///
    /// # Errors
    /// The reader's.
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Cow<'de, Self>, R::Error>;

    /// Reads the value of an `Option`.
    ///
    /// # Errors
    /// The reader's.
    fn read_optional<R: DataReader<'de>>(reader: &mut R, null: Null) -> Result<Option<Cow<'de, Self>>, R::Error> {
        if reader.optional(null)? { Self::read(reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> ReadBorrowed<'de> for str {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Cow<'de, Self>, R::Error> {
        reader.string()
    }
}

impl<'de> ReadBorrowed<'de> for [u8] {
    fn read<R: DataReader<'de>>(reader: &mut R) -> Result<Cow<'de, Self>, R::Error> {
        reader.bytes()
    }
}
