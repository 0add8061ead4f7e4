//! The sink, driven through the seam that workers use.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{fs, path::PathBuf, time::Duration};

use kconnect::{
    ErrorKind,
    testing::{Downstream, Settlement, SinkInput, SinkSuite, SinkTester},
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

/// A file that the sink writes to, for the suite that every sink passes.
struct Written {
    folder: TempDir,
}

impl Written {
    fn path(&self) -> PathBuf {
        self.folder.path().join("out")
    }
}

impl Downstream for Written {
    fn props(&self) -> Vec<(String, String)> {
        vec![("file".to_owned(), self.path().display().to_string())]
    }

    fn records(&self) -> Vec<SinkInput> {
        (0..16)
            .map(|number| SinkInput::new("lines", number % 2, i64::from(number / 2)).value(&format!("line {number}")))
            .collect()
    }

    fn identity(&self, record: &SinkInput) -> String {
        format!("line {}", record.offset * 2 + i64::from(record.partition.partition))
    }

    async fn contents(&self) -> Vec<String> {
        fs::read_to_string(self.path()).unwrap().lines().map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn no_fault_loses_a_line_or_its_place() {
    let suite = SinkSuite::new(async |_| Written { folder: TempDir::new().unwrap() });
    let report = suite.in_order().limit(Duration::from_secs(10)).run::<FileStreamSinkConnector>().await.unwrap();
    println!("{report}");
}
