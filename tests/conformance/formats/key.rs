//! The vectors' notation of keys.

use std::collections::BTreeMap;

use kconnect::{
    Definition,
    config::{ConfigKey, ConfigType, DefinitionError, Importance, Parsed, Recommender, Validation, Width},
};
use serde_json::Value;

use crate::formats::{
    outcome::{Outcome, array, only, skipped, text, texts},
    validator::validator,
    value::{config_type, none, parsed},
};

/// What a key may say of itself.
const KNOWN: [&str; 14] = [
    "name",
    "type",
    "default",
    "validator",
    "importance",
    "doc",
    "group",
    "order",
    "width",
    "display",
    "dependents",
    "recommender",
    "internal",
    "alternative",
];

/// A key. The type may be missing where no value is parsed.
pub(crate) fn key(spec: &Value) -> Outcome<ConfigKey> {
    only("a key", spec, &KNOWN)?;
    let name = text("name", &spec["name"])?.to_owned();
    let config_type = if spec["type"].is_null() { ConfigType::String } else { config_type(&spec["type"])? };
    let mut key = ConfigKey::new(name, config_type, importance(&spec["importance"])?);
    if let Some(default) = spec.get("default").filter(|default| !none(default)) {
        key = key.with_default(parsed(default)?);
    }
    if !spec["validator"].is_null() {
        key = key.with_validator(validator(&spec["validator"])?);
    }
    if !spec["recommender"].is_null() {
        key = key.with_recommender(recommender(&spec["recommender"])?);
    }
    key.documentation = spec["doc"].as_str().map(|doc| doc.to_owned().into());
    key.group = spec["group"].as_str().map(|group| group.to_owned().into());
    if let Some(order) = spec["order"].as_i64() {
        let Ok(order) = order.try_into() else { return skipped(format!("{order} is no order in a group")) };
        key.order = order;
    }
    key.width = width(&spec["width"])?;
    if let Some(display) = spec["display"].as_str() {
        key.display_name = display.to_owned().into();
    }
    if !spec["dependents"].is_null() {
        key.dependents = texts("dependents", &spec["dependents"])?.into_iter().map(Into::into).collect();
    }
    key.internal = spec["internal"] == true;
    key.alternative = spec["alternative"].as_str().map(|text| text.to_owned().into());
    Ok(key)
}

/// All keys of an array.
pub(crate) fn keys(specs: &Value) -> Outcome<Vec<ConfigKey>> {
    array("keys", specs)?.iter().map(key).collect()
}

/// A definition, or why there is none: `known` are the classes that there are.
pub(crate) fn definition(keys: Vec<ConfigKey>, known: &Value) -> Outcome<Result<Definition, DefinitionError>> {
    let mut definition = Definition::default();
    if !known.is_null() {
        let known = texts("known_classes", known)?;
        definition = definition.with_classes(move |name| known.iter().any(|class| class == name));
    }
    Ok(keys.into_iter().try_fold(definition, Definition::define))
}

/// The message with which Kafka's `parse` ends, which is the first that it meets: ours names all.
pub(crate) fn first_error(definition: &Definition, validation: &Validation) -> String {
    let known = definition.keys().iter().filter_map(|key| validation.get(&key.name)?.errors.first());
    let first = known.chain(validation.errors().filter_map(|(_, errors)| errors.first())).next();
    first.cloned().unwrap_or_else(|| validation.to_string())
}

fn importance(name: &Value) -> Outcome<Importance> {
    match name.as_str() {
        None | Some("HIGH") => Ok(Importance::High),
        Some("MEDIUM") => Ok(Importance::Medium),
        Some("LOW") => Ok(Importance::Low),
        Some(other) => skipped(format!("no key has the importance {other}")),
    }
}

fn width(name: &Value) -> Outcome<Width> {
    match name.as_str() {
        None | Some("NONE") => Ok(Width::None),
        Some("SHORT") => Ok(Width::Short),
        Some("MEDIUM") => Ok(Width::Medium),
        Some("LONG") => Ok(Width::Long),
        Some(other) => skipped(format!("no key has the width {other}")),
    }
}

/// What the recommender of a vector says, whatever it is asked.
enum Fixed {
    Values(Vec<Parsed>, bool),
    Throws(String),
}

fn recommender(spec: &Value) -> Outcome<Fixed> {
    match spec["kind"].as_str() {
        Some("fixed") => {
            only("a fixed recommender", spec, &["kind", "values", "visible"])?;
            let values = array("values", &spec["values"])?.iter().map(parsed).collect::<Outcome<_>>()?;
            Ok(Fixed::Values(values, spec["visible"].as_bool().unwrap_or(true)))
        }
        Some("throws") => {
            only("a recommender that throws", spec, &["kind", "message"])?;
            Ok(Fixed::Throws(text("message", &spec["message"])?.to_owned()))
        }
        other => skipped(format!("no recommender is of the kind {other:?}")),
    }
}

impl Recommender for Fixed {
    fn valid_values(&self, _name: &str, _parsed: &BTreeMap<String, Parsed>) -> Result<Vec<Parsed>, String> {
        match self {
            Self::Values(values, _) => Ok(values.clone()),
            Self::Throws(message) => Err(message.clone()),
        }
    }

    fn visible(&self, _name: &str, _parsed: &BTreeMap<String, Parsed>) -> Result<bool, String> {
        match self {
            Self::Values(_, visible) => Ok(*visible),
            Self::Throws(message) => Err(message.clone()),
        }
    }
}
