//! The types of keys, and how Kafka parses a text into each.

use std::fmt;

use super::{
    java,
    props::{HIDDEN, Password},
};

/// The type of a key (`ConfigDef.Type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConfigType {
    /// `true` or `false`, in any case.
    Boolean,
    /// Text without surrounding blanks.
    String,
    /// 32 bits.
    Int,
    /// 16 bits.
    Short,
    /// 64 bits.
    Long,
    /// A double, in Java's grammar.
    Double,
    /// Texts separated by commas. There is no quoting.
    List,
    /// The name of a class.
    Class,
    /// Text that is never shown.
    Password,
}

impl ConfigType {
    /// Kafka's name of the type, as REST shows it: `BOOLEAN`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "BOOLEAN",
            Self::String => "STRING",
            Self::Int => "INT",
            Self::Short => "SHORT",
            Self::Long => "LONG",
            Self::Double => "DOUBLE",
            Self::List => "LIST",
            Self::Class => "CLASS",
            Self::Password => "PASSWORD",
        }
    }

    /// Parses a value of a key of this type (`ConfigDef.parseType`). Null stays null; a text is trimmed and parsed; a value
    /// of another type is accepted where Kafka accepts it.
    ///
    /// # Errors
    /// Kafka's message, with the untrimmed text.
    pub fn parse(self, value: &Parsed) -> Result<Parsed, Invalid> {
        let invalid = |message: &str| Err(Invalid::value(value, message));
        let wrong =
            |expected: &str| Err(Invalid::value(value, format!("{expected}, but it was a {}", value.java_class())));
        let text = match value {
            Parsed::String(text) => Some(java::trim(text)),
            _ => None,
        };
        let not_a_number = || Invalid::value(value, format!("Not a number of type {}", self.name()));
        Ok(match (self, value, text) {
            (_, Parsed::Null, _) => Parsed::Null,
            (Self::Boolean, Parsed::Boolean(_), _)
            | (Self::Int, Parsed::Int(_), _)
            | (Self::Short, Parsed::Short(_), _)
            | (Self::Long, Parsed::Long(_), _)
            | (Self::Double, Parsed::Double(_), _)
            | (Self::List, Parsed::List(_), _)
            | (Self::Class, Parsed::Class(_), _)
            | (Self::Password, Parsed::Password(_), _) => value.clone(),
            (Self::Boolean, _, Some(text)) if text.eq_ignore_ascii_case("true") => Parsed::Boolean(true),
            (Self::Boolean, _, Some(text)) if text.eq_ignore_ascii_case("false") => Parsed::Boolean(false),
            (Self::Boolean, ..) => return invalid("Expected value to be either true or false"),
            (Self::String, _, Some(text)) => Parsed::String(text.to_owned()),
            (Self::Password, _, Some(text)) => Parsed::Password(Password::from(text)),
            (Self::String | Self::Password, ..) => return wrong("Expected value to be a string"),
            (Self::Int, _, Some(text)) => {
                Parsed::Int(java::parse_long(text).and_then(|long| long.try_into().ok()).ok_or_else(not_a_number)?)
            }
            (Self::Int, ..) => return wrong("Expected value to be a 32-bit integer"),
            (Self::Short, _, Some(text)) => {
                Parsed::Short(java::parse_long(text).and_then(|long| long.try_into().ok()).ok_or_else(not_a_number)?)
            }
            (Self::Short, ..) => return wrong("Expected value to be a 16-bit integer (short)"),
            (Self::Long, Parsed::Int(int), _) => Parsed::Long(i64::from(*int)),
            (Self::Long, _, Some(text)) => Parsed::Long(java::parse_long(text).ok_or_else(not_a_number)?),
            (Self::Long, ..) => return wrong("Expected value to be a 64-bit integer (long)"),
            (Self::Double, _, Some(text)) => Parsed::Double(java::parse_double(text).ok_or_else(not_a_number)?),
            (Self::Double, ..) => match value.as_f64() {
                Some(number) => Parsed::Double(number),
                None => return wrong("Expected value to be a double"),
            },
            (Self::List, _, Some("")) => Parsed::List(Vec::new()),
            (Self::List, _, Some(text)) => Parsed::List(split_list(text)),
            (Self::List, ..) => return invalid("Expected a comma separated list."),
            (Self::Class, _, Some(text)) => Parsed::Class(text.to_owned()),
            (Self::Class, ..) => return invalid("Expected a Class instance or class name."),
        })
    }
}

/// Splits at `\s*,\s*`, where `\s` is ASCII only, and keeps empty elements.
fn split_list(text: &str) -> Vec<String> {
    let blank = |char| matches!(char, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r');
    text.split(',').map(|element| element.trim_matches(blank).to_owned()).collect()
}

/// A parsed value. `Display` is what Java's `toString` gives, and hides a password.
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub enum Parsed {
    /// No value.
    #[default]
    Null,
    /// A BOOLEAN.
    Boolean(bool),
    /// A STRING.
    String(String),
    /// An INT.
    Int(i32),
    /// A SHORT.
    Short(i16),
    /// A LONG.
    Long(i64),
    /// A DOUBLE.
    Double(f64),
    /// A LIST.
    List(Vec<String>),
    /// A CLASS, by name.
    Class(String),
    /// A PASSWORD.
    Password(Password),
}

impl Parsed {
    /// Whether there is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value as REST shows it (`ConfigDef.convertToString`): a list joined with commas, a password hidden, `None` for
    /// null.
    #[must_use]
    pub fn to_text(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::List(elements) => Some(elements.join(",")),
            Self::Class(name) => Some(name.clone()),
            other => Some(other.to_string()),
        }
    }

    /// `Number.doubleValue`.
    pub(super) fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(int) => Some(f64::from(*int)),
            Self::Short(short) => Some(f64::from(*short)),
            #[expect(
                clippy::as_conversions,
                clippy::cast_precision_loss,
                reason = "Kafka compares as double, rounding and all"
            )]
            Self::Long(long) => Some(*long as f64),
            Self::Double(double) => Some(*double),
            _ => None,
        }
    }

    fn java_class(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "java.lang.Boolean",
            Self::String(_) => "java.lang.String",
            Self::Int(_) => "java.lang.Integer",
            Self::Short(_) => "java.lang.Short",
            Self::Long(_) => "java.lang.Long",
            Self::Double(_) => "java.lang.Double",
            Self::List(_) => "java.util.ArrayList",
            Self::Class(_) => "java.lang.Class",
            Self::Password(_) => "org.apache.kafka.common.config.types.Password",
        }
    }
}

impl fmt::Display for Parsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::String(text) => f.write_str(text),
            Self::Int(int) => int.fmt(f),
            Self::Short(short) => short.fmt(f),
            Self::Long(long) => long.fmt(f),
            Self::Double(double) => f.write_str(&java::double_text(*double)),
            Self::List(elements) => write!(f, "[{}]", elements.join(", ")),
            Self::Class(name) => write!(f, "class {name}"),
            Self::Password(password) => password.fmt(f),
        }
    }
}

/// Why a value is refused (Kafka's `ConfigException`); the key's name comes in when the message is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    value: Option<String>,
    message: String,
}

impl Invalid {
    /// `Invalid value {value} for configuration {name}: {message}`.
    pub fn value(value: &Parsed, message: impl Into<String>) -> Self {
        Self { value: Some(value.to_string()), message: message.into() }
    }

    /// A message that is complete, the key's name included.
    pub fn whole(message: impl Into<String>) -> Self {
        Self { value: None, message: message.into() }
    }

    /// The message in full.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        match &self.value {
            Some(value) => format!("Invalid value {value} for configuration {name}: {}", self.message),
            None => self.message.clone(),
        }
    }

    /// The same without a secret, wherever in the message it stood.
    pub(super) fn hiding(mut self, secret: &str) -> Self {
        self.value = self.value.map(|_| HIDDEN.to_owned());
        for secret in [secret, java::trim(secret)] {
            if !secret.is_empty() {
                self.message = self.message.replace(secret, HIDDEN);
            }
        }
        self
    }
}
