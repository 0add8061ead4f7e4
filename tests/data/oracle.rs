//! Kafka's classes beside ours: cases go through both, answer by answer.

use std::{collections::BTreeMap, path::Path};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use kconnect_tests::{Result, java};
use serde_json::Value as Json;

use crate::formats::outcome::{Finding, Outcome};

/// Runs cases through both, and fails with what differs. `often` are the answers that Kafka has to have given often.
pub(crate) fn compare(cases: &[Json], often: &[&str], run: fn(&Json, &Json) -> Outcome) -> Result {
    let directory = tempfile::tempdir()?;
    let input = directory.path().join("cases");
    std::fs::write(&input, cases.iter().map(Json::to_string).collect::<Vec<_>>().join("\n"))?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/java/DataOracle.java");
    let answers = java::run_source(&java::kafka_class_path()?, &source, &[input.to_str().unwrap()])?;
    assert_eq!(answers.lines().count(), cases.len(), "Kafka answered another number of cases");

    let mut met = BTreeMap::<String, usize>::new();
    let mut differences = Vec::new();
    for (case, answer) in cases.iter().zip(answers.lines()) {
        let mut answer: Json = serde_json::from_str(answer).unwrap();
        read_floats(&mut answer);
        *met.entry(answer.as_object().unwrap().keys().next().unwrap().clone()).or_default() += 1;
        if let Err(finding) = run(case, &answer) {
            let what = match finding {
                Finding::Differs { expected, came } => format!("kafka: {expected}\n  ours: {came}"),
                Finding::Skipped(reason) => format!("not run: {reason}"),
            };
            differences.push(format!("{what}\n  of {}", shown(case)));
        }
    }
    println!("{met:?}");
    for answer in often {
        assert!(met.get(*answer).is_some_and(|count| *count > 100), "{answer:?} is rare: {met:?}");
    }
    let first = differences.len().min(20);
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences[..first].join("\n"));
    Ok(())
}

/// A case with its bytes as text.
fn shown(case: &Json) -> String {
    let bytes = case["bytes"].as_str().map(|bytes| BASE64_STANDARD.decode(bytes).unwrap());
    let text = bytes.map(|bytes| format!(" = {:?}", String::from_utf8_lossy(&bytes)));
    format!("{case}{}", text.unwrap_or_default())
}

/// The oracle writes floating point numbers as text.
fn read_floats(json: &mut Json) {
    match json {
        Json::Object(members) => {
            members.iter_mut().for_each(|(name, value)| match value.as_str().map(str::parse::<f64>) {
                Some(Ok(number)) if name.len() == 3 && name.starts_with('f') && number.is_finite() => {
                    *value = number.into();
                }
                _ => read_floats(value),
            });
        }
        Json::Array(elements) => elements.iter_mut().for_each(read_floats),
        _ => {}
    }
}
