//! Schemas against Avro's own Java library, on texts made at random.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "random.rs"]
#[allow(dead_code, reason = "shared with the other differential test")]
mod random;

use std::path::Path;

use kconnect::avro::{
    Schema,
    compat::{Direction, IncompatibilityKind, check, explain},
};
use kconnect_tests::{Result, avro, java};
use random::Random;
use serde_json::{Value, json};

/// Enough to meet every branch many times.
const TEXTS: usize = 8_000;
const PAIRS: usize = 8_000;

#[test]
fn a_text_is_the_schema_that_it_is_in_java() -> Result {
    let mut random = Random::new(20_261_122);
    let texts: Vec<Value> = (0..TEXTS).map(|_| random.text().into()).collect();
    let (mut accepted, mut accepted_as_new) = (0, 0);
    let mut differences = Vec::new();
    for (text, java) in texts.iter().zip(ask(&texts)?) {
        let text = text.as_str().unwrap();
        accepted += usize::from(java["text"].is_string());
        accepted_as_new += usize::from(java["text"].is_string() && java["refused as new"].is_null());
        if let Err(difference) = compare(text, &java) {
            differences.push(format!("{difference}\n  of {text}"));
        }
    }
    let refused = TEXTS - accepted;
    println!("{TEXTS} texts: {refused} refused, {accepted} accepted, {accepted_as_new} of them as new");
    assert!(accepted > TEXTS / 3 && refused > TEXTS / 10 && accepted_as_new > TEXTS / 4, "one kind is rare");
    show(&differences);
    Ok(())
}

#[test]
fn a_reader_reads_what_it_reads_in_java() -> Result {
    let mut random = Random::new(20_160_812);
    let pairs: Vec<[String; 2]> = (0..PAIRS).map(|_| random.pair()).collect();
    let asked: Vec<Value> = pairs.iter().map(|pair| json!(pair)).collect();
    let (mut compatible, mut thrown, mut several, mut refused) = (0, 0, 0, 0);
    let mut differences = Vec::new();
    for ([reader, writer], java) in pairs.iter().zip(ask(&asked)?) {
        let schemas = [reader, writer].map(|text| text.parse::<Schema>());
        let [Ok(of), Ok(by)] = schemas else {
            refused += 1;
            if java["refused"].is_null() {
                differences.push(format!("refused\n  reader {reader}\n  writer {writer}"));
            }
            continue;
        };
        let found = java["found"].as_array().map_or(0, Vec::len);
        thrown += usize::from(java["thrown"].is_string());
        compatible += usize::from(found == 0 && java["thrown"].is_null());
        several += usize::from(found > 1);
        if let Err(difference) = compare_pair(&of, &by, &java) {
            differences.push(format!("{difference}\n  reader {reader}\n  writer {writer}"));
        }
    }
    println!(
        "{PAIRS} pairs: {refused} refused, {compatible} compatible, {several} with several incompatibilities, {thrown} thrown"
    );
    assert!(compatible > PAIRS / 10 && several > PAIRS / 20 && thrown > 10, "one kind is rare");
    show(&differences);
    Ok(())
}

fn ask(questions: &[Value]) -> Result<Vec<Value>> {
    let directory = tempfile::tempdir()?;
    let input = directory.path().join("questions");
    std::fs::write(&input, questions.iter().map(Value::to_string).collect::<Vec<_>>().join("\n"))?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/java/SchemaOracle.java");
    let answers = java::run_source(&avro::class_path()?, &source, &[input.to_str().unwrap()])?;
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), questions.len(), "Java answered another number of questions");
    Ok(answers)
}

fn show(differences: &[String]) {
    let shown = differences.len().min(20);
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences[..shown].join("\n"));
}

/// What differs from Java's answer about a text.
fn compare(text: &str, java: &Value) -> Result<(), String> {
    let schema = match (text.parse::<Schema>(), java["refused"].as_str()) {
        (Err(_), Some(_)) => return Ok(()),
        (Err(ours), None) => return Err(format!("refused: {ours}")),
        (Ok(_), Some(java)) => return Err(format!("accepted, and Java says {java}")),
        (Ok(schema), None) => schema,
    };
    same("text", &schema.to_string(), &java["text"])?;
    same("canonical form", &schema.canonical_form(), &java["canonical"])?;
    same("CRC-64-AVRO", &schema.fingerprint_crc64().to_string(), &java["crc64"])?;
    same("MD5", &hex(&schema.fingerprint_md5()), &java["MD5"])?;
    same("SHA-256", &hex(&schema.fingerprint_sha256()), &java["SHA-256"])?;
    let pretty: Value = serde_json::from_str(&schema.pretty()).unwrap();
    if pretty != serde_json::from_str::<Value>(&schema.to_string()).unwrap() {
        return Err(format!("pretty says something else: {}", schema.pretty()));
    }
    match (schema.validate(), java["refused as new"].as_str()) {
        (Ok(()), None) | (Err(_), Some(_)) => {}
        (Err(ours), None) => return Err(format!("not valid as new: {ours}")),
        (Ok(()), Some(java)) => return Err(format!("valid as new, and Java says {java}")),
    }
    let again: Schema = schema.to_string().parse().map_err(|error| format!("its own text: {error}"))?;
    let third = again.to_string().parse::<Schema>().map_err(|error| format!("the text of its text: {error}"))?;
    // Java forgets that an alias had no namespace; what it writes then stays.
    same("text of the text", &third.to_string(), &again.to_string().into())?;
    // Read with itself, unless Java's own rules say otherwise: an alias may be the name of another field.
    let itself = check(&schema, &schema);
    let excused = itself.iter().all(|found| found.kind == IncompatibilityKind::NotComparable);
    if excused { Ok(()) } else { Err(format!("does not read itself: {itself:?}")) }
}

fn compare_pair(reader: &Schema, writer: &Schema, java: &Value) -> Result<(), String> {
    let found = check(reader, writer);
    let explained = explain(reader, writer, Direction::Backward);
    if explained.is_empty() != found.is_empty() {
        return Err(format!("{} incompatibilities, {} explanations", found.len(), explained.len()));
    }
    if let Some(thrown) = java["thrown"].as_str() {
        // Java writes the whole schema behind it.
        let start = thrown.split("schema {").next().unwrap_or_default();
        let ours = found.first().map(|found| found.message.as_str()).unwrap_or_default();
        return if ours.starts_with(start) { Ok(()) } else { Err(format!("ours {ours}\n  Java throws {thrown}")) };
    }
    let ours: Value = found.iter().map(|found| json!([found.kind.to_string(), found.path, found.message])).collect();
    if ours == java["found"] { Ok(()) } else { Err(format!("ours {ours}\n  Java {}", java["found"])) }
}

fn same(what: &str, ours: &str, java: &Value) -> Result<(), String> {
    if java == ours { Ok(()) } else { Err(format!("{what}: ours {ours}\n  Java {java}")) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
