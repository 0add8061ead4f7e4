//! Rules for texts.

use std::borrow::Cow;

use super::{
    super::{
        java,
        types::{Invalid, Parsed},
    },
    validator::{Constraint, Validator},
};

/// A list of texts, static or made at run time.
pub type Texts = Cow<'static, [Cow<'static, str>]>;

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

    fn constraint(&self) -> Constraint {
        let values = self.values.iter().map(|value| value.clone().into_owned()).collect();
        Constraint::OneOf { values, case_insensitive: false }
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

    fn constraint(&self) -> Constraint {
        let values = self.values.iter().map(|value| value.clone().into_owned()).collect();
        Constraint::OneOf { values, case_insensitive: true }
    }

    fn describe(&self) -> String {
        format!("(case insensitive) [{}]", self.upper().join(", "))
    }
}

/// A text that is not empty; null passes (`ConfigDef.NonEmptyString`).
#[derive(Clone, Copy, Debug)]
pub struct NonEmptyString;

impl Validator for NonEmptyString {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        let empty = match value {
            Parsed::Null => false,
            Parsed::String(text) => text.is_empty(),
            Parsed::Password(password) => password.expose().is_empty(),
            _ => return Err(Invalid::value(value, "Expected value to be a string")),
        };
        if empty { Err(Invalid::value(value, "String must be non-empty")) } else { Ok(()) }
    }

    fn constraint(&self) -> Constraint {
        Constraint::NonEmpty
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
        let text = match value {
            Parsed::Null => return Ok(()),
            Parsed::String(text) => text,
            Parsed::Password(password) => password.expose(),
            _ => return Err(Invalid::value(value, "Expected value to be a string")),
        };
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

/// The name of one of an enum's values, exactly; of a LIST, every element (connect-utils' `validEnum`).
#[derive(Clone, Debug)]
pub struct ValidEnum {
    /// The enum's name, for the message.
    pub name: Cow<'static, str>,
    /// The valid names.
    pub values: Texts,
}

impl Validator for ValidEnum {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        each_text(value, "Must be a String or List", |text| {
            if self.values.iter().any(|valid| valid == text) {
                return Ok(());
            }
            let (of, valid) = (&self.name, self.values.join(", "));
            Err(as_value(name, &format!("'{text}' is not a valid value for {of}. Valid values are {valid}.")))
        })
    }

    fn constraint(&self) -> Constraint {
        let values = self.values.iter().map(|value| value.clone().into_owned()).collect();
        Constraint::OneOf { values, case_insensitive: false }
    }

    fn describe(&self) -> String {
        let values: Vec<_> = self.values.iter().map(|value| format!("``{value}``")).collect();
        format!("Matches: {}", values.join(", "))
    }
}

/// Checks a STRING, or every element of a LIST; `otherwise` is what is wrong with anything else.
pub(super) fn each_text(
    value: &Parsed,
    otherwise: &str,
    mut check: impl FnMut(&str) -> Result<(), Invalid>,
) -> Result<(), Invalid> {
    match value {
        Parsed::String(text) => check(text),
        Parsed::List(elements) => elements.iter().try_for_each(|element| check(element)),
        other => Err(Invalid::value(other, otherwise)),
    }
}

/// What is wrong with one text: `Invalid value {text} for configuration {name}: {message}`.
pub(super) fn refused(text: &str, message: impl Into<String>) -> Invalid {
    Invalid::value(&Parsed::String(text.to_owned()), message)
}

/// Some of connect-utils' messages stand in the place of the value.
pub(super) fn as_value(name: &str, message: &str) -> Invalid {
    Invalid::whole(format!("Invalid value {message} for configuration {name}"))
}
