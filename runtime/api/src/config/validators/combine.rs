//! Rules for values of every type, and rules made of others.

use std::{fmt, sync::Arc};

use super::{
    super::types::{Invalid, Parsed},
    validator::{Constraint, Validator},
};

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

    fn constraint(&self) -> Constraint {
        Constraint::NonNull
    }

    fn describe(&self) -> String {
        "non-null string".to_owned()
    }
}

/// Several validators in order; the first that refuses speaks (`ConfigDef.CompositeValidator`).
#[derive(Clone, Debug)]
pub struct Composite(pub Vec<Arc<dyn Validator>>);

impl Validator for Composite {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        self.0.iter().try_for_each(|validator| validator.ensure_valid(name, value))
    }

    fn constraint(&self) -> Constraint {
        Constraint::All(self.0.iter().map(Validator::constraint).collect())
    }

    /// As Kafka's: a part without words leaves its comma, unless it is the first.
    fn describe(&self) -> String {
        self.0.iter().fold(String::new(), |text, validator| {
            let comma = if text.is_empty() { "" } else { ", " };
            format!("{text}{comma}{}", validator.describe())
        })
    }
}

/// A check written as a closure (`ConfigDef.LambdaValidator`).
///
/// ```
/// use kconnect::config::{Invalid, Lambda, Parsed, Validator};
///
/// let even = Lambda::with(
///     |_name, value| match value {
///         Parsed::Int(int) if int % 2 == 0 => Ok(()),
///         other => Err(Invalid::value(other, "Value must be even")),
///     },
///     "even number",
/// );
/// assert_eq!(even.describe(), "even number");
/// let refused = even.ensure_valid("tasks.max", &Parsed::Int(3)).unwrap_err();
/// assert_eq!(refused.text("tasks.max"), "Invalid value 3 for configuration tasks.max: Value must be even");
/// ```
#[derive(Clone)]
pub struct Lambda<F> {
    check: F,
    description: &'static str,
}

impl<F: Fn(&str, &Parsed) -> Result<(), Invalid> + Send + Sync> Lambda<F> {
    /// `check` gets the key's name and the value; `description` is what the documentation says about the valid values.
    pub const fn with(check: F, description: &'static str) -> Self {
        Self { check, description }
    }
}

impl<F> fmt::Debug for Lambda<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lambda").field(&self.description).finish()
    }
}

impl<F: Fn(&str, &Parsed) -> Result<(), Invalid> + Send + Sync> Validator for Lambda<F> {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        (self.check)(name, value)
    }

    fn describe(&self) -> String {
        self.description.to_owned()
    }
}

/// Nothing, blanks, or what another validator accepts (connect-utils' `blankOr`).
#[derive(Clone, Copy, Debug)]
pub struct BlankOr<V>(pub V);

impl<V: Validator> Validator for BlankOr<V> {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        match value {
            Parsed::Null => Ok(()),
            Parsed::String(text) if text.trim().is_empty() => Ok(()),
            Parsed::Password(password) if password.expose().trim().is_empty() => Ok(()),
            other => self.0.ensure_valid(name, other),
        }
    }

    fn describe(&self) -> String {
        format!("Empty String or {}", self.0.describe())
    }
}

pub(in crate::config) fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}
