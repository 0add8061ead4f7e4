//! The types of keys, and how Kafka parses a text into each.

use std::fmt;

use super::{
    java,
    props::{Password, Prop},
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
    /// Every type.
    pub const ALL: [Self; 9] = [
        Self::Boolean,
        Self::String,
        Self::Int,
        Self::Short,
        Self::Long,
        Self::Double,
        Self::List,
        Self::Class,
        Self::Password,
    ];

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
        if let Parsed::String(text) = value {
            return self.parse_text(text);
        }
        let wrong =
            |expected: &str| Err(Invalid::value(value, format!("{expected}, but it was a {}", value.java_class())));
        Ok(match (self, value) {
            (_, Parsed::Null) => Parsed::Null,
            (Self::Boolean, Parsed::Boolean(_))
            | (Self::Int, Parsed::Int(_))
            | (Self::Short, Parsed::Short(_))
            | (Self::Long, Parsed::Long(_))
            | (Self::Double, Parsed::Double(_))
            | (Self::List, Parsed::List(_))
            | (Self::Class, Parsed::Class(_))
            | (Self::Password, Parsed::Password(_)) => value.clone(),
            (Self::Long, Parsed::Int(int)) => Parsed::Long(i64::from(*int)),
            (Self::Double, _) => match value.as_f64() {
                Some(number) => Parsed::Double(number),
                None => return wrong("Expected value to be a double"),
            },
            (Self::Boolean, _) => return Err(Invalid::value(value, NOT_A_BOOLEAN)),
            (Self::String | Self::Password, _) => return wrong("Expected value to be a string"),
            (Self::Int, _) => return wrong("Expected value to be a 32-bit integer"),
            (Self::Short, _) => return wrong("Expected value to be a 16-bit integer (short)"),
            (Self::Long, _) => return wrong("Expected value to be a 64-bit integer (long)"),
            (Self::List, _) => return Err(Invalid::value(value, "Expected a comma separated list.")),
            (Self::Class, _) => return Err(Invalid::value(value, "Expected a Class instance or class name.")),
        })
    }

    /// As [`parse`](Self::parse), of a text.
    pub(super) fn parse_text(self, given: &str) -> Result<Parsed, Invalid> {
        let text = java::trim(given);
        let long = || java::parse_long(text);
        let parsed = match self {
            Self::Boolean if text.eq_ignore_ascii_case("true") => Some(Parsed::Boolean(true)),
            Self::Boolean if text.eq_ignore_ascii_case("false") => Some(Parsed::Boolean(false)),
            Self::Boolean => return Err(Invalid::text_value(given, NOT_A_BOOLEAN)),
            Self::String => Some(Parsed::String(text.to_owned())),
            Self::Password => Some(Parsed::Password(Password::from(text))),
            Self::Class => Some(Parsed::Class(text.to_owned())),
            Self::List => Some(Parsed::List(if text.is_empty() { Vec::new() } else { split_list(text) })),
            Self::Int => long().and_then(|long| long.try_into().ok()).map(Parsed::Int),
            Self::Short => long().and_then(|long| long.try_into().ok()).map(Parsed::Short),
            Self::Long => long().map(Parsed::Long),
            Self::Double => java::parse_double(text).map(Parsed::Double),
        };
        parsed.ok_or_else(|| Invalid::text_value(given, format!("Not a number of type {}", self.name())))
    }
}

const NOT_A_BOOLEAN: &str = "Expected value to be either true or false";

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
    /// A Java value of a type that no key has.
    Foreign(Box<Foreign>),
}

/// A value that Java code may give and no text can: what Kafka says about it when it refuses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// Its class, such as `java.util.Date`.
    pub class: String,
    /// What its `toString` gives.
    pub text: String,
    /// Its value as a double, if it is a `Number`.
    pub number: Option<f64>,
}

impl From<String> for Parsed {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<&str> for Parsed {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
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
            Self::Foreign(foreign) => foreign.number,
            _ => None,
        }
    }

    fn java_class(&self) -> &str {
        match self {
            Self::Foreign(foreign) => &foreign.class,
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
            Self::Foreign(foreign) => f.write_str(&foreign.text),
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

    /// The same about a text.
    fn text_value(value: &str, message: impl Into<String>) -> Self {
        Self { value: Some(value.to_owned()), message: message.into() }
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

    /// The same without the given value if that is a secret: as it was written, or hidden.
    pub(super) fn hiding(mut self, given: &Prop, secret: bool) -> Self {
        if secret {
            self.value = self.value.map(|_| given.instead().to_owned());
        }
        self.message = given.scrub(self.message, secret);
        self
    }
}
