//! Kafka's validators and those of connect-utils, with their messages.

#[cfg(feature = "charset")]
mod charset;
mod combine;
mod file;
mod host;
mod list;
mod number;
#[cfg(feature = "regex")]
mod regex;
mod text;
#[cfg(feature = "url")]
mod url;
mod validator;

#[cfg(feature = "charset")]
pub use charset::{CHARSETS, ValidCharset};
pub(super) use combine::joined;
pub use combine::{BlankOr, Composite, Lambda, NonNull};
pub use file::{ValidDirectory, ValidFile};
pub use host::ValidHostAndPort;
pub(super) use list::are_distinct;
pub use list::{ListSize, NonDuplicateList, NonEmptyList, ValidList};
pub use number::{Bound, Range, ValidPort};
#[cfg(feature = "regex")]
pub(super) use regex::reason;
#[cfg(feature = "regex")]
pub use regex::{PatternValidator, RegexValidator, ValidPattern};
pub use text::{
    CaseInsensitiveValidString, NonEmptyString, NonEmptyStringWithoutControlChars, Texts, ValidEnum, ValidString,
};
#[cfg(feature = "url")]
pub use url::{ValidUri, ValidUrl};
pub(super) use validator::Rule;
pub use validator::{Constraint, Validator};
