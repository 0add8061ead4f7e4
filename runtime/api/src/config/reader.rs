//! How a struct takes its values.

use std::borrow::Cow;

use super::{
    def::ConfigDef,
    definition::{Definition, Purpose, below},
    field::ConfigField,
    key::ConfigKey,
    props::Props,
    types::{Invalid, Parsed},
    validation::{ConfigValue, Validation, Values},
};

/// Reads from what was examined, and gives that back with everything else that is wrong.
pub(super) fn read<C: ConfigDef>(
    definition: &Definition,
    props: &Props,
    examined: Validation,
) -> (Option<C>, Validation) {
    let mut found = Found::Validation(Box::new(examined));
    let config = C::read(&mut ConfigReader { definition, props, found: &mut found, prefix: String::new() });
    let mut validation = std::mem::take(found.validation(definition, props));
    definition.complete(&mut validation, props);
    if config.is_none() && validation.is_valid() {
        validation.error(C::NAME, format!("{} refused its values without saying why", C::NAME));
    }
    (config, validation)
}

/// The short way: reads from bare values. `None` if there is anything to say about one; the long way then says it.
pub(super) fn read_values<C: ConfigDef>(definition: &Definition, props: &Props) -> Option<C> {
    let mut found = Found::Values { values: definition.values(props)?, next: 0 };
    let config = C::read(&mut ConfigReader { definition, props, found: &mut found, prefix: String::new() });
    match found {
        Found::Values { .. } => config,
        Found::Validation(validation) => config.filter(|_| validation.is_valid()),
    }
}

/// What a reader reads from.
#[derive(Debug)]
enum Found {
    /// All values in the order of the keys, none of which has an error; each until it is taken. Fields are read in the order
    /// in which they are defined: `next` is most probably the next one.
    Values {
        values: Vec<Option<Parsed>>,
        next: usize,
    },
    Validation(Box<Validation>),
}

impl Found {
    fn validation(&mut self, definition: &Definition, props: &Props) -> &mut Validation {
        if let Self::Values { .. } = self {
            *self = Self::Validation(Box::new(definition.examine(props, Purpose::Use)));
        }
        match self {
            Self::Validation(validation) => validation,
            Self::Values { .. } => unreachable!("it was replaced"),
        }
    }
}

/// Gives a [`ConfigDef`] its values, and collects what does not fit.
#[derive(Debug)]
pub struct ConfigReader<'a> {
    definition: &'a Definition,
    props: &'a Props,
    found: &'a mut Found,
    prefix: String,
}

impl ConfigReader<'_> {
    /// The value of a key, unless something is wrong with it.
    pub fn key<T: ConfigField>(&mut self, name: &str) -> Option<T> {
        self.key_with(name, T::from_owned)
    }

    pub(super) fn key_with<T>(&mut self, name: &str, from: fn(Parsed) -> Result<T, Invalid>) -> Option<T> {
        if let Some(value) = self.take(name)
            && let Ok(value) = from(value)
        {
            return Some(value);
        }
        let name = self.name(name);
        let validation = self.found.validation(self.definition, self.props);
        match validation.get(&name) {
            Some(value) if value.errors.is_empty() => {
                from(value.value.clone()).map_err(|invalid| self.refuse(&name, invalid)).ok()
            }
            Some(_) => None,
            None => {
                self.validation().error(&name, format!("Unknown configuration '{name}'"));
                None
            }
        }
    }

    /// A value that has no error and was not taken yet, while there are bare values.
    fn take(&mut self, name: &str) -> Option<Parsed> {
        let Found::Values { values, next } = self.found else { return None };
        let is_next = |key: &ConfigKey| match &*self.prefix {
            // On some processors a comparison with nothing takes longer than one with something.
            "" => key.name == name,
            prefix => key.name.strip_prefix(prefix) == Some(name),
        };
        let place = if self.definition.keys().get(*next).is_some_and(is_next) {
            *next
        } else {
            self.definition.place(&joined(&self.prefix, name))?
        };
        *next = place + 1;
        values.get_mut(place)?.take()
    }

    /// A name as the outermost configuration has it.
    pub(super) fn name<'n>(&self, name: &'n str) -> Cow<'n, str> {
        joined(&self.prefix, name)
    }

    /// Adds what is wrong with a value; its name is the outermost configuration's.
    pub(super) fn refuse(&mut self, name: &str, invalid: Invalid) {
        self.validation().refuse(name, invalid);
    }

    /// A validation with all that was given; the short way has not made one.
    fn validation(&mut self) -> &mut Validation {
        let validation = self.found.validation(self.definition, self.props);
        self.definition.complete(validation, self.props);
        validation
    }

    /// A configuration inside this one.
    pub fn embed<C: ConfigDef>(&mut self, prefix: &str) -> Option<C> {
        let prefix = format!("{}{prefix}", self.prefix);
        C::read(&mut ConfigReader { definition: self.definition, props: self.props, found: self.found, prefix })
    }

    /// Every given key with a prefix, without it.
    pub fn open(&mut self, prefix: &str) -> Props {
        let prefix = format!("{}{prefix}", self.prefix);
        below(self.props, &prefix)
    }

    /// Checks a rule across keys. It names the keys as the configuration does, also when that is embedded.
    pub fn check<C>(&mut self, config: &C, rule: impl FnOnce(&C, &mut Validation)) {
        let prefix = self.prefix.clone();
        let validation = self.validation();
        if prefix.is_empty() {
            return rule(config, validation);
        }
        let own = |value: &ConfigValue| {
            let name = value.name.strip_prefix(&*prefix)?.to_owned().into();
            Some(ConfigValue { name, ..value.clone() })
        };
        // Without the prefix they are in the same order.
        let values = Values::sorted(validation.values().filter_map(own).collect());
        let given = below(&validation.given, &prefix);
        let mut own = Validation { given, values, complete: true, ..Validation::default() };
        rule(config, &mut own);
        for value in own.values {
            let name = format!("{prefix}{}", value.name);
            *validation.at(&name) = ConfigValue { name: name.clone().into(), ..value };
        }
    }
}

fn joined<'n>(prefix: &str, name: &'n str) -> Cow<'n, str> {
    if prefix.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(format!("{prefix}{name}")) }
}
