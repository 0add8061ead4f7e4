//! A struct as a configuration.

use std::borrow::Cow;

use super::{
    definition::Definition,
    field::ConfigField,
    props::{Prop, Props},
    types::{Invalid, Parsed},
    validation::Validation,
};

/// A typed configuration. Derive it: `#[derive(ConfigDef)]`; by hand only for keys that are known at run time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a configuration",
    label = "not a configuration",
    note = "put `#[derive(ConfigDef, Clone)]` on the struct"
)]
pub trait ConfigDef: Sized + Clone + Send + Sync + 'static {
    /// The name in dumps: the struct's.
    const NAME: &'static str;

    /// Every key.
    fn definition() -> Cow<'static, Definition>;

    /// Takes the values out of a validation; `None` if some are missing, which the reader then knows.
    fn read(reader: &mut ConfigReader<'_>) -> Option<Self>;

    /// The inverse of [`read`](Self::read).
    fn write(&self, writer: &mut ConfigWriter);

    /// Validates without giving the values: every key, and the rules across keys.
    #[must_use]
    fn validate(props: &Props) -> Validation {
        read_all::<Self>(props).1
    }

    /// The typed configuration.
    ///
    /// # Errors
    /// All that is wrong, at once.
    fn parse(props: &Props) -> Result<Self, Validation> {
        match read_all(props) {
            (Some(config), validation) if validation.is_valid() => Ok(config),
            (_, validation) => Err(validation),
        }
    }

    /// The properties that [`parse`](Self::parse) reads back into an equal configuration; passwords are [`Prop::Secret`].
    #[must_use]
    fn to_props(&self) -> Props {
        let mut writer = ConfigWriter::default();
        self.write(&mut writer);
        let definition = Self::definition();
        let by_default =
            |name: &str| definition.get(name).and_then(super::ConfigKey::default_value) == Some(Parsed::Null);
        writer.props.retain(|name, value| *value != Prop::Null || !by_default(name));
        writer.props
    }
}

fn read_all<C: ConfigDef>(props: &Props) -> (Option<C>, Validation) {
    let mut validation = C::definition().validate(props);
    let config = C::read(&mut ConfigReader { validation: &mut validation, prefix: String::new() });
    if config.is_none() && validation.is_valid() {
        validation.error(C::NAME, format!("{} refused its values without saying why", C::NAME));
    }
    (config, validation)
}

/// Gives a [`ConfigDef`] its values, and collects what does not fit.
#[derive(Debug)]
pub struct ConfigReader<'a> {
    validation: &'a mut Validation,
    prefix: String,
}

impl ConfigReader<'_> {
    /// The value of a key, unless something is wrong with it.
    pub fn key<T: ConfigField>(&mut self, name: &str) -> Option<T> {
        self.key_with(name, T::from_parsed)
    }

    pub(super) fn key_with<T>(&mut self, name: &str, from: fn(&Parsed) -> Result<T, Invalid>) -> Option<T> {
        let name = format!("{}{name}", self.prefix);
        let Some(value) = self.validation.get(&name) else {
            self.validation.error(&name, format!("Unknown configuration '{name}'"));
            return None;
        };
        if !value.errors.is_empty() {
            return None;
        }
        from(&value.value).map_err(|invalid| self.validation.refuse(&name, invalid)).ok()
    }

    /// A configuration inside this one.
    pub fn embed<C: ConfigDef>(&mut self, prefix: &str) -> Option<C> {
        let prefix = format!("{}{prefix}", self.prefix);
        C::read(&mut ConfigReader { validation: self.validation, prefix })
    }

    /// Every given key with a prefix, without it.
    pub fn open(&mut self, prefix: &str) -> Props {
        let prefix = format!("{}{prefix}", self.prefix);
        let stripped = |(name, value): (&String, &Prop)| Some((name.strip_prefix(&prefix)?.to_owned(), value.clone()));
        self.validation.given.iter().filter_map(stripped).collect()
    }

    /// Checks a rule across keys. It names the keys as the configuration does, also when that is embedded.
    pub fn check<C>(&mut self, config: &C, rule: impl FnOnce(&C, &mut Validation)) {
        let mut own = Validation { given: self.open(""), ..Validation::default() };
        for value in self.validation.values.values() {
            if let Some(name) = value.name.strip_prefix(&self.prefix) {
                own.values.insert(name.to_owned(), super::ConfigValue { name: name.to_owned(), ..value.clone() });
            }
        }
        rule(config, &mut own);
        for value in own.values.into_values() {
            let name = format!("{}{}", self.prefix, value.name);
            self.validation.values.insert(name.clone(), super::ConfigValue { name, ..value });
        }
    }
}

/// Collects the properties of a [`ConfigDef`].
#[derive(Debug, Default)]
pub struct ConfigWriter {
    props: Props,
    prefix: String,
}

impl ConfigWriter {
    /// Writes the value of a key.
    pub fn key<T: ConfigField>(&mut self, name: &str, value: &T) {
        self.parsed(name, value.to_parsed());
    }

    pub(super) fn parsed(&mut self, name: &str, value: Parsed) {
        let prop = match value {
            Parsed::Password(password) => Prop::Secret(password.expose().to_owned()),
            other => other.to_text().map_or(Prop::Null, Prop::Plain),
        };
        self.props.insert(format!("{}{name}", self.prefix), prop);
    }

    /// Writes a configuration inside this one.
    pub fn embed<C: ConfigDef>(&mut self, prefix: &str, config: &C) {
        let outer = self.prefix.len();
        self.prefix.push_str(prefix);
        config.write(self);
        self.prefix.truncate(outer);
    }

    /// Writes keys under a prefix.
    pub fn open(&mut self, prefix: &str, props: &Props) {
        for (name, value) in props {
            self.props.insert(format!("{}{prefix}{name}", self.prefix), value.clone());
        }
    }
}
