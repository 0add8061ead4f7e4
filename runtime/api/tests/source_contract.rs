//! What the contract of a source task promises, whoever runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex},
};

use kconnect::{
    ConfigDef, Delivered, Error, ErrorKind, Result, SourceBatch, SourceConnector, SourcePartition, SourceRecord,
    SourceTask, SourceTaskContext, Topic, testing::SourceTester,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What the task does in each poll, one letter a poll.
#[derive(ConfigDef, Clone, Debug)]
struct ScriptConfig {
    /// `o` pushes and returns; `r`, `d`, `f` push and fail as retriable, data, fatal; `w` pushes and waits; `x` rejects;
    /// `t` ends a transaction; `2` delivers in between.
    #[config(importance = high)]
    script: String,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
struct File {
    name: String,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Line {
    line: i64,
}

struct ScriptConnector;

impl SourceConnector for ScriptConnector {
    const CLASS: &'static str = "com.example.ScriptConnector";
    type Config = ScriptConfig;
    type Task = Script;

    async fn task_configs(config: &ScriptConfig, _max_tasks: NonZeroUsize) -> Result<Vec<ScriptConfig>> {
        Ok(vec![config.clone()])
    }
}

/// What the last started task on this thread knows; the tests look at it from outside.
#[derive(Clone, Default)]
struct Seen {
    delivered: Arc<Mutex<Vec<Delivered>>>,
    partition: Arc<Mutex<Option<SourcePartition<Script>>>>,
}

thread_local! {
    static SEEN: Seen = Seen::default();
}

struct Script {
    context: SourceTaskContext<Self>,
    partition: SourcePartition<Self>,
    steps: std::vec::IntoIter<char>,
    line: i64,
    topic: Topic,
}

impl SourceTask for Script {
    type Config = ScriptConfig;
    type Partition = File;
    type Offset = Line;
    type Record = (i64, Option<String>);

    async fn start(config: ScriptConfig, context: SourceTaskContext<Self>) -> Result<Self> {
        let mut opened = context.open(vec![File { name: "a.txt".to_owned() }]).await?;
        let (partition, offset) = opened.remove(0);
        SEEN.with(|seen| *seen.partition.lock().unwrap() = Some(partition.clone()));
        let script: Vec<char> = config.script.chars().collect();
        let line = offset.map_or(0, |offset| offset.line);
        Ok(Self { context, partition, steps: script.into_iter(), line, topic: Topic::from("lines") })
    }

    async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
        let step = self.steps.next().unwrap_or('o');
        self.line += 1;
        let offset = Line { line: self.line };
        if step == 'x' {
            batch.reject(Some((&self.partition, offset)), b"\xff", Error::data("not a line"));
            return Ok(());
        }
        let delivered = SEEN.with(|seen| Arc::clone(&seen.delivered));
        let record = SourceRecord::new(&self.topic, (self.line, Some(format!("line {}", self.line))))
            .at(&self.partition, offset)
            .timestamp_ms(1000 * self.line)
            .on_delivered(move |what| delivered.lock().unwrap().push(what));
        batch.push(record);
        match step {
            'r' => Err(Error::retriable("try again")),
            'd' => Err(Error::data("a bad record")),
            'f' => Err(Error::fatal("no")),
            'w' => self.context.task.until_stop(std::future::pending::<()>()).await,
            't' => batch.commit_transaction(),
            '2' => batch.deliver().await,
            _ => Ok(()),
        }
    }
}

fn script(script: &str) -> SourceTester {
    SourceTester::new().set("script", script)
}

#[tokio::test]
async fn a_record_arrives_with_its_key_value_time_and_position() -> Result<()> {
    let mut task = script("o").start::<ScriptConnector>().await?;
    let records = task.poll().await?;
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!((record.topic.as_str(), record.timestamp_ms), ("lines", Some(1000)));
    assert_eq!((&record.key, &record.value), (&json!(1), &json!("line 1")));
    assert_eq!(record.at, Some((0, json!({ "line": 1 }))));
    assert_eq!(task.boundaries(), 1);
    Ok(())
}

#[tokio::test]
async fn a_stored_offset_comes_with_its_partition() -> Result<()> {
    let tester = script("o").stored(r#"{"name":"a.txt"}"#, r#"{"line":41}"#);
    let mut task = tester.start::<ScriptConnector>().await?;
    assert_eq!(task.poll().await?[0].key, json!(42));
    Ok(())
}

#[tokio::test]
async fn a_stored_offset_of_another_shape_is_fatal_and_shown() {
    let tester = script("o").stored(r#"{"name":"a.txt"}"#, r#"{"position":41}"#);
    let error = tester.start::<ScriptConnector>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Fatal);
    assert!(error.to_string().contains(r#"{"position":41}"#), "{error}");
}

#[tokio::test]
async fn what_was_pushed_before_a_retriable_error_is_delivered_in_the_same_transaction() -> Result<()> {
    let mut task = script("ro").start::<ScriptConnector>().await?;
    let error = task.poll().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Retriable { .. }));
    assert_eq!(task.handed_over()[0].key, json!(1));
    assert_eq!(task.boundaries(), 0, "only a poll that succeeds ends a transaction");
    assert_eq!(task.poll().await?[0].key, json!(2));
    assert_eq!(task.boundaries(), 1);
    Ok(())
}

#[tokio::test]
async fn a_poll_that_is_bad_data_as_a_whole_is_fatal() -> Result<()> {
    let mut task = script("d").start::<ScriptConnector>().await?;
    assert_eq!(task.poll().await.unwrap_err().kind(), ErrorKind::Fatal);
    assert_eq!(task.handed_over().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_stop_request_ends_a_wait_and_what_was_pushed_is_delivered() -> Result<()> {
    let mut task = script("w").start::<ScriptConnector>().await?;
    task.ask_to_stop();
    assert_eq!(task.poll().await.unwrap_err().kind(), ErrorKind::Stopping);
    assert_eq!(task.handed_over()[0].key, json!(1));
    task.stop().await
}

#[tokio::test]
async fn deliver_hands_over_before_poll_returns() -> Result<()> {
    let mut task = script("2").start::<ScriptConnector>().await?;
    assert_eq!(task.poll().await?.len(), 1);
    assert_eq!(task.boundaries(), 2, "one for `deliver`, one for the return");
    Ok(())
}

#[tokio::test]
async fn a_rejected_input_moves_the_offset_and_says_why() -> Result<()> {
    let mut task = script("x").start::<ScriptConnector>().await?;
    let records = task.poll().await?;
    assert_eq!(records[0].rejected, Some(("not a line".to_owned(), vec![0xff])));
    assert_eq!(records[0].at, Some((0, json!({ "line": 1 }))));
    Ok(())
}

#[tokio::test]
async fn on_delivered_is_called_once_with_what_became_of_the_record() -> Result<()> {
    let mut task = script("oo").start::<ScriptConnector>().await?;
    let first = task.poll().await?[0].receipt;
    let second = task.poll().await?[0].receipt;
    task.deliver(second, Delivered::at(3, 7));
    task.deliver(second, Delivered::at(3, 8));
    task.deliver(first, Delivered::skipped());
    let delivered = SEEN.with(|seen| seen.delivered.lock().unwrap().clone());
    assert_eq!(delivered, [Delivered::at(3, 7), Delivered::skipped()]);
    Ok(())
}

#[tokio::test]
async fn a_commit_reaches_the_partition_also_one_made_before_anyone_waits() -> Result<()> {
    let task = script("o").start::<ScriptConnector>().await?;
    let partition = SEEN.with(|seen| seen.partition.lock().unwrap().clone()).unwrap();
    assert_eq!(partition.committed(), None);
    task.commit(0, r#"{"line":5}"#)?;
    partition.committed_changed().await;
    assert_eq!(partition.committed(), Some(Line { line: 5 }));
    let waiting = partition.committed_changed();
    tokio::pin!(waiting);
    assert!(futures_now_or_never(waiting.as_mut()).await.is_none());
    task.commit(0, r#"{"line":6}"#)?;
    waiting.await;
    Ok(())
}

/// Polls once.
async fn futures_now_or_never<F: Future + Unpin>(mut future: F) -> Option<F::Output> {
    std::future::poll_fn(|cx| match std::pin::Pin::new(&mut future).poll(cx) {
        std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}

#[tokio::test]
async fn a_transaction_without_a_worker_that_has_them_is_refused() -> Result<()> {
    let mut task = script("t").start::<ScriptConnector>().await?;
    assert_eq!(task.poll().await.unwrap_err().kind(), ErrorKind::Fatal);
    Ok(())
}

#[tokio::test]
async fn an_invalid_configuration_names_every_problem() {
    let error = SourceTester::new().start::<ScriptConnector>().await.unwrap_err();
    assert!(error.to_string().contains("Missing required configuration \"script\" which has no default value."));
}
