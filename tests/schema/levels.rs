//! Levels and normalized schemas against Confluent's own classes, on schemas made at random.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "random.rs"]
#[allow(dead_code, reason = "shared with the other differential test")]
mod random;

use std::{collections::BTreeMap, path::Path};

use kconnect::avro::{
    Schema,
    compat::{IncompatibilityKind, Level},
};
use kconnect_tests::{Result, confluent, java};
use random::Random;
use serde_json::{Value, json};

/// Enough to meet every branch many times.
const SUBJECTS: usize = 4_000;

#[test]
fn a_level_allows_what_confluents_does_and_normal_forms_are_confluents() -> Result {
    let mut random = Random::new(20_140_131);
    let subjects: Vec<Vec<String>> = std::iter::repeat_with(|| random.versions())
        .filter(|versions| versions.iter().all(|text| text.parse::<Schema>().is_ok()))
        .take(SUBJECTS)
        .collect();
    let asked: Vec<String> = subjects
        .iter()
        .map(|versions| {
            let (new, previous) = versions.split_last().unwrap();
            json!({"new": new, "previous_oldest_first": previous}).to_string()
        })
        .collect();
    let directory = tempfile::tempdir()?;
    let input = directory.path().join("subjects");
    std::fs::write(&input, asked.join("\n"))?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/java/LevelOracle.java");
    let answers = java::run_source(&confluent::class_path()?, &source, &[input.to_str().unwrap()])?;
    assert_eq!(answers.lines().count(), SUBJECTS, "Confluent answered another number of subjects");

    let mut refused = BTreeMap::<String, usize>::new();
    let mut changed = 0;
    let mut differences = Vec::new();
    for (versions, answer) in subjects.iter().zip(answers.lines()) {
        let confluent: Value = serde_json::from_str(answer).unwrap();
        let schemas: Vec<Schema> = versions.iter().map(|text| text.parse().unwrap()).collect();
        let (new, previous) = schemas.split_last().unwrap();
        let mut compare = || {
            for level in Level::ALL {
                let incompatible = !confluent[level.to_string()].as_array().unwrap().is_empty();
                *refused.entry(level.to_string()).or_default() += usize::from(incompatible);
                compare_level(level, new, previous, &confluent[level.to_string()])?;
            }
            compare_normalized(new, &confluent)
        };
        if let Err(difference) = compare() {
            differences.push(format!("{difference}\n  of {}", versions.join("\n     ")));
        }
        changed += usize::from(new.normalized().is_ok_and(|normalized| normalized.to_string() != new.to_string()));
    }
    println!("{SUBJECTS} subjects, of which a level refuses: {refused:?}; {changed} schemas have another normal form");
    let rare = Level::ALL.into_iter().skip(1).any(|level| refused[&level.to_string()] < SUBJECTS / 10);
    assert!(!rare && changed > SUBJECTS / 10, "one kind is rare");
    let shown = differences.len().min(20);
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences[..shown].join("\n"));
    Ok(())
}

fn compare_level(level: Level, new: &Schema, previous: &[Schema], confluent: &Value) -> Result<(), String> {
    let newest_first: Vec<_> = previous.iter().rev().collect();
    let breaks = level.check(new, &newest_first);
    if let Some(silent) = breaks.iter().find(|broken| broken.explanations.is_empty()) {
        return Err(format!("{level}: not explained: {silent:?}"));
    }
    // Confluent stops at the first schema that is not compatible.
    let first = breaks.first().map(kconnect::avro::compat::Break::index);
    let found =
        breaks.iter().filter(|broken| Some(broken.index()) == first).flat_map(|broken| &broken.incompatibilities);
    let found: Vec<_> = found.collect();
    let theirs: Vec<&str> = confluent.as_array().unwrap().iter().map(|message| message.as_str().unwrap()).collect();
    let alike = found.len() == theirs.len()
        && found.iter().zip(&theirs).all(|(ours, theirs)| match ours.kind {
            IncompatibilityKind::NotComparable => {
                theirs.starts_with("Unexpected exception during compatibility check:")
            }
            kind => theirs.starts_with(&format!(
                "Incompatibility{{type:{kind}, location:{}, message:{}, reader:",
                ours.path, ours.message
            )),
        });
    if alike { Ok(()) } else { Err(format!("{level}: ours {found:?}\n  Confluent {theirs:#?}")) }
}

fn compare_normalized(new: &Schema, confluent: &Value) -> Result<(), String> {
    let ours = new.normalized().map(|normalized| normalized.to_string()).ok();
    let theirs = confluent["normalized"].as_str();
    // A default with a field that its record does not have, or an element that does not fit, ends in an exception that nobody
    // meant to throw.
    let thrown = confluent["refused"].as_str().unwrap_or_default();
    if thrown.contains("NullPointerException") || thrown.contains("Not an array") || ours.as_deref() == theirs {
        return Ok(());
    }
    Err(format!("normalized: ours   {ours:?}\n  Confluent {theirs:?} {thrown}"))
}
