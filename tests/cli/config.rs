//! `kconnect config`: the keys of connectors as files, and the changes that break those of users.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::{fs, path::Path};

use kconnect_tests::{Result, paths};
use serde_json::{Value, json};
use support::{Ran, kconnect};

const CLASS: &str = "io.confluent.kafka.connect.twitter.TwitterSourceConnector";

fn config(folder: &Path, args: &[&str]) -> Result<Ran> {
    kconnect(folder, &[&["config"], args].concat(), b"")
}

/// A folder with the files of this binary, after `change` was done to the one of the Twitter source.
fn exported(change: impl FnOnce(&mut Value)) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    assert_eq!(config(folder.path(), &["export"])?.code, Some(0));
    let path = folder.path().join(format!("config/{CLASS}.json"));
    let mut file: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    change(&mut file);
    fs::write(&path, format!("{file:#}\n"))?;
    Ok(folder)
}

fn key<'a>(file: &'a mut Value, name: &str) -> &'a mut Value {
    file["keys"].as_array_mut().unwrap().iter_mut().find(|key| key["name"] == name).unwrap()
}

#[test]
fn the_files_in_this_repository_are_up_to_date() -> Result {
    let ran = config(paths::workspace(), &["check"])?;
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    Ok(())
}

#[test]
fn what_was_exported_is_up_to_date() -> Result {
    let folder = tempfile::tempdir()?;
    let path = format!("config/{CLASS}.json");
    assert_eq!(config(folder.path(), &["export", "TwitterSource"])?.stdout, format!("wrote {path}\n"));
    assert_eq!(config(folder.path(), &["export", "TwitterSource"])?.stdout, "1 file(s) up to date\n");
    // The other connectors of the binary, of both kinds.
    assert_eq!(config(folder.path(), &["export"])?.code, Some(0));
    let ran = config(folder.path(), &["check"])?;
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "every configuration file is up to date\n"));
    Ok(())
}

#[test]
fn a_key_that_is_gone_breaks_users_files() -> Result {
    let folder = exported(|file| {
        let mut old = key(file, "twitter.debug").clone();
        old["name"] = json!("twitter.log.posts");
        old["documentation"] = json!("Logs posts.");
        file["keys"].as_array_mut().unwrap().push(old);
    })?;
    let ran = config(folder.path(), &["check"])?;
    assert_eq!(ran.code, Some(1));
    let expected = format!(
        "error: {CLASS}: twitter.log.posts: is gone: keep it, or write `alias = \"twitter.log.posts\"` at the key that \
         replaces it\nerror: 1 change breaks users' files; take it back, or write it down with `kconnect config export --dir \
         config`\n"
    );
    assert_eq!(ran.stderr, expected);
    Ok(())
}

#[test]
fn several_changes_are_named_at_once() -> Result {
    let folder = exported(|file| {
        key(file, "twitter.queue.bytes")["type"] = json!("LONG");
        let topic = key(file, "kafka.delete.topic");
        topic["required"] = json!(false);
        topic["default"] = json!("deletes");
        key(file, "filter.rules.owner")["default"] = json!("me");
    })?;
    let ran = config(folder.path(), &["check"])?;
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.stderr);
    Ok(())
}

#[test]
fn a_stale_file_fails_the_check_and_breaks_nothing() -> Result {
    let folder = exported(|file| key(file, "twitter.debug")["documentation"] = json!("Other words."))?;
    let ran = config(folder.path(), &["check"])?;
    assert_eq!(ran.code, Some(1));
    let expected = format!(
        "note: config/{CLASS}.json is stale; no key has changed for users\nerror: 1 configuration file(s) differ; `kconnect \
         config export --dir config` writes them\n"
    );
    assert_eq!(ran.stderr, expected);
    assert_eq!(config(folder.path(), &["check", "--breaking"])?.code, Some(0));
    Ok(())
}

#[test]
fn a_missing_file_fails_the_check() -> Result {
    let folder = tempfile::tempdir()?;
    let ran = config(folder.path(), &["check", "--dir", "there"])?;
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains(&format!("note: there/{CLASS}.json is missing\n")), "{}", ran.stderr);
    Ok(())
}

#[test]
fn a_connector_that_is_gone_breaks_users_files() -> Result {
    let folder = exported(|_| {})?;
    let text =
        fs::read_to_string(folder.path().join(format!("config/{CLASS}.json")))?.replace(CLASS, "com.example.Gone");
    fs::write(folder.path().join("config/com.example.Gone.json"), text)?;
    let ran = config(folder.path(), &["check", "--breaking"])?;
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("com.example.Gone: is not in this binary any more"), "{}", ran.stderr);
    Ok(())
}

#[test]
fn a_file_that_is_none_is_refused_with_the_command_that_writes_it() -> Result {
    let folder = exported(|file| *file = json!([]))?;
    let ran = config(folder.path(), &["check"])?;
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("write the file with `kconnect config export`"), "{}", ran.stderr);
    Ok(())
}
