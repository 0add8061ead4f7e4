//! The rule that a key's value is a regular expression.

use kconnect::config::{Invalid, Parsed, RegexValidator, Validator};

use super::JavaRegex;

/// A regular expression that Java and this worker know (`RegexValidator` of Kafka's transforms, with its messages).
#[derive(Clone, Copy, Debug)]
pub(crate) struct JavaRegexRule;

impl Validator for JavaRegexRule {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        let refuse = |text: &str| match JavaRegex::new(text) {
            Ok(_) => Ok(()),
            Err(error) => Err(Invalid::value(&Parsed::from(text), format!("Invalid regex: {error}"))),
        };
        match value {
            Parsed::String(text) => refuse(text),
            Parsed::List(elements) => elements.iter().try_for_each(|element| refuse(element)),
            // Null, for which Kafka has words of its own.
            other => RegexValidator.ensure_valid(name, other),
        }
    }

    fn describe(&self) -> String {
        RegexValidator.describe()
    }
}
