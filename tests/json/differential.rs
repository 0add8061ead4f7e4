//! The converters of JSON and of plain values against Kafka's own, on schemas, values and texts made at random.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "../data/random.rs"]
#[allow(dead_code, reason = "shared with the data model")]
mod data;
#[path = "../conformance/formats/mod.rs"]
#[allow(dead_code, reason = "shared with the vectors")]
mod formats;
#[path = "../data/oracle.rs"]
mod oracle;
mod random;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use formats::{
    connect::{result, same_schema, same_value, schema, value},
    json_to::converter,
    outcome::{Outcome, differs, same},
    simple,
};
use kconnect_tests::Result;
use oracle::compare;
use random::Random;
use serde_json::{Value as Json, json};

/// Enough of each to meet every branch many times.
const CASES: usize = 6_000;

const JSON_CONVERTER: &str = "org.apache.kafka.connect.json.JsonConverter";

/// Of equal keys of a map the last value counts, at the place of the first: so Java's map has it.
fn without_doubles(json: &mut Json) {
    match json {
        Json::Object(members) => {
            members.values_mut().for_each(without_doubles);
            if let Some(Json::Array(entries)) = members.get_mut("map") {
                let mut kept: Vec<Json> = Vec::new();
                for entry in entries.drain(..) {
                    match kept.iter_mut().find(|known| known[0] == entry[0]) {
                        Some(known) => known[1] = entry[1].clone(),
                        None => kept.push(entry),
                    }
                }
                *entries = kept;
            }
        }
        Json::Array(elements) => elements.iter_mut().for_each(without_doubles),
        _ => {}
    }
}

#[test]
fn a_value_becomes_the_json_that_kafka_makes_of_it() -> Result {
    let (mut data, mut random) = (data::Random::new(1), Random::new(1));
    let cases: Vec<_> = (0..CASES)
        .map(|index| {
            let schema = if index % 6 == 0 { Json::Null } else { data.schema(3) };
            let mut value = if schema.is_null() { data.any(3) } else { data.value_for(&schema) };
            without_doubles(&mut value);
            let mut config = random.config();
            // Kafka takes the JSON of an equal schema, whose parameters may have another order.
            config["schemas.cache.size"] = "0".into();
            json!({"op": "fromConnectData", "class": JSON_CONVERTER, "config": config, "schema": schema, "value": value})
        })
        .collect();
    compare(&cases, &["bytes", "error"], |given, kafka| {
        let schema = schema(&given["schema"])?;
        let value = value(&given["value"], schema.as_ref())?;
        let converter = converter(&given["config"])?.unwrap();
        let came = converter.from_connect_data(schema.as_ref(), &value);
        result(came, kafka, |came, kafka| {
            let kafka = kafka["bytes"].as_str().map(|bytes| BASE64_STANDARD.decode(bytes).unwrap());
            let text = |bytes: Option<Vec<u8>>| bytes.map(|bytes| String::from_utf8(bytes).unwrap());
            same("the JSON", &text(came), &text(kafka))
        })
    })
}

#[test]
fn json_becomes_the_value_that_kafka_makes_of_it() -> Result {
    let (mut data, mut random) = (data::Random::new(2), Random::new(2));
    let cases: Vec<_> = (0..CASES)
        .map(|index| {
            let notation = data.schema(3);
            let schema = match schema(&notation) {
                Ok(schema) => json_schema(schema.as_ref()).unwrap_or_else(|| "{}".to_owned()),
                Err(_) => "null".to_owned(),
            };
            let schema = if index % 7 == 0 { random.spoiled(&schema) } else { schema };
            let payload = if index % 9 == 0 { random.any(3) } else { random.payload(&notation) };
            let text = random.envelope(&schema, &payload);
            let text = if index % 4 == 0 { random.spoiled(&text) } else { text };
            let bytes = BASE64_STANDARD.encode(random.bytes(&text));
            json!({"op": "toConnectData", "class": JSON_CONVERTER, "config": random.config(), "bytes": bytes})
        })
        .collect();
    compare(&cases, &["schema", "error"], read)
}

#[test]
fn any_text_is_json_when_it_is_to_kafka() -> Result {
    let mut random = Random::new(3);
    let cases: Vec<_> = (0..2 * CASES)
        .map(|index| {
            let text = random.any(3);
            let text = if index % 2 == 0 { random.spoiled(&text) } else { text };
            let bytes = BASE64_STANDARD.encode(random.bytes(&text));
            let config = json!({"schemas.enable": "false"});
            json!({"op": "toConnectData", "class": JSON_CONVERTER, "config": config, "bytes": bytes})
        })
        .collect();
    compare(&cases, &["schema", "error"], read)
}

#[test]
fn a_schema_in_the_configuration_is_the_schema_of_every_payload() -> Result {
    let (mut data, mut random) = (data::Random::new(4), Random::new(4));
    let cases: Vec<_> = (0..400)
        .flat_map(|_| {
            let notation = data.schema(2);
            let schema = schema(&notation).ok().and_then(|schema| json_schema(schema.as_ref()));
            let mut config = random.config();
            config["schema.content"] = schema.unwrap_or_else(|| "{\"type\":\"int8\"}".to_owned()).into();
            (0..3)
                .map(|index| {
                    let text = if index == 0 { String::new() } else { random.payload(&notation) };
                    let bytes = BASE64_STANDARD.encode(text);
                    json!({"op": "toConnectData", "class": JSON_CONVERTER, "config": config, "bytes": bytes})
                })
                .collect::<Vec<_>>()
        })
        .collect();
    compare(&cases, &["schema", "error"], read)
}

#[test]
fn plain_values_are_converted_as_in_kafka() -> Result {
    let mut data = data::Random::new(5);
    let mut cases = Vec::new();
    for name in ["Boolean", "ByteArray", "Short", "Integer", "Long", "Float", "Double", "String"] {
        let package = if name == "String" { "storage" } else { "converters" };
        let class = format!("org.apache.kafka.connect.{package}.{name}Converter");
        for index in 0..500 {
            let schema = if index % 3 == 0 { Json::Null } else { data.schema(1) };
            let mut value = if index % 2 == 0 || schema.is_null() { data.any(1) } else { data.value_for(&schema) };
            without_doubles(&mut value);
            cases.push(json!({"op": "fromConnectData", "class": class, "config": {}, "converter": name, "schema": schema, "value": value}));
            let bytes = data.bytes();
            let bytes = if index % 2 == 0 { &bytes[..bytes.len().min(index % 10)] } else { &bytes };
            let bytes = BASE64_STANDARD.encode(bytes);
            cases.push(json!({"op": "toConnectData", "class": class, "config": {}, "converter": name, "bytes": bytes}));
        }
    }
    compare(&cases, &["bytes", "schema", "error"], |given, kafka| {
        // Java prints for bytes the address of an object.
        let text = kafka["bytes"].as_str().map(|bytes| BASE64_STANDARD.decode(bytes).unwrap());
        if text.is_some_and(|text| text.windows(3).any(|three| three == b"[B@")) {
            return Ok(());
        }
        let mut given = given.clone();
        given.as_object_mut().unwrap().remove("class");
        simple::run(&given, kafka)
    })
}

fn json_schema(schema: Option<&kconnect::data::Schema>) -> Option<String> {
    let converter = kconnect::json::JsonConverter::default();
    converter.as_json_schema(schema?).ok().map(|json| json.to_string())
}

fn read(given: &Json, kafka: &Json) -> Outcome {
    let bytes = BASE64_STANDARD.decode(given["bytes"].as_str().unwrap()).unwrap();
    let came = match converter(&given["config"])? {
        Ok(converter) => converter.to_connect_data(Some(&bytes)),
        // A schema in the configuration that is none.
        Err(refused) if kafka["schema"].is_null() => return accepted_anyway(&refused, kafka),
        Err(refused) => return differs(kafka, refused),
    };
    // A string of Rust cannot hold one.
    let surrogate = |exception: &kconnect::data::DataException| {
        std::error::Error::source(exception).is_some_and(|cause| cause.to_string().contains("surrogate"))
    };
    if came.as_ref().is_err_and(surrogate) {
        return Ok(());
    }
    result(came, kafka, |came, kafka| {
        same_schema(came.schema.as_ref(), &kafka["schema"])?;
        same_value(&came.value, &kafka["value"])
    })
}

/// Holds if Kafka refuses the configuration, too.
fn accepted_anyway(refused: &str, kafka: &Json) -> Outcome {
    match kafka["error"]["message"].as_str() {
        Some(message) => same("the message", refused, message),
        None if !kafka["panic"].is_null() => Ok(()),
        None => differs(kafka, refused),
    }
}
