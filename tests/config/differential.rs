//! The configuration engine against Kafka's own `ConfigDef`, on definitions and inputs made at random.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "../conformance/formats/mod.rs"]
#[allow(dead_code, reason = "shared with the vectors")]
mod formats;
#[path = "random.rs"]
mod random;

use std::{collections::BTreeMap, path::Path};

use formats::{key, validator, value};
use kconnect::{
    Definition, Props,
    config::{ConfigKey, Parsed, Recommender},
};
use kconnect_tests::{Result, java};
use random::Random;
use serde_json::{Map, Value, json};

/// Enough to meet every branch many times.
const CASES: usize = 8_000;

#[test]
fn definitions_do_what_kafkas_config_def_does() -> Result {
    let mut random = Random::new(20_160_812);
    let cases: Vec<Value> = (0..CASES).map(|_| random.case()).collect();
    let directory = tempfile::tempdir()?;
    let input = directory.path().join("cases");
    std::fs::write(&input, cases.iter().map(Value::to_string).collect::<Vec<_>>().join("\n"))?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/java/ConfigDefOracle.java");
    let answers = java::run_source(&java::kafka_class_path()?, &source, &[input.to_str().unwrap()])?;
    assert_eq!(answers.lines().count(), cases.len(), "Kafka answered another number of cases");

    let mut met = BTreeMap::<String, usize>::new();
    let mut differences = Vec::new();
    for (case, answer) in cases.iter().zip(answers.lines()) {
        let kafka: Value = serde_json::from_str(answer).unwrap();
        for (what, outcome) in ["define", "parse", "validate"].map(|what| (what, &kafka[what])) {
            let kind = outcome.as_object().and_then(|outcome| outcome.keys().next());
            *met.entry(format!("{what} {}", kind.map_or("", |kind| kind))).or_default() += 1;
        }
        if let Err(difference) = compare(case, &kafka) {
            differences.push(format!("{difference}\n  of {case}"));
        }
    }
    // Whatever Kafka can answer was answered often.
    for what in ["define ", "define error", "parse values", "parse error", "validate values", "validate panic"] {
        assert!(met.get(what).is_some_and(|count| *count > 100), "{what:?} is rare: {met:?}");
    }
    let shown = differences.len().min(20);
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences[..shown].join("\n"));
    Ok(())
}

/// What differs from Kafka's answer.
fn compare(case: &Value, kafka: &Value) -> Result<(), String> {
    let keys: Vec<ConfigKey> = case["keys"].as_array().unwrap().iter().map(made).collect();
    let validators: Value = case["keys"].as_array().unwrap().iter().map(described).collect();
    same("the validators", &validators, &kafka["validators"])?;
    // The classes that the oracle can load.
    let known = |name: &str| matches!(name, "java.lang.String" | "java.util.List" | "java.util.Map$Entry");
    let definition = keys.into_iter().try_fold(Definition::default().with_classes(known), Definition::define);
    let definition = match (definition, kafka["define"].as_object().unwrap().iter().next()) {
        (Ok(definition), None) => definition,
        (Err(_), Some((kind, _))) if kind == "panic" => return Ok(()),
        (Err(ours), Some((_, theirs))) => return same("define", &json!(ours.to_string()), theirs),
        (Ok(_), Some(theirs)) => return Err(format!("defined, and Kafka has {theirs:?}")),
        (Err(ours), None) => return Err(format!("not defined: {ours}")),
    };
    same("the groups", &json!(definition.groups()), &kafka["groups"])?;
    let props = value::props(&case["props"]).unwrap();
    let parsed = definition.parse(&props);
    let parsed = match parsed {
        Ok(values) => json!({"values": values.iter().map(|(name, value)| {
            (name.to_string(), json!({"value": notation(value), "text": value.to_text()}))
        }).collect::<Map<_, _>>()}),
        Err(validation) => json!({"error": key::first_error(&definition, &validation)}),
    };
    if !(kafka["parse"]["panic"].is_string() && parsed["error"].is_string()) {
        same("parse", &parsed, &kafka["parse"])?;
    }
    compare_validation(&definition, &props, &kafka["validate"])
}

fn compare_validation(definition: &Definition, props: &Props, kafka: &Value) -> Result<(), String> {
    let validation = definition.validate(props);
    match kafka["panic"].as_str() {
        // Kafka does not survive a circle of dependents.
        Some("StackOverflowError") => return Ok(()),
        Some(panic) if validation.is_valid() => return Err(format!("valid, and Kafka ends in a {panic}")),
        Some(_) => return Ok(()),
        None => {}
    }
    let values = validation.values().map(|value| {
        let recommended: Vec<_> = value.recommended.iter().map(notation).collect();
        let (errors, visible) = (&value.errors, value.visible);
        let value_ = notation(&value.value);
        (
            value.name.to_string(),
            json!({"value": value_, "recommended": recommended, "errors": errors, "visible": visible}),
        )
    });
    let ours: Map<_, _> = values.collect();
    let theirs = kafka["values"].as_object().unwrap();
    let names = |values: &Map<String, Value>| value::sorted(values.keys().cloned());
    same("the keys", &json!(names(&ours)), &json!(names(theirs)))?;
    ours.iter().try_for_each(|(name, ours)| same(&format!("validate {name}"), ours, &theirs[name]))
}

fn same(what: &str, ours: &Value, kafka: &Value) -> Result<(), String> {
    if ours == kafka { Ok(()) } else { Err(format!("{what}: ours {ours}\n  kafka {kafka}")) }
}

/// A key as the random one says.
fn made(given: &Value) -> ConfigKey {
    let key = key::key(&given["key"]).unwrap();
    if given["advice"].is_null() { key } else { key.with_recommender(Advice(given["advice"].clone())) }
}

/// What its validator says of itself.
fn described(given: &Value) -> Value {
    let spec = &given["key"]["validator"];
    if spec.is_null() { Value::Null } else { validator::validator(spec).unwrap().describe().into() }
}

/// The notation in which the oracle answers: doubles by their bits.
fn notation(value: &Parsed) -> Value {
    match value {
        Parsed::Null => Value::Null,
        Parsed::Boolean(value) => json!({"bool": value}),
        Parsed::String(value) => json!({"str": value}),
        Parsed::Short(value) => json!({"i16": value}),
        Parsed::Int(value) => json!({"i32": value}),
        Parsed::Long(value) => json!({"i64": value}),
        Parsed::Double(value) => {
            let bits = if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() };
            json!({"f64": bits.cast_signed()})
        }
        Parsed::List(value) => json!({"list": value}),
        Parsed::Password(value) => json!({"password": value.expose()}),
        Parsed::Class(value) => json!({"class": value}),
        Parsed::Foreign(value) => json!({value.class.clone(): value.text}),
        other => panic!("{other:?} is new"),
    }
}

/// A recommender that says which values it was shown.
struct Advice(Value);

impl Advice {
    fn maybe_throw(&self, what: &str, name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<(), String> {
        if self.0[what] == true {
            let known: Vec<_> = parsed.keys().map(String::as_str).collect();
            return Err(format!("{what} at {name} of {}", known.join("+")));
        }
        Ok(())
    }
}

impl Recommender for Advice {
    fn valid_values(&self, name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<Vec<Parsed>, String> {
        self.maybe_throw("values_throw", name, parsed)?;
        Ok(self.0["values"].as_array().unwrap().iter().map(|value| value::parsed(value).unwrap()).collect())
    }

    fn visible(&self, name: &str, parsed: &BTreeMap<String, Parsed>) -> Result<bool, String> {
        self.maybe_throw("visible_throws", name, parsed)?;
        Ok(self.0["visible"] == true)
    }
}
