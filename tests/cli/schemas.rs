//! `kconnect schemas`: the schemas of connectors as files, what they said before, and what a change means.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::{fs, path::Path, process::Command};

use kconnect_tests::{Result, paths};
use support::{Ran, kconnect};

const KEY: &str = "schemas/twitter/io.confluent.examples.kafka.connect.twitter.StatusKey.avsc";

fn schemas(folder: &Path, args: &[&str]) -> Result<Ran> {
    kconnect(folder, &[&["schemas"], args].concat(), b"")
}

fn exported() -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let ran = schemas(folder.path(), &["export"])?;
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    Ok(folder)
}

fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args([
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.com",
        "-c",
        "init.defaultBranch=main",
    ]);
    let output = command.args(args).output().expect("git is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "--message", "a version"]);
}

/// A repository whose first commit has the key in another form, and whose second has the files of this binary.
fn with_history(first: impl FnOnce(String) -> String) -> Result<tempfile::TempDir> {
    let folder = exported()?;
    let path = folder.path().join(KEY);
    let now = fs::read_to_string(&path)?;
    git(folder.path(), &["init", "--quiet"]);
    fs::write(&path, first(now.clone()))?;
    commit(folder.path());
    fs::write(&path, now)?;
    commit(folder.path());
    Ok(folder)
}

#[test]
fn the_files_in_this_repository_are_up_to_date() -> Result {
    let ran = schemas(paths::workspace(), &["check", "--no-history"])?;
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    Ok(())
}

#[test]
fn what_was_exported_is_up_to_date_without_git_too() -> Result {
    let folder = exported()?;
    let ran = schemas(folder.path(), &["check"])?;
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), "5 schema file(s) up to date, and nothing breaks a consumer\n")
    );
    assert!(
        ran.stderr.contains("is not in a git repository, so there is no history to compare with"),
        "{}",
        ran.stderr
    );
    Ok(())
}

#[test]
fn a_file_that_is_stale_and_compatible_is_named() -> Result {
    let folder = exported()?;
    let path = folder.path().join(KEY);
    fs::write(&path, fs::read_to_string(&path)?.replace("Key for a twitter status.", "A key."))?;
    let ran = schemas(folder.path(), &["check"])?;
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains(&format!("error: {KEY} is out of date")), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("1 schema file(s) differ, compatibly; `schemas export --dir schemas` writes them"),
        "{}",
        ran.stderr
    );
    Ok(())
}

#[test]
fn a_break_against_the_version_before_is_found_though_the_file_is_up_to_date() -> Result {
    // What was written before had text for an id: nobody reads that as a long.
    let folder = with_history(|now| now.replace("\"long\"", "\"string\""))?;
    let ran = schemas(folder.path(), &["check"])?;
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("io.confluent.examples.kafka.connect.twitter.StatusKey breaks BACKWARD against commit "),
        "{}",
        ran.stderr
    );
    assert_eq!(schemas(folder.path(), &["check", "--level", "NONE"])?.code, Some(0));
    assert_eq!(schemas(folder.path(), &["check", "--no-history"])?.code, Some(0));
    assert_eq!(schemas(folder.path(), &["check", "--since", "HEAD"])?.code, Some(0));
    assert_eq!(schemas(folder.path(), &["check", "--since", "HEAD~1"])?.code, Some(1));
    Ok(())
}

#[test]
fn only_a_transitive_level_looks_further_back_than_one_version() -> Result {
    let folder = with_history(|now| now.replace("\"long\"", "\"string\""))?;
    let path = folder.path().join(KEY);
    let now = fs::read_to_string(&path)?;
    fs::write(&path, now.replace("Key for a twitter status.", "A key."))?;
    commit(folder.path());
    fs::write(&path, now)?;
    commit(folder.path());
    assert_eq!(schemas(folder.path(), &["check"])?.code, Some(0));
    let ran = schemas(folder.path(), &["check", "--level", "BACKWARD_TRANSITIVE"])?;
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("breaks BACKWARD_TRANSITIVE against commit "), "{}", ran.stderr);
    Ok(())
}

#[test]
fn a_commit_that_git_does_not_know_is_an_error() -> Result {
    let folder = with_history(|now| now)?;
    let ran = schemas(folder.path(), &["check", "--since", "--output=x"])?;
    assert_eq!(ran.code, Some(1));
    let ran = schemas(folder.path(), &["check", "--since", "nowhere"])?;
    assert!(ran.stderr.contains("git knows no commit `nowhere`"), "{}", ran.stderr);
    Ok(())
}

#[test]
fn a_difference_is_shown_with_what_it_means() -> Result {
    let folder = with_history(|now| now.replace("\"long\"", "\"string\""))?;
    assert_eq!(schemas(folder.path(), &["diff"])?.stdout, "no schema differs\n");
    let ran = schemas(folder.path(), &["diff", "--against", "HEAD~1"])?;
    assert_eq!(ran.code, Some(0));
    for expected in [
        "\n-          \"type\": \"string\",",
        "\n+          \"type\": \"long\",",
        "\nBACKWARD: broken\n  consumers ",
        "\nFORWARD: broken\n  consumers ",
    ] {
        assert!(ran.stdout.contains(expected), "{expected:?} in {}", ran.stdout);
    }
    Ok(())
}

#[test]
fn every_record_is_documented_as_a_table() -> Result {
    let folder = tempfile::tempdir()?;
    let markdown = schemas(folder.path(), &["docs"])?.stdout;
    assert!(
        markdown.contains("### io.confluent.examples.kafka.connect.twitter.StatusKey\n\nKey for a twitter status.\n")
    );
    assert!(markdown.contains("\n| `Id` | optional INT64 | `null` | "), "{markdown}");
    assert!(
        markdown.contains("| `User` | [User](#ioconfluentexampleskafkaconnecttwitteruser) | required | |"),
        "{markdown}"
    );
    let html = schemas(folder.path(), &["docs", "--format", "html"])?.stdout;
    assert!(html.contains("<section id=\"ioconfluentexampleskafkaconnecttwitterstatuskey\">"), "{html}");
    Ok(())
}
