//! What Kafka's transformations do with texts of their own languages, against Kafka's classes: Java's regular expressions and
//! replacements, Java's patterns of dates and times, literals of headers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "patterns/dates.rs"]
mod dates;
#[path = "../conformance/formats/mod.rs"]
#[allow(dead_code, reason = "shared with the vectors")]
mod formats;
#[path = "patterns/headers.rs"]
mod headers;
#[path = "../data/oracle.rs"]
mod oracle;
#[path = "../data/random.rs"]
#[allow(dead_code, reason = "shared with the data model")]
mod random;
#[path = "patterns/regexes.rs"]
mod regexes;

use std::cell::Cell;

use formats::{outcome::Outcome, smt, value::props};
use kconnect_tests::Result;
use kconnect_worker::transforms::RecordPlugins;
use oracle::compare;
use random::Random;
use serde_json::{Value as Json, json};

/// Enough of each to meet every branch many times.
const CASES: usize = 3_000;

thread_local! {
    /// How many configurations this worker refused because it does not know what Java knows.
    static REFUSED: Cell<usize> = const { Cell::new(0) };
}

fn compare_with_kafka(seed: u64, often: &[&str], case: fn(&mut Random) -> Json) -> Result {
    let mut random = Random::new(seed);
    let cases: Vec<_> = (0..CASES).map(|_| case(&mut random)).collect();
    REFUSED.set(0);
    compare(&cases, often, one)?;
    assert!(REFUSED.get() * 2 < CASES, "too much is refused to compare the rest: {}", REFUSED.get());
    Ok(())
}

fn one(given: &Json, kafka: &Json) -> Outcome {
    let plugins = RecordPlugins::kafka();
    let plugin = plugins.transformation(given["transform"].as_str().unwrap()).unwrap();
    if let Err(refused) = plugin.configure(&props(&given["config"])?) {
        let refused = refused.to_string();
        if refused.contains("not supported") {
            REFUSED.set(REFUSED.get() + 1);
            return Ok(());
        }
        // What Java refuses with another exception than `ConfigException`.
        if kafka.get("panic").is_some() {
            return Ok(());
        }
    }
    let mut given = given.clone();
    given.as_object_mut().unwrap().remove("op");
    let mut kafka = kafka.clone();
    // Where in an expression a mistake is, Java says of the expression without its quotations.
    if let Some(message) = kafka["configure_error"]["message"].as_str() {
        let what = message.split(" near index ").next().unwrap();
        if what.ends_with("Look-behind group does not have an obvious maximum length") {
            // There are some whose length is plain, and Java does not see it.
            return Ok(());
        }
        kafka["configure_error"] = json!({"kind": "ConfigException", "message_contains": what});
    } else {
        kafka.as_object_mut().unwrap().remove("configure_error");
    }
    smt::run(&given, &kafka)
}

#[test]
fn a_regular_expression_routes_topics_as_javas_does() -> Result {
    compare_with_kafka(1, &["record", "configure_error"], regexes::case)
}

#[test]
fn a_pattern_of_dates_writes_and_reads_what_javas_does() -> Result {
    compare_with_kafka(2, &["record", "error"], dates::case)
}

#[test]
fn a_time_changes_its_form_as_in_kafka() -> Result {
    compare_with_kafka(3, &["record", "error"], dates::conversion)
}

#[test]
fn headers_are_dropped_inserted_and_taken_from_fields_as_in_kafka() -> Result {
    compare_with_kafka(4, &["record", "configure_error"], headers::case)
}
