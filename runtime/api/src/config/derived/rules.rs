//! The validators that attributes stand for, where they are not Kafka's own.

use super::{
    super::{
        types::{Invalid, Parsed},
        validators::{
            Bound, CaseInsensitiveValidString, Constraint, NonEmptyList, NonEmptyString, Range, Texts, ValidList,
            ValidString, Validator, joined,
        },
    },
    key::Key,
};

impl<T> Key<T> {
    /// `non_empty`.
    #[must_use]
    pub const fn non_empty(self) -> &'static dyn Validator {
        if self.is_list() { &NonEmptyList } else { &NonEmptyString }
    }
}

/// `range = min..=max`.
#[must_use]
pub const fn between<T: Bound>(min: T, max: T) -> Range<T> {
    Range { min: Some(min), max: Some(max) }
}

/// `range = min..`.
#[must_use]
pub const fn at_least<T: Bound>(min: T) -> Range<T> {
    Range { min: Some(min), max: None }
}

/// `range = ..=max`.
#[must_use]
pub const fn at_most<T: Bound>(max: T) -> Range<T> {
    Range { min: None, max: Some(max) }
}

/// `one_of`: a `ValidString`, or a `ValidList` if the key is a list.
#[derive(Clone, Debug)]
pub struct OneOf {
    /// Whether the key is a LIST.
    pub list: bool,
    /// Of a text, whether upper and lower case are the same.
    pub case_insensitive: bool,
    /// The valid texts.
    pub values: Texts,
}

impl OneOf {
    fn with<R>(&self, call: impl FnOnce(&(dyn Validator + 'static)) -> R) -> R {
        let values = self.values.clone();
        match (self.list, self.case_insensitive) {
            (true, _) => call(&ValidList { values }),
            (false, true) => call(&CaseInsensitiveValidString { values }),
            (false, false) => call(&ValidString { values }),
        }
    }
}

impl Validator for OneOf {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        self.with(|validator| validator.ensure_valid(name, value))
    }

    fn describe(&self) -> String {
        self.with(Validator::describe)
    }

    fn constraint(&self) -> Constraint {
        self.with(Validator::constraint)
    }

    fn removes_duplicates(&self) -> bool {
        self.list
    }
}

/// Several validators in order; the first that refuses speaks.
#[derive(Clone, Copy, Debug)]
pub struct All(pub &'static [Option<&'static dyn Validator>]);

impl Validator for All {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        self.0.iter().flatten().try_for_each(|validator| validator.ensure_valid(name, value))
    }

    fn describe(&self) -> String {
        joined(self.0.iter().flatten().map(Validator::describe))
    }

    fn constraint(&self) -> Constraint {
        let mut all: Vec<_> = self.0.iter().flatten().map(Validator::constraint).collect();
        match all.pop() {
            Some(only) if all.is_empty() => only,
            last => Constraint::All(all.into_iter().chain(last).collect()),
        }
    }

    /// Not of several, as in Kafka.
    fn removes_duplicates(&self) -> bool {
        let mut all = self.0.iter().flatten();
        all.next().is_some_and(Validator::removes_duplicates) && all.next().is_none()
    }
}

/// `validate = path`: a function over the typed value.
#[derive(Clone, Copy, Debug)]
pub struct Custom(pub fn(&Parsed) -> Result<(), String>);

impl Validator for Custom {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        (self.0)(value).map_err(|message| Invalid::value(value, message))
    }

    fn describe(&self) -> String {
        String::new()
    }
}

/// `url` and `url = ["https"]`.
#[cfg(feature = "url")]
#[must_use]
pub const fn url(schemes: &'static [&'static str]) -> super::super::validators::ValidUrl {
    super::super::validators::ValidUrl { schemes }
}

/// `pattern`.
#[cfg(feature = "regex")]
#[must_use]
pub const fn pattern() -> super::super::validators::PatternValidator {
    super::super::validators::PatternValidator
}

/// `matches = "regex"`.
#[cfg(feature = "regex")]
#[must_use]
pub const fn matches(regex: &'static str) -> super::super::validators::ValidPattern {
    super::super::validators::ValidPattern::new(regex)
}

/// `charset` and `charset = ["UTF-8"]`.
#[cfg(feature = "charset")]
#[must_use]
pub const fn charset(allowed: &'static [&'static str]) -> super::super::validators::ValidCharset {
    super::super::validators::ValidCharset { allowed }
}

/// The same attributes in a build without their features: using one is an error that says so.
#[cfg(not(all(feature = "url", feature = "regex", feature = "charset")))]
mod absent {
    use super::All;

    /// `url` without the feature.
    #[cfg(not(feature = "url"))]
    #[track_caller]
    pub const fn url(_: &[&str]) -> All {
        panic!("`url` needs the feature `url` of kconnect")
    }

    /// `pattern` without the feature.
    #[cfg(not(feature = "regex"))]
    #[track_caller]
    pub const fn pattern() -> All {
        panic!("`pattern` needs the feature `regex` of kconnect")
    }

    /// `matches` without the feature.
    #[cfg(not(feature = "regex"))]
    #[track_caller]
    pub const fn matches(_: &str) -> All {
        panic!("`matches` needs the feature `regex` of kconnect")
    }

    /// `charset` without the feature.
    #[cfg(not(feature = "charset"))]
    #[track_caller]
    pub const fn charset(_: &[&str]) -> All {
        panic!("`charset` needs the feature `charset` of kconnect")
    }
}

#[cfg(not(all(feature = "url", feature = "regex", feature = "charset")))]
pub use absent::*;

/// For an element of a list; a single value was validated before.
#[must_use]
pub fn no_such_name(value: &Parsed, names: &[&str]) -> Invalid {
    Invalid::value(value, format!("String must be one of: {}", names.join(", ")))
}
