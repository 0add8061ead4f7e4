//! `AvroData` against Confluent's own, on schemas, values and options made at random: the schema's text, the bytes, and
//! what is made of both on the way back.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "../conformance/formats/neutral.rs"]
#[allow(dead_code, reason = "shared with the vectors")]
mod neutral;
#[path = "../conformance/formats/outcome.rs"]
#[allow(dead_code, reason = "shared with the vectors")]
mod outcome;
mod random;

/// Where the vectors' modules look for one another.
mod formats {
    pub(crate) use crate::outcome;
}

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use kconnect::{
    Value,
    avro::{AvroData, Schema as Avro},
    data::Schema,
};
use kconnect_tests::{Result, confluent, java};
use random::Random;
use serde_json::{Map, Value as Json, json};

/// Enough to meet every branch many times.
const CASES: usize = 12_000;

#[test]
fn schemas_and_values_become_what_confluents_avro_data_makes_of_them() -> Result {
    let mut random = Random::new(20_160_824);
    let cases: Vec<Json> = (0..CASES).map(|_| random.case()).collect();
    let directory = tempfile::tempdir()?;
    let input = directory.path().join("cases");
    std::fs::write(&input, cases.iter().map(Json::to_string).collect::<Vec<_>>().join("\n"))?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("avro/java/AvroDataOracle.java");
    let answers = java::run_source(&confluent::class_path()?, &source, &[input.to_str().unwrap()])?;
    assert_eq!(answers.lines().count(), cases.len(), "AvroData answered another number of cases");

    let mut met = BTreeMap::<&str, usize>::new();
    let mut differences = Vec::new();
    for (case, answer) in cases.iter().zip(answers.lines()) {
        let theirs: Json = serde_json::from_str(answer).unwrap();
        match compare(case, &theirs) {
            Ok(kinds) => kinds.into_iter().for_each(|kind| *met.entry(kind).or_default() += 1),
            Err(difference) => differences.push(format!("{difference}\n  of {case}")),
        }
    }
    let shown = differences.len().min(20);
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences[..shown].join("\n"));
    for (kind, least) in [
        (SCHEMA, 10_000),
        (BYTES, 9_000),
        (BACK, 9_000),
        (VALUE_BACK, 9_000),
        (REFUSED, 100),
        (VALUE_REFUSED, 100),
        (COLLISION, 100),
        (FIELD_PARAMETERS, 50),
        (SHORT_DECIMAL, 10),
        (LONG_DECIMAL, 1),
        (STRUCT_DEFAULT, 1),
    ] {
        assert!(met.get(kind).is_some_and(|count| *count >= least), "{kind:?} is rare: {met:?}");
    }
    Ok(())
}

const SCHEMA: &str = "equal schemas";
const BYTES: &str = "equal bytes";
const BACK: &str = "equal schemas on the way back";
const VALUE_BACK: &str = "equal values on the way back";
const REFUSED: &str = "refused by both";
const VALUE_REFUSED: &str = "values refused by both";
// What is known to differ, and why.
/// Two types have one name: `AvroData` writes the name of the first.
const COLLISION: &str = "a name of two types, refused here";
/// A later release of `AvroData` (8.4) writes a field's own parameters where the type was written before.
const FIELD_PARAMETERS: &str = "parameters of a field, as of a later release";
/// A later release (8.4) fills a decimal up to the size of its fixed; before that the encoder failed.
const SHORT_DECIMAL: &str = "a decimal shorter than its fixed, as of a later release";
/// A later release (8.4) refuses a decimal that is longer than its fixed; before that its end was cut off.
const LONG_DECIMAL: &str = "a decimal longer than its fixed, as of a later release";
/// A later release (7.4.11) keeps the size of a fixed that is a decimal.
const FIXED_DECIMAL: &str = "a fixed decimal on the way back, as of a later release";
/// The default of a STRUCT has a schema of its own in Java, which is not equal to that of the field.
const STRUCT_DEFAULT: &str = "a STRUCT that is a default, written here";
/// Before Java 19 a few numbers were printed with more digits than they need.
const DOUBLE_TEXT: &str = "a number that Java 17 prints in another way";

fn compare(case: &Json, theirs: &Json) -> Result<Vec<&'static str>, String> {
    let mut kinds = Vec::new();
    let mut config = neutral::config(case).map_err(|finding| format!("{finding:?}"))?;
    // An option of a later release (7.7).
    config.flatten_singleton_unions = false;
    let data = AvroData::new(config);
    let connect = match neutral::schema(&case["connect"]) {
        Ok(connect) => connect,
        Err(_) if theirs["error"].is_string() => return Ok(vec![REFUSED]),
        Err(finding) => return Err(format!("{finding:?}, theirs {theirs}")),
    };
    let avro = match &connect {
        Some(connect) => data.from_connect_schema(connect),
        None => Ok(AvroData::anything().clone()),
    };
    let avro = match (avro, theirs["error"].as_str()) {
        (Ok(avro), None) => avro,
        (Err(ours), Some(error)) => {
            // Whichever of several things is wrong is met first: names are looked at later here.
            let (_, message) = error.split_once(": ").unwrap_or_default();
            let later = message.starts_with("Illegal ")
                || (message.starts_with("fixed(") && !ours.to_string().starts_with("fixed("));
            let same = later || ours.to_string().starts_with(message);
            return if same { Ok(vec![REFUSED]) } else { Err(format!("theirs {error}\n  ours {ours}")) };
        }
        (Err(ours), None) if ours.to_string().contains("two ") => {
            let mut types = BTreeMap::new();
            named_types(&case["connect"], &mut types);
            let twice = types.values().any(|types: &BTreeSet<String>| types.len() > 1)
                // A name without a namespace, and the same name in one.
                || types.keys().any(|name| types.keys().any(|other| other.ends_with(&format!(".{name}"))));
            return if twice { Ok(vec![COLLISION]) } else { Err(format!("no two types of one name: {ours}")) };
        }
        (Err(ours), None) => return Err(format!("refused: {}\n  theirs {}", ours.chain(), theirs["avro"])),
        (Ok(ours), Some(error)) => return Err(format!("theirs {error}\n  ours {ours}")),
    };
    let (ours, text) = (avro.to_string(), theirs["avro"].as_str().unwrap());
    if ours != text {
        let mut json: Json = serde_json::from_str(&ours).unwrap();
        let known = without_field_parameters(&mut json);
        let as_theirs: Json = serde_json::from_str(text).unwrap();
        if differ(&json, &as_theirs) {
            return Err(format!("theirs {text}\n  ours   {ours}"));
        }
        kinds.push(if known { FIELD_PARAMETERS } else { DOUBLE_TEXT });
    }
    kinds.push(SCHEMA);
    let value = match neutral::value(connect.as_ref(), &case["value"]) {
        Ok(value) => value,
        Err(_) if theirs["value_error"].is_string() => return Ok(vec![VALUE_REFUSED]),
        Err(finding) => return Err(format!("{finding:?}, theirs {theirs}")),
    };
    // Null alone is no message.
    if value == Value::Null {
        return Ok(kinds);
    }
    let mut bytes = Vec::new();
    let written = data.from_connect_data(connect.as_ref(), &value, &mut bytes).map_err(|error| error.chain());
    let theirs_bytes = match (written, theirs["value_error"].as_str()) {
        (Ok(()), None) => theirs["bytes"].as_str().unwrap(),
        (_, Some(error)) if error.contains("Mismatching struct schema") && has_struct_default(&case["connect"]) => {
            kinds.push(STRUCT_DEFAULT);
            return Ok(kinds);
        }
        (Err(ours), _) if ours.contains("is greater than fixed size") && has_fixed_decimal(text) => {
            kinds.push(LONG_DECIMAL);
            return Ok(kinds);
        }
        (Err(ours), Some(error)) => {
            let message = error.strip_prefix("DataException: ");
            if message.is_some_and(|message| !ours.contains(message)) {
                return Err(format!("theirs {error}\n  ours {ours}"));
            }
            kinds.push(VALUE_REFUSED);
            return Ok(kinds);
        }
        (Ok(()), Some(error)) if error.contains("IndexOutOfBounds") && has_fixed_decimal(text) => {
            kinds.push(SHORT_DECIMAL);
            return Ok(kinds);
        }
        (Ok(()), Some(error)) => return Err(format!("theirs {error}\n  ours {}", neutral::to_hex(&bytes))),
        (Err(ours), None) => return Err(format!("refused: {ours}\n  theirs {}", theirs["bytes"])),
    };
    if neutral::to_hex(&bytes) != theirs_bytes {
        return Err(format!("theirs {theirs_bytes}\n  ours   {}\n  of {text}", neutral::to_hex(&bytes)));
    }
    kinds.push(BYTES);
    let error = theirs["back_error"].as_str().unwrap_or_default();
    if error.contains("Did not find matching union field") && has_struct_default(&case["connect"]) {
        kinds.push(STRUCT_DEFAULT);
    } else {
        back(&data, text, &bytes, theirs, &mut kinds)?;
    }
    Ok(kinds)
}

/// What is made of the schema and the bytes that both have written.
fn back(data: &AvroData, text: &str, bytes: &[u8], theirs: &Json, kinds: &mut Vec<&'static str>) -> Result<(), String> {
    if has_fixed_decimal(text) {
        kinds.push(FIXED_DECIMAL);
        return Ok(());
    }
    let avro: Avro = text.parse().map_err(|error| format!("{error}"))?;
    let connect = data.to_connect_schema(&avro);
    let connect = match (connect, theirs["back_error"].as_str()) {
        (Err(_), Some(_)) => return Ok(()),
        (Ok(ours), None) => ours,
        (Ok(ours), Some(error)) => return Err(format!("back: theirs {error}\n  ours {ours:?}")),
        (Err(ours), None) => return Err(format!("back: ours {}\n  theirs {}", ours.chain(), theirs["back"])),
    };
    let ours = connect.as_ref().map_or(Json::Null, schema_json);
    if differ(&ours, &theirs["back"]) {
        return Err(format!("back: theirs {}\n  ours   {ours}\n  of {text}", theirs["back"]));
    }
    kinds.push(BACK);
    let read = data.to_connect_data(&avro, bytes).map_err(|error| format!("{}\n  of {text}", error.chain()))?;
    let ours = typed(&read.value);
    if differ(&ours, &theirs["back_value"]) {
        return Err(format!("back: theirs {}\n  ours   {ours}\n  of {text}", theirs["back_value"]));
    }
    kinds.push(VALUE_BACK);
    Ok(())
}

/// Whether they are not the same text: the order of members counts.
fn differ(ours: &Json, theirs: &Json) -> bool {
    let (ours, theirs) = (ours.to_string(), theirs.to_string());
    ours != theirs
}

/// Leaves out what a field says of its type, and whether there was any.
fn without_field_parameters(schema: &mut Json) -> bool {
    match schema {
        Json::Array(branches) => {
            branches.iter_mut().fold(false, |known, branch| without_field_parameters(branch) | known)
        }
        Json::Object(object) => {
            let mut known = false;
            for key in ["type", "items", "values"] {
                known |= object.get_mut(key).is_some_and(without_field_parameters);
            }
            for field in object.get_mut("fields").and_then(Json::as_array_mut).into_iter().flatten() {
                let field = field.as_object_mut().unwrap();
                known |= field.shift_remove("connect.parameters").is_some();
                known |= field.get_mut("type").is_some_and(without_field_parameters);
            }
            known
        }
        _ => false,
    }
}

/// What stands behind each of Avro's names, without what is only said about it.
fn named_types(schema: &Json, types: &mut BTreeMap<String, BTreeSet<String>>) {
    let Some(object) = schema.as_object() else { return };
    let name = object.get("name").and_then(Json::as_str).map(|name| name.replace('-', "_"));
    let parameter = |key: &str| schema["parameters"][key].as_str().map(str::to_owned);
    let keys_are_strings = schema["keySchema"]["type"] == "STRING";
    let name = match schema["type"].as_str().unwrap() {
        "STRING" => parameter("io.confluent.connect.avro.Enum"),
        "BYTES" => parameter("connect.fixed.size").and(name),
        "STRUCT" => name,
        "MAP" if !keys_are_strings || schema["keySchema"]["optional"] == true => {
            Some(name.unwrap_or_else(|| "io.confluent.connect.avro.MapEntry".to_owned()))
        }
        _ => None,
    };
    if let Some(name) = name {
        let mut bare = schema.clone();
        strip(&mut bare);
        for key in ["optional", "default"] {
            bare.as_object_mut().unwrap().shift_remove(key);
        }
        types.entry(name).or_default().insert(bare.to_string());
    }
    for field in object.get("fields").and_then(Json::as_array).into_iter().flatten() {
        named_types(&field["schema"], types);
    }
    for key in ["keySchema", "valueSchema"] {
        named_types(&schema[key], types);
    }
}

fn strip(schema: &mut Json) {
    let Some(object) = schema.as_object_mut() else { return };
    for key in ["doc", "version"] {
        object.shift_remove(key);
    }
    if object["type"] == "STRUCT" {
        object.shift_remove("parameters");
    }
    if object.get("optional") == Some(&json!(false)) {
        object.shift_remove("optional");
    }
    for field in object.get_mut("fields").and_then(Json::as_array_mut).into_iter().flatten() {
        strip(&mut field["schema"]);
    }
    for key in ["keySchema", "valueSchema"] {
        if let Some(below) = object.get_mut(key) {
            strip(below);
        }
    }
}

fn has_struct_default(schema: &Json) -> bool {
    match schema {
        Json::Array(items) => items.iter().any(has_struct_default),
        Json::Object(object) => {
            // A default of anything that holds a STRUCT has one, too.
            let holds = matches!(object.get("type").and_then(Json::as_str), Some("STRUCT" | "ARRAY" | "MAP"));
            (holds && object.contains_key("default")) || object.values().any(has_struct_default)
        }
        _ => false,
    }
}

fn has_fixed_decimal(text: &str) -> bool {
    text.contains(r#"{"type":"fixed","name":"Decimal""#)
}

/// A schema as the other side writes it.
fn schema_json(schema: &Schema) -> Json {
    let mut out = Map::new();
    let mut add = |key: &str, value: Json| drop(out.insert(key.to_owned(), value));
    add("type", schema.schema_type().as_str().into());
    add("optional", schema.is_optional().into());
    add("name", schema.name().into());
    add("version", schema.version().into());
    add("doc", schema.doc().into());
    add("parameters", schema.parameters().map(|(key, value)| json!([key, value])).collect());
    add("default", schema.default_value().map_or(Json::Null, |default| typed(&default)));
    add("fields", schema.fields().map(|field| json!([field.name(), schema_json(field.schema())])).collect());
    add("keySchema", schema.key_schema().as_ref().map_or(Json::Null, schema_json));
    add("valueSchema", schema.value_schema().as_ref().map_or(Json::Null, schema_json));
    out.into()
}

/// A value as the other side writes it: with its Java type.
fn typed(value: &Value) -> Json {
    match value {
        Value::Int8(number) => json!(["i8", number]),
        Value::Int16(number) => json!(["i16", number]),
        Value::Int32(number) => json!(["i32", number]),
        Value::Int64(number) => json!(["i64", number]),
        Value::Float32(number) => json!(["f32", number.to_bits().cast_signed()]),
        Value::Float64(number) => json!(["f64", number.to_bits().cast_signed()]),
        Value::Boolean(boolean) => json!(["bool", boolean]),
        Value::String(text) => json!(["str", text]),
        Value::Bytes(bytes) => json!(["bytes", neutral::to_hex(bytes)]),
        Value::Decimal(unscaled, scale) => json!(["dec", neutral::to_hex(unscaled), scale]),
        Value::Array(items) => std::iter::once(json!("arr")).chain(items.iter().map(typed)).collect(),
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| json!([typed(key), typed(value)]));
            std::iter::once(json!("map")).chain(entries).collect()
        }
        Value::Struct(of) => {
            let fields = of.schema().fields().zip(of.values());
            let fields = fields.map(|(field, value)| json!([field.name(), typed(value)]));
            std::iter::once(json!("struct")).chain(fields).collect()
        }
        other => other.instant().map_or(Json::Null, |ms| json!(["date", ms])),
    }
}
