//! The types of a LIST.

use std::{
    collections::{BTreeSet, HashSet},
    hash::{BuildHasher, Hash},
};

use super::{
    super::{
        types::{ConfigType, Invalid, Parsed},
        validators::Validator,
    },
    ConfigField, ListElement,
    traits::not_this,
};

/// A LIST has no quoting: an element that holds a comma, or blanks around it, does not survive being written back.
impl<T: ListElement> ConfigField for Vec<T> {
    const TYPE: ConfigType = ConfigType::List;
    const VALIDATOR: Option<&'static dyn Validator> = T::LIST_VALIDATOR;

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        elements(value)
    }

    fn to_parsed(&self) -> Parsed {
        Parsed::List(self.iter().filter_map(text).collect())
    }
}

/// A LIST in which every element counts once, and the order of the elements is the type's.
impl<T: ListElement + Ord> ConfigField for BTreeSet<T> {
    const TYPE: ConfigType = ConfigType::List;
    const VALIDATOR: Option<&'static dyn Validator> = T::LIST_VALIDATOR;

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        elements(value)
    }

    fn to_parsed(&self) -> Parsed {
        Parsed::List(self.iter().filter_map(text).collect())
    }
}

/// A LIST in which every element counts once. It is written back sorted, so that equal sets give equal texts.
impl<T: ListElement + Eq + Hash, S: BuildHasher + Default> ConfigField for HashSet<T, S> {
    const TYPE: ConfigType = ConfigType::List;
    const VALIDATOR: Option<&'static dyn Validator> = T::LIST_VALIDATOR;

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        elements(value)
    }

    fn to_parsed(&self) -> Parsed {
        let mut texts: Vec<_> = self.iter().filter_map(text).collect();
        texts.sort();
        Parsed::List(texts)
    }
}

fn elements<T: ListElement, C: FromIterator<T>>(value: &Parsed) -> Result<C, Invalid> {
    let Parsed::List(elements) = value else { return Err(not_this(value)) };
    elements.iter().map(|element| T::from_owned(T::TYPE.parse_text(element)?)).collect()
}

fn text<T: ListElement>(element: &T) -> Option<String> {
    element.to_parsed().to_text()
}
