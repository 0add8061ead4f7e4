//! The Rust types that take every key under a prefix.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasher,
};

use super::{
    super::{
        props::{Prop, Props},
        types::{ConfigType, Invalid, Parsed},
    },
    ConfigField,
};

/// A Rust type that takes every key under a prefix: `#[config(prefix = "headers.")]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot take the keys under a prefix",
    label = "not a map of keys",
    note = "use `BTreeMap<String, _>` or `HashMap<String, _>` of a type that a key can have, or `Props` for the values as they were given"
)]
pub trait OpenField: Sized {
    /// The type of every value; `None` if they stay as they were given.
    const TYPE: Option<ConfigType> = None;

    /// Takes the given keys, without the prefix. `refuse` gets the name of a key, without the prefix, and what is wrong with
    /// its value. `None` if anything was refused.
    fn from_props(props: Props, refuse: &mut dyn FnMut(&str, Invalid)) -> Option<Self>;

    /// The inverse: keys without the prefix.
    fn to_props(&self) -> Props;
}

/// The values as they were given.
impl OpenField for Props {
    fn from_props(props: Props, _refuse: &mut dyn FnMut(&str, Invalid)) -> Option<Self> {
        Some(props)
    }

    /// A text with variables goes back as it was written.
    fn to_props(&self) -> Props {
        self.iter().map(|(name, prop)| (name.clone(), prop.clone().stored())).collect()
    }
}

impl<T: ConfigField> OpenField for BTreeMap<String, T> {
    const TYPE: Option<ConfigType> = Some(T::TYPE);

    fn from_props(props: Props, refuse: &mut dyn FnMut(&str, Invalid)) -> Option<Self> {
        read(props, refuse).map(|entries| entries.into_iter().collect())
    }

    fn to_props(&self) -> Props {
        self.iter().map(write).collect()
    }
}

impl<T: ConfigField, S: BuildHasher + Default> OpenField for HashMap<String, T, S> {
    const TYPE: Option<ConfigType> = Some(T::TYPE);

    fn from_props(props: Props, refuse: &mut dyn FnMut(&str, Invalid)) -> Option<Self> {
        read(props, refuse).map(|entries| entries.into_iter().collect())
    }

    fn to_props(&self) -> Props {
        self.iter().map(write).collect()
    }
}

/// Every entry is read, so that all that is wrong is said at once.
fn read<T: ConfigField>(props: Props, refuse: &mut dyn FnMut(&str, Invalid)) -> Option<Vec<(String, T)>> {
    let given = props.len();
    let mut entries = Vec::with_capacity(given);
    for (name, prop) in props {
        match value(&name, &prop) {
            Ok(value) => entries.push((name, value)),
            Err(invalid) => refuse(&name, invalid.hiding(&prop, prop.is_secret() || T::TYPE == ConfigType::Password)),
        }
    }
    (entries.len() == given).then_some(entries)
}

fn value<T: ConfigField>(name: &str, prop: &Prop) -> Result<T, Invalid> {
    let parsed = match T::TYPE.parse(&prop.to_parsed())? {
        Parsed::Password(password) => Parsed::Password(password.with_reference(prop.reference())),
        other => other,
    };
    if let Some(validator) = T::VALIDATOR.filter(|_| !T::NULLABLE || !parsed.is_null()) {
        validator.ensure_valid(name, &parsed)?;
    }
    T::from_parsed(&parsed)
}

fn write<T: ConfigField>((name, value): (&String, &T)) -> (String, Prop) {
    (name.clone(), value.to_parsed().into())
}
