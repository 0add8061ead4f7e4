//! HTML and reStructuredText of random definitions: equal to what Kafka's own `ConfigDef` makes of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, path::Path, sync::Arc};

use kconnect::config::{
    CaseInsensitiveValidString, Composite, ConfigKey, ConfigType, Definition, HtmlOptions, Importance, Invalid,
    ListSize, NonEmptyString, NonEmptyStringWithoutControlChars, NonNull, Parsed, Range, Texts, ValidList, ValidString,
    Validator, memory_units, time_units,
};
use kconnect_tests::{Result, java};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::select,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

const WORDS: [&str; 12] = ["a", "b.c", "Z", "retention", "größe", "x-y", "_", "a.b", "é", "10", "A", "max.size"];
const TYPES: [&str; 9] = ["BOOLEAN", "STRING", "INT", "SHORT", "LONG", "DOUBLE", "LIST", "CLASS", "PASSWORD"];
const GROUPS: [&str; 11] =
    ["Kafka", "kafka", "KAFKA", "", "Größe", "GRÖSSE", "gröſſe", "İ", "i", "\u{1f600} group", "ᾳ"];
const DOCS: [&str; 10] = [
    "",
    "One line.",
    "Two\nlines.",
    "A paragraph.\n\nAnother.\n",
    "\n",
    "\n\n<b>HTML</b> & \"quotes\"\n",
    "carriage\r\nreturn",
    "$1 \\n %s {}",
    "größe \u{1f600}",
    " blanks ",
];
const NUMBERS: [i64; 22] = [
    0,
    1,
    -1,
    999,
    1000,
    1024,
    -1024,
    -1000,
    60_000,
    90_000,
    3_600_000,
    -7_200_000,
    86_400_000,
    604_800_000,
    1_048_576,
    3_145_728,
    1 << 30,
    1 << 40,
    1 << 50,
    -(1 << 40),
    i64::MAX,
    i64::MIN,
];
const DOUBLES: [&str; 9] = ["0", "1.5", "1024", "1e7", "NaN", "-Infinity", "-60000", "1e-5", "1e300"];
const SAID: [&str; 4] = ["", "anything", "[a, b]", "größe"];

const KINDS: [&str; 11] = [
    "between",
    "at_least",
    "at_least_double",
    "valid_string",
    "any_case",
    "valid_list",
    "non_null",
    "non_empty",
    "no_control",
    "list_size",
    "said",
];

/// A validator that takes everything and is described by a text.
struct Said(String);

impl Validator for Said {
    fn ensure_valid(&self, _name: &str, _value: &Parsed) -> std::result::Result<(), Invalid> {
        Ok(())
    }

    fn describe(&self) -> String {
        self.0.clone()
    }
}

/// A default of the type that every validator of [`rule`] takes.
fn default(config_type: &'static str) -> BoxedStrategy<Value> {
    let texts = |texts: &'static [&'static str]| select(texts).prop_map(|text| json!(text)).boxed();
    let fitting = |max: i64| {
        select(&NUMBERS[..]).prop_filter_map("in range", move |number| {
            (number.saturating_abs() <= max).then(|| json!(number.to_string()))
        })
    };
    let given = match config_type {
        "BOOLEAN" => texts(&["true", "FALSE"]),
        "INT" => fitting(i64::from(i32::MAX)).boxed(),
        "SHORT" => fitting(i64::from(i16::MAX)).boxed(),
        "LONG" => fitting(i64::MAX).boxed(),
        "DOUBLE" => texts(&DOUBLES),
        "LIST" => texts(&["", "a", "a,b", " a , b "]),
        "CLASS" => texts(&["java.lang.String", "java.util.Map$Entry"]),
        "PASSWORD" => texts(&["", "secret"]),
        _ => texts(&["", "a", " padded ", "<b>", "größe"]),
    };
    prop_oneof![5 => given, 1 => Just(Value::Null)].boxed()
}

/// A validator, as the Java program reads it. [`key`] leaves it out where it refuses the default.
fn rule() -> impl Strategy<Value = Value> {
    let texts = || vec(select(&["a", "b", "<b>", "Größe", ""][..]), 1..4);
    prop_oneof![
        8 => (select(&KINDS[..]), -3_i64..4, 0_i64..100_000, select(&SAID[..]), texts()).prop_map(
            |(kind, min, max, said, texts)| {
                let texts = if kind == "said" { vec![said] } else { texts };
                json!({"kind": kind, "min": min, "max": max, "texts": texts})
            }
        ),
        1 => (select(&SAID[..]), select(&SAID[1..])).prop_map(
            |(one, two)| json!({"kind": "composite", "texts": [one, two]})
        ),
    ]
}

fn key() -> impl Strategy<Value = Value> {
    (select(&TYPES[..]), select(&WORDS[..]), select(&["", ".bytes", ".ms"][..]))
        .prop_flat_map(|(config_type, word, unit)| {
            let number = matches!(config_type, "INT" | "SHORT" | "LONG" | "DOUBLE");
            (
                Just((config_type, format!("{word}{}", if number { unit } else { "" }))),
                option::of(default(config_type)),
                option::of(rule()),
                select(&["HIGH", "MEDIUM", "LOW"][..]),
                select(&DOCS[..]),
                option::of(select(&GROUPS[..])),
                -1..3,
                vec(select(&WORDS[..]), 0..3),
                prop::bool::weighted(0.1),
                option::weighted(0.1, Just("computed")),
            )
        })
        .prop_map(|(named, default, rule, importance, doc, group, order, dependents, internal, alternative)| {
            let (config_type, name) = named;
            let mut key = json!({
                "name": name,
                "type": config_type,
                "validator": rule,
                "importance": importance,
                "doc": doc,
                "group": group,
                "order": order,
                "dependents": dependents,
                "internal": internal,
                "alternative": alternative,
            });
            if let Some(default) = default {
                key["default"] = default;
            }
            // A validator of another type ends in a ClassCastException, also on null.
            let only = match key["validator"]["kind"].as_str().unwrap_or_default() {
                "non_empty" | "no_control" | "valid_string" | "any_case" => Some("STRING"),
                "list_size" | "valid_list" => Some("LIST"),
                _ => None,
            };
            if only.is_some_and(|only| only != config_type) || Definition::new([made(&key)]).is_err() {
                key["validator"] = Value::Null;
            }
            key
        })
}

fn case() -> impl Strategy<Value = Value> {
    let modes = vec((select(&WORDS[..]), select(&["cluster-wide", "per-broker"][..])), 0..4);
    (vec(key(), 0..8), modes, 1..6, select(&["", "x_", "größe."][..])).prop_map(|(keys, modes, depth, id_prefix)| {
        let keys: BTreeMap<_, _> =
            keys.into_iter().map(|key| (key["name"].as_str().unwrap().to_owned(), key)).collect();
        let modes: BTreeMap<_, _> = modes.into_iter().collect();
        // Not by name: the order of definition must not matter, that of the groups must.
        let mut keys: Vec<_> = keys.into_values().collect();
        keys.sort_by_key(|key| key["doc"].as_str().unwrap().len());
        json!({"keys": keys, "modes": modes, "depth": depth, "id_prefix": id_prefix})
    })
}

fn made(spec: &Value) -> ConfigKey {
    let text = |name: &str| spec[name].as_str().unwrap().to_owned();
    let config_type = ConfigType::ALL.into_iter().find(|config_type| config_type.name() == text("type")).unwrap();
    let importance = [Importance::High, Importance::Medium, Importance::Low];
    let importance = importance.into_iter().find(|importance| importance.name() == text("importance")).unwrap();
    let mut key = ConfigKey::new(text("name"), config_type, importance);
    key.documentation = Some(text("doc").into());
    key.group = spec["group"].as_str().map(|group| group.to_owned().into());
    key.order = spec["order"].as_i64().unwrap().try_into().unwrap();
    key.dependents =
        spec["dependents"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned().into()).collect();
    key.internal = spec["internal"].as_bool().unwrap();
    key.alternative = spec["alternative"].as_str().map(|text| text.to_owned().into());
    if let Some(default) = spec.get("default") {
        let default = default.as_str().map_or(Parsed::Null, |text| Parsed::String(text.to_owned()));
        key = key.with_default(default);
    }
    ruled(key, &spec["validator"])
}

fn ruled(key: ConfigKey, spec: &Value) -> ConfigKey {
    let Some(kind) = spec["kind"].as_str() else { return key };
    let said = || spec["texts"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned());
    let values = || -> Texts { said().map(Into::into).collect::<Vec<_>>().into() };
    let (min, max) = (spec["min"].as_i64().unwrap_or_default(), spec["max"].as_i64().unwrap_or_default());
    match kind {
        "between" => {
            let bound = |bound: i64| i32::try_from(bound).ok();
            key.with_validator(Range { min: bound(min), max: bound(max) })
        }
        "at_least" => key.with_validator(Range { min: Some(min), max: None }),
        "at_least_double" => key.with_validator(Range { min: Some(f64::from(i32::try_from(min).unwrap())), max: None }),
        "valid_string" => key.with_validator(ValidString { values: values() }),
        "any_case" => key.with_validator(CaseInsensitiveValidString { values: values() }),
        "valid_list" => key.with_validator(ValidList { values: values() }),
        "non_null" => key.with_validator(NonNull),
        "non_empty" => key.with_validator(NonEmptyString),
        "no_control" => key.with_validator(NonEmptyStringWithoutControlChars),
        "list_size" => key.with_validator(ListSize { max: usize::try_from(max).unwrap() }),
        "said" => key.with_validator(Said(said().next().unwrap())),
        "composite" => {
            let both = said().map(|text| -> Arc<dyn Validator> { Arc::new(Said(text)) });
            key.with_validator(Composite(both.collect()))
        }
        other => panic!("no validator {other}"),
    }
}

fn answer(case: &Value) -> Value {
    if let Some(number) = case["number"].as_i64() {
        return json!({"memory": memory_units(number), "time": time_units(number)});
    }
    let definition = Definition::new(case["keys"].as_array().unwrap().iter().map(made)).unwrap();
    let modes: BTreeMap<String, String> = serde_json::from_value(case["modes"].clone()).unwrap();
    let prefix = case["id_prefix"].as_str().unwrap();
    let options = HtmlOptions {
        header_depth: case["depth"].as_u64().unwrap().try_into().unwrap(),
        id: &|name| format!("{prefix}{name}"),
        update_modes: &modes,
    };
    json!({
        "html": definition.to_html(&HtmlOptions::default()),
        "html_with": definition.to_html(&options),
        "table": definition.to_html_table(&modes),
        "rst": definition.to_rst(),
        "enriched": definition.to_enriched_rst(),
    })
}

#[test]
fn every_definition_is_documented_as_kafka_documents_it() -> Result {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let definitions = case();
    let mut cases: Vec<Value> = (0..1500).map(|_| definitions.new_tree(&mut runner).unwrap().current()).collect();
    let numbers = prop_oneof![
        select(&NUMBERS[..]),
        any::<i64>(),
        (any::<i32>(), select(&NUMBERS[..])).prop_map(|(count, unit)| i64::from(count).wrapping_mul(unit))
    ];
    cases.extend((0..3000).map(|_| json!({"number": numbers.new_tree(&mut runner).unwrap().current()})));

    let directory = tempfile::tempdir()?;
    let input = directory.path().join("cases");
    std::fs::write(&input, cases.iter().map(|case| format!("{case}\n")).collect::<Vec<_>>().concat())?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/java/DocsOracle.java");
    let answers = java::run_source(&java::kafka_class_path()?, &source, &[input.to_str().unwrap()])?;

    assert_eq!(answers.lines().count(), cases.len(), "Java answered another number of cases");
    for (case, expected) in cases.iter().zip(answers.lines()) {
        let (found, expected) = (answer(case), serde_json::from_str::<Value>(expected)?);
        for (format, expected) in expected.as_object().unwrap() {
            assert_eq!(found[format].as_str(), expected.as_str(), "{format} of {case:#}");
        }
    }
    Ok(())
}
