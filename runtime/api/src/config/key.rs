//! One key of a definition, with everything that Kafka says about it.

use std::{borrow::Cow, collections::BTreeMap, fmt, sync::Arc};

use super::{
    field::ConfigField,
    types::{ConfigType, Parsed},
    validators::{Rule, Validator},
};

/// How much a key matters to whoever configures (`ConfigDef.Importance`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Importance {
    /// Has to be thought about by everybody.
    High,
    /// Worth knowing.
    Medium,
    /// For special cases.
    Low,
}

impl Importance {
    /// Kafka's name, as REST shows it: `HIGH`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "HIGH",
            Self::Medium => "MEDIUM",
            Self::Low => "LOW",
        }
    }
}

/// How wide a form should show the value (`ConfigDef.Width`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Width {
    /// Not said.
    #[default]
    None,
    /// A few characters.
    Short,
    /// A word or two.
    Medium,
    /// A line.
    Long,
}

impl Width {
    /// Kafka's name, as REST shows it: `NONE`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Short => "SHORT",
            Self::Medium => "MEDIUM",
            Self::Long => "LONG",
        }
    }
}

/// Proposes values for a key, and says whether it matters, in the light of the other values (`ConfigDef.Recommender`).
pub trait Recommender: Send + Sync {
    /// The values to choose from.
    ///
    /// # Errors
    /// A message that is shown at the key.
    fn valid_values(&self, name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<Vec<Parsed>, String>;

    /// Whether a form should show the key.
    ///
    /// # Errors
    /// A message that is shown at the key.
    fn visible(&self, name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<bool, String>;
}

impl fmt::Debug for dyn Recommender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recommender")
    }
}

/// A key (`ConfigDef.ConfigKey`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConfigKey {
    /// The name, such as `tasks.max`.
    pub name: Cow<'static, str>,
    /// The type.
    pub config_type: ConfigType,
    /// How much it matters.
    pub importance: Importance,
    /// What it does, for users.
    pub documentation: Cow<'static, str>,
    /// The heading under which forms and documentation show it.
    pub group: Option<Cow<'static, str>>,
    /// Its place in the group; -1 if that is not said.
    pub order: i32,
    /// How wide a form should be.
    pub width: Width,
    /// The name for humans.
    pub display_name: Cow<'static, str>,
    /// The keys whose meaning depends on this one.
    pub dependents: Vec<Cow<'static, str>>,
    /// Not for users: carried by task configurations only, and in no documentation.
    pub internal: bool,
    /// Older names; read when the key itself is missing, with a warning.
    pub aliases: Vec<Cow<'static, str>>,
    /// Proposes values.
    pub recommender: Option<Arc<dyn Recommender>>,
    default: Option<Default>,
    nullable: bool,
    validator: Option<Rule>,
}

#[derive(Clone, Debug)]
enum Default {
    Made(fn() -> Parsed),
    Given(Parsed),
}

impl ConfigKey {
    /// A required key without a validator.
    pub fn new(name: impl Into<Cow<'static, str>>, config_type: ConfigType, importance: Importance) -> Self {
        let name = name.into();
        Self {
            display_name: name.clone(),
            name,
            config_type,
            importance,
            documentation: Cow::Borrowed(""),
            group: None,
            order: -1,
            width: Width::None,
            dependents: Vec::new(),
            internal: false,
            aliases: Vec::new(),
            recommender: None,
            default: None,
            nullable: false,
            validator: None,
        }
    }

    /// Makes the key optional. [`Definition::new`](super::Definition::new) parses the default like a given value.
    #[must_use]
    pub fn with_default(mut self, default: Parsed) -> Self {
        self.default = Some(Default::Given(default));
        self
    }

    /// Adds a validator. Several go into one [`Composite`](super::Composite).
    #[must_use]
    pub fn with_validator(mut self, validator: impl Validator + 'static) -> Self {
        self.validator = Some(Rule::Shared(Arc::new(validator)));
        self
    }

    /// What a missing key means; `None` if it must not be missing.
    #[must_use]
    pub fn default_value(&self) -> Option<Parsed> {
        match &self.default {
            None => None,
            Some(Default::Made(make)) => Some(make()),
            Some(Default::Given(value)) => Some(value.clone()),
        }
    }

    /// The validator, if the key has one that applies to the value.
    pub(super) fn validator_for(&self, value: &Parsed) -> Option<&dyn Validator> {
        if self.nullable && value.is_null() { None } else { self.validator.as_ref().map(Rule::get) }
    }

    /// The valid values in a few words; empty if everything of the type is valid.
    #[must_use]
    pub fn valid_values(&self) -> String {
        self.validator.as_ref().map(|rule| rule.get().describe()).unwrap_or_default()
    }

    /// The same key inside another definition (`ConfigDef.embed`): every name gets the prefix, and the order starts `after`.
    pub(super) fn embedded(&self, prefix: &str, after: i32) -> Self {
        let prefixed = |name: &Cow<'static, str>| Cow::Owned(format!("{prefix}{name}"));
        Self {
            name: prefixed(&self.name),
            order: self.order.saturating_add(after),
            dependents: self.dependents.iter().map(prefixed).collect(),
            aliases: self.aliases.iter().map(prefixed).collect(),
            ..self.clone()
        }
    }
}

/// A key as the derive writes it: all of it static.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub name: &'static str,
    pub config_type: ConfigType,
    pub default: Option<fn() -> Parsed>,
    pub nullable: bool,
    pub validator: Option<&'static dyn Validator>,
    pub importance: Importance,
    pub documentation: &'static str,
    pub group: Option<&'static str>,
    pub order: i32,
    pub width: Width,
    pub display_name: &'static str,
    pub internal: bool,
    pub aliases: &'static [&'static str],
}

impl Row {
    /// What the field's type says about the key.
    #[must_use]
    pub const fn of<T: ConfigField>(name: &'static str) -> Self {
        Self {
            name,
            config_type: T::TYPE,
            default: T::DEFAULT,
            nullable: T::NULLABLE,
            validator: T::VALIDATOR,
            importance: Importance::Low,
            documentation: "",
            group: None,
            order: -1,
            width: Width::None,
            display_name: name,
            internal: false,
            aliases: &[],
        }
    }
}

impl From<&Row> for ConfigKey {
    fn from(row: &Row) -> Self {
        Self {
            documentation: Cow::Borrowed(row.documentation),
            group: row.group.map(Cow::Borrowed),
            order: row.order,
            width: row.width,
            display_name: Cow::Borrowed(row.display_name),
            internal: row.internal,
            aliases: row.aliases.iter().map(|alias| Cow::Borrowed(*alias)).collect(),
            default: row.default.map(Default::Made),
            nullable: row.nullable,
            validator: row.validator.map(Rule::Static),
            ..Self::new(row.name, row.config_type, row.importance)
        }
    }
}
