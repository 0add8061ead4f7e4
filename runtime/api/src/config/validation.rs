//! What a configuration amounts to: every key with its value or its errors.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt::{self, Write as _},
};

use super::{
    props::{HIDDEN, Prop, Props},
    types::{Invalid, Parsed},
};

/// One key after validation (Kafka's `ConfigValue`).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ConfigValue {
    /// The key's name.
    pub name: String,
    /// The parsed value; null if it could not be parsed.
    pub value: Parsed,
    /// Values to choose from.
    pub recommended: Vec<Parsed>,
    /// What is wrong, in Kafka's words.
    pub errors: Vec<String>,
    /// Whether a form should show the key.
    pub visible: bool,
    /// Whether the value must not be shown.
    pub secret: bool,
}

impl ConfigValue {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: Parsed::Null,
            recommended: Vec::new(),
            errors: Vec::new(),
            visible: true,
            secret: false,
        }
    }

    /// The value for the eye: as Java prints it, `[hidden]` if it is a secret.
    fn shown(&self) -> String {
        if self.secret && !self.value.is_null() { HIDDEN.to_owned() } else { self.value.to_string() }
    }
}

impl fmt::Debug for ConfigValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ConfigValue");
        debug.field("name", &self.name).field("value", &format_args!("{}", self.shown()));
        debug.field("errors", &self.errors).field("visible", &self.visible);
        debug.finish_non_exhaustive()
    }
}

/// All keys with value or errors, as after `ConfigDef.validateAll`; also what [`ConfigDef::parse`](super::ConfigDef::parse)
/// gives when something is wrong. `Display` lists every error, one a line.
#[derive(Clone, Debug, Default)]
pub struct Validation {
    pub(super) given: Props,
    pub(super) values: BTreeMap<String, ConfigValue>,
    pub(super) warnings: Vec<String>,
}

impl Validation {
    /// Every defined key, by name.
    pub fn values(&self) -> impl Iterator<Item = &ConfigValue> {
        self.values.values()
    }

    /// One key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&ConfigValue> {
        self.values.get(key)
    }

    /// The text that was given for a key, also of a secret; `None` if it was missing or null.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.given.get(key).and_then(Prop::expose)
    }

    /// The keys that have errors, with all of them.
    pub fn errors(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.values.values().filter(|value| !value.errors.is_empty()).map(|value| (&*value.name, &*value.errors))
    }

    /// How many messages there are.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.values.values().map(|value| value.errors.len()).sum()
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.error_count() == 0
    }

    /// What is not wrong but should change: keys given under an old name.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Adds an error to a key, also to one that is not defined.
    pub fn error(&mut self, key: &str, message: impl Into<String>) {
        self.at(key).errors.push(message.into());
    }

    /// Proposes values for a key.
    pub fn recommend(&mut self, key: &str, values: Vec<String>) {
        self.at(key).recommended = values.into_iter().map(Parsed::String).collect();
    }

    /// Says that the key has no meaning with these values.
    pub fn hide(&mut self, key: &str) {
        self.at(key).visible = false;
    }

    /// Makes a given text a secret: that of a password, however it was given.
    pub(super) fn seal(&mut self, key: &str) {
        if let Some(given) = self.given.get_mut(key)
            && let Prop::Plain(text) = given
        {
            *given = Prop::Secret(std::mem::take(text));
        }
    }

    /// Adds what is wrong with a value, without the value if that is a secret.
    pub(super) fn refuse(&mut self, key: &str, invalid: Invalid) {
        let secret = self.get(key).filter(|value| value.secret).map(|_| self.text(key).unwrap_or_default());
        let invalid = match secret {
            Some(secret) => invalid.hiding(secret),
            None => invalid,
        };
        self.error(key, invalid.text(key));
    }

    pub(super) fn at(&mut self, key: &str) -> &mut ConfigValue {
        match self.values.entry(key.to_owned()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(ConfigValue::new(key)),
        }
    }

    /// The values for the log at start-up, as Kafka's `AbstractConfig` writes them: sorted, secrets as `[hidden]`. `class` is
    /// the simple name of the configuration's class.
    ///
    /// ```text
    /// TwitterSourceConnectorConfig values:
    ///     filter.keywords = [olympics, san jose, kafka]
    ///     twitter.oauth.consumerKey = [hidden]
    /// ```
    #[must_use]
    pub fn dump(&self, class: &str) -> String {
        let mut text = format!("{class} values: \n");
        for value in self.values() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\t{} = {}", value.name, value.shown());
        }
        text
    }
}

impl fmt::Display for Validation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut messages = self.errors().flat_map(|(_, messages)| messages);
        if let Some(first) = messages.next() {
            f.write_str(first)?;
        }
        messages.try_for_each(|message| write!(f, "\n{message}"))
    }
}

impl std::error::Error for Validation {}
