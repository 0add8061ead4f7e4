//! What the values of Kafka Connect's own keys have to satisfy.

use std::{borrow::Cow, collections::BTreeSet};

use kconnect::config::{
    CaseInsensitiveValidString, Invalid, Lambda, NonDuplicateList, NonNull, Parsed, Range, ValidString, Validator,
};

use crate::validate::check_version;

pub(super) static AT_LEAST_ONE: Range<i32> = Range { min: Some(1), max: None };
pub(super) static TOPICS: NonDuplicateList = NonDuplicateList::any(true, false);
pub(super) static RELOAD_ACTIONS: ValidString =
    ValidString { values: Cow::Borrowed(&[Cow::Borrowed("none"), Cow::Borrowed("restart")]) };
pub(super) static TOLERANCES: ValidString =
    ValidString { values: Cow::Borrowed(&[Cow::Borrowed("none"), Cow::Borrowed("all")]) };

// In the order of a Java set, which Kafka's messages have.
pub(super) static SUPPORT_LEVELS: CaseInsensitiveValidString =
    CaseInsensitiveValidString { values: Cow::Borrowed(&[Cow::Borrowed("REQUIRED"), Cow::Borrowed("REQUESTED")]) };
pub(super) static BOUNDARIES: CaseInsensitiveValidString = CaseInsensitiveValidString {
    values: Cow::Borrowed(&[Cow::Borrowed("INTERVAL"), Cow::Borrowed("POLL"), Cow::Borrowed("CONNECTOR")]),
};

type Check = fn(&str, &Parsed) -> Result<(), Invalid>;

pub(super) static TRANSFORMATION_ALIASES: Lambda<Check> =
    Lambda::with(unique, "non-null string, unique transformation aliases");
pub(super) static PREDICATE_ALIASES: Lambda<Check> = Lambda::with(unique, "non-null string, unique predicate aliases");
pub(super) static TOPIC_CREATION_GROUPS: Lambda<Check> =
    Lambda::with(unique, "non-null string, unique topic creation groups");
pub(super) static INTERVAL: Lambda<Check> = Lambda::with(interval, "[0,...]");
pub(super) static PLUGIN_VERSION: Lambda<Check> = Lambda::with(version, "");

/// A list that is there, without an element twice.
fn unique(name: &str, value: &Parsed) -> Result<(), Invalid> {
    NonNull.ensure_valid(name, value)?;
    let Parsed::List(elements) = value else { return Ok(()) };
    let mut seen = BTreeSet::new();
    if elements.iter().all(|element| seen.insert(element)) {
        return Ok(());
    }
    Err(Invalid::value(value, "Duplicate alias provided."))
}

/// No interval, or one that is not negative.
fn interval(name: &str, value: &Parsed) -> Result<(), Invalid> {
    if value.is_null() { Ok(()) } else { Range { min: Some(0), max: None }.ensure_valid(name, value) }
}

/// No version, or one that can be asked for.
fn version(_name: &str, value: &Parsed) -> Result<(), Invalid> {
    let Parsed::String(text) = value else { return Ok(()) };
    check_version(text).map_err(Invalid::whole)
}
