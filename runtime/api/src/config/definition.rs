//! All keys of a configuration, and what Kafka's `ConfigDef` does with them.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    sync::{Arc, OnceLock},
};

use super::{
    java,
    key::{ConfigKey, Row},
    props::{Prop, Props},
    types::{ConfigType, Invalid, Parsed},
    validation::{ConfigValue, Validation, Values},
};

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

/// A LIST of names, each of which has the same keys of its own, as `transforms=a,b` has `transforms.a.type`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NamedSection {
    /// The LIST key: `transforms`.
    pub key: Cow<'static, str>,
    /// What stands before each name: `transforms.`.
    pub prefix: Cow<'static, str>,
    /// The group of a name's keys is this, `: `, and the name: `Transforms`.
    pub group: Cow<'static, str>,
    definition: fn() -> Cow<'static, Definition>,
}

impl NamedSection {
    /// The keys that each name has.
    #[must_use]
    pub fn definition(&self) -> Cow<'static, Definition> {
        (self.definition)()
    }
}

/// Which class names a CLASS may have.
#[derive(Clone)]
struct Classes(Arc<dyn Fn(&str) -> bool + Send + Sync>);

impl fmt::Debug for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Classes")
    }
}

/// In which order the keys are gone through, by where they stand.
#[derive(Clone, Debug)]
struct Plan {
    /// By name, as properties and values are.
    sorted: Vec<usize>,
    /// As a validation visits them: every root and then its dependents, a key with two parents twice. A circle is left
    /// when it closes. `None`: there are no dependents, and any order will do.
    visits: Option<Vec<usize>>,
}

/// What values are parsed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be used (`ConfigDef.parse`): every key once, and duplicates that the validator does not want are taken out.
    Use,
    /// To be told what is wrong (`ConfigDef.validateAll`): roots and then their dependents, a key with two parents twice.
    Validate,
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

    /// The definition with the keys of every name in the lists of [`named`](Self::named).
    #[must_use]
    pub fn expanded(&self, props: &Props) -> Cow<'_, Self> {
        if self.named.is_empty() || self.expanded {
            return Cow::Borrowed(self);
        }
        let mut expanded = Self { expanded: true, ..self.clone() };
        for section in &self.named {
            let child = section.definition();
            for name in self.names_of(section, props) {
                let prefix = format!("{}{name}.", section.prefix);
                let group = format!("{}: {name}", section.group);
                // A name given twice, or one whose keys are others' too: the list key reports the first, and the second
                // is defined already.
                for (key, order) in child.expanded(&below(props, &prefix)).sorted().into_iter().zip(1..) {
                    let key = key.embedded(&prefix, Some(below_group(&group, key)), order);
                    if !expanded.names.contains_key(&key.name) {
                        expanded.push(key);
                    }
                }
                let open = child.open.iter();
                expanded.open.extend(
                    open.map(|open| OpenPrefix { prefix: format!("{prefix}{}", open.prefix).into(), ..open.clone() }),
                );
            }
        }
        Cow::Owned(expanded)
    }

    /// The names in the list of a section, each once.
    fn names_of(&self, section: &NamedSection, props: &Props) -> Vec<String> {
        let Some(key) = self.get(&section.key) else { return Vec::new() };
        let given = std::iter::once(&key.name).chain(&key.aliases).find_map(|name| props.get(&**name));
        let value = match given {
            Some(given) => key.config_type.parse(&given.to_parsed()).unwrap_or_default(),
            None => key.default_value().unwrap_or_default(),
        };
        let Parsed::List(names) = value else { return Vec::new() };
        let mut seen = BTreeSet::new();
        names.into_iter().filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
    }

    /// Parses and validates every key and collects all errors (`ConfigDef.validateAll`). Unknown keys are no errors here;
    /// see [`unknown`](Self::unknown).
    #[must_use]
    pub fn validate(&self, props: &Props) -> Validation {
        let definition = self.expanded(props);
        let mut validation = definition.parse_for_validate(props);
        definition.recommend(&mut validation);
        for dependent in definition.undefined() {
            let value = validation.at(dependent);
            value.errors.push(format!("{dependent} is referred in the dependents, but not defined."));
            value.visible = false;
        }
        validation
    }

    /// As [`validate`](Self::validate), and every unknown key is an error: what `config.strict=true` asks for.
    #[must_use]
    pub fn validate_strict(&self, props: &Props) -> Validation {
        let mut validation = self.validate(props);
        for unknown in self.unknown(props) {
            validation.error(&unknown.name, unknown.to_string());
        }
        validation
    }

    /// The first half of [`validate`](Self::validate): parses every key and runs the validators
    /// (`ConfigDef.parseForValidate`).
    #[must_use]
    pub fn parse_for_validate(&self, props: &Props) -> Validation {
        let mut validation = self.examine(props, Purpose::Validate);
        self.complete(&mut validation, props);
        validation
    }

    /// Every key with its value or its errors. What was given is not in it yet: a copy that nobody may look at.
    pub(super) fn examine(&self, props: &Props, purpose: Purpose) -> Validation {
        let mut validation = Validation::default();
        let plan = self.plan();
        let visits = plan.visits.as_ref().filter(|_| purpose == Purpose::Validate);
        let values = if let Some(visits) = visits {
            let mut values: Vec<_> = self.keys.iter().map(|key| Some(ConfigValue::new(key.name.clone()))).collect();
            for index in visits {
                if let (Some(key), Some(Some(value))) = (self.keys.get(*index), values.get_mut(*index)) {
                    self.parse_into(key, value, given(key, props, &mut validation.warnings), purpose);
                }
            }
            plan.sorted.iter().filter_map(|index| values.get_mut(*index)?.take()).collect()
        } else {
            // Keys and properties are both sorted: one pass over both, and nothing is looked up.
            let mut rest = props.iter().peekable();
            let value = |index: &usize| {
                let key = self.keys.get(*index)?;
                let mut value = ConfigValue::new(key.name.clone());
                while rest.next_if(|(name, _)| ***name < *key.name).is_some() {}
                let given = if key.aliases.is_empty() {
                    rest.next_if(|(name, _)| **name == *key.name).map(|(_, given)| given)
                } else {
                    given(key, props, &mut validation.warnings)
                };
                self.parse_into(key, &mut value, given, purpose);
                Some(value)
            };
            plan.sorted.iter().filter_map(value).collect()
        };
        validation.values = Values::sorted(values);
        for name in &self.twice {
            validation.error(name, defined_twice(name));
        }
        for section in &self.named {
            self.duplicates(section, props, &mut validation);
        }
        validation
    }

    /// Every value by name, if there is nothing else to say: no error, no warning.
    pub(super) fn values(&self, props: &Props) -> Option<Vec<(Cow<'static, str>, Parsed)>> {
        if !self.twice.is_empty() || !self.named.is_empty() {
            return None;
        }
        let mut rest = props.iter().peekable();
        let value = |index: &usize| {
            let key = self.keys.get(*index)?;
            if key.aliases.iter().any(|alias| props.contains_key(&**alias)) {
                return None;
            }
            while rest.next_if(|(name, _)| ***name < *key.name).is_some() {}
            let given = rest.next_if(|(name, _)| **name == *key.name).map(|(_, given)| given);
            let value = match given {
                None => key.default_value()?,
                Some(given) => match self.parse_given(key, given).ok()? {
                    Parsed::Password(password) => Parsed::Password(password.with_reference(given.reference())),
                    parsed => parsed,
                },
            };
            let value = key.without_duplicates(value);
            key.ensure_valid(&value).ok()?;
            Some((key.name.clone(), value))
        };
        self.plan().sorted.iter().map(value).collect()
    }

    /// Adds what was given: passwords sealed, old names under the new ones.
    pub(super) fn complete(&self, validation: &mut Validation, props: &Props) {
        if validation.complete {
            return;
        }
        validation.complete = true;
        validation.given = props.clone();
        for key in &self.keys {
            for alias in &key.aliases {
                if let Some(value) = props.get(&**alias)
                    && !validation.given.contains_key(&*key.name)
                {
                    validation.given.insert(key.name.to_string(), value.clone());
                }
            }
            if key.config_type == ConfigType::Password {
                std::iter::once(&key.name).chain(&key.aliases).for_each(|name| validation.seal(name));
            }
        }
    }

    /// A name in the list of a section must be there once, as Kafka says of `transforms`.
    fn duplicates(&self, section: &NamedSection, props: &Props, validation: &mut Validation) {
        let Some(key) = self.get(&section.key) else { return };
        let value = validation.at(&key.name);
        let Parsed::List(names) = &value.value else { return };
        let mut seen = BTreeSet::new();
        if !names.iter().all(|name| seen.insert(name)) {
            let invalid = Invalid::value(&value.value, "Duplicate alias provided.");
            let given = given(key, props, &mut Vec::new()).unwrap_or(&Prop::Null);
            value.errors.push(invalid.hiding(given, value.secret).text(&key.name));
        }
    }

    /// The second half of [`validate`](Self::validate): asks the recommenders, with all parsed values. Values that are
    /// recommended already stay only if the recommender has them too.
    pub fn recommend(&self, validation: &mut Validation) {
        if self.keys.iter().all(|key| key.recommender.is_none()) {
            return;
        }
        let parsed: BTreeMap<_, _> =
            self.visited().map(|key| (key.name.to_string(), validation.at(&key.name).value.clone())).collect();
        for key in self.visited() {
            let Some(advice) = &key.recommender else { continue };
            let value = validation.at(&key.name);
            let visible = advice.valid_values(&key.name, &parsed).and_then(|mut values| {
                if !value.recommended.is_empty() {
                    values.retain(|known| value.recommended.contains(known));
                }
                value.recommended = values;
                advice.visible(&key.name, &parsed)
            });
            match visible {
                Ok(visible) => value.visible = visible,
                Err(message) => validation.error(&key.name, message),
            }
        }
    }

    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| {
            let mut sorted: Vec<_> = (0..self.keys.len()).collect();
            sorted.sort_by_key(|index| self.keys.get(*index).map(|key| &key.name));
            let visits = self.keys.iter().any(|key| !key.dependents.is_empty()).then(|| {
                let mut visits = Vec::new();
                for root in self.roots() {
                    self.walk(root, &mut Vec::new(), &mut visits);
                }
                visits
            });
            Plan { sorted, visits }
        })
    }

    /// The keys as a validation visits them.
    fn visited(&self) -> impl Iterator<Item = &ConfigKey> {
        let visits = self.plan().visits.as_deref();
        let all = visits.is_none().then_some(&self.keys).into_iter().flatten();
        visits.into_iter().flatten().filter_map(|index| self.keys.get(*index)).chain(all)
    }

    fn walk<'a>(&'a self, name: &'a str, path: &mut Vec<&'a str>, visits: &mut Vec<usize>) {
        let Some(index) = self.names.get(name).filter(|_| !path.contains(&name)) else { return };
        let Some(key) = self.keys.get(*index) else { return };
        visits.push(*index);
        path.push(name);
        for dependent in &key.dependents {
            self.walk(dependent, path, visits);
        }
        path.pop();
    }

    /// The parsed values of all keys.
    ///
    /// # Errors
    /// Everything that [`validate`](Self::validate) finds, if that is anything; dependents that are not defined are the
    /// only error then, as in Kafka.
    pub fn parse(&self, props: &Props) -> Result<BTreeMap<Cow<'static, str>, Parsed>, Validation> {
        let undefined = self.undefined();
        if let Some(first) = undefined.first() {
            let mut validation = Validation::default();
            // Kafka keeps them in a `HashSet`, and its message lists them in that set's order.
            let names = self.dependents().filter(|name| undefined.contains(name)).map(str::to_owned).collect();
            let names = java::hash_set_order(names).join(",");
            let message = format!("Some configurations in are referred in the dependents, but not defined: {names}");
            validation.error(first, message);
            return Err(validation);
        }
        let definition = self.expanded(props);
        if let Some(values) = definition.values(props) {
            return Ok(values.into_iter().collect());
        }
        let mut validation = definition.examine(props, Purpose::Use);
        if validation.is_valid() {
            return Ok(validation.values.into_iter().map(|value| (value.name, value.value)).collect());
        }
        definition.complete(&mut validation, props);
        Err(validation)
    }

    /// The given keys that are not defined. Kafka ignores them; a misspelt one deserves a word.
    #[must_use]
    pub fn unknown(&self, props: &Props) -> Vec<UnknownKey> {
        let definition = self.expanded(props);
        let defined = || {
            definition.keys.iter().flat_map(|key| std::iter::once(&key.name).chain(&key.aliases)).map(|name| &**name)
        };
        let known: BTreeSet<_> = defined().collect();
        props
            .keys()
            .filter(|name| !known.contains(&***name))
            .filter(|name| !definition.open.iter().any(|open| name.starts_with(&*open.prefix)))
            .map(|name| UnknownKey { name: name.clone(), suggestion: nearest(name, defined()).map(str::to_owned) })
            .collect()
    }

    /// Kafka's order of steps: parse, or complain, or take the default; then validate what came of it, even if that is
    /// nothing.
    fn parse_into(&self, key: &ConfigKey, value: &mut ConfigValue, given: Option<&Prop>, purpose: Purpose) {
        value.secret = key.config_type == ConfigType::Password || given.is_some_and(Prop::is_secret);
        let sealed =
            given.filter(|given| key.config_type == ConfigType::Password && matches!(given, Prop::Resolved(_)));
        let sealed = sealed.map(|given| given.clone().sealed());
        let given = sealed.as_ref().or(given);
        value.reference = given.filter(|given| given.reference().is_some()).map(|given| given.instead().to_owned());
        let parsed = if let Some(given) = given {
            match self.parse_given(key, given) {
                Ok(Parsed::Password(password)) => Parsed::Password(password.with_reference(given.reference())),
                Ok(parsed) => parsed,
                Err(invalid) => {
                    // What is no text is no secret either, wherever it was given.
                    let secret = value.secret && (given.expose().is_some() || given.is_secret());
                    value.errors.push(invalid.hiding(given, secret).text(&key.name));
                    Parsed::Null
                }
            }
        } else if let Some(default) = key.default_value() {
            default
        } else {
            let name = &key.name;
            value.errors.push(format!("Missing required configuration \"{name}\" which has no default value."));
            Parsed::Null
        };
        let parsed = if purpose == Purpose::Use { key.without_duplicates(parsed) } else { parsed };
        if let Err(invalid) = key.ensure_valid(&parsed) {
            let secret = value.secret && !parsed.is_null();
            let invalid = invalid.hiding(given.unwrap_or(&Prop::Null), secret);
            value.errors.push(invalid.text(key.own_name()));
        }
        value.value = parsed;
    }

    fn parse_given(&self, key: &ConfigKey, given: &Prop) -> Result<Parsed, Invalid> {
        match given {
            Prop::Null => Ok(Parsed::Null),
            Prop::Value(value) => self.parse_value(key, value),
            text if self.classes.is_some() => self.parse_value(key, &text.to_parsed()),
            text => key.config_type.parse_text(text.expose().unwrap_or_default()),
        }
    }

    fn parse_value(&self, key: &ConfigKey, value: &Parsed) -> Result<Parsed, Invalid> {
        let parsed = key.config_type.parse(value)?;
        if let (Some(Classes(known)), Parsed::Class(name), Parsed::String(text)) = (&self.classes, &parsed, value)
            && !known(name)
        {
            return Err(Invalid::value(value, format!("Class {text} could not be found.")));
        }
        Ok(parsed)
    }
}

/// The group of an embedded key: that of the section, and its own.
fn below_group(group: &str, key: &ConfigKey) -> Cow<'static, str> {
    key.group.as_deref().map_or_else(|| group.to_owned(), |own| format!("{group}: {own}")).into()
}

/// The keys with a prefix, without it.
pub(super) fn below(props: &Props, prefix: &str) -> Props {
    let stripped = |(name, value): (&String, &Prop)| Some((name.strip_prefix(prefix)?.to_owned(), value.clone()));
    props.iter().filter_map(stripped).collect()
}

/// The candidate that differs least, if it differs little.
pub(super) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= (name.chars().count() / 5).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn defined_twice(name: &str) -> String {
    format!("Configuration {name} is defined twice.")
}

/// The raw value, also under an old name. That is then as good as given under the new one.
fn given<'a>(key: &ConfigKey, props: &'a Props, warnings: &mut Vec<String>) -> Option<&'a Prop> {
    let name = &*key.name;
    let mut given = props.get(name);
    for alias in &key.aliases {
        let Some(old) = props.get(&**alias) else { continue };
        let warning = if given.is_some() {
            format!("configuration {alias} is ignored: it is an old name of {name}, which is given too")
        } else {
            given = Some(old);
            format!("configuration {alias} is deprecated: use {name}")
        };
        // A key with two parents comes twice.
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    given
}
