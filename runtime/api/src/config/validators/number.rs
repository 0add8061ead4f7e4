//! Rules for numbers.

use std::time::Duration;

use super::{
    super::types::{Invalid, Parsed},
    text::as_value,
    validator::{Constraint, Validator},
};

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

    fn constraint(&self) -> Constraint {
        Constraint::Range { min: self.min.map(T::to_parsed), max: self.max.map(T::to_parsed) }
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

/// A port (connect-utils' `validPort`).
#[derive(Clone, Copy, Debug)]
pub struct ValidPort {
    /// The smallest valid port.
    pub start: u16,
    /// The largest valid port.
    pub end: u16,
}

impl ValidPort {
    /// Every port but 0, which asks the system for any free one.
    pub const ANY: Self = Self { start: 1, end: u16::MAX };
    /// The ports that need no privileges: what `validPort` takes if it is not told otherwise.
    pub const UNPRIVILEGED: Self = Self { start: 1025, end: u16::MAX };
}

impl Validator for ValidPort {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        let Self { start, end } = *self;
        match value {
            Parsed::Int(port) if (i32::from(start)..=i32::from(end)).contains(port) => Ok(()),
            Parsed::Int(port) => Err(as_value(name, &format!("({port}) must be between {start} and {end}."))),
            _ => Err(as_value(name, "Must be an integer.")),
        }
    }

    fn constraint(&self) -> Constraint {
        Constraint::Range { min: Some(Parsed::Int(self.start.into())), max: Some(Parsed::Int(self.end.into())) }
    }

    fn describe(&self) -> String {
        format!("ValidPort{{start={}, end={}}}", self.start, self.end)
    }
}
