//! All keys of a configuration, and what Kafka's `ConfigDef` does with them.

mod examine;
mod named;
mod unknown;

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    fmt,
    sync::{Arc, OnceLock},
};

use examine::Plan;
use named::below_group;

use super::{
    key::{ConfigKey, Row},
    types::Invalid,
};

pub(super) use examine::Purpose;
pub use named::NamedSection;
pub(super) use named::below;
pub use unknown::UnknownKey;
pub(super) use unknown::nearest;

/// The keys of a configuration (Kafka's `ConfigDef`).
#[derive(Clone, Debug, Default)]
pub struct Definition {
    keys: Vec<ConfigKey>,
    /// Where each key stands.
    names: HashMap<Cow<'static, str>, usize>,
    open: Vec<OpenPrefix>,
    named: Vec<NamedSection>,
    /// Whether the keys of all names are among the keys.
    expanded: bool,
    /// Keys that two embedded definitions share. Every validation reports them: a derived definition cannot fail earlier.
    twice: Vec<Cow<'static, str>>,
    classes: Option<Classes>,
    /// The order of work; made with the first validation.
    plan: OnceLock<Plan>,
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

/// Which class names a CLASS may have.
#[derive(Clone)]
struct Classes(Arc<dyn Fn(&str) -> bool + Send + Sync>);

impl fmt::Debug for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Classes")
    }
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

impl Definition {
    /// A definition made at run time; `#[derive(ConfigDef)]` makes the others. Defaults are parsed and validated.
    ///
    /// # Errors
    /// A key defined twice, or a default that is not valid, in Kafka's words.
    pub fn new(keys: impl IntoIterator<Item = ConfigKey>) -> Result<Self, DefinitionError> {
        keys.into_iter().try_fold(Self::default(), Self::define)
    }

    /// Adds a key (`ConfigDef.define`).
    ///
    /// # Errors
    /// The key is defined already, or its default is not valid, in Kafka's words.
    pub fn define(mut self, key: ConfigKey) -> Result<Self, DefinitionError> {
        let refused = |invalid: Invalid| DefinitionError(invalid.text(&key.name));
        let key = match key.default_value() {
            None => key,
            Some(default) => {
                let default = self.parse_value(&key, &default).map_err(refused)?;
                key.ensure_valid(&default).map_err(refused)?;
                key.with_default(default)
            }
        };
        if self.get(&key.name).is_some() {
            return Err(DefinitionError(defined_twice(&key.name)));
        }
        self.push(key);
        Ok(self)
    }

    /// Adds the keys of another definition, unprefixed: the worker's own keys to a connector's.
    ///
    /// # Errors
    /// A key defined in both.
    pub fn with(mut self, other: &Self) -> Result<Self, DefinitionError> {
        other.keys.iter().cloned().for_each(|key| self.push(key));
        self.open.extend(other.open.iter().cloned());
        self.named.extend(other.named.iter().cloned());
        self.twice.first().map(|name| defined_twice(name)).map_or(Ok(self), |message| Err(DefinitionError(message)))
    }

    /// Adds the keys of another definition under a prefix (`ConfigDef.embed`): in their documented order, numbered from
    /// `order`, in groups whose names begin with `group`. Validators and recommenders see the names without the prefix.
    ///
    /// # Errors
    /// A key that is defined already.
    pub fn embed(mut self, prefix: &str, group: &str, order: i32, child: &Self) -> Result<Self, DefinitionError> {
        for (key, order) in child.sorted().into_iter().zip(order..) {
            let key = key.embedded(prefix, Some(below_group(group, key)), order);
            if self.get(&key.name).is_some() {
                return Err(DefinitionError(defined_twice(&key.name)));
            }
            self.push(key);
        }
        self.adopt(prefix, child);
        Ok(self)
    }

    /// Says which classes there are: the value of a CLASS key must then be the name of one. Without this every name is
    /// valid.
    #[must_use]
    pub fn with_classes(mut self, known: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.classes = Some(Classes(Arc::new(known)));
        self
    }

    fn push(&mut self, key: ConfigKey) {
        self.plan = OnceLock::new();
        if self.names.contains_key(&key.name) {
            self.twice.push(key.name);
        } else {
            self.names.insert(key.name.clone(), self.keys.len());
            self.keys.push(key);
        }
    }

    /// Takes over what a child has beside its keys.
    fn adopt(&mut self, prefix: &str, child: &Self) {
        let prefixed = |name: &str| Cow::Owned(format!("{prefix}{name}"));
        let open = |open: &OpenPrefix| OpenPrefix { prefix: prefixed(&open.prefix), ..open.clone() };
        self.open.extend(child.open.iter().map(open));
        let named = |named: &NamedSection| NamedSection {
            key: prefixed(&named.key),
            prefix: prefixed(&named.prefix),
            ..named.clone()
        };
        self.named.extend(child.named.iter().map(named));
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

    /// The keys of a field that is itself a configuration. They keep their groups, or get one around them.
    #[doc(hidden)]
    #[must_use]
    pub fn section(mut self, prefix: &str, group: Option<&str>, child: &Self) -> Self {
        // In each group they follow what is there already, in their own order.
        let last = |group: &Option<Cow<'_, str>>| {
            self.keys.iter().filter(|key| key.group == *group).map(|key| key.order).max().unwrap_or_default().max(0)
        };
        let embedded: Vec<_> = child
            .keys
            .iter()
            .map(|key| {
                let group = group.map_or_else(|| key.group.clone(), |group| Some(below_group(group, key)));
                let order = key.order.saturating_add(last(&group));
                key.embedded(prefix, group, order).in_full()
            })
            .collect();
        for key in embedded {
            self.push(key);
        }
        self.adopt(prefix, child);
        self
    }

    /// A field that takes every key with a prefix.
    #[doc(hidden)]
    #[must_use]
    pub fn open(mut self, prefix: &'static str, documentation: &'static str) -> Self {
        self.open.push(OpenPrefix { prefix: prefix.into(), documentation: documentation.into() });
        self
    }

    /// A field that is a configuration for each name in a list.
    #[doc(hidden)]
    #[must_use]
    pub fn name_section(
        mut self,
        key: &'static str,
        prefix: &'static str,
        group: &'static str,
        definition: fn() -> Cow<'static, Self>,
    ) -> Self {
        self.named.push(NamedSection { key: key.into(), prefix: prefix.into(), group: group.into(), definition });
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

    /// The lists of names that have keys of their own.
    #[must_use]
    pub fn named(&self) -> &[NamedSection] {
        &self.named
    }

    /// One key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ConfigKey> {
        self.names.get(name).and_then(|index| self.keys.get(*index))
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

    /// All keys in the order of Kafka's documentation (`ConfigDef.sortedConfigs`): without a group first, then group by
    /// group; inside of it by `order`, required before optional, importance, name.
    #[must_use]
    pub fn sorted(&self) -> Vec<&ConfigKey> {
        let groups: HashMap<_, _> = self.groups().into_iter().zip(0..).collect();
        let mut keys: Vec<_> = self.keys.iter().collect();
        keys.sort_by_cached_key(|key| {
            let group: Option<Option<&usize>> = key.group.as_deref().map(|group| groups.get(group));
            let name: Vec<_> = key.name.encode_utf16().collect();
            (group, key.order, key.default_value().is_some(), key.importance, name)
        });
        keys
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

    /// The dependents that are not defined, each once.
    fn undefined(&self) -> BTreeSet<&str> {
        self.dependents().filter(|name| self.get(name).is_none()).collect()
    }
}

fn defined_twice(name: &str) -> String {
    format!("Configuration {name} is defined twice.")
}
