//! `kconnect validate`: every mistake at its place, and no secret anywhere.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::{fs, path::PathBuf};

use kconnect_tests::{Result, paths};
use serde_json::{Value, json};
use support::{Ran, kconnect};

/// The configuration files of these tests.
fn files() -> PathBuf {
    paths::tests().join("cli/files")
}

/// Checks files of these tests.
fn validate(args: &[&str]) -> Result<Ran> {
    kconnect(&files(), &[&["validate"], args].concat(), b"")
}

/// Checks a text.
fn validate_text(text: impl AsRef<[u8]>, args: &[&str]) -> Result<Ran> {
    kconnect(&files(), &[&["validate", "-"], args].concat(), text.as_ref())
}

/// The problems that are found in a text.
fn problems(text: impl AsRef<[u8]>, args: &[&str]) -> Result<Vec<Value>> {
    let ran = validate_text(text, &[args, &["--format", "json"]].concat())?;
    let report: Value = serde_json::from_str(&ran.stdout)?;
    Ok(report["files"][0]["problems"].as_array().unwrap().clone())
}

/// A connector that is valid, and further lines.
fn connector(lines: &str) -> String {
    fs::read_to_string(files().join("blog.properties")).unwrap() + lines
}

/// Codes and lines.
fn places(problems: &[Value]) -> Vec<(&str, u64)> {
    problems.iter().map(|problem| (problem["code"].as_str().unwrap(), problem["line"].as_u64().unwrap_or(0))).collect()
}

#[test]
fn the_blog_posts_file_is_valid() -> Result {
    let ran = validate(&["blog.properties"])?;
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "blog.properties (connector): valid\n"));
    Ok(())
}

#[test]
fn every_mistake_of_a_connectors_file_is_shown_with_a_caret_and_what_to_write() -> Result {
    let ran = validate(&["worker.properties", "mistakes.properties"])?;
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.stdout);
    Ok(())
}

#[test]
fn every_mistake_of_a_workers_file_is_shown_too() -> Result {
    let ran = validate(&["distributed.properties"])?;
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.stdout);
    Ok(())
}

#[test]
fn the_body_of_a_create_request_is_checked_where_it_stands() -> Result {
    let ran = validate(&["connector.json"])?;
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.stdout);
    Ok(())
}

#[test]
fn broken_files_are_shown_where_they_break() -> Result {
    let ran = validate(&["broken.json", "escape.json", "broken.properties"])?;
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.stdout);
    Ok(())
}

#[test]
fn a_class_that_is_not_in_the_binary_is_an_error_and_the_common_keys_are_checked() -> Result {
    let text = "name=a\nconnector.class=com.example.TwiterSourceConnector\ntasks.max=0\nanything=else\n";
    let found = problems(text, &[])?;
    assert_eq!(places(&found), [("unknown-class", 2), ("invalid-value", 3)]);
    let meant = "did you mean `io.confluent.kafka.connect.twitter.TwitterSourceConnector`?";
    assert_eq!(found[0]["help"], meant);
    Ok(())
}

#[test]
fn variables_are_left_alone_until_they_shall_be_looked_up() -> Result {
    let ran = validate(&["worker.properties", "variables.properties"])?;
    insta::assert_snapshot!("variables_that_are_not_looked_up", ran.stdout);
    let ran = validate(&["worker.properties", "variables.properties", "--resolve"])?;
    insta::assert_snapshot!("variables_that_are_looked_up", ran.stdout);
    Ok(())
}

#[test]
fn no_secret_is_ever_shown() -> Result {
    // In these files every secret begins with this word.
    const WORD: &str = "hunter2";
    let mut names: Vec<_> =
        fs::read_dir(files())?.map(|entry| Ok(entry?.file_name().into_string().unwrap())).collect::<Result<_>>()?;
    names.retain(|name| name != "secrets.txt");
    names.sort();
    let secret =
        |name: &String| fs::read(files().join(name)).unwrap().windows(WORD.len()).any(|w| w == WORD.as_bytes());
    assert!(names.iter().filter(|name| secret(name)).count() >= 4, "the files have lost their secrets: {names:?}");
    for format in ["text", "json", "github"] {
        for more in [None, Some("--resolve"), Some("--strict")] {
            let mut args: Vec<_> = names.iter().map(String::as_str).collect();
            args.extend(["--format", format]);
            args.extend(more);
            let ran = validate(&args)?;
            assert!(!ran.stdout.contains(WORD), "{args:?}:\n{}", ran.stdout);
            assert_eq!(ran.stderr, "");
        }
    }
    Ok(())
}

#[test]
fn the_json_names_places_as_editors_do() -> Result {
    let text = "name=a\nconnector.class=TwitterSource\ntasks.max=\\u0031x\n";
    let found = problems(text, &[])?;
    let number = found.iter().find(|problem| problem["key"] == "tasks.max").unwrap();
    let expected = json!({
        "severity": "error",
        "code": "invalid-value",
        "key": "tasks.max",
        "message": "Invalid value 1x for configuration tasks.max: Not a number of type INT",
        "messages": [
            "Invalid value 1x for configuration tasks.max: Not a number of type INT",
            "Invalid value null for configuration tasks.max: Value must be non-null",
        ],
        "help": "write a whole number, 1 or more",
        "line": 3,
        "column": 17,
        "end_line": 3,
        "end_column": 18,
    });
    assert_eq!(*number, expected);
    Ok(())
}

#[test]
fn the_json_counts_and_says_whose_each_file_is() -> Result {
    let ran = validate(&["mistakes.properties", "worker.properties", "nothing.properties", "--format", "json"])?;
    let report: Value = serde_json::from_str(&ran.stdout)?;
    let files = report["files"].as_array().unwrap();
    let kinds: Vec<_> = files.iter().map(|file| (file["file"].as_str().unwrap(), file["kind"].as_str())).collect();
    assert_eq!(
        kinds,
        [
            ("mistakes.properties", Some("connector")),
            ("worker.properties", Some("worker")),
            ("nothing.properties", None)
        ]
    );
    for severity in ["error", "warning"] {
        let all = files.iter().flat_map(|file| file["problems"].as_array().unwrap());
        let count = all.filter(|problem| problem["severity"] == severity).count();
        assert_eq!(report[format!("{severity}s")], count);
    }
    Ok(())
}

#[test]
fn annotations_are_one_line_each() -> Result {
    let ran = validate(&["mistakes.properties", "--format", "github"])?;
    let lines: Vec<_> = ran.stdout.lines().collect();
    assert!(lines.iter().all(|line| line.starts_with("::error file=") || line.starts_with("::warning file=")));
    let line = "::error file=mistakes.properties,line=6,endLine=6,col=19,endColumn=22,title=invalid-value::Invalid value \
                yes for configuration errors.log.enable: Expected value to be either true or false%0Awrite true";
    assert!(lines.contains(&line), "{}", ran.stdout);
    Ok(())
}

#[test]
fn exit_codes_tell_ci_what_was_found() -> Result {
    let code = |args: &[&str]| validate(args).map(|ran| ran.code);
    assert_eq!(validate_text(connector("unheard.of=1\n"), &[])?.code, Some(0));
    assert_eq!(code(&["worker.properties", "blog.properties"])?, Some(0));
    assert_eq!(code(&["mistakes.properties", "blog.properties"])?, Some(1));
    assert_eq!(code(&["nothing.properties", "mistakes.properties"])?, Some(2));
    assert_eq!(code(&[])?, Some(1));
    assert_eq!(code(&["blog.properties", "--format", "yaml"])?, Some(1));
    Ok(())
}

#[test]
fn unknown_keys_are_errors_where_that_is_asked_for() -> Result {
    let severity = |text: &str, args: &[&str]| -> Result<Value> { Ok(problems(text, args)?[0]["severity"].clone()) };
    assert_eq!(severity(&connector("twiter.debug=true\n"), &[])?, "warning");
    assert_eq!(severity(&connector("twiter.debug=true\n"), &["--strict"])?, "error");
    assert_eq!(severity(&connector("config.strict=true\ntwiter.debug=true\n"), &[])?, "error");
    Ok(())
}

#[test]
fn a_worker_that_is_strict_makes_its_connectors_so() -> Result {
    let folder = tempfile::tempdir()?;
    let worker = fs::read_to_string(files().join("worker.properties"))? + "config.strict=true\n";
    fs::write(folder.path().join("worker.properties"), worker)?;
    fs::write(folder.path().join("c.properties"), connector("twiter.debug=true\n"))?;
    let ran = kconnect(folder.path(), &["validate", "c.properties", "worker.properties"], b"")?;
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    Ok(())
}

#[test]
fn standard_input_is_a_file_too() -> Result {
    let ran = validate_text(connector(""), &["worker.properties"])?;
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), "<stdin> (connector): valid\nworker.properties (worker): valid\n")
    );
    Ok(())
}

#[test]
fn files_in_other_encodings_are_not_read_as_they_are_meant() -> Result {
    let found = problems(connector("filter.rules.owner=J\u{fc}rgen\n"), &[])?;
    assert_eq!(places(&found), [("encoding", 12)]);
    assert_eq!((&found[0]["column"], &found[0]["end_column"]), (&json!(21), &json!(22)));
    // ISO-8859-1 is what is read.
    let latin: Vec<u8> = connector("filter.rules.owner=J").into_bytes().into_iter().chain(*b"\xfcrgen\n").collect();
    assert_eq!(problems(latin, &[])?, Vec::<Value>::new());
    let marked = format!("\u{feff}{}", connector(""));
    assert_eq!(places(&problems(marked, &[])?), [("encoding", 1)]);
    let utf16: Vec<u8> = "\u{feff}name=a".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(places(&problems(utf16, &[])?), [("encoding", 0)]);
    Ok(())
}

#[test]
fn a_line_that_a_backslash_swallows_is_found_and_its_secret_kept() -> Result {
    let text = "name=a\nconnector.class=TwitterSource\ntasks.max=1,\\\n  twitter.oauth.consumerSecret=hunter2\n";
    let ran = validate_text(text, &[])?;
    assert!(!ran.stdout.contains("hunter2"), "{}", ran.stdout);
    let found = problems(text, &[])?;
    let joined = found.iter().find(|problem| problem["code"] == "joined-line").unwrap();
    assert_eq!((&joined["line"], &joined["column"], &joined["end_column"]), (&json!(4), &json!(3), &json!(31)));
    Ok(())
}

#[test]
fn two_connectors_of_one_worker_have_two_names() -> Result {
    let ran = kconnect(&files(), &["validate", "blog.properties", "-"], connector("").as_bytes())?;
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.contains("Connector TwitterSourceConnector already exists"), "{}", ran.stdout);
    Ok(())
}

#[test]
fn what_is_no_terminal_gets_neither_colours_nor_control_characters() -> Result {
    let ran = validate_text(connector("errors.tolerance=a\\u001b[31ml\u{7}l\n"), &[])?;
    assert!(ran.stdout.contains("errors.tolerance"));
    assert!(ran.stdout.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", ran.stdout);
    Ok(())
}
