//! Any text as an Avro schema: it is read or refused, what was read is written and read again as the same, its own data can be
//! read with it, and nothing takes long when it is written many times.

#![no_main]

use std::hint::black_box;

use kconnect::avro::{
    Schema,
    compat::{Direction, IncompatibilityKind, Level, Previous, check, explain, registry_messages},
};
use libfuzzer_sys::fuzz_target;

/// How often a schema is written into one: far more than anybody does.
const TIMES: usize = 200;

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let schema = match text.parse::<Schema>() {
        Ok(schema) => schema,
        Err(error) => {
            black_box(error.to_string());
            return;
        }
    };
    black_box((schema.canonical_form(), schema.fingerprint_crc64(), schema.fingerprint_md5()));
    black_box((schema.normalized(), schema.validate()).1.map_err(|error| error.to_string()).err());
    stable(&schema);
    reads_itself(&schema);
    if text.len() <= 512 {
        many(&text, &schema);
    }
});

/// What is written is read as the same.
fn stable(schema: &Schema) {
    let names = schema.definitions();
    let alone = names.keys().filter(|name| !name.contains('.')).count();
    // As Java writes it, a name without a namespace reads like one of the namespace around it.
    let ambiguous = alone > 0 && alone < names.len();
    let written = schema.to_string();
    let again = match written.parse::<Schema>() {
        Ok(again) => again,
        Err(error) => {
            assert!(ambiguous, "{error}: {written}");
            return;
        }
    };
    let pretty = schema.pretty().parse::<Schema>().expect("the same text with blanks");
    assert_eq!(pretty, again);
    if !ambiguous {
        assert_eq!(again.canonical_form(), schema.canonical_form());
        // An alias loses that it has no namespace, and may then be there twice; what is written then stays.
        let third = again.to_string();
        assert_eq!(third.parse::<Schema>().expect("the second text").to_string(), third);
    }
}

/// What it writes, it reads.
fn reads_itself(schema: &Schema) {
    let found = check(schema, schema);
    // One field's alias may be another's name, and what is nested too deeply is not compared.
    assert!(found.iter().all(|found| found.kind == IncompatibilityKind::NotComparable), "{found:?}");
    assert_eq!(explain(schema, schema, Direction::Backward).is_empty(), found.is_empty());
    let previous = [Previous { version: Some(1), schema }];
    assert_eq!(registry_messages(Level::FullTransitive, schema, &previous).is_empty(), found.is_empty());
}

/// As the type of many fields; libFuzzer's `-timeout` is what fails.
fn many(text: &str, schema: &Schema) {
    let field = |index: usize| format!(r#"{{"name":"f{index}","type":{text}}}"#);
    let fields: Vec<String> = (0..TIMES).map(field).collect();
    let all = format!(r#"{{"type":"record","name":"a.b.Many","fields":[{}]}}"#, fields.join(",\n"));
    if let Ok(all) = all.parse::<Schema>() {
        let int = "\"int\"".parse::<Schema>().expect("a schema");
        for other in [&all, schema, &int] {
            black_box((check(&all, other), check(other, &all), explain(&all, other, Direction::Forward)));
        }
        black_box((all.validate().is_ok(), all.normalized().is_ok(), all.to_string()));
    }
}
