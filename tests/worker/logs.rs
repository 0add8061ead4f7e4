//! Log lines: Kafka Connect's context, JSON, and levels that change while the process runs.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{process::Command, time::Duration};

use kconnect_tests::{Result, binaries, process::Process, unique};
use kconnect_worker::{LogLevel, Loggers, dev::MockBroker, init_logging};
use serde_json::Value;
use tempfile::TempDir;

const LIMIT: Duration = Duration::from_mins(1);

/// What a worker writes that is started with a connector that fails, because nobody answers it.
fn output(format: &str) -> Result<String> {
    let (broker, directory, topic) = (MockBroker::start()?, TempDir::new()?, unique("lines"));
    broker.create_topic(&topic, 1)?;
    let file = |name: &str| directory.path().join(name);
    let converter = "org.apache.kafka.connect.storage.StringConverter";
    let worker = format!(
        "bootstrap.servers={}\nkey.converter={converter}\nvalue.converter={converter}\noffset.storage.file.filename={}\n",
        broker.bootstrap(),
        file("offsets").display()
    );
    std::fs::write(file("worker.properties"), worker)?;
    let connector = format!(
        "name=c\nconnector.class=com.github.jcustenborder.kafka.connect.twitter.TwitterSourceConnector\n\
         twitter.oauth.consumerKey=k\ntwitter.oauth.consumerSecret=very-secret-text\ntwitter.oauth.accessToken=a\n\
         twitter.oauth.accessTokenSecret=b\nfilter.keywords=kafka\nkafka.status.topic={topic}\nkafka.delete.topic=d\n\
         process.deletes=false\ntwitter.api.url=http://127.0.0.1:1\n"
    );
    std::fs::write(file("c.properties"), connector)?;
    let mut command = Command::new(binaries::kconnect()?);
    command.arg("standalone").arg(file("worker.properties")).arg(file("c.properties"));
    command.env("KCONNECT_LOG", "info").env("KCONNECT_LOG_FORMAT", format);
    let mut worker = Process::start(command)?;
    worker.wait_for("Source task finished initialization", LIMIT)?;
    Ok(worker.output())
}

#[test]
fn a_line_of_a_task_begins_with_its_connector_and_number() -> Result {
    let output = output("plain")?;
    let line = output.lines().find(|line| line.contains("Source task finished initialization")).unwrap();
    assert!(line.contains(" INFO [c|task-0] Source task finished initialization and start ("), "{line}");
    Ok(())
}

#[test]
fn each_line_is_a_json_object_if_that_is_wanted() -> Result {
    let output = output("json")?;
    let lines: Vec<Value> = output.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let message = |line: &&Value| line["message"].as_str().unwrap().contains("Source task finished initialization");
    let line = lines.iter().find(message).unwrap();
    assert_eq!(
        (line["level"].as_str(), line["mdc"]["connector.context"].as_str()),
        (Some("INFO"), Some("[c|task-0] "))
    );
    assert!(line["logger_name"].as_str().unwrap().starts_with("kconnect_worker::"), "{line}");
    assert!(line["@timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
    assert!(!output.contains("very-secret-text"), "{output}");
    Ok(())
}

#[test]
fn a_level_set_at_run_time_holds_for_the_logger_and_all_below_it() {
    init_logging("info");
    let debug = || tracing::enabled!(target: "kconnect_worker::source::run", tracing::Level::DEBUG);
    let other = || tracing::enabled!(target: "kconnect_worker::sink", tracing::Level::DEBUG);
    assert_eq!((debug(), other()), (false, false));
    let affected = Loggers::set("kconnect_worker::source", LogLevel::Debug);
    assert!(affected.contains(&"kconnect_worker::source".to_owned()), "{affected:?}");
    assert_eq!((debug(), other()), (true, false));
    let level = Loggers::level("kconnect_worker::source::run").unwrap();
    assert_eq!(level.level, LogLevel::Debug);
    assert!(level.last_modified.is_some());
    Loggers::set("root", LogLevel::Warn);
    assert_eq!((debug(), other()), (false, false));
    assert_eq!(Loggers::all()["root"].level, LogLevel::Warn);
    assert_eq!(
        "chatty".parse::<LogLevel>().unwrap_err().to_string(),
        "invalid log level 'chatty'; write OFF, FATAL, ERROR, WARN, INFO, DEBUG or TRACE"
    );
}
