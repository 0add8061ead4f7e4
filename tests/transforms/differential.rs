//! The transformations against Kafka's own classes, on schemas, values and configurations made at random.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod cases;
#[path = "../conformance/formats/mod.rs"]
#[allow(dead_code, reason = "shared with the vectors")]
mod formats;
#[path = "../data/oracle.rs"]
mod oracle;
#[path = "../data/random.rs"]
#[allow(dead_code, reason = "shared with the data model")]
mod random;

use cases::{Cases, list};
use formats::{
    outcome::{Outcome, same},
    smt,
};
use kconnect::config::{ConfigKey, Parsed};
use kconnect_tests::Result;
use kconnect_worker::transforms::RecordPlugins;
use oracle::compare;
use random::Random;
use serde_json::{Map, Value as Json, json};

/// Enough of each to meet every branch many times.
const CASES: usize = 3_000;

/// Lets a transformation and Kafka's class of that name run on records and configurations made at random.
fn compare_with_kafka(class: &str, seed: u64, config: fn(&mut Random) -> Map<String, Json>) -> Result {
    let mut cases = Cases::new(class, seed, config);
    let cases: Vec<_> = (0..CASES).map(|_| cases.next()).collect();
    compare(&cases, &["record"], |given, kafka| {
        let mut given = given.clone();
        given.as_object_mut().unwrap().remove("op");
        let mut kafka = kafka.clone();
        let error = &mut kafka["configure_error"];
        if let Some(message) = error["message"].as_str().map(str::to_owned) {
            // Kafka prints an object there, whose number is another one each time.
            if let Some((before, _)) = message.split_once("org.apache.kafka.connect.transforms.InsertField$") {
                *error = json!({"kind": "ConfigException", "message_contains": before});
            }
        } else {
            kafka.as_object_mut().unwrap().remove("configure_error");
        }
        smt::run(&given, &kafka)
    })
}

fn sometimes(random: &mut Random, config: &mut Map<String, Json>, key: &str, values: &[&str]) {
    if random.one_in(2) {
        config.insert(key.to_owned(), random.pick(values).into());
    }
}

fn replace_null(random: &mut Random, mut config: Map<String, Json>) -> Map<String, Json> {
    sometimes(random, &mut config, "replace.null.with.default", &["true", "false", "TRUE"]);
    config
}

fn with(key: &str, value: impl Into<Json>) -> Map<String, Json> {
    Map::from_iter([(key.to_owned(), value.into())])
}

#[test]
fn cast_does_what_kafkas_does() -> Result {
    compare_with_kafka("Cast", 1, |random| {
        const TYPES: [&str; 9] =
            ["int8", "int16", "int32", "int64", "float32", "float64", "boolean", "string", " INT8 "];
        const ODD: [&str; 10] =
            ["", "a", "array", "bytes", "a:map", "a:b:c", "a:int8,int8", "a:", ":int8", "int8,int16"];
        let spec = match random.below(12) {
            0 => random.pick(&ODD).to_owned(),
            1..5 => random.pick(&TYPES).to_owned(),
            _ => list(random, |random| format!("{}:{}", random.pick(&cases::NAMES), random.pick(&TYPES))),
        };
        replace_null(random, with("spec", spec))
    })
}

#[test]
fn extract_field_does_what_kafkas_does() -> Result {
    compare_with_kafka("ExtractField", 2, |random| {
        let fields = ["a", "b", "a", "b", "c", "nope", "a.a", "a.b", "b.a", "a.a.a", "`a`.b", "`a", "a.`b.c`", "", "."];
        let mut config = with("field", random.pick(&fields));
        sometimes(random, &mut config, "field.syntax.version", &["V1", "V2", "V2", "v2", "V3"]);
        replace_null(random, config)
    })
}

#[test]
fn flatten_does_what_kafkas_does() -> Result {
    compare_with_kafka("Flatten", 3, |random| {
        let mut config = Map::new();
        sometimes(random, &mut config, "delimiter", &["_", "", " ", "::", "."]);
        config
    })
}

#[test]
fn hoist_field_does_what_kafkas_does() -> Result {
    compare_with_kafka("HoistField", 4, |random| with("field", random.pick(&["f", "a", "a.b", " f ", ""])))
}

#[test]
fn insert_field_does_what_kafkas_does() -> Result {
    compare_with_kafka("InsertField", 5, |random| {
        let mut config = Map::new();
        for key in ["topic.field", "partition.field", "offset.field", "timestamp.field", "static.field"] {
            if random.one_in(3) {
                let name = if random.one_in(8) { random.pick(&["a", "a!", "!", "?", ""]) } else { key };
                let name = name.to_owned() + random.pick(&["", "!", "?", " "]);
                config.insert(key.to_owned(), name.into());
            }
        }
        if config.contains_key("static.field") && !random.one_in(8) {
            config.insert("static.value".to_owned(), random.pick(&["v", " v ", ""]).into());
        }
        replace_null(random, config)
    })
}

#[test]
fn mask_field_does_what_kafkas_does() -> Result {
    compare_with_kafka("MaskField", 6, |random| {
        let mut config = with("fields", list(random, |random| random.pick(&cases::NAMES).to_owned()));
        if random.one_in(3) {
            let replacements = ["0", "123", "1.5", "x", "-1", "1e3", "300", " 7 ", "", "NaN", "99999999999999999999"];
            config.insert("replacement".to_owned(), random.pick(&replacements).into());
        }
        replace_null(random, config)
    })
}

#[test]
fn replace_field_does_what_kafkas_does() -> Result {
    compare_with_kafka("ReplaceField", 7, |random| {
        let mut config = Map::new();
        for key in ["include", "exclude"] {
            if random.one_in(3) {
                config.insert(key.to_owned(), list(random, |random| random.pick(&cases::NAMES).to_owned()).into());
            }
        }
        if random.one_in(2) {
            let renames = list(random, |random| {
                let new = random.pick(&["a", "b", "x", "y", "z"]);
                let more = if random.one_in(30) { random.pick(&[":c", ":"]) } else { "" };
                format!("{}:{new}{more}", random.pick(&cases::NAMES))
            });
            config.insert("renames".to_owned(), renames.into());
        }
        replace_null(random, config)
    })
}

#[test]
fn set_schema_metadata_does_what_kafkas_does() -> Result {
    compare_with_kafka("SetSchemaMetadata", 8, |random| {
        let mut config = Map::new();
        sometimes(random, &mut config, "schema.name", &["n", "com.example.N", " n ", ""]);
        sometimes(random, &mut config, "schema.version", &["1", "42", "x", "-1"]);
        replace_null(random, config)
    })
}

#[test]
fn value_to_key_does_what_kafkas_does() -> Result {
    compare_with_kafka("ValueToKey", 9, |random| {
        let fields = match random.below(20) {
            0 => random.pick(&["", "a,a", "a,,b"]).to_owned(),
            _ => list(random, |random| random.pick(&["a", "a", "b", "c"]).to_owned()),
        };
        replace_null(random, with("fields", fields))
    })
}

#[test]
fn the_keys_are_kafkas_letter_for_letter() -> Result {
    let plugins = RecordPlugins::kafka();
    let classes = plugins.transformations().iter().map(|plugin| json!({"op": "keys", "class": plugin.class()}));
    compare(&classes.collect::<Vec<_>>(), &[], |given, kafka| {
        let plugins = RecordPlugins::kafka();
        let definition = plugins.transformation(given["class"].as_str().unwrap()).unwrap().definition();
        let names: Vec<_> = definition.keys().iter().map(|key| key.name.to_string()).collect();
        let kafkas: Vec<_> = kafka["keys"].as_object().unwrap().keys().cloned().collect();
        same_set(names, kafkas)?;
        for key in definition.keys() {
            same("the key", &notation(key), &kafka["keys"][&*key.name])?;
        }
        Ok(())
    })
}

fn same_set(mut one: Vec<String>, mut other: Vec<String>) -> Outcome {
    one.sort();
    other.sort();
    same("the names", &one, &other)
}

fn notation(key: &ConfigKey) -> Json {
    let default = key.default_value();
    json!({
        "type": key.config_type.name(),
        "importance": key.importance.name(),
        "documentation": key.doc(),
        "required": default.is_none(),
        "default": default.as_ref().and_then(Parsed::to_text),
        "valid": key.valid_values(),
        "group": key.group,
        "order": key.order,
        "width": key.width.name(),
        "display_name": key.display_name.to_string(),
    })
}
