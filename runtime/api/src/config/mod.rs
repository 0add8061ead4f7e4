//! The configuration engine: Kafka's `ConfigDef`, with its parsing rules and its messages word for word.
//!
//! A configuration is a struct that derives [`ConfigDef`]. Its [`Definition`] holds the keys; [`Definition::validate`] turns
//! [`Props`] into a [`Validation`] with every value and every error; [`ConfigDef::parse`] gives the struct, or all errors at
//! once.

mod def;
mod definition;
#[doc(hidden)]
pub mod derived;
mod docs;
mod field;
mod java;
mod key;
mod props;
mod types;
mod validation;
mod validators;

pub use def::{ConfigDef, ConfigReader, ConfigWriter};
pub use definition::{Definition, DefinitionError, OpenPrefix, UnknownKey};
pub use field::{ConfigField, ListElement, Ranged};
#[doc(hidden)]
pub use key::Row;
pub use key::{ConfigKey, Importance, Recommender, Width};
pub use props::{Password, Prop, Props};
pub use types::{ConfigType, Invalid, Parsed};
pub use validation::{ConfigValue, Validation};
pub use validators::{
    Bound, CaseInsensitiveValidString, Composite, ListSize, NonEmptyList, NonEmptyString,
    NonEmptyStringWithoutControlChars, NonNull, Range, Texts, ValidList, ValidString, Validator,
};

/// The derives' references, for their examples.
#[cfg(doctest)]
mod reference {
    #[doc = include_str!("../../../../macros/docs/config.md")]
    struct ConfigDef;
    #[doc = include_str!("../../../../macros/docs/config_enum.md")]
    struct ConfigEnum;
}
