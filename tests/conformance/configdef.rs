//! Kafka's `ConfigDef`, row by row, through the public API. See `SOURCES.md` for the vectors.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a vector that is not as expected is a failure")]

use std::{collections::BTreeMap, sync::Arc};

use kconnect::{
    Definition, Password, Prop, Props,
    config::{
        CaseInsensitiveValidString, Composite, ConfigKey, ConfigType, Importance, ListSize, NonEmptyList,
        NonEmptyString, NonEmptyStringWithoutControlChars, NonNull, Parsed, Range, Recommender, Texts, ValidList,
        ValidString, Validator,
    },
};
use serde_json::Value;

/// Runs every row; `run` gives what it found wrong. Rows in `skipped` must exist, so that the list cannot rot.
fn each(vectors: &str, skipped: &[(&str, &str)], run: fn(&Value, &Value) -> Result<(), String>) {
    let rows: Vec<Value> = serde_json::from_str(vectors).unwrap();
    let id = |row: &Value| row["id"].as_str().unwrap().to_owned();
    for (skip, reason) in skipped {
        assert!(rows.iter().any(|row| id(row).starts_with(skip)), "no row {skip} ({reason})");
    }
    let failed: Vec<String> = rows
        .iter()
        .filter(|row| !skipped.iter().any(|(skip, _)| id(row).starts_with(skip)))
        .filter_map(|row| run(&row["given"], &row["expect"]).err().map(|error| format!("{}: {error}", id(row))))
        .collect();
    assert!(failed.is_empty(), "{} of {} rows differ from Kafka:\n{}", failed.len(), rows.len(), failed.join("\n"));
}

#[test]
fn values_are_parsed_as_kafka_parses_them() {
    let skipped = [
        ("cdp-021", "opaque Java objects do not exist here"),
        ("cdp-039", "opaque Java objects do not exist here"),
        ("cdp-044", "there is no 32-bit float among the types of keys"),
        ("cdp-056", "opaque Java objects do not exist here"),
        ("cdp-075", "opaque Java objects do not exist here"),
        ("cdp-097", "opaque Java objects do not exist here"),
        ("cdp-101", "classes are looked up by the worker, which knows the plugins"),
        ("cdp-102", "classes are looked up by the worker, which knows the plugins"),
        ("cdp-117", "an undefined dependent is reported at its own name, as cval-003 has it"),
    ];
    each(include_str!("configdef-parse.json"), &skipped, |given, expect| {
        only(given, &["type", "name", "default", "value", "known_classes", "define", "props", "op"])?;
        if given["op"] == "convertToString" {
            return same(&parsed(&given["value"])?.to_text(), &expect["string"].as_str().map(str::to_owned));
        }
        if let Some(names) = given["define"].as_array() {
            let keys = names.iter().map(|name| string_key(name.as_str().unwrap()).with_default(Parsed::Null));
            let definition = match Definition::new(keys) {
                Ok(definition) => definition,
                Err(error) => return same(&error.to_string().as_str(), &message(&expect["define_error"])?),
            };
            let props = props(&given["props"])?;
            let names: Vec<_> = definition.parse(&props).map_err(|error| error.to_string())?.into_keys().collect();
            return same(&serde_json::to_value(names).unwrap(), &expect["parsed_keys"]);
        }
        let name = given["name"].as_str().unwrap();
        let config_type = config_type(&given["type"])?;
        let mut key = ConfigKey::new(name.to_owned(), config_type, Importance::High);
        if given["default"]["none"] != true {
            key = key.with_default(parsed(&given["default"])?);
        }
        let definition = match Definition::new([key]) {
            Ok(definition) => definition,
            Err(error) => return same(&error.to_string().as_str(), &message(&expect["define_error"])?),
        };
        let value = &given["value"];
        let result = if value.is_null() || value["absent"] == true || value["str"].is_string() {
            let props =
                if value["absent"] == true { Props::new() } else { Props::from([(name.to_owned(), prop(value))]) };
            definition.parse(&props).map(|values| values[name].clone()).map_err(|error| error.to_string())
        } else {
            config_type.parse(&parsed(value)?).map_err(|error| error.text(name))
        };
        outcome(result, expect)
    });
}

#[test]
fn validators_say_what_kafkas_say() {
    let skipped = [
        ("cdv-067", "the validator of regular expressions comes with the transforms"),
        ("cdv-068", "the validator of regular expressions comes with the transforms"),
        ("cdv-079", "the validator of regular expressions comes with the transforms"),
    ];
    each(include_str!("configdef-validators.json"), &skipped, |given, expect| {
        only(given, &["validator", "name", "value", "via", "type", "op", "default"])?;
        let validator = validator(&given["validator"])?;
        let name = given["name"].as_str().unwrap_or_default();
        match (given["op"].as_str(), given["via"].as_str()) {
            (Some("toString"), _) => same(&validator.describe().as_str(), &expect["string"].as_str().unwrap()),
            (Some("define"), _) => {
                let mut key = ConfigKey::new(name.to_owned(), config_type(&given["type"])?, Importance::High);
                if given["default"]["none"] != true {
                    key = key.with_default(parsed(&given["default"])?);
                }
                match Definition::new([key.with_validator(Composite(vec![validator]))]) {
                    Ok(_) => same(&true, &(expect["ok"] == true)),
                    Err(error) => same(&error.to_string().as_str(), &message(&expect["define_error"])?),
                }
            }
            (None, Some("validator")) => {
                let value = parsed(&given["value"])?;
                let result =
                    validator.ensure_valid(name, &value).map(|()| Parsed::Null).map_err(|error| error.text(name));
                outcome(result, expect)
            }
            (None, Some("parse")) => {
                let key = ConfigKey::new(name.to_owned(), config_type(&given["type"])?, Importance::High);
                let definition = Definition::new([key.with_validator(Composite(vec![validator]))]).unwrap();
                let result = definition.parse(&Props::from([(name.to_owned(), prop(&given["value"]))]));
                outcome(result.map(|_| Parsed::Null).map_err(|error| error.to_string()), expect)
            }
            other => Err(format!("not understood: {other:?}")),
        }
    });
}

#[test]
fn a_validation_finds_every_error_that_kafka_finds() {
    let skipped = [("cval-012", "recommended values cannot be set before the validation")];
    each(include_str!("configdef-validate.json"), &skipped, |given, expect| {
        only(given, &["keys", "props", "phase", "op"])?;
        let recommenders = given["phase"] != "parseForValidate";
        let keys: Vec<_> =
            given["keys"].as_array().unwrap().iter().map(|spec| key(spec, recommenders)).collect::<Result<_, _>>()?;
        let definition = Definition::new(keys).map_err(|error| error.to_string())?;
        match given["op"].as_str() {
            Some("groups") => return same(&serde_json::to_value(definition.groups()).unwrap(), &expect["groups"]),
            Some("rootKeys") => return same(&serde_json::to_value(definition.roots()).unwrap(), &expect["set"]),
            _ => {}
        }
        let validation = definition.validate(&props(&given["props"])?);
        let expected = expect["values"].as_object().unwrap();
        same(
            &validation.values().map(|value| &*value.name).collect::<Vec<_>>(),
            &expected.keys().map(|name| &**name).collect(),
        )?;
        for value in validation.values() {
            let expected = &expected[&value.name];
            only(expected, &["value", "recommended", "errors", "visible"])?;
            same(&value.value, &parsed(&expected["value"])?)?;
            let recommended =
                expected["recommended"].as_array().unwrap().iter().map(parsed).collect::<Result<Vec<_>, _>>()?;
            same(&value.recommended, &recommended)?;
            same(&serde_json::to_value(&value.errors).unwrap(), &expected["errors"])?;
            same(&value.visible, &expected["visible"].as_bool().unwrap())?;
        }
        Ok(())
    });
}

#[test]
fn documentation_has_kafkas_order_and_units() {
    let skipped = [
        ("cdoc-001", "reStructuredText is not written yet"),
        ("cdoc-002", "reStructuredText is not written yet"),
        ("cdoc-003", "HTML is not written yet"),
        ("cdoc-004", "HTML is not written yet"),
        ("cdoc-005", "HTML is not written yet"),
        ("cdoc-006", "HTML is not written yet"),
        ("cdoc-007", "HTML is not written yet"),
        ("cdoc-008", "HTML and reStructuredText are not written yet"),
        ("cdoc-037", "embedding at run time comes with the transforms"),
    ];
    each(include_str!("configdef-docs.json"), &skipped, |given, expect| {
        only(given, &["op", "keys", "value"])?;
        let default_cell = |key: ConfigKey| {
            let markdown = Definition::new([key]).unwrap().to_markdown();
            let row = markdown.lines().nth(2).unwrap();
            row.split('`').nth(3).unwrap().to_owned()
        };
        let unit = |suffix: &str| {
            let value = given["value"].as_i64().unwrap();
            let key = ConfigKey::new(format!("x{suffix}"), ConfigType::Long, Importance::Low)
                .with_default(Parsed::Long(value));
            same(&default_cell(key), &format!("{value}{}", expect["text"].as_str().unwrap()))
        };
        match given["op"].as_str().unwrap() {
            "niceMemoryUnits" => unit(".bytes"),
            "niceTimeUnits" => unit(".ms"),
            "defaultText" => {
                same(&default_cell(key(&given["keys"][0], false)?).as_str(), &expect["text"].as_str().unwrap())
            }
            "sortedNames" => {
                let keys: Vec<_> =
                    given["keys"].as_array().unwrap().iter().map(|spec| key(spec, false)).collect::<Result<_, _>>()?;
                let definition = Definition::new(keys).unwrap();
                let names: Vec<_> = definition.documented().into_iter().map(|key| key.name.to_string()).collect();
                same(&serde_json::to_value(names).unwrap(), &expect["names"])
            }
            other => Err(format!("not understood: {other}")),
        }
    });
}

fn same<T: PartialEq + std::fmt::Debug>(found: &T, expected: &T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("found {found:?}, Kafka has {expected:?}")) }
}

/// A row with something that no test looks at would be half tested.
fn only(object: &Value, known: &[&str]) -> Result<(), String> {
    let unknown = object.as_object().into_iter().flatten().find(|(name, _)| !known.contains(&name.as_str()));
    unknown.map_or(Ok(()), |(name, _)| Err(format!("not understood: {name}")))
}

fn outcome(result: Result<Parsed, String>, expect: &Value) -> Result<(), String> {
    only(expect, &["value", "ok", "error", "panic"])?;
    match result {
        Ok(_) if expect["ok"] == true => Ok(()),
        Ok(value) if expect.get("value").is_some() => same(&Identical(value), &Identical(parsed(&expect["value"])?)),
        Ok(value) => Err(format!("accepted as {value:?}, Kafka has {expect}")),
        Err(_) if expect.get("panic").is_some() => Ok(()),
        Err(error) => same(&error.as_str(), &message(&expect["error"])?),
    }
}

/// Equality that knows NaN.
#[derive(Debug)]
struct Identical(Parsed);

impl PartialEq for Identical {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Parsed::Double(a), Parsed::Double(b)) => a.to_bits() == b.to_bits(),
            (a, b) => a == b,
        }
    }
}

fn message(error: &Value) -> Result<&str, String> {
    error["message"].as_str().ok_or_else(|| "refused, and Kafka accepts it".to_owned())
}

fn parsed(value: &Value) -> Result<Parsed, String> {
    let Some(object) = value.as_object() else { return Ok(Parsed::Null) };
    let (tag, value) = object.iter().next().ok_or("an empty value")?;
    let integer = || value.as_i64().ok_or_else(|| format!("{value} is no integer"));
    Ok(match tag.as_str() {
        "bool" => Parsed::Boolean(value.as_bool().unwrap()),
        "str" => Parsed::String(value.as_str().unwrap().to_owned()),
        "i16" => Parsed::Short(integer()?.try_into().unwrap()),
        "i32" => Parsed::Int(integer()?.try_into().unwrap()),
        "i64" => Parsed::Long(integer()?),
        "f64" => Parsed::Double(match value.as_str() {
            Some("NaN") => f64::NAN,
            Some("-Infinity") => f64::NEG_INFINITY,
            Some("Infinity") => f64::INFINITY,
            _ => value.as_f64().unwrap(),
        }),
        "list" => {
            let elements = value.as_array().unwrap().iter();
            Parsed::List(elements.map(|element| element["str"].as_str().unwrap().to_owned()).collect())
        }
        "password" => Parsed::Password(Password::from(value.as_str().unwrap())),
        "class" => Parsed::Class(value.as_str().unwrap().to_owned()),
        other => return Err(format!("not understood: {other}")),
    })
}

fn prop(value: &Value) -> Prop {
    value["str"].as_str().map_or(Prop::Null, Prop::from)
}

fn props(object: &Value) -> Result<Props, String> {
    let props = object.as_object().ok_or("props are missing")?.iter();
    Ok(props.map(|(name, value)| (name.clone(), value.as_str().map_or(Prop::Null, Prop::from))).collect())
}

fn config_type(name: &Value) -> Result<ConfigType, String> {
    use ConfigType::{Boolean, Class, Double, Int, List, Long, Password, Short, String};
    let all = [Boolean, String, Int, Short, Long, Double, List, Class, Password];
    all.into_iter().find(|config_type| name == config_type.name()).ok_or_else(|| format!("not understood: {name}"))
}

fn string_key(name: &str) -> ConfigKey {
    ConfigKey::new(name.to_owned(), ConfigType::String, Importance::High)
}

fn key(spec: &Value, recommenders: bool) -> Result<ConfigKey, String> {
    only(
        spec,
        &[
            "name",
            "type",
            "default",
            "validator",
            "importance",
            "doc",
            "group",
            "order",
            "dependents",
            "recommender",
            "internal",
        ],
    )?;
    let importance = match spec["importance"].as_str() {
        Some("LOW") => Importance::Low,
        Some("MEDIUM") => Importance::Medium,
        _ => Importance::High,
    };
    let mut key = ConfigKey::new(spec["name"].as_str().unwrap().to_owned(), config_type(&spec["type"])?, importance);
    if let Some(default) = spec.get("default") {
        key = key.with_default(parsed(default)?);
    }
    if spec["validator"].is_object() {
        key = key.with_validator(Composite(vec![validator(&spec["validator"])?]));
    }
    key.group = spec["group"].as_str().map(|group| group.to_owned().into());
    key.order = spec["order"].as_i64().map_or(-1, |order| order.try_into().unwrap());
    key.internal = spec["internal"] == true;
    key.dependents = spec["dependents"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|name| name.as_str().unwrap().to_owned().into())
        .collect();
    if recommenders && spec["recommender"].is_object() {
        let recommender = &spec["recommender"];
        key.recommender = Some(Arc::new(Fixed {
            values: recommender["values"].as_array().into_iter().flatten().map(parsed).collect::<Result<_, _>>()?,
            visible: recommender["visible"].as_bool(),
            error: recommender["message"].as_str().unwrap_or_default().to_owned(),
        }));
    }
    Ok(key)
}

/// A recommender of the vectors: fixed values, or an exception when it has no `visible`.
struct Fixed {
    values: Vec<Parsed>,
    visible: Option<bool>,
    error: String,
}

impl Recommender for Fixed {
    fn valid_values(&self, _name: &str, _parsed: &BTreeMap<String, Parsed>) -> Result<Vec<Parsed>, String> {
        self.visible.map(|_| self.values.clone()).ok_or_else(|| self.error.clone())
    }

    fn visible(&self, _name: &str, _parsed: &BTreeMap<String, Parsed>) -> Result<bool, String> {
        self.visible.ok_or_else(|| self.error.clone())
    }
}

fn validator(spec: &Value) -> Result<Arc<dyn Validator>, String> {
    only(spec, &["kind", "min", "max", "values", "of"])?;
    let values = || -> Texts {
        let values = spec["values"].as_array().unwrap().iter();
        values.map(|value| value.as_str().unwrap().to_owned().into()).collect()
    };
    Ok(match spec["kind"].as_str().unwrap() {
        "Range" if [&spec["min"], &spec["max"]].iter().any(|bound| bound["f64"].is_number()) => {
            Arc::new(Range { min: spec["min"]["f64"].as_f64(), max: spec["max"]["f64"].as_f64() })
        }
        "Range" => Arc::new(Range { min: spec["min"]["i32"].as_i64(), max: spec["max"]["i32"].as_i64() }),
        "ValidString" => Arc::new(ValidString { values: values() }),
        "CaseInsensitiveValidString" => Arc::new(CaseInsensitiveValidString { values: values() }),
        "ValidList" => Arc::new(ValidList { values: values() }),
        "NonNull" => Arc::new(NonNull),
        "NonEmptyString" => Arc::new(NonEmptyString),
        "NonEmptyStringWithoutControlChars" => Arc::new(NonEmptyStringWithoutControlChars),
        "NonEmptyList" => Arc::new(NonEmptyList),
        "ListSize" => Arc::new(ListSize { max: spec["max"].as_u64().unwrap().try_into().unwrap() }),
        "Composite" => {
            Arc::new(Composite(spec["of"].as_array().unwrap().iter().map(validator).collect::<Result<_, _>>()?))
        }
        other => return Err(format!("not understood: {other}")),
    })
}
