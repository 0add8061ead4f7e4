//! Validators and recommenders as every kind of constant expression.

#![deny(warnings)]

use std::borrow::Cow;

use kconnect::{
    ConfigDef,
    config::{BlankOr, Invalid, Lambda, NonEmptyString, Parsed, ValidPort, ValidString, ValidUrl, Validator},
};

struct Rules;

impl Rules {
    const PORT: ValidPort = ValidPort { start: 1, end: 10 };

    const fn short(max: usize) -> Short {
        Short { max }
    }
}

struct Short {
    max: usize,
}

impl Validator for Short {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        match value {
            Parsed::String(text) if text.len() > self.max => Err(Invalid::value(value, "too long")),
            _ => Ok(()),
        }
    }

    fn describe(&self) -> String {
        format!("at most {} bytes", self.max)
    }
}

#[derive(ConfigDef, Clone, Debug)]
struct Config {
    /// A constant.
    #[config(importance = low, default = 3, validator = Rules::PORT)]
    constant: i32,
    /// A function.
    #[config(importance = low, default = "abc", validator = Rules::short(3), validator = NonEmptyString)]
    function: String,
    /// A literal.
    #[config(importance = low, default = "abc", validator = Short { max: 2 + 1 })]
    literal: String,
    /// With a value that owns.
    #[config(importance = low, default = "a", validator = ValidString { values: Cow::Borrowed(&[Cow::Borrowed("a")]) })]
    owning: String,
    /// Around another.
    #[config(importance = low, default = "", validator = BlankOr(ValidUrl::HTTP))]
    around: String,
    /// A closure.
    #[config(importance = low, default = 2, validator = Lambda::with(|_, value| {
        if *value == Parsed::Int(2) { Ok(()) } else { Err(Invalid::value(value, "not two")) }
    }, "two"))]
    closure: i32,
}

fn main() {
    let refused =
        |key: &str, value: &str| Config::parse(&[(key.to_owned(), value.into())].into()).unwrap_err().to_string();
    assert!(Config::parse(&[].into()).is_ok());
    assert_eq!(refused("closure", "3"), "Invalid value 3 for configuration closure: not two");
    assert_eq!(refused("function", "abcd"), "Invalid value abcd for configuration function: too long");
    assert_eq!(Config::definition().get("function").unwrap().valid_values(), "at most 3 bytes, non-empty string");
}
