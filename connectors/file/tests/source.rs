//! The source, driven through the seam that workers use.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use kconnect::{
    ErrorKind, SourceConnector,
    testing::{HandedOver, MemoryOffsets, SourceSuite, SourceTester, StartedTask, Upstream},
};
use kconnect_file::{FileStreamSourceConfig, FileStreamSourceConnector, Filename, Position};
use serde_json::json;
use tempfile::TempDir;

struct Log {
    folder: TempDir,
}

impl Log {
    fn new(content: &str) -> Self {
        let log = Self { folder: TempDir::new().unwrap() };
        fs::write(log.path(), content).unwrap();
        log
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn append(&self, content: &str) {
        OpenOptions::new().append(true).create(true).open(self.path()).unwrap().write_all(content.as_bytes()).unwrap();
    }
}

fn tester(path: &Path) -> SourceTester {
    SourceTester::new().set("file", path.to_str().unwrap()).set("topic", "lines")
}

async fn start(path: &Path) -> StartedTask {
    tester(path).start::<FileStreamSourceConnector>().await.unwrap()
}

/// Started where an earlier task was at `position`.
async fn start_at(path: &Path, position: i64) -> StartedTask {
    let offsets = MemoryOffsets::default();
    offsets.set(json!({"filename": path}), json!({"position": position}));
    tester(path).offsets(&offsets).start::<FileStreamSourceConnector>().await.unwrap()
}

/// Polls so often that what is in the file is there.
async fn read(task: &mut StartedTask) -> Vec<HandedOver> {
    let mut records = Vec::new();
    for _ in 0..4 {
        records.extend(task.poll().await.unwrap());
    }
    records
}

fn lines(records: &[HandedOver]) -> Vec<(String, i64)> {
    let line = |record: &HandedOver| {
        let position = record.at.as_ref().unwrap().1["position"].as_i64().unwrap();
        (record.value.as_str().unwrap().to_owned(), position)
    };
    records.iter().map(line).collect()
}

fn expected(lines: &[(&str, i64)]) -> Vec<(String, i64)> {
    lines.iter().map(|(line, position)| ((*line).to_owned(), *position)).collect()
}

#[tokio::test(start_paused = true)]
async fn each_line_is_a_record_with_the_position_behind_it() {
    let log = Log::new("one\n\nthree\r\nfour\rfive");
    let records = read(&mut start(&log.path()).await).await;
    assert_eq!(lines(&records), expected(&[("one", 4), ("", 5), ("three", 12), ("four", 17)]));
    let first = &records[0];
    assert_eq!((first.topic.as_str(), &first.key), ("lines", &json!(null)));
    assert!(first.timestamp_ms.is_some());
}

#[tokio::test(start_paused = true)]
async fn lines_that_are_appended_follow() {
    let log = Log::new("one\ntw");
    let mut task = start(&log.path()).await;
    assert_eq!(lines(&read(&mut task).await), expected(&[("one", 4)]));
    log.append("o\nthree\n");
    assert_eq!(lines(&read(&mut task).await), expected(&[("two", 8), ("three", 14)]));
}

#[tokio::test(start_paused = true)]
async fn a_task_goes_on_at_the_stored_position() {
    let log = Log::new("one\ntwo\nthree\n");
    let mut task = start_at(&log.path(), 4).await;
    assert_eq!(lines(&read(&mut task).await), expected(&[("two", 8), ("three", 14)]));
}

#[tokio::test(start_paused = true)]
async fn positions_are_bytes_also_where_characters_have_several() {
    let log = Log::new("grün 🦀\nzwei\n");
    let records = read(&mut start(&log.path()).await).await;
    assert_eq!(lines(&records), expected(&[("grün 🦀", 11), ("zwei", 16)]));
    let again = read(&mut start_at(&log.path(), 11).await).await;
    assert_eq!(lines(&again), expected(&[("zwei", 16)]));
}

#[tokio::test(start_paused = true)]
async fn a_file_may_appear_later() {
    let log = Log::new("");
    fs::remove_file(log.path()).unwrap();
    let mut task = start(&log.path()).await;
    assert_eq!(read(&mut task).await, []);
    log.append("late\n");
    assert_eq!(lines(&read(&mut task).await), expected(&[("late", 5)]));
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_shorter_than_the_position_is_waited_for() {
    let log = Log::new("one\n");
    let mut task = start_at(&log.path(), 8).await;
    assert_eq!(read(&mut task).await, []);
    log.append("two\nthree\n");
    assert_eq!(lines(&read(&mut task).await), expected(&[("three", 14)]));
}

#[tokio::test(start_paused = true)]
async fn a_poll_gives_no_more_than_a_batch_and_keeps_nothing_back() {
    let log = Log::new("1\n2\n3\n4\n5\n");
    let tester = tester(&log.path()).set("batch.size", "2");
    let mut task = tester.start::<FileStreamSourceConnector>().await.unwrap();
    let mut sizes = Vec::new();
    while sizes.iter().sum::<usize>() < 5 {
        sizes.push(task.poll().await.unwrap().len());
    }
    sizes.retain(|size| *size > 0);
    assert_eq!(sizes, [2, 2, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_line_may_be_longer_than_what_is_read_at_once() {
    let wide = "x".repeat(300_000);
    let log = Log::new(&format!("{wide}\nshort\n"));
    let mut task = start(&log.path()).await;
    let mut records = Vec::new();
    while records.len() < 2 {
        records.extend(task.poll().await.unwrap());
    }
    assert_eq!(lines(&records), [(wide, 300_001), ("short".to_owned(), 300_007)]);
}

#[tokio::test(start_paused = true)]
async fn a_directory_is_refused() {
    let folder = TempDir::new().unwrap();
    let error = start(folder.path()).await.poll().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Fatal);
    assert!(error.to_string().contains("could not open"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_waits_for_lines_listens_to_a_stop() {
    let log = Log::new("");
    let mut task = start(&log.path()).await;
    task.ask_to_stop();
    assert_eq!(task.poll().await.unwrap_err().kind(), ErrorKind::Stopping);
}

fn config(file: Option<&str>) -> FileStreamSourceConfig {
    FileStreamSourceConfig { file: file.map(str::to_owned), topic: "lines".to_owned(), batch_size: 2000 }
}

/// What an operator's new offset gets for an answer.
fn alter(file: Option<&str>, partition: &str, offset: &str) -> Result<bool, String> {
    let partition: Filename = serde_json::from_str(partition).unwrap();
    let offset: Option<Position> = serde_json::from_str(offset).unwrap();
    FileStreamSourceConnector::alter_offsets(&config(file), &[(partition, offset)]).map_err(|error| error.to_string())
}

#[test]
fn offsets_are_altered_by_kafkas_rules() {
    let partition = r#"{"filename":"log"}"#;
    let refused = |message: &str| Err(message.to_owned());
    assert_eq!(alter(Some("log"), partition, r#"{"position":0}"#), Ok(true));
    assert_eq!(alter(Some("log"), partition, "null"), Ok(true));
    assert_eq!(alter(Some("log"), r#"{"other":1}"#, "null"), Ok(true));
    assert_eq!(
        alter(Some("log"), partition, r#"{"position":-1}"#),
        refused("The value for the 'position' key in the offset should be a non-negative value")
    );
    assert_eq!(
        alter(Some("log"), partition, r#"{"other":1}"#),
        refused("Offset objects should either be null or contain the key 'position'")
    );
    assert_eq!(
        alter(Some("log"), r#"{"other":1}"#, r#"{"position":1}"#),
        refused("Partition objects should contain the key 'filename'")
    );
    assert_eq!(
        alter(None, partition, "null"),
        refused(
            "Offsets cannot be modified if the 'file' configuration is unspecified. This is because stdin is used for \
             input and offsets are not tracked."
        )
    );
}

/// A file with some lines, for the suite that every source passes.
struct Offered(Log);

impl Upstream for Offered {
    fn props(&self) -> Vec<(String, String)> {
        let file = self.0.path().display().to_string();
        vec![("file".to_owned(), file), ("topic".to_owned(), "lines".to_owned())]
    }

    fn offered(&self) -> Vec<String> {
        ["one", "two", "three", "four"].map(str::to_owned).to_vec()
    }

    fn identity(&self, record: &HandedOver) -> Option<String> {
        record.value.as_str().map(str::to_owned)
    }
}

#[tokio::test]
async fn no_fault_loses_a_line() {
    let suite = SourceSuite::new(async |_| Offered(Log::new("one\ntwo\r\nthree\nfour\n")));
    let report = suite.limit(Duration::from_secs(10)).run::<FileStreamSourceConnector>().await.unwrap();
    println!("{report}");
}
