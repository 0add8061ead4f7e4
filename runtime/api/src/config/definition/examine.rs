//! Parsing and validation, in Kafka's order of steps.

use std::{
    borrow::Cow,
    cmp::Ordering,
    collections::{BTreeMap, btree_map},
    iter::Peekable,
};

use super::{
    super::{
        java,
        key::ConfigKey,
        props::{Prop, Props},
        types::{ConfigType, Invalid, Parsed},
        validation::{ConfigValue, Validation, Values},
    },
    Classes, Definition, defined_twice,
};

/// In which order the keys are gone through, by where they stand.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// By name, as properties and values are.
    sorted: Vec<usize>,
    /// As a validation visits them: every root and then its dependents, a key with two parents twice. A circle is left
    /// when it closes. `None`: there are no dependents, and any order will do.
    visits: Option<Vec<usize>>,
}

/// What values are parsed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::config) enum Purpose {
    /// To be used (`ConfigDef.parse`): every key once, and duplicates that the validator does not want are taken out.
    Use,
    /// To be told what is wrong (`ConfigDef.validateAll`): roots and then their dependents, a key with two parents twice.
    Validate,
}

impl Definition {
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
        if let Some(mut values) = definition.values(props) {
            let mut sorted = Vec::with_capacity(values.len());
            for index in &definition.plan().sorted {
                let named = definition.keys.get(*index).zip(values.get_mut(*index).and_then(Option::take));
                sorted.extend(named.map(|(key, value)| (key.name.clone(), value)));
            }
            return Ok(sorted.into_iter().collect());
        }
        let mut validation = definition.examine(props, Purpose::Use);
        if validation.is_valid() {
            return Ok(validation.values.into_iter().map(|value| (value.name, value.value)).collect());
        }
        definition.complete(&mut validation, props);
        Err(validation)
    }

    /// Every key with its value or its errors. What was given is not in it yet: a copy that nobody may look at.
    pub(in crate::config) fn examine(&self, props: &Props, purpose: Purpose) -> Validation {
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
            let mut rest = props.iter().peekable();
            let mut values = Vec::with_capacity(self.keys.len());
            for key in plan.sorted.iter().filter_map(|index| self.keys.get(*index)) {
                let given = if key.aliases.is_empty() {
                    next(key, &mut rest)
                } else {
                    given(key, props, &mut validation.warnings)
                };
                let mut value = ConfigValue::new(key.name.clone());
                self.parse_into(key, &mut value, given, purpose);
                values.push(value);
            }
            values
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

    /// Where a key stands.
    pub(in crate::config) fn place(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// Every value in the order of the keys, if there is nothing else to say: no error, no warning.
    pub(in crate::config) fn values(&self, props: &Props) -> Option<Vec<Option<Parsed>>> {
        if !self.twice.is_empty() || !self.named.is_empty() {
            return None;
        }
        let mut rest = props.iter().peekable();
        let mut values = Vec::new();
        values.resize_with(self.keys.len(), || None);
        for index in &self.plan().sorted {
            let key = self.keys.get(*index)?;
            if key.aliases.iter().any(|alias| props.contains_key(&**alias)) {
                return None;
            }
            let value = match next(key, &mut rest) {
                None => key.default_value()?,
                Some(given) => match self.parse_given(key, given).ok()? {
                    Parsed::Password(password) => Parsed::Password(password.with_reference(given.reference())),
                    parsed => parsed,
                },
            };
            let value = key.without_duplicates(value);
            key.ensure_valid(&value).ok()?;
            *values.get_mut(*index)? = Some(value);
        }
        Some(values)
    }

    /// Adds what was given: passwords sealed, old names under the new ones.
    pub(in crate::config) fn complete(&self, validation: &mut Validation, props: &Props) {
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

    pub(super) fn parse_value(&self, key: &ConfigKey, value: &Parsed) -> Result<Parsed, Invalid> {
        let parsed = key.config_type.parse(value)?;
        if let (Some(Classes(known)), Parsed::Class(name), Parsed::String(text)) = (&self.classes, &parsed, value)
            && !known(name)
        {
            return Err(Invalid::value(value, format!("Class {text} could not be found.")));
        }
        Ok(parsed)
    }
}

/// The raw value of a key, for keys that are asked for in the order of their names: properties are sorted too, so one pass
/// over both does, and nothing is looked up.
fn next<'a>(key: &ConfigKey, rest: &mut Peekable<btree_map::Iter<'a, String, Prop>>) -> Option<&'a Prop> {
    loop {
        match (**rest.peek()?.0).cmp(&*key.name) {
            Ordering::Less => rest.next(),
            Ordering::Equal => return rest.next().map(|(_, given)| given),
            Ordering::Greater => return None,
        };
    }
}

/// The raw value, also under an old name. That is then as good as given under the new one.
pub(super) fn given<'a>(key: &ConfigKey, props: &'a Props, warnings: &mut Vec<String>) -> Option<&'a Prop> {
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
