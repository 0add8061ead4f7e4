//! Fields that are many keys.

use std::borrow::Cow;

use super::super::{
    def::ConfigDef,
    definition::Definition,
    field::{ConfigField, OpenField},
    key::Row,
    named::Named,
    reader::ConfigReader,
    types::{Invalid, Parsed},
    validators::{NonEmptyList, Validator},
    writer::ConfigWriter,
};

/// A configuration inside another one.
#[derive(Debug)]
pub struct Section<T> {
    prefix: &'static str,
    group: Option<&'static str>,
    definition: fn() -> Cow<'static, Definition>,
    read: fn(&mut ConfigReader<'_>, &str) -> Option<T>,
    write: fn(&mut ConfigWriter, &str, &T),
}

/// `embed = prefix`.
#[must_use]
pub const fn section<T: ConfigDef>(prefix: &'static str, group: Option<&'static str>) -> Section<T> {
    Section {
        prefix,
        group,
        definition: T::definition,
        read: |reader, prefix| reader.embed(prefix),
        write: ConfigWriter::embed::<T>,
    }
}

impl<T> Clone for Section<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Section<T> {}

impl<T> Section<T> {
    /// Adds the keys to those of the outer configuration.
    #[must_use]
    pub fn define(self, definition: Definition) -> Definition {
        definition.section(self.prefix, self.group, &(self.definition)())
    }

    /// Takes the field out of a validation.
    pub fn read(self, reader: &mut ConfigReader<'_>) -> Option<T> {
        (self.read)(reader, self.prefix)
    }

    /// Writes the field.
    pub fn write(self, writer: &mut ConfigWriter, value: &T) {
        (self.write)(writer, self.prefix, value);
    }
}

/// Every key under a prefix.
#[derive(Debug)]
pub struct Open<T> {
    prefix: &'static str,
    from_props: fn(&mut ConfigReader<'_>, &str) -> Option<T>,
    to_props: fn(&T) -> super::super::Props,
}

/// `prefix = prefix`.
#[must_use]
pub const fn open<T: OpenField>(prefix: &'static str) -> Open<T> {
    Open { prefix, from_props: read_open::<T>, to_props: T::to_props }
}

fn read_open<T: OpenField>(reader: &mut ConfigReader<'_>, prefix: &str) -> Option<T> {
    let mut refused: Vec<(String, Invalid)> = Vec::new();
    let value = T::from_props(reader.open(prefix), &mut |name, invalid| refused.push((name.to_owned(), invalid)));
    for (name, invalid) in refused {
        let name = reader.name(&format!("{prefix}{name}")).into_owned();
        reader.refuse(&name, invalid);
    }
    value
}

impl<T> Clone for Open<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Open<T> {}

impl<T> Open<T> {
    /// Adds the prefix to the definition.
    #[must_use]
    pub fn define(self, definition: Definition, documentation: &'static str) -> Definition {
        definition.open(self.prefix, documentation)
    }

    /// Takes the field out of a validation.
    pub fn read(self, reader: &mut ConfigReader<'_>) -> Option<T> {
        (self.from_props)(reader, self.prefix)
    }

    /// Writes the field.
    pub fn write(self, writer: &mut ConfigWriter, value: &T) {
        writer.open(self.prefix, &(self.to_props)(value));
    }
}

/// A type that a list of names and what belongs to each of them can be read into.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold one configuration for each name",
    label = "not a `Named<_>`",
    note = "write `kconnect::config::Named<T>`, where `T` derives `ConfigDef`"
)]
pub trait NamedField: Sized {
    /// The keys of each name.
    const DEFINITION: fn() -> Cow<'static, Definition>;

    /// Takes the values out of a validation.
    fn read(reader: &mut ConfigReader<'_>, key: &str, prefix: &str) -> Option<Self>;

    /// The inverse.
    fn write(&self, writer: &mut ConfigWriter, key: &str, prefix: &str);
}

impl<T: ConfigDef> NamedField for Named<T> {
    const DEFINITION: fn() -> Cow<'static, Definition> = T::definition;

    fn read(reader: &mut ConfigReader<'_>, key: &str, prefix: &str) -> Option<Self> {
        let names = reader.key::<Vec<String>>(key)?;
        let given = names.iter().filter(|name| !name.is_empty());
        // Each is read, so that all that is wrong is said at once.
        let read: Vec<_> = given.map(|name| Some((name.clone(), reader.embed(&format!("{prefix}{name}."))?))).collect();
        read.into_iter().collect()
    }

    fn write(&self, writer: &mut ConfigWriter, key: &str, prefix: &str) {
        writer.key(key, &self.names().map(str::to_owned).collect::<Vec<_>>());
        for (name, config) in self {
            writer.embed(&format!("{prefix}{name}."), config);
        }
    }
}

/// A list of names, and a configuration for each of them.
#[derive(Debug)]
pub struct Names<T> {
    key: &'static str,
    prefix: &'static str,
    group: &'static str,
    definition: fn() -> Cow<'static, Definition>,
    read: fn(&mut ConfigReader<'_>, &str, &str) -> Option<T>,
    write: fn(&T, &mut ConfigWriter, &str, &str),
}

/// `named = prefix`.
#[must_use]
pub const fn names<T: NamedField>(key: &'static str, prefix: &'static str, group: &'static str) -> Names<T> {
    Names { key, prefix, group, definition: T::DEFINITION, read: T::read, write: T::write }
}

impl<T> Clone for Names<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Names<T> {}

impl<T> Names<T> {
    /// The row of the list, to which the attributes add.
    #[must_use]
    pub const fn row(self) -> Row {
        Row { default: Some(|| Parsed::List(Vec::new())), ..Row::of::<Vec<String>>(self.key) }
    }

    /// A name may be anything.
    #[must_use]
    pub const fn validator(self) -> Option<&'static dyn Validator> {
        None
    }

    /// `non_empty`.
    #[must_use]
    pub const fn non_empty(self) -> &'static dyn Validator {
        &NonEmptyList
    }

    /// `default = ["a"]`.
    #[must_use]
    pub fn default(self, names: &[&str]) -> Parsed {
        names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>().to_parsed()
    }

    /// Adds the keys of the names to the definition.
    #[must_use]
    pub fn define(self, definition: Definition) -> Definition {
        definition.name_section(self.key, self.prefix, self.group, self.definition)
    }

    /// Takes the field out of a validation.
    pub fn read(self, reader: &mut ConfigReader<'_>) -> Option<T> {
        (self.read)(reader, self.key, self.prefix)
    }

    /// Writes the field.
    pub fn write(self, writer: &mut ConfigWriter, value: &T) {
        (self.write)(value, writer, self.key, self.prefix);
    }
}
