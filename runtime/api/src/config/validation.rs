//! What a configuration amounts to: every key with its value or its errors.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
};

use super::{
    props::{HIDDEN, Prop, Props},
    scrub::scrub,
    types::{Invalid, Parsed},
};

/// One key after validation (Kafka's `ConfigValue`).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ConfigValue {
    /// The key's name.
    pub name: Cow<'static, str>,
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
    /// The text as it was written, if a config provider filled in variables: shown instead of the value.
    pub reference: Option<String>,
}

impl ConfigValue {
    pub(super) fn new(name: Cow<'static, str>) -> Self {
        Self {
            name,
            value: Parsed::Null,
            recommended: Vec::new(),
            errors: Vec::new(),
            visible: true,
            secret: false,
            reference: None,
        }
    }

    /// The value for the eye: as Java prints it, `[hidden]` if it is a secret, the variable if it came from one.
    #[must_use]
    pub fn shown(&self) -> String {
        self.instead().map_or_else(|| self.value.to_string(), str::to_owned)
    }

    /// The value as REST shows it (`ConfigDef.convertToString`), secrets likewise; `None` for null.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.instead().map(str::to_owned).or_else(|| self.value.to_text())
    }

    /// What is shown instead of a secret.
    fn instead(&self) -> Option<&str> {
        (self.secret && !self.value.is_null()).then(|| self.reference.as_deref().unwrap_or(HIDDEN))
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

/// Values by name: a sorted list, which a definition makes in one pass.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(Vec<ConfigValue>);

impl Values {
    /// The values of a definition, in the order of their names.
    pub(super) fn sorted(values: Vec<ConfigValue>) -> Self {
        Self(values)
    }

    pub(super) fn get(&self, name: &str) -> Option<&ConfigValue> {
        self.place(name).ok().and_then(|place| self.0.get(place))
    }

    /// The value with a name; a new one if there is none.
    pub(super) fn at(&mut self, name: &str) -> &mut ConfigValue {
        let place = self.place(name).unwrap_or_else(|place| {
            self.0.insert(place, ConfigValue::new(name.to_owned().into()));
            place
        });
        #[expect(clippy::indexing_slicing, reason = "it was found or inserted there")]
        &mut self.0[place]
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|value| (*value.name).cmp(name))
    }
}

impl IntoIterator for Values {
    type Item = ConfigValue;
    type IntoIter = std::vec::IntoIter<ConfigValue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// All keys with value or errors, as after `ConfigDef.validateAll`; also what [`ConfigDef::parse`](super::ConfigDef::parse)
/// gives when something is wrong. `Display` lists every error, one a line.
#[derive(Clone, Debug, Default)]
pub struct Validation {
    pub(super) given: Props,
    pub(super) values: Values,
    pub(super) warnings: Vec<String>,
    /// Whether `given` is there already.
    pub(super) complete: bool,
}

impl Validation {
    /// Every defined key, by name.
    pub fn values(&self) -> impl Iterator<Item = &ConfigValue> {
        self.values.0.iter()
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
        self.values().filter(|value| !value.errors.is_empty()).map(|value| (&*value.name, &*value.errors))
    }

    /// How many messages there are.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.values().map(|value| value.errors.len()).sum()
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

    /// Adds an error to a key, also to one that is not defined. Secrets in the message are taken out.
    pub fn error(&mut self, key: &str, message: impl Into<String>) {
        let secrets = self.given.values().filter(|given| given.is_secret()).flat_map(Prop::hidden);
        let message = scrub(&message.into(), secrets);
        self.at(key).errors.push(message);
    }

    /// Proposes values for a key.
    pub fn recommend(&mut self, key: &str, values: impl IntoIterator<Item = impl Into<Parsed>>) {
        self.at(key).recommended = values.into_iter().map(Into::into).collect();
    }

    /// Says that the key has no meaning with these values.
    pub fn hide(&mut self, key: &str) {
        self.at(key).visible = false;
    }

    /// Makes a given text a secret: that of a password, however it was given.
    pub(super) fn seal(&mut self, key: &str) {
        if let Some(given) = self.given.get_mut(key) {
            *given = std::mem::replace(given, Prop::Null).sealed();
        }
    }

    /// Adds what is wrong with a value, without the value if that is a secret.
    pub(super) fn refuse(&mut self, key: &str, invalid: Invalid) {
        let secret = self.get(key).is_some_and(|value| value.secret);
        let invalid = invalid.hiding(self.given.get(key).unwrap_or(&Prop::Null), secret);
        self.at(key).errors.push(invalid.text(key));
    }

    pub(super) fn at(&mut self, key: &str) -> &mut ConfigValue {
        self.values.at(key)
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
