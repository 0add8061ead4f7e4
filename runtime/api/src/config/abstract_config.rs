//! A parsed configuration of keys that are known at run time only.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    definition::{Definition, Purpose},
    java,
    key::ConfigKey,
    props::{Password, Prop, Props},
    recorded::Recorded,
    types::{ConfigType, Parsed},
    validation::Validation,
};

/// Kafka's `AbstractConfig`: the values of a [`Definition`], read by name. It remembers which keys were read, so that the
/// rest can be reported.
///
/// For keys that are known when the program is compiled, derive [`ConfigDef`](macro@crate::ConfigDef) instead: this is for
/// definitions made at run time, and for configurations that are handed on to something else.
///
/// ```
/// use kconnect::config::{AbstractConfig, ConfigKey, ConfigType, Definition, Importance, Parsed, Prop, Props};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let definition = Definition::new([
///     ConfigKey::new("field", ConfigType::String, Importance::High),
///     ConfigKey::new("limit", ConfigType::Int, Importance::Low).with_default(Parsed::Int(10)),
/// ])?;
/// let props = Props::from([("field".into(), Prop::from("text")), ("limti".into(), Prop::from("20"))]);
/// let config = AbstractConfig::new(definition, props)?;
/// assert_eq!(config.get_string("field")?, Some("text"));
/// assert_eq!(config.get_int("limit")?, Some(10));
/// assert_eq!(config.unused().into_iter().collect::<Vec<_>>(), ["limti"]);
/// # Ok(()) }
/// ```
pub struct AbstractConfig {
    definition: Definition,
    originals: Props,
    values: BTreeMap<String, Parsed>,
    used: Mutex<BTreeSet<String>>,
}

/// Why a configuration does not give a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// No such key is defined.
    Unknown {
        /// The key.
        name: String,
    },
    /// The key has another type.
    Type {
        /// The key.
        name: String,
        /// Its type.
        config_type: ConfigType,
        /// The type that was asked for.
        asked: ConfigType,
    },
    /// A value under a prefix is not valid for its key: the message in full.
    Invalid(String),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name } => write!(f, "Unknown configuration '{name}'"),
            Self::Type { name, config_type, asked } => {
                write!(f, "configuration {name} is a {}, not a {}", config_type.name(), asked.name())
            }
            Self::Invalid(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for ConfigError {}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident, $variant:ident => $type:ty, $value:ident, $take:expr;)*) => {$(
        $(#[$doc])*
        /// `None` for null.
        ///
        /// # Errors
        /// The key is not defined, or has another type.
        pub fn $name(&self, key: &str) -> Result<Option<$type>, ConfigError> {
            match self.get(key)? {
                Parsed::Null => Ok(None),
                Parsed::$variant($value) => Ok(Some($take)),
                _ => Err(self.wrong_type(key, ConfigType::$variant)),
            }
        }
    )*};
}

impl AbstractConfig {
    /// Parses and validates.
    ///
    /// # Errors
    /// All that is wrong, at once.
    pub fn new(definition: Definition, mut originals: Props) -> Result<Self, Validation> {
        let values =
            definition.parse(&originals)?.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
        let expanded = match definition.expanded(&originals) {
            Cow::Owned(expanded) => Some(expanded),
            Cow::Borrowed(_) => None,
        };
        let definition = expanded.unwrap_or(definition);
        let passwords: Vec<_> =
            definition.keys().iter().filter(|key| key.config_type == ConfigType::Password).flat_map(names).collect();
        for (name, prop) in &mut originals {
            // Under a prefix a password is one too.
            let below = |password: &&str| name.strip_suffix(password).is_some_and(|prefix| prefix.ends_with('.'));
            if let Prop::Plain(text) = prop
                && passwords.iter().any(|password| name == password || below(password))
            {
                *prop = Prop::Secret(std::mem::take(text));
            }
        }
        Ok(Self { definition, originals, values, used: Mutex::default() })
    }

    /// The keys; those of every name in a list of names included.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The value of a key, which then counts as used.
    ///
    /// # Errors
    /// The key is not defined.
    pub fn get(&self, key: &str) -> Result<&Parsed, ConfigError> {
        let value = self.values.get(key).ok_or_else(|| ConfigError::Unknown { name: key.to_owned() })?;
        let mut used = self.lock();
        // Whoever gave it under an old name has had it read too.
        for name in self.definition.get(key).into_iter().flat_map(names) {
            used.insert(name.to_owned());
        }
        drop(used);
        Ok(value)
    }

    getters! {
        /// A BOOLEAN.
        get_boolean, Boolean => bool, value, *value;
        /// A STRING without the blanks around it.
        get_string, String => &str, value, java::trim(value);
        /// An INT.
        get_int, Int => i32, value, *value;
        /// A SHORT.
        get_short, Short => i16, value, *value;
        /// A LONG.
        get_long, Long => i64, value, *value;
        /// A DOUBLE.
        get_double, Double => f64, value, *value;
        /// A LIST.
        get_list, List => &[String], value, value;
        /// A PASSWORD.
        get_password, Password => &Password, value, value;
        /// The name of a CLASS.
        get_class, Class => &str, value, value;
    }

    fn wrong_type(&self, key: &str, asked: ConfigType) -> ConfigError {
        let config_type = self.type_of(key).unwrap_or(asked);
        ConfigError::Type { name: key.to_owned(), config_type, asked }
    }

    /// The type of a key; `None` if it is not defined.
    #[must_use]
    pub fn type_of(&self, key: &str) -> Option<ConfigType> {
        self.definition.get(key).map(|key| key.config_type)
    }

    /// What a key does; `None` if it is not defined.
    #[must_use]
    pub fn documentation_of(&self, key: &str) -> Option<&str> {
        self.definition.get(key).and_then(|key| key.documentation.as_deref())
    }

    /// Every given key as it was given, defined or not.
    #[must_use]
    pub fn originals(&self) -> Recorded<'_, Prop> {
        Recorded::new(self, self.originals.clone())
    }

    /// The same with some keys changed or added.
    #[must_use]
    pub fn originals_with(&self, overrides: Props) -> Recorded<'_, Prop> {
        let mut originals = self.originals.clone();
        originals.extend(overrides);
        Recorded::new(self, originals)
    }

    /// The given keys that are longer than the prefix and begin with it; without it if `strip` says so.
    #[must_use]
    pub fn originals_with_prefix(&self, prefix: &str, strip: bool) -> Recorded<'_, Prop> {
        let below = self.below(prefix).map(|(name, prop)| {
            let name = if strip { name.to_owned() } else { format!("{prefix}{name}") };
            (name, prop.clone())
        });
        let recorded = Recorded::new(self, below.collect());
        if strip { recorded.prefixed(prefix, false) } else { recorded }
    }

    fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Prop)> {
        let stripped = move |(name, prop): (&'a String, &'a Prop)| Some((name.strip_prefix(prefix)?, prop));
        self.originals.iter().filter_map(stripped).filter(|(name, _)| !name.is_empty())
    }

    /// The parsed value of every key.
    #[must_use]
    pub fn values(&self) -> Recorded<'_, Parsed> {
        Recorded::new(self, self.values.clone())
    }

    /// The parsed value of every key that users may set.
    #[must_use]
    pub fn non_internal_values(&self) -> Recorded<'_, Parsed> {
        let public = |name: &str| self.definition.get(name).is_none_or(|key| !key.internal);
        let values = self.values.iter().filter(|(name, _)| public(name));
        Recorded::new(self, values.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    /// The values of every key, where those that are given under the prefix come before those that are given without it. A
    /// key with a second prefix (`listener.name.x.scram.ssl.keystore` under `listener.name.x.`) is parsed as the key after
    /// it and keeps that prefix.
    ///
    /// # Errors
    /// A value under the prefix is not valid.
    pub fn values_with_prefix_override(&self, prefix: &str) -> Result<Recorded<'_, Parsed>, ConfigError> {
        let mut values = self.values.clone();
        for (name, prop) in self.below(prefix) {
            let second = || name.split_once('.').and_then(|(_, rest)| self.definition.get(rest));
            if let Some(key) = self.definition.get(name).or_else(second) {
                values.insert(name.to_owned(), self.parse(key, prop)?);
            }
        }
        Ok(Recorded::new(self, values).prefixed(prefix, true))
    }

    /// The values of the keys that are given under the prefix; if none is, those of every key.
    ///
    /// # Errors
    /// A value under the prefix is not valid.
    pub fn values_with_prefix_all_or_nothing(&self, prefix: &str) -> Result<Recorded<'_, Parsed>, ConfigError> {
        if self.below(prefix).next().is_none() {
            return Ok(self.values().prefixed("", true));
        }
        let keys = self.below(prefix).filter_map(|(name, prop)| Some((self.definition.get(name)?, prop)));
        let values: Result<_, _> = keys.map(|(key, prop)| Ok((key.name.to_string(), self.parse(key, prop)?))).collect();
        Ok(Recorded::new(self, values?).prefixed(prefix, true))
    }

    fn parse(&self, key: &ConfigKey, prop: &Prop) -> Result<Parsed, ConfigError> {
        let given = Props::from([(key.name.to_string(), prop.clone())]);
        let validation = self.definition.examine(&given, Purpose::Use);
        let Some(value) = validation.get(&key.name) else {
            return Err(ConfigError::Unknown { name: key.name.to_string() });
        };
        value
            .errors
            .first()
            .map_or_else(|| Ok(value.value.clone()), |message| Err(ConfigError::Invalid(message.clone())))
    }

    /// Counts a key as used.
    pub fn ignore(&self, key: &str) {
        self.lock().insert(key.to_owned());
    }

    /// The keys that were read or [ignored](Self::ignore), defined or not.
    #[must_use]
    pub fn used(&self) -> BTreeSet<String> {
        self.lock().clone()
    }

    /// The given keys that nobody has read so far.
    #[must_use]
    pub fn unused(&self) -> BTreeSet<String> {
        let used = self.lock();
        self.originals.keys().filter(|name| !used.contains(*name)).cloned().collect()
    }

    /// What Kafka's `logUnused` logs; `None` if everything was read.
    #[must_use]
    pub fn unused_message(&self) -> Option<String> {
        let unused: Vec<_> = self.unused().into_iter().collect();
        let names = unused.join(", ");
        (!unused.is_empty()).then(|| format!("These configurations '[{names}]' were supplied but are not used yet."))
    }

    /// The values for the log at start-up: sorted, secrets hidden. `class` is the simple name of the configuration's class.
    #[must_use]
    pub fn dump(&self, class: &str) -> String {
        self.definition.examine(&self.originals, Purpose::Use).dump(class)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<String>> {
        // A set of names is whole at every moment.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Equal if what was given is.
impl PartialEq for AbstractConfig {
    fn eq(&self, other: &Self) -> bool {
        self.originals == other.originals
    }
}

impl fmt::Debug for AbstractConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AbstractConfig").field("originals", &self.originals).finish_non_exhaustive()
    }
}

fn names(key: &ConfigKey) -> impl Iterator<Item = &str> {
    std::iter::once(&key.name).chain(&key.aliases).map(|name| &**name)
}
