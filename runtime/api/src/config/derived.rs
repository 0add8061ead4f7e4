//! What `#[derive(ConfigDef)]` writes beside the trait's impl: everything in it is static.
//!
//! A field's type is named once, where its [`Key`] or [`Section`] is made: a type that does not fit is then reported once.

use std::{borrow::Cow, path::PathBuf};

use super::{
    def::{ConfigDef, ConfigReader, ConfigWriter},
    definition::Definition,
    field::{ConfigField, ListElement},
    key::Row,
    props::Password,
    types::{ConfigType, Invalid, Parsed},
    validators::{NonEmptyList, NonEmptyString, Texts, ValidList, ValidString, Validator, joined},
};

/// A key of a struct, with what its type knows.
#[derive(Clone, Copy, Debug)]
pub struct Key<T> {
    name: &'static str,
    row: Row,
    from_parsed: fn(&Parsed) -> Result<T, Invalid>,
    to_parsed: fn(&T) -> Parsed,
}

/// A key of the field's type. A function and not `Key::of`, for the sake of the message about a type that does not fit.
#[must_use]
pub const fn key<T: ConfigField>(name: &'static str) -> Key<T> {
    Key { name, row: Row::of::<T>(name), from_parsed: T::from_parsed, to_parsed: T::to_parsed }
}

impl<T> Key<T> {
    /// The row, to which the attributes add.
    #[must_use]
    pub const fn row(&self) -> Row {
        self.row
    }

    /// What the type asks of every value.
    #[must_use]
    pub const fn validator(&self) -> Option<&'static dyn Validator> {
        self.row.validator
    }

    /// `default = value`.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a default of the wrong type is then reported where it stands")]
    pub fn default(&self, value: T) -> Parsed {
        (self.to_parsed)(&value)
    }

    /// `validate = path`. A value that did not parse has its error already.
    ///
    /// # Errors
    /// What the function says.
    pub fn validate<E: ToString>(&self, value: &Parsed, check: impl FnOnce(T) -> Result<(), E>) -> Result<(), String> {
        (self.from_parsed)(value).map_or(Ok(()), |value| check(value).map_err(|error| error.to_string()))
    }

    /// Takes the field out of a validation.
    pub fn read(&self, reader: &mut ConfigReader<'_>) -> Option<T> {
        reader.key_with(self.name, self.from_parsed)
    }

    /// Writes the field.
    pub fn write(&self, writer: &mut ConfigWriter, value: &T) {
        writer.parsed(self.name, (self.to_parsed)(value));
    }
}

/// A configuration inside another one.
#[derive(Clone, Copy, Debug)]
pub struct Section<T> {
    prefix: &'static str,
    definition: fn() -> Cow<'static, Definition>,
    read: fn(&mut ConfigReader<'_>, &str) -> Option<T>,
    write: fn(&mut ConfigWriter, &str, &T),
}

/// `embed = prefix`.
#[must_use]
pub const fn section<T: ConfigDef>(prefix: &'static str) -> Section<T> {
    Section {
        prefix,
        definition: T::definition,
        read: |reader, prefix| reader.embed(prefix),
        write: ConfigWriter::embed::<T>,
    }
}

impl<T> Section<T> {
    /// Adds the keys to those of the outer configuration.
    #[must_use]
    pub fn define(&self, definition: Definition) -> Definition {
        definition.embed(self.prefix, &(self.definition)())
    }

    /// Takes the field out of a validation.
    pub fn read(&self, reader: &mut ConfigReader<'_>) -> Option<T> {
        (self.read)(reader, self.prefix)
    }

    /// Writes the field.
    pub fn write(&self, writer: &mut ConfigWriter, value: &T) {
        (self.write)(writer, self.prefix, value);
    }
}

/// `default` without a value.
#[must_use]
pub fn bare<T: Default>() -> T {
    T::default()
}

/// `default = [..]`.
#[must_use]
pub fn list<T, const N: usize>(elements: [T; N]) -> Vec<T> {
    elements.into()
}

/// A type that a bare text stands for in `default = ".."`.
#[diagnostic::on_unimplemented(
    message = "a text cannot be the default of a `{Self}`",
    label = "not a `{Self}`",
    note = "write the default in the field's own type: `default = 100`, `default = Duration::from_secs(5)`"
)]
pub trait TextDefault {
    /// The text as a value.
    fn text(text: &str) -> Self;
}

#[diagnostic::do_not_recommend]
impl TextDefault for String {
    fn text(text: &str) -> Self {
        text.to_owned()
    }
}

#[diagnostic::do_not_recommend]
impl TextDefault for PathBuf {
    fn text(text: &str) -> Self {
        text.into()
    }
}

#[diagnostic::do_not_recommend]
impl TextDefault for Password {
    fn text(text: &str) -> Self {
        text.into()
    }
}

impl<T: TextDefault> TextDefault for Option<T> {
    fn text(text: &str) -> Self {
        Some(T::text(text))
    }
}

/// A type whose values can be empty.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is never empty",
    label = "`non_empty` is for text and lists",
    note = "limit a number or a duration with `range`, for example `range = 1..`"
)]
pub trait MaybeEmpty {
    /// `non_empty`.
    const NON_EMPTY: &'static dyn Validator;
}

#[diagnostic::do_not_recommend]
impl MaybeEmpty for String {
    const NON_EMPTY: &'static dyn Validator = &NonEmptyString;
}

#[diagnostic::do_not_recommend]
impl MaybeEmpty for PathBuf {
    const NON_EMPTY: &'static dyn Validator = &NonEmptyString;
}

#[diagnostic::do_not_recommend]
impl MaybeEmpty for Password {
    const NON_EMPTY: &'static dyn Validator = &NonEmptyString;
}

impl<T: ListElement> MaybeEmpty for Vec<T> {
    const NON_EMPTY: &'static dyn Validator = &NonEmptyList;
}

impl<T: MaybeEmpty> MaybeEmpty for Option<T> {
    const NON_EMPTY: &'static dyn Validator = T::NON_EMPTY;
}

/// A type whose values are texts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `one_of`",
    label = "`one_of` is for `String` and `Vec<String>`",
    note = "limit a number with `range`, or use an enum that derives `ConfigEnum`"
)]
pub trait Textual: ConfigField {}

#[diagnostic::do_not_recommend]
impl Textual for String {}

#[diagnostic::do_not_recommend]
impl Textual for Vec<String> {}

impl<T: Textual> Textual for Option<T> {}

/// `one_of`: a `ValidString`, or a `ValidList` if the key is a list.
#[derive(Clone, Debug)]
pub struct OneOf {
    list: bool,
    values: Texts,
}

impl OneOf {
    /// The valid texts of a key of type `T`.
    #[must_use]
    pub const fn of<T: Textual>(values: Texts) -> Self {
        Self { list: matches!(T::TYPE, ConfigType::List), values }
    }
}

impl Validator for OneOf {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        let values = self.values.clone();
        if self.list {
            return ValidList { values }.ensure_valid(name, value);
        }
        ValidString { values }.ensure_valid(name, value)
    }

    fn describe(&self) -> String {
        format!("[{}]", self.values.join(", "))
    }
}

/// Several validators in order; the first that refuses speaks.
#[derive(Clone, Copy, Debug)]
pub struct All(pub &'static [Option<&'static dyn Validator>]);

impl Validator for All {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        self.0.iter().flatten().try_for_each(|validator| validator.ensure_valid(name, value))
    }

    fn describe(&self) -> String {
        joined(self.0.iter().flatten().map(|validator| validator.describe()))
    }
}

/// `validate = path`: a function over the typed value.
#[derive(Clone, Copy, Debug)]
pub struct Custom(pub fn(&Parsed) -> Result<(), String>);

impl Validator for Custom {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        (self.0)(value).map_err(|message| Invalid::value(value, message))
    }

    fn describe(&self) -> String {
        String::new()
    }
}

/// For an element of a list; a single value was validated before.
#[must_use]
pub fn no_such_name(value: &Parsed, names: &[&str]) -> Invalid {
    Invalid::value(value, format!("String must be one of: {}", names.join(", ")))
}
