//! Rules for lists.

use std::collections::BTreeSet;

use super::{
    super::types::{Invalid, Parsed},
    combine::NonNull,
    text::{Texts, ValidString},
    validator::{Constraint, Validator},
};

/// A list of some texts without duplicates; it may be empty (`ConfigDef.ValidList`). See also [`NonDuplicateList`].
#[derive(Clone, Debug)]
pub struct ValidList {
    /// The valid elements; any if there are none.
    pub values: Texts,
}

impl Validator for ValidList {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        let whole = |what: &str| Err(Invalid::whole(format!("Configuration '{name}' {what}")));
        let Parsed::List(elements) = value else { return whole("values must not be null.") };
        if !are_distinct(elements) {
            return whole("values must not be duplicated.");
        }
        let one = ValidString { values: self.values.clone() };
        elements.iter().try_for_each(|element| match element.is_empty() {
            true => whole("values must not be empty."),
            false if self.values.is_empty() || self.values.iter().any(|value| value == element) => Ok(()),
            false => one.ensure_valid(name, &Parsed::String(element.clone())),
        })
    }

    fn constraint(&self) -> Constraint {
        if self.values.is_empty() {
            return Constraint::Other(self.describe());
        }
        let values = self.values.iter().map(|value| value.clone().into_owned()).collect();
        Constraint::OneOf { values, case_insensitive: false }
    }

    fn describe(&self) -> String {
        if self.values.is_empty() { String::new() } else { format!("[{}]", self.values.join(", ")) }
    }

    fn removes_duplicates(&self) -> bool {
        true
    }
}

/// [`ValidList`] that says whether the list may be empty and whether it may be null (`ConfigDef.ValidList.in(boolean, …)` and
/// `anyNonDuplicateValues`).
#[derive(Clone, Debug)]
pub struct NonDuplicateList {
    /// The valid elements; any if there are none.
    pub values: Texts,
    /// Whether no element at all is valid.
    pub empty_allowed: bool,
    /// Whether null is valid.
    pub null_allowed: bool,
}

impl NonDuplicateList {
    /// Any elements without duplicates (`anyNonDuplicateValues`).
    #[must_use]
    pub const fn any(empty_allowed: bool, null_allowed: bool) -> Self {
        Self { values: Texts::Borrowed(&[]), empty_allowed, null_allowed }
    }
}

impl Validator for NonDuplicateList {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        if self.null_allowed && value.is_null() {
            return Ok(());
        }
        if !self.empty_allowed && matches!(value, Parsed::List(elements) if elements.is_empty()) {
            let valid = match self.values.join(", ") {
                values if values.is_empty() => "any non-empty value".to_owned(),
                values => format!("[{values}]"),
            };
            let message = format!("Configuration '{name}' must not be empty. Valid values include: {valid}");
            return Err(Invalid::whole(message));
        }
        ValidList { values: self.values.clone() }.ensure_valid(name, value)
    }

    fn constraint(&self) -> Constraint {
        let elements = ValidList { values: self.values.clone() }.constraint();
        let mut all: Vec<_> = (!self.null_allowed).then_some(Constraint::NonNull).into_iter().collect();
        all.extend((!self.empty_allowed).then_some(Constraint::NonEmpty));
        all.push(elements);
        Constraint::All(all)
    }

    fn describe(&self) -> String {
        ValidList { values: self.values.clone() }.describe()
    }

    fn removes_duplicates(&self) -> bool {
        true
    }
}

/// A list with at least one element (`NonEmptyListValidator` of Kafka's transforms).
#[derive(Clone, Copy, Debug)]
pub struct NonEmptyList;

impl Validator for NonEmptyList {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        match value {
            Parsed::List(elements) if !elements.is_empty() => Ok(()),
            _ => Err(Invalid::value(value, "Empty list")),
        }
    }

    fn constraint(&self) -> Constraint {
        Constraint::NonEmpty
    }

    fn describe(&self) -> String {
        "non-empty list".to_owned()
    }
}

/// A list that is not too long (`ConfigDef.ListSize`, which on null ends in a `NullPointerException`).
#[derive(Clone, Copy, Debug)]
pub struct ListSize {
    /// How many elements are valid.
    pub max: usize,
}

impl Validator for ListSize {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        match value {
            Parsed::List(elements) if elements.len() > self.max => {
                Err(Invalid::value(value, format!("exceeds maximum list size of [{}].", self.max)))
            }
            Parsed::List(_) => Ok(()),
            Parsed::Null => NonNull.ensure_valid(name, value),
            _ => Err(Invalid::value(value, "Expected a comma separated list.")),
        }
    }

    fn constraint(&self) -> Constraint {
        Constraint::ListSize(self.max)
    }

    fn describe(&self) -> String {
        format!("List containing maximum of {} elements", self.max)
    }
}

/// Whether no element is there twice. Lists are short, and comparing a few texts is faster than sorting them.
pub(in crate::config) fn are_distinct(elements: &[String]) -> bool {
    if elements.len() <= 16 {
        return elements
            .iter()
            .zip(1..)
            .all(|(element, next)| !elements.iter().skip(next).any(|other| other == element));
    }
    let mut seen = BTreeSet::new();
    elements.iter().all(|element| seen.insert(element))
}
