//! The sink, driven through the seam that workers use.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;

use kconnect::{
    ErrorKind,
    testing::{Settlement, SinkInput, SinkTester},
};
use kconnect_file::FileStreamSinkConnector;
use tempfile::TempDir;

fn texts(texts: &[&str]) -> Vec<SinkInput> {
    (0..).zip(texts).map(|(offset, text)| SinkInput::new("lines", 0, offset).value(*text)).collect()
}

#[tokio::test]
async fn each_value_is_a_line_after_those_that_were_there() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("out");
    fs::write(&file, "before\n").unwrap();
    let tester = SinkTester::new().set("file", file.to_str().unwrap());
    let mut sink = tester.start::<FileStreamSinkConnector>().await.unwrap();
    let mut records = texts(&["one", "", "grün"]);
    records.push(SinkInput::new("lines", 0, 3));
    records.push(SinkInput::new("lines", 0, 4).value(&vec![1_i64, 2]));
    records.push(SinkInput::new("lines", 0, 5).value(&1e10));
    sink.put(records).await.unwrap();
    assert!(sink.settlements().iter().all(|(_, settlement)| *settlement == Settlement::Delivered));
    sink.flush().await.unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), "before\none\n\ngrün\nnull\n[1, 2]\n1.0E10\n");
    sink.stop().await.unwrap();
}

#[tokio::test]
async fn a_file_that_cannot_be_made_fails_the_task() {
    let tester = SinkTester::new().set("file", "/nowhere/at/all");
    let error = tester.start::<FileStreamSinkConnector>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Fatal);
    let message = "Couldn't find or create file '/nowhere/at/all' for FileStreamSinkTask";
    assert!(error.to_string().starts_with(message), "{error}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_write_that_fails_delivers_nothing() {
    let tester = SinkTester::new().set("file", "/dev/full");
    let mut sink = tester.start::<FileStreamSinkConnector>().await.unwrap();
    let error = sink.put(texts(&["lost?"])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Fatal);
    assert!(!sink.settlements().iter().any(|(_, settlement)| *settlement == Settlement::Delivered));
}
