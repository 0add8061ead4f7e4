//! One key of a definition, with everything that Kafka says about it.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use super::{
    field::ConfigField,
    types::{ConfigType, Invalid, Parsed},
    validators::{Constraint, Rule, Validator, are_distinct},
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
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a recommender",
    label = "does not implement `Recommender`",
    note = "implement `kconnect::config::Recommender`, or use one of its own: `ValidValues`, `VisibleIf`"
)]
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

/// A recommender, as a key holds it.
#[derive(Clone, Debug)]
pub struct Advice {
    recommender: Held,
    /// Of an embedded key: what its recommender does not see of the names.
    prefix: String,
}

/// Static in a derived key, shared in one made at run time.
#[derive(Clone, Debug)]
enum Held {
    Static(&'static dyn Recommender),
    Shared(Arc<dyn Recommender>),
}

impl Advice {
    /// The values to choose from.
    ///
    /// # Errors
    /// A message that is shown at the key.
    pub fn valid_values(&self, name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<Vec<Parsed>, String> {
        let (name, parsed) = self.own(name, parsed);
        self.get().valid_values(name, &parsed)
    }

    /// Whether a form should show the key.
    ///
    /// # Errors
    /// A message that is shown at the key.
    pub fn visible(&self, name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<bool, String> {
        let (name, parsed) = self.own(name, parsed);
        self.get().visible(name, &parsed)
    }

    fn get(&self) -> &dyn Recommender {
        match &self.recommender {
            Held::Static(recommender) => *recommender,
            Held::Shared(recommender) => &**recommender,
        }
    }

    /// The names as they were before embedding.
    fn own<'a>(
        &self,
        name: &'a str,
        parsed: &'a BTreeMap<String, Parsed>,
    ) -> (&'a str, Cow<'a, BTreeMap<String, Parsed>>) {
        if self.prefix.is_empty() {
            return (name, Cow::Borrowed(parsed));
        }
        let stripped =
            |(key, value): (&String, &Parsed)| Some((key.strip_prefix(&*self.prefix)?.to_owned(), value.clone()));
        (name.strip_prefix(&*self.prefix).unwrap_or(name), Cow::Owned(parsed.iter().filter_map(stripped).collect()))
    }

    fn embedded(&self, prefix: &str) -> Self {
        Self { prefix: format!("{prefix}{}", self.prefix), ..self.clone() }
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
    /// What it does, for users. Kafka tells nothing said from nothing to say.
    pub documentation: Option<Cow<'static, str>>,
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
    pub recommender: Option<Advice>,
    /// What HTML shows instead of the default, where that is computed (Kafka's `alternativeString`).
    pub alternative: Option<Cow<'static, str>>,
    default: Option<Default>,
    nullable: bool,
    validator: Option<Rule>,
    /// How much of the name was put before it by embedding.
    prefix: usize,
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
            documentation: None,
            group: None,
            order: -1,
            width: Width::None,
            dependents: Vec::new(),
            internal: false,
            aliases: Vec::new(),
            recommender: None,
            alternative: None,
            default: None,
            nullable: false,
            validator: None,
            prefix: 0,
        }
    }

    /// What the key does; empty if that is not said.
    #[must_use]
    pub fn doc(&self) -> &str {
        self.documentation.as_deref().unwrap_or_default()
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

    /// Adds a recommender.
    #[must_use]
    pub fn with_recommender(mut self, recommender: impl Recommender + 'static) -> Self {
        self.recommender = Some(Advice { recommender: Held::Shared(Arc::new(recommender)), prefix: String::new() });
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

    /// Asks the validator, if the key has one that applies to the value.
    pub(super) fn ensure_valid(&self, value: &Parsed) -> Result<(), Invalid> {
        let Some(rule) = self.validator.as_ref().filter(|_| !self.nullable || !value.is_null()) else { return Ok(()) };
        rule.get().ensure_valid(self.own_name(), value)
    }

    /// Takes duplicates out of a list, if the validator wants that. An embedded key's never does, as in Kafka.
    pub(super) fn without_duplicates(&self, value: Parsed) -> Parsed {
        match value {
            Parsed::List(mut elements) if self.prefix == 0 && !are_distinct(&elements) => {
                if self.validator.as_ref().is_some_and(|rule| rule.get().removes_duplicates()) {
                    let mut seen = BTreeSet::new();
                    let first: Vec<_> = elements.iter().map(|element| seen.insert(element.as_str())).collect();
                    let mut first = first.into_iter();
                    elements.retain(|_| first.next().unwrap_or_default());
                }
                Parsed::List(elements)
            }
            other => other,
        }
    }

    /// The same key, whose validator sees the whole name.
    pub(super) fn in_full(self) -> Self {
        Self { prefix: 0, ..self }
    }

    /// The name without what embedding put before it.
    pub(super) fn own_name(&self) -> &str {
        self.name.get(self.prefix..).unwrap_or(&self.name)
    }

    /// The rule that values have to satisfy, as far as it is one of Kafka's; see [`Constraint`].
    #[must_use]
    pub fn constraint(&self) -> Option<Constraint> {
        self.validator.as_ref().map(|rule| rule.get().constraint())
    }

    /// Whether null is a value that no validator sees: the key of an `Option<_>`.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// The valid values in a few words; empty if everything of the type is valid.
    #[must_use]
    pub fn valid_values(&self) -> String {
        self.validator.as_ref().map(|rule| rule.get().describe()).unwrap_or_default()
    }

    /// The same key inside another definition: every name gets the prefix. Validators and recommenders see the name
    /// without it.
    pub(super) fn embedded(&self, prefix: &str, group: Option<Cow<'static, str>>, order: i32) -> Self {
        let prefixed = |name: &Cow<'static, str>| Cow::Owned(format!("{prefix}{name}"));
        Self {
            name: prefixed(&self.name),
            group,
            order,
            recommender: self.recommender.as_ref().map(|advice| advice.embedded(prefix)),
            prefix: prefix.len().saturating_add(self.prefix),
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
    pub dependents: &'static [&'static str],
    pub recommender: Option<&'static dyn Recommender>,
    pub alternative: Option<&'static str>,
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
            dependents: &[],
            recommender: None,
            alternative: None,
        }
    }
}

impl From<&Row> for ConfigKey {
    fn from(row: &Row) -> Self {
        Self {
            documentation: Some(Cow::Borrowed(row.documentation)),
            group: row.group.map(Cow::Borrowed),
            order: row.order,
            width: row.width,
            display_name: Cow::Borrowed(row.display_name),
            internal: row.internal,
            aliases: row.aliases.iter().map(|alias| Cow::Borrowed(*alias)).collect(),
            dependents: row.dependents.iter().map(|name| Cow::Borrowed(*name)).collect(),
            recommender: row
                .recommender
                .map(|recommender| Advice { recommender: Held::Static(recommender), prefix: String::new() }),
            alternative: row.alternative.map(Cow::Borrowed),
            default: row.default.map(Default::Made),
            nullable: row.nullable,
            validator: row.validator.map(Rule::Static),
            ..Self::new(row.name, row.config_type, row.importance)
        }
    }
}
