//! Regular expressions.

use fancy_regex::Regex;

use super::{
    super::{
        types::{ConfigType, Invalid, Parsed},
        validators::{RegexValidator, Validator, reason},
    },
    ConfigField, ListElement,
};

/// A regular expression, compiled.
#[diagnostic::do_not_recommend]
impl ConfigField for Regex {
    const TYPE: ConfigType = ConfigType::String;
    const VALIDATOR: Option<&'static dyn Validator> = Some(&RegexValidator);

    fn from_parsed(value: &Parsed) -> Result<Self, Invalid> {
        let text = String::from_parsed(value)?;
        Self::new(&text).map_err(|error| Invalid::value(value, format!("Invalid regex: {}", reason(&text, &error))))
    }

    fn to_parsed(&self) -> Parsed {
        Parsed::String(self.as_str().to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl ListElement for Regex {
    const LIST_VALIDATOR: Option<&'static dyn Validator> = Some(&RegexValidator);
}
