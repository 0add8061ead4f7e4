//! The runner of the vectors, run on rows that are wrong: it has to say so.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "shared with the runner")]
mod formats;

use std::path::Path;

use formats::{
    files::{self, File},
    outcome::{Finding, Outcome, Run},
};
use serde_json::{Value, json};

/// What may be anything: how Java panics. And what holds of most texts: that they are not there.
const INDIFFERENT: [&str; 3] = ["/panic", "/not_contains", "/absent"];

fn committed() -> Vec<File> {
    let files = files::below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance")).unwrap();
    files.into_iter().filter(|file| matches!(file.run, Some(Run::Given(_)))).collect()
}

/// What runs a row of `given` and `expect`.
type Row = fn(&Value, &Value) -> Outcome;

fn given(file: &File) -> Row {
    match file.run {
        Some(Run::Given(run)) => run,
        _ => panic!("a format without `given`"),
    }
}

/// Every other value that differs from this one in one leaf, and where.
fn mutations(value: &Value, at: &str) -> Vec<(String, Value)> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) if !members.is_empty() => {
            members.iter().map(|(name, value)| (name.clone(), value)).collect()
        }
        Value::Array(elements) if !elements.is_empty() => {
            elements.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        leaf => {
            let other = match leaf {
                Value::Null => json!("x"),
                Value::Bool(bool) => json!(!bool),
                Value::Number(number) => number.as_i64().map_or_else(|| json!(0.125), |long| json!(long ^ 1)),
                Value::String(text) => json!(format!("{text}x")),
                Value::Array(_) => json!(["x"]),
                Value::Object(_) => json!({"x": "x"}),
            };
            return vec![(at.to_owned(), other)];
        }
    };
    let mut mutated = Vec::new();
    for (name, child) in children {
        for (at, child) in mutations(child, &format!("{at}/{name}")) {
            let mut whole = value.clone();
            match &mut whole {
                Value::Array(elements) => elements[name.parse::<usize>().unwrap()] = child,
                object => object[&name] = child,
            }
            mutated.push((at, whole));
        }
    }
    mutated
}

#[test]
fn a_row_that_expects_anything_else_does_not_hold() {
    let (mut count, mut held) = (0, Vec::new());
    for file in committed() {
        let run = given(&file);
        for row in file.rows.unwrap() {
            for (at, expect) in mutations(&row["expect"], "") {
                if INDIFFERENT.iter().any(|indifferent| at.starts_with(indifferent)) {
                    continue;
                }
                count += 1;
                if run(&row["given"], &expect).is_ok() {
                    held.push(format!("{}{at}: {expect}", row["id"]));
                }
            }
        }
    }
    assert!(count > 800, "only {count} mutations");
    assert!(held.is_empty(), "{} of {count} hold all the same:\n{}", held.len(), held.join("\n"));
}

#[test]
fn a_row_with_a_word_that_nothing_looks_at_is_skipped() {
    for file in committed() {
        let run = given(&file);
        for row in file.rows.unwrap() {
            for part in ["given", "expect"] {
                let mut row = row.clone();
                row[part]["surprise"] = json!(1);
                let outcome = run(&row["given"], &row["expect"]);
                assert!(matches!(outcome, Err(Finding::Skipped(_))), "{} {part}: {outcome:?}", row["id"]);
            }
        }
    }
}

#[test]
fn an_op_a_type_and_a_validator_that_are_not_known_are_skipped() {
    let unknown: [(Row, Value); 7] = [
        (formats::parse::run, json!({"op": "divine", "type": "INT", "value": null})),
        (formats::parse::run, json!({"type": "FLOAT", "name": "a", "value": null})),
        (formats::validators::run, json!({"validator": {"kind": "Prime"}, "op": "toString"})),
        (formats::validate::run, json!({"keys": [], "op": "divine"})),
        (formats::docs::run, json!({"keys": [], "op": "toPdf"})),
        (formats::providers::run, json!({"op": "VaultConfigProvider"})),
        (formats::rest::run, json!({"op": "divine"})),
    ];
    for (run, given) in unknown {
        let outcome = run(&given, &json!({}));
        assert!(matches!(outcome, Err(Finding::Skipped(_))), "{given}: {outcome:?}");
    }
}
