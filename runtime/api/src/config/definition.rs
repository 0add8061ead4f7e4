//! All keys of a configuration, and what Kafka's `ConfigDef` does with them.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{
    key::{ConfigKey, Row},
    props::{Prop, Props},
    types::{ConfigType, Invalid, Parsed},
    validation::{ConfigValue, Validation},
};

/// The keys of a configuration (Kafka's `ConfigDef`).
#[derive(Clone, Debug, Default)]
pub struct Definition {
    keys: Vec<ConfigKey>,
    open: Vec<OpenPrefix>,
    /// Keys that two embedded definitions share. Every validation reports them: a derived definition cannot fail earlier.
    twice: Vec<String>,
}

/// A prefix under which any key is valid, such as `producer.override.`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenPrefix {
    /// The prefix, the dot included.
    pub prefix: Cow<'static, str>,
    /// What the keys do, for users.
    pub documentation: Cow<'static, str>,
}

/// A definition that contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionError(String);

impl fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DefinitionError {}

/// A given key that no definition knows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownKey {
    /// The key.
    pub name: String,
    /// The defined key that was probably meant.
    pub suggestion: Option<String>,
}

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown configuration {}", self.name)?;
        self.suggestion.as_ref().map_or(Ok(()), |suggestion| write!(f, "; did you mean {suggestion}?"))
    }
}

impl Definition {
    /// A definition made at run time; `#[derive(ConfigDef)]` makes the others. Defaults are parsed and validated.
    ///
    /// # Errors
    /// A key defined twice, or a default that is not valid, in Kafka's words.
    pub fn new(keys: impl IntoIterator<Item = ConfigKey>) -> Result<Self, DefinitionError> {
        let mut definition = Self::default();
        for key in keys {
            let refused = |invalid: Invalid| DefinitionError(invalid.text(&key.name));
            let key = match key.default_value() {
                None => key,
                Some(default) => {
                    let default = key.config_type.parse(&default).map_err(refused)?;
                    if let Some(validator) = key.validator_for(&default) {
                        validator.ensure_valid(&key.name, &default).map_err(refused)?;
                    }
                    key.with_default(default)
                }
            };
            definition.push(key);
        }
        definition.checked()
    }

    /// Adds the keys of another definition, unprefixed: the worker's own keys to a connector's.
    ///
    /// # Errors
    /// A key defined in both.
    pub fn with(mut self, other: &Self) -> Result<Self, DefinitionError> {
        other.keys.iter().cloned().for_each(|key| self.push(key));
        self.open.extend(other.open.iter().cloned());
        self.checked()
    }

    fn checked(self) -> Result<Self, DefinitionError> {
        self.twice.first().map(|name| defined_twice(name)).map_or(Ok(self), |message| Err(DefinitionError(message)))
    }

    fn push(&mut self, key: ConfigKey) {
        if self.get(&key.name).is_some() {
            self.twice.push(key.name.into_owned());
        } else {
            self.keys.push(key);
        }
    }

    /// The keys of a derived configuration.
    #[doc(hidden)]
    #[must_use]
    pub fn rows(rows: &'static [Row]) -> Self {
        let mut definition = Self::default();
        for row in rows {
            definition.push(row.into());
        }
        definition
    }

    /// The keys of a field that is itself a configuration.
    #[doc(hidden)]
    #[must_use]
    pub fn embed(mut self, prefix: &str, child: &Self) -> Self {
        // In each group they follow what is there already, in their own order.
        let last = |group: &Option<Cow<'_, str>>| {
            self.keys.iter().filter(|key| key.group == *group).map(|key| key.order).max().unwrap_or_default().max(0)
        };
        let embedded: Vec<_> = child.keys.iter().map(|key| key.embedded(prefix, last(&key.group))).collect();
        for key in embedded {
            self.push(key);
        }
        let open = |open: &OpenPrefix| OpenPrefix { prefix: format!("{prefix}{}", open.prefix).into(), ..open.clone() };
        self.open.extend(child.open.iter().map(open));
        self
    }

    /// A field that takes every key with a prefix.
    #[doc(hidden)]
    #[must_use]
    pub fn open(mut self, prefix: &'static str, documentation: &'static str) -> Self {
        self.open.push(OpenPrefix { prefix: prefix.into(), documentation: documentation.into() });
        self
    }

    /// The keys in the order of their definition.
    #[must_use]
    pub fn keys(&self) -> &[ConfigKey] {
        &self.keys
    }

    /// The prefixes under which any key is valid.
    #[must_use]
    pub fn open_prefixes(&self) -> &[OpenPrefix] {
        &self.open
    }

    /// One key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ConfigKey> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The groups in the order in which they are first mentioned.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let mut groups = Vec::new();
        for group in self.keys.iter().filter_map(|key| key.group.as_deref()) {
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        groups
    }

    /// The keys that are no other key's dependents (`getConfigsWithNoParent`).
    #[must_use]
    pub fn roots(&self) -> Vec<&str> {
        let dependents: BTreeSet<_> = self.dependents().collect();
        self.keys.iter().map(|key| &*key.name).filter(|name| !dependents.contains(name)).collect()
    }

    fn dependents(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().flat_map(|key| key.dependents.iter().map(|dependent| &**dependent))
    }

    /// Parses and validates every key and collects all errors (`ConfigDef.validateAll`). Unknown keys are no errors here;
    /// see [`unknown`](Self::unknown).
    #[must_use]
    pub fn validate(&self, props: &Props) -> Validation {
        let mut validation = Validation { given: props.clone(), ..Validation::default() };
        for key in &self.keys {
            let mut value = ConfigValue::new(&key.name);
            value.secret = key.config_type == ConfigType::Password;
            if value.secret {
                std::iter::once(&key.name).chain(&key.aliases).for_each(|name| validation.seal(name));
            }
            validation.values.insert(key.name.to_string(), value);
        }
        for dependent in self.dependents().filter(|name| self.get(name).is_none()) {
            let mut value = ConfigValue::new(dependent);
            value.errors.push(format!("{dependent} is referred in the dependents, but not defined."));
            value.visible = false;
            validation.values.insert(dependent.to_owned(), value);
        }
        for name in &self.twice {
            validation.error(name, defined_twice(name));
        }
        for root in self.roots() {
            self.walk(root, &mut Vec::new(), &mut |key| parse_into(key, &mut validation));
        }
        let parsed: BTreeMap<_, _> =
            validation.values().map(|value| (value.name.clone(), value.value.clone())).collect();
        for root in self.roots() {
            self.walk(root, &mut Vec::new(), &mut |key| recommend(key, &parsed, &mut validation));
        }
        validation
    }

    /// Visits a key and then its dependents, as Kafka does: a key with two parents twice. A circle is left when it closes.
    fn walk<'a>(&'a self, name: &'a str, path: &mut Vec<&'a str>, visit: &mut dyn FnMut(&ConfigKey)) {
        let Some(key) = self.get(name).filter(|_| !path.contains(&name)) else { return };
        visit(key);
        path.push(name);
        for dependent in &key.dependents {
            self.walk(dependent, path, visit);
        }
        path.pop();
    }

    /// The parsed values of all keys.
    ///
    /// # Errors
    /// Everything that [`validate`](Self::validate) finds, if that is anything.
    pub fn parse(&self, props: &Props) -> Result<BTreeMap<String, Parsed>, Validation> {
        let validation = self.validate(props);
        if validation.is_valid() {
            return Ok(validation.values.into_iter().map(|(name, value)| (name, value.value)).collect());
        }
        Err(validation)
    }

    /// The given keys that are not defined. Kafka ignores them; a misspelt one deserves a word.
    #[must_use]
    pub fn unknown(&self, props: &Props) -> Vec<UnknownKey> {
        let defined =
            || self.keys.iter().flat_map(|key| std::iter::once(&key.name).chain(&key.aliases)).map(|name| &**name);
        props
            .keys()
            .filter(|name| !defined().any(|defined| defined == *name))
            .filter(|name| !self.open.iter().any(|open| name.starts_with(&*open.prefix)))
            .map(|name| UnknownKey { name: name.clone(), suggestion: nearest(name, defined()).map(str::to_owned) })
            .collect()
    }
}

/// The candidate that differs least, if it differs little.
fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= (name.chars().count() / 5).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn defined_twice(name: &str) -> String {
    format!("Configuration {name} is defined twice.")
}

/// Kafka's order of steps: parse, or complain, or take the default; then validate what came of it, even if that is nothing.
fn parse_into(key: &ConfigKey, validation: &mut Validation) {
    let name = &*key.name;
    let value = if let Some(given) = given(key, validation) {
        validation.at(name).secret |= given.is_secret();
        let text = given.expose().map_or(Parsed::Null, |text| Parsed::String(text.to_owned()));
        key.config_type.parse(&text).unwrap_or_else(|invalid| {
            validation.refuse(name, invalid);
            Parsed::Null
        })
    } else if let Some(default) = key.default_value() {
        default
    } else {
        validation.error(name, format!("Missing required configuration \"{name}\" which has no default value."));
        Parsed::Null
    };
    if let Some(Err(invalid)) = key.validator_for(&value).map(|validator| validator.ensure_valid(name, &value)) {
        validation.refuse(name, invalid);
    }
    validation.at(name).value = value;
}

/// The raw value, also under an old name. That is then as good as given under the new one.
fn given(key: &ConfigKey, validation: &mut Validation) -> Option<Prop> {
    let name = &*key.name;
    for alias in &key.aliases {
        let Some(value) = validation.given.get(&**alias).cloned() else { continue };
        validation.warnings.push(if validation.given.contains_key(name) {
            format!("configuration {alias} is ignored: it is an old name of {name}, which is given too")
        } else {
            validation.given.insert(name.to_owned(), value);
            format!("configuration {alias} is deprecated: use {name}")
        });
    }
    validation.given.get(name).cloned()
}

fn recommend(key: &ConfigKey, parsed: &BTreeMap<String, Parsed>, validation: &mut Validation) {
    let Some(recommender) = &key.recommender else { return };
    let name = &*key.name;
    let proposed =
        recommender.valid_values(name, parsed).and_then(|values| Ok((values, recommender.visible(name, parsed)?)));
    match proposed {
        Ok((values, visible)) => {
            let value = validation.at(name);
            value.recommended = values;
            value.visible = visible;
        }
        Err(message) => validation.error(name, message),
    }
}
