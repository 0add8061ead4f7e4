//! A field that is a key.

use super::super::{
    field::ConfigField,
    key::Row,
    reader::ConfigReader,
    types::{ConfigType, Invalid, Parsed},
    validators::Validator,
    writer::ConfigWriter,
};

/// A key of a struct, with what its type knows. Its methods take it by value: a trait of the user's with methods of the same
/// names, for every type, then does not come first.
#[derive(Debug)]
pub struct Key<T> {
    name: &'static str,
    /// What all keys of the type have in common.
    pub(super) row: &'static Row,
    from_parsed: fn(&Parsed) -> Result<T, Invalid>,
    from_owned: fn(Parsed) -> Result<T, Invalid>,
    to_parsed: fn(&T) -> Parsed,
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

/// A key of the field's type. A function and not `Key::of`, for the sake of the message about a type that does not fit.
#[must_use]
pub const fn key<T: ConfigField>(name: &'static str) -> Key<T> {
    Key {
        name,
        row: const { &Row::of::<T>("") },
        from_parsed: T::from_parsed,
        from_owned: T::from_owned,
        to_parsed: T::to_parsed,
    }
}

impl<T> Key<T> {
    /// The row, to which the attributes add.
    #[must_use]
    pub const fn row(self) -> Row {
        Row { name: self.name, display_name: self.name, ..*self.row }
    }

    /// The type of the values.
    #[must_use]
    pub const fn config_type(self) -> ConfigType {
        self.row.config_type
    }

    /// Whether null is a value.
    #[must_use]
    pub const fn nullable(self) -> bool {
        self.row.nullable
    }

    /// The default that the type has.
    #[must_use]
    pub const fn own_default(self) -> Option<fn() -> Parsed> {
        self.row.default
    }

    /// What the type asks of every value.
    #[must_use]
    pub const fn validator(self) -> Option<&'static dyn Validator> {
        self.row.validator
    }

    /// `validate = path`. A value that did not parse has its error already.
    ///
    /// # Errors
    /// What the function says.
    pub fn validate<E: ToString>(self, value: &Parsed, check: impl FnOnce(T) -> Result<(), E>) -> Result<(), String> {
        (self.from_parsed)(value).map_or(Ok(()), |value| check(value).map_err(|error| error.to_string()))
    }

    /// The value of a newtype.
    ///
    /// # Errors
    /// The value does not fit.
    pub fn take(self, value: &Parsed) -> Result<T, Invalid> {
        (self.from_parsed)(value)
    }

    /// The inverse of [`take`](Self::take).
    #[must_use]
    pub fn give(self, value: &T) -> Parsed {
        (self.to_parsed)(value)
    }

    /// Takes the field out of a validation.
    pub fn read(self, reader: &mut ConfigReader<'_>) -> Option<T> {
        reader.key_with(self.name, self.from_owned)
    }

    /// Writes the field.
    pub fn write(self, writer: &mut ConfigWriter, value: &T) {
        writer.parsed(self.name, (self.to_parsed)(value));
    }
}
