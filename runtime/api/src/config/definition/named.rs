//! Lists of names with keys of their own.

use std::{borrow::Cow, collections::BTreeSet};

use super::{
    super::{
        key::ConfigKey,
        props::{Prop, Props},
        types::{Invalid, Parsed},
        validation::Validation,
    },
    Definition, OpenPrefix,
    examine::given,
};

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
    pub(super) definition: fn() -> Cow<'static, Definition>,
}

impl NamedSection {
    /// The keys that each name has.
    #[must_use]
    pub fn definition(&self) -> Cow<'static, Definition> {
        (self.definition)()
    }
}

impl Definition {
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

    /// A name in the list of a section must be there once, as Kafka says of `transforms`.
    pub(super) fn duplicates(&self, section: &NamedSection, props: &Props, validation: &mut Validation) {
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
}

/// The group of an embedded key: that of the section, and its own.
pub(super) fn below_group(group: &str, key: &ConfigKey) -> Cow<'static, str> {
    key.group.as_deref().map_or_else(|| group.to_owned(), |own| format!("{group}: {own}")).into()
}

/// The keys with a prefix, without it.
pub(in crate::config) fn below(props: &Props, prefix: &str) -> Props {
    let stripped = |(name, value): (&String, &Prop)| Some((name.strip_prefix(prefix)?.to_owned(), value.clone()));
    props.iter().filter_map(stripped).collect()
}
