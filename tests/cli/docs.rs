//! `kconnect docs`: the keys in every form, from one text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;

use kconnect::{ConfigDef, config::HtmlOptions};
use kconnect_tests::{Result, paths};
use kconnect_twitter::TwitterSourceConnectorConfig;
use kconnect_worker::transforms::RecordPlugins;
use serde_json::Value;
use support::kconnect;

/// What `docs` prints.
fn docs(args: &[&str]) -> Result<String> {
    let ran = kconnect(paths::tests(), &[&["docs"], args].concat(), b"")?;
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    Ok(ran.stdout)
}

#[test]
fn the_forms_of_kafka_are_those_of_its_config_def() -> Result {
    let definition = TwitterSourceConnectorConfig::definition();
    assert_eq!(docs(&["TwitterSource", "--format", "html"])?, definition.to_html(&HtmlOptions::default()));
    let deeper = HtmlOptions { header_depth: 2, ..HtmlOptions::default() };
    assert_eq!(docs(&["TwitterSource", "--format", "html", "--header-depth", "2"])?, definition.to_html(&deeper));
    assert_eq!(docs(&["TwitterSource", "--format", "html-table"])?, definition.to_html_table(&BTreeMap::new()));
    assert_eq!(docs(&["TwitterSource", "--format", "rst"])?, definition.to_rst());
    assert_eq!(docs(&["TwitterSource", "--format", "enriched-rst"])?, definition.to_enriched_rst());
    Ok(())
}

#[test]
fn markdown_is_the_default() -> Result {
    let table = TwitterSourceConnectorConfig::definition().to_markdown();
    assert_eq!(
        docs(&["TwitterSource"])?,
        format!("## io.confluent.kafka.connect.twitter.TwitterSourceConnector\n\n{table}")
    );
    Ok(())
}

#[test]
fn json_is_what_rest_answers_the_connectors_keys_before_those_of_all() -> Result {
    let keys: Vec<Value> = serde_json::from_str(&docs(&["TwitterSourceConnector", "--format", "json"])?)?;
    let names: Vec<_> = keys.iter().map(|key| key["name"].as_str().unwrap()).collect();
    let own: Vec<_> =
        TwitterSourceConnectorConfig::definition().keys().iter().map(|key| key.name.to_string()).collect();
    assert_eq!(names[..own.len()], own);
    assert_eq!(names[own.len()..own.len() + 3], ["name", "connector.class", "connector.plugin.version"]);
    assert!(names.contains(&"topic.creation.groups"));
    assert_eq!(keys[0]["type"], "BOOLEAN");
    Ok(())
}

#[test]
fn the_example_file_is_valid_once_it_is_filled_in() -> Result {
    let example = docs(&["TwitterSource", "--format", "properties"])?;
    let keys = example.lines().filter_map(|line| line.trim_start_matches('#').split_once('=')).map(|(key, _)| key);
    let keys: Vec<_> = keys.filter(|key| !key.contains(' ')).collect();
    assert_eq!(keys[..3], ["name", "connector.class", "tasks.max"]);
    let filled = example.replace("<true or false>", "false").replace('<', "any ").replace('>', "");
    let ran = kconnect(paths::tests(), &["validate", "-", "--strict"], filled.as_bytes())?;
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "<stdin> (connector): valid\n"));
    Ok(())
}

#[test]
fn the_example_file_of_a_worker_is_valid_once_it_is_filled_in() -> Result {
    let example = docs(&["--worker", "--format", "properties"])?;
    let converters = example.replace("<name of a class>", "org.apache.kafka.connect.storage.StringConverter");
    let ran = kconnect(
        paths::tests(),
        &["validate", "-", "--strict"],
        converters.replace('<', "any ").replace('>', "").as_bytes(),
    )?;
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "<stdin> (worker): valid\n"));
    Ok(())
}

#[test]
fn a_schema_has_the_keys_that_every_connector_has() -> Result {
    let schema: Value = serde_json::from_str(&docs(&["TwitterSource", "--format", "json-schema"])?)?;
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    for key in ["connector.class", "tasks.max", "filter.keywords"] {
        assert!(schema["properties"][key].is_object(), "{key}");
    }
    Ok(())
}

#[test]
fn help_is_as_wide_as_the_terminal() -> Result {
    let text = docs(&["--all", "--format", "help"])?;
    assert!(text.contains("\n  tasks.max <int>\n") && text.contains("  twitter.debug <boolean>\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100));
    Ok(())
}

#[test]
fn a_class_that_is_not_there_is_refused_with_those_that_are() -> Result {
    let ran = kconnect(paths::tests(), &["docs", "Tweeter"], b"")?;
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("io.confluent.kafka.connect.twitter.TwitterSourceConnector"), "{}", ran.stderr);
    Ok(())
}

#[test]
fn a_transformation_has_keys_and_no_file() -> Result {
    let class = "org.apache.kafka.connect.transforms.RegexRouter";
    let plugins = RecordPlugins::kafka();
    let definition = plugins.transformation(class).unwrap().definition();
    assert_eq!(docs(&["RegexRouter", "--format", "rst"])?, definition.to_rst());
    assert_eq!(docs(&[class])?, format!("## {class}\n\n{}", definition.to_markdown()));
    let keys: Vec<Value> = serde_json::from_str(&docs(&["TopicNameMatches", "--format", "json"])?)?;
    assert_eq!(keys.iter().map(|key| key["name"].as_str().unwrap()).collect::<Vec<_>>(), ["pattern"]);
    let ran = kconnect(paths::tests(), &["docs", "RegexRouter", "--format", "properties"], b"")?;
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("transforms.NAME."), "{}", ran.stderr);
    Ok(())
}

#[test]
fn plugins_are_connectors_transformations_and_predicates() -> Result {
    let ran = kconnect(paths::tests(), &["plugins"], b"")?;
    let kinds: Vec<_> = ran.stdout.lines().map(|line| line.split("  ").nth(1).unwrap()).collect();
    assert!(
        ran.stdout.contains("org.apache.kafka.connect.transforms.Cast$Value  transformation  4.3"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("org.apache.kafka.connect.transforms.predicates.HasHeaderKey  predicate  4.3"));
    assert_eq!(kinds.iter().filter(|kind| **kind == "transformation").count(), 26);
    assert_eq!(kinds.iter().filter(|kind| **kind == "predicate").count(), 3);
    Ok(())
}

#[test]
fn the_version_is_kconnects() -> Result {
    let ran = kconnect(paths::tests(), &["-V"], b"")?;
    assert_eq!(ran.stdout, format!("kconnect {}\n", env!("CARGO_PKG_VERSION")));
    Ok(())
}
