//! What `cargo run` starts ends by itself, with decoded posts and a summary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{process::Command, time::Duration};

use kconnect_tests::{Result, binaries, process::Process};

const LIMIT: Duration = Duration::from_mins(1);

#[test]
fn the_demo_ends_by_itself_and_shows_decoded_posts_and_a_summary() -> Result {
    let mut command = Command::new(binaries::demo()?);
    // All of them: which records of three partitions are read first is nobody's promise.
    command.args(["--rate", "2000", "--show", "100"]);
    let mut demo = Process::start(command)?;
    let status = demo.wait(LIMIT)?;
    let output = demo.output();
    assert_eq!(status.code(), Some(0), "{output}");
    assert!(output.contains("\"Text\":\"Watching the Olympics with a Kafka topic open"), "{output}");
    let summary = output.split("Summary").nth(1).expect("a summary");
    let counts: Vec<u64> = summary
        .lines()
        .find(|line| line.contains("records"))
        .expect("a line of records")
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    assert!(counts.len() == 2 && counts[0] == counts[1] && counts[0] >= 30, "{summary}");
    for text in ["tombstones  0", "bytes", "seconds", "io.confluent.examples.kafka.connect.twitter.Status "] {
        assert!(summary.contains(text), "no {text} in {summary}");
    }
    Ok(())
}

/// The demo speaks to this machine only, so a proxy is none of its business.
#[test]
fn the_demo_does_not_ask_a_proxy_for_the_way_to_this_machine() -> Result {
    let mut command = Command::new(binaries::demo()?);
    command.args(["--rate", "2000"]);
    command.envs([("HTTP_PROXY", "http://127.0.0.1:9"), ("http_proxy", "http://127.0.0.1:9")]);
    let mut demo = Process::start(command)?;
    assert!(demo.wait(LIMIT)?.success(), "{}", demo.output());
    Ok(())
}

#[test]
fn the_demos_help_says_how_to_go_on_to_a_real_cluster() -> Result {
    let mut command = Command::new(binaries::demo()?);
    command.arg("--help");
    let mut demo = Process::start(command)?;
    assert!(demo.wait(LIMIT)?.success());
    assert!(demo.stdout().contains("kconnect standalone worker.properties twitter-source.properties"));
    Ok(())
}
