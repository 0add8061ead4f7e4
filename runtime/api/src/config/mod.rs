//! The configuration engine: Kafka's `ConfigDef`, with its parsing rules and its messages word for word.
//!
//! A configuration is a struct that derives [`ConfigDef`]. Its [`Definition`] holds the keys; [`Definition::validate`] turns
//! [`Props`] into a [`Validation`] with every value and every error; [`ConfigDef::parse`] gives the struct, or all errors at
//! once.

mod abstract_config;
mod committed;
mod def;
mod definition;
#[doc(hidden)]
pub mod derived;
mod docs;
mod field;
mod info;
pub(crate) mod java;
mod key;
mod named;
mod props;
mod provider;
mod reader;
mod recommenders;
mod recorded;
mod scrub;
mod types;
mod validation;
mod validators;
mod writer;

pub use abstract_config::{AbstractConfig, ConfigError};
pub use committed::{Change, ChangeKind, Exported, ExportedError};
pub use def::ConfigDef;
pub use definition::{Definition, DefinitionError, NamedSection, OpenPrefix, UnknownKey};
pub use docs::{HtmlOptions, memory_units, time_units};
#[cfg(feature = "regex")]
pub use fancy_regex::Regex;
pub use field::{ByteSize, ConfigField, ListElement, OpenField, Ranged};
pub use info::{ConfigInfo, ConfigInfos, ConfigKeyInfo, ConfigValueInfo};
#[doc(hidden)]
pub use key::Row;
pub use key::{Advice, ConfigKey, Importance, Recommender, Width};
pub use named::{Iter, Named};
pub use props::{Password, Prop, Props, Resolved};
pub use provider::{
    ConfigData, ConfigProvider, ConfigTransformer, ConfigVariable, DirectoryConfigProvider, EnvVarConfigProvider,
    FileConfigProvider, LookupFailure, ProviderClasses, Secrets, TransformError, Transformed, Unresolved,
    parse_variables, resolve_variables, variables_alone,
};
pub use reader::ConfigReader;
#[cfg(feature = "charset")]
pub use recommenders::Charsets;
pub use recommenders::{Both, EnumValues, Recommend, ValidValues, VisibleIf};
pub use recorded::Recorded;
pub use types::{ConfigType, Foreign, Invalid, Parsed};
#[cfg(feature = "url")]
pub use url::Url;
pub use validation::{ConfigValue, Validation};
pub use validators::{
    BlankOr, Bound, CaseInsensitiveValidString, Composite, Constraint, Lambda, ListSize, NonDuplicateList,
    NonEmptyList, NonEmptyString, NonEmptyStringWithoutControlChars, NonNull, Range, Texts, ValidDirectory, ValidEnum,
    ValidFile, ValidHostAndPort, ValidList, ValidPort, ValidString, Validator,
};
#[cfg(feature = "charset")]
pub use validators::{CHARSETS, ValidCharset};
#[cfg(feature = "regex")]
pub use validators::{PatternValidator, RegexValidator, ValidPattern};
#[cfg(feature = "url")]
pub use validators::{ValidUri, ValidUrl};
pub use writer::ConfigWriter;

/// The derives' references, for their examples.
#[cfg(doctest)]
mod reference {
    #[doc = include_str!("../../../../macros/docs/config.md")]
    struct ConfigDef;
    #[doc = include_str!("../../../../macros/docs/config_enum.md")]
    struct ConfigEnum;
    #[doc = include_str!("../../../../macros/docs/config_field.md")]
    struct ConfigField;
}
