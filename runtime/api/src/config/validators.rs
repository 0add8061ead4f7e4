//! Kafka's validators, with Kafka's messages.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use super::{
    java,
    types::{Invalid, Parsed},
};

/// Checks a parsed value (`ConfigDef.Validator`). Runs on the default too, and on null after a value that does not parse.
pub trait Validator: Send + Sync {
    /// Says whether the value may be used.
    ///
    /// # Errors
    /// What is wrong with it.
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid>;

    /// The valid values in a few words, for the documentation; empty if there is nothing to say.
    fn describe(&self) -> String;
}

impl fmt::Debug for dyn Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe())
    }
}

/// A validator of a derived key, which is static, or of one made at run time.
#[derive(Clone, Debug)]
pub(super) enum Rule {
    Static(&'static dyn Validator),
    Shared(Arc<dyn Validator>),
}

impl Rule {
    pub(super) fn get(&self) -> &dyn Validator {
        match self {
            Self::Static(validator) => *validator,
            Self::Shared(validator) => &**validator,
        }
    }
}

/// A list of texts, static or made at run time.
pub type Texts = Cow<'static, [Cow<'static, str>]>;

/// A number that a [`Range`] can have as a bound.
pub trait Bound: Copy + Send + Sync {
    /// The bound as a value of its key.
    fn to_parsed(self) -> Parsed;
}

impl Bound for i16 {
    fn to_parsed(self) -> Parsed {
        Parsed::Short(self)
    }
}

impl Bound for i32 {
    fn to_parsed(self) -> Parsed {
        Parsed::Int(self)
    }
}

impl Bound for i64 {
    fn to_parsed(self) -> Parsed {
        Parsed::Long(self)
    }
}

impl Bound for f64 {
    fn to_parsed(self) -> Parsed {
        Parsed::Double(self)
    }
}

/// In milliseconds, as the key is.
impl Bound for Duration {
    fn to_parsed(self) -> Parsed {
        Parsed::Long(i64::try_from(self.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A number between two bounds, both included (`ConfigDef.Range`).
#[derive(Clone, Copy, Debug)]
pub struct Range<T> {
    /// The smallest valid number.
    pub min: Option<T>,
    /// The largest valid number.
    pub max: Option<T>,
}

impl<T: Bound> Validator for Range<T> {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        let Some(number) = value.as_f64() else { return Err(Invalid::value(value, "Value must be non-null")) };
        let min = self.min.map(T::to_parsed);
        if let Some(min) = min.filter(|min| min.as_f64().is_some_and(|min| number < min)) {
            return Err(Invalid::value(value, format!("Value must be at least {min}")));
        }
        let max = self.max.map(T::to_parsed);
        if let Some(max) = max.filter(|max| max.as_f64().is_some_and(|max| number > max)) {
            return Err(Invalid::value(value, format!("Value must be no more than {max}")));
        }
        Ok(())
    }

    fn describe(&self) -> String {
        match (self.min.map(T::to_parsed), self.max.map(T::to_parsed)) {
            (Some(min), Some(max)) => format!("[{min},...,{max}]"),
            (Some(min), None) => format!("[{min},...]"),
            (None, Some(max)) => format!("[...,{max}]"),
            (None, None) => "[...]".to_owned(),
        }
    }
}

/// One of some texts, exactly (`ConfigDef.ValidString`).
#[derive(Clone, Debug)]
pub struct ValidString {
    /// The valid texts.
    pub values: Texts,
}

impl Validator for ValidString {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        match value {
            Parsed::String(text) if self.values.iter().any(|valid| valid == text) => Ok(()),
            _ => Err(Invalid::value(value, format!("String must be one of: {}", self.values.join(", ")))),
        }
    }

    fn describe(&self) -> String {
        format!("[{}]", self.values.join(", "))
    }
}

/// One of some texts, in any case (`ConfigDef.CaseInsensitiveValidString`).
#[derive(Clone, Debug)]
pub struct CaseInsensitiveValidString {
    /// The valid texts.
    pub values: Texts,
}

impl CaseInsensitiveValidString {
    /// Kafka keeps the upper-cased texts in a `HashSet`, and its messages list them in that set's order.
    fn upper(&self) -> Vec<String> {
        java::hash_set_order(self.values.iter().map(|value| value.to_uppercase()).collect())
    }
}

impl Validator for CaseInsensitiveValidString {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        let valid = self.upper();
        match value {
            Parsed::String(text) if valid.contains(&text.to_uppercase()) => Ok(()),
            _ => {
                let message = format!("String must be one of (case insensitive): {}", valid.join(", "));
                Err(Invalid::value(value, message))
            }
        }
    }

    fn describe(&self) -> String {
        format!("(case insensitive) [{}]", self.upper().join(", "))
    }
}

/// A list of some texts without duplicates (`ConfigDef.ValidList`).
#[derive(Clone, Debug)]
pub struct ValidList {
    /// The valid elements.
    pub values: Texts,
}

impl Validator for ValidList {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        let Parsed::List(elements) = value else {
            return Err(Invalid::whole(format!("Configuration '{name}' values must not be null.")));
        };
        let mut seen = std::collections::BTreeSet::new();
        if !elements.iter().all(|element| seen.insert(element)) {
            return Err(Invalid::whole(format!("Configuration '{name}' values must not be duplicated.")));
        }
        if elements.iter().any(String::is_empty) {
            return Err(Invalid::whole(format!("Configuration '{name}' values must not be empty.")));
        }
        let one = ValidString { values: self.values.clone() };
        elements.iter().try_for_each(|element| one.ensure_valid(name, &Parsed::String(element.clone())))
    }

    fn describe(&self) -> String {
        format!("[{}]", self.values.join(", "))
    }
}

/// Anything but null (`ConfigDef.NonNullValidator`).
#[derive(Clone, Copy, Debug)]
pub struct NonNull;

impl Validator for NonNull {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        if value.is_null() {
            // Kafka's words; it also prints null as the value.
            return Err(Invalid::value(value, "entry must be non null"));
        }
        Ok(())
    }

    fn describe(&self) -> String {
        "non-null string".to_owned()
    }
}

/// A text that is not empty; null passes (`ConfigDef.NonEmptyString`).
#[derive(Clone, Copy, Debug)]
pub struct NonEmptyString;

impl Validator for NonEmptyString {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        let empty = match value {
            Parsed::String(text) => text.is_empty(),
            Parsed::Password(password) => password.expose().is_empty(),
            _ => false,
        };
        if empty { Err(Invalid::value(value, "String must be non-empty")) } else { Ok(()) }
    }

    fn describe(&self) -> String {
        "non-empty string".to_owned()
    }
}

/// A text that is not empty and has no control characters; null passes (`ConfigDef.NonEmptyStringWithoutControlChars`).
#[derive(Clone, Copy, Debug)]
pub struct NonEmptyStringWithoutControlChars;

impl Validator for NonEmptyStringWithoutControlChars {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        let Parsed::String(text) = value else { return Ok(()) };
        if text.is_empty() {
            return Err(Invalid::value(value, "String may not be empty"));
        }
        let control: Vec<_> =
            text.chars().filter(|char| char.is_control()).map(|char| u32::from(char).to_string()).collect();
        if control.is_empty() {
            return Ok(());
        }
        let list = control.join(", ");
        let message = format!("String may not contain control sequences but had the following ASCII chars: {list}");
        Err(Invalid::value(value, message))
    }

    fn describe(&self) -> String {
        "non-empty string without ISO control characters".to_owned()
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
            Parsed::Null => NonNull.ensure_valid(name, value),
            _ => Ok(()),
        }
    }

    fn describe(&self) -> String {
        format!("List containing maximum of {} elements", self.max)
    }
}

/// Several validators in order; the first that refuses speaks (`ConfigDef.CompositeValidator`).
#[derive(Clone, Debug)]
pub struct Composite(pub Vec<Arc<dyn Validator>>);

impl Validator for Composite {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        self.0.iter().try_for_each(|validator| validator.ensure_valid(name, value))
    }

    fn describe(&self) -> String {
        joined(self.0.iter().map(|validator| validator.describe()))
    }
}

pub(super) fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}
