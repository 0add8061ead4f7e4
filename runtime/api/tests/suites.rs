//! The suites of `kconnect::testing` pass connectors that keep their promises, and find the mistakes that lose records.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex},
    time::Duration,
};

use kconnect::{
    ConfigDef, ConfigEnum, Error, Result, Settled, SinkBatch, SinkConnector, SinkTask, SinkTaskContext, SourceBatch,
    SourceConnector, SourcePartition, SourceRecord, SourceTask, SourceTaskContext, Topic,
    testing::{Downstream, Faults, HandedOver, SinkInput, SinkSuite, SourceSuite, Upstream},
};
use serde::{Deserialize, Serialize};

/// What a connector does wrong.
#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Mistake {
    /// Nothing.
    None,
    /// The cursor moves before the read that may fail.
    CursorFirst,
    /// A wait is not given up when the worker wants the task back.
    Deaf,
    /// A record is settled before it is written.
    SettledFirst,
    /// Records are kept and never settled.
    Hoards,
    /// An outage makes a record unusable.
    Rejects,
    /// A record is handed over twice.
    Twice,
}

/// The other system: numbers that can be read one by one, and a list that takes texts.
#[derive(Clone, Default)]
struct System {
    faults: Faults,
    written: Arc<Mutex<Vec<String>>>,
}

thread_local! {
    static SYSTEM: std::cell::RefCell<System> = std::cell::RefCell::default();
}

const LAST: i64 = 7;

impl System {
    fn new(faults: Faults) -> Self {
        let system = Self { faults, written: Arc::default() };
        SYSTEM.with(|current| *current.borrow_mut() = system.clone());
        system
    }

    fn current() -> Self {
        SYSTEM.with(|current| current.borrow().clone())
    }

    async fn read(&self, after: i64) -> Result<i64> {
        tokio::task::yield_now().await;
        self.faults.call().map_err(Error::retriable)?;
        Ok(after + 1)
    }

    async fn write(&self, text: String) -> Result<()> {
        tokio::task::yield_now().await;
        self.faults.call().map_err(Error::retriable)?;
        self.written.lock().unwrap().push(text);
        Ok(())
    }
}

/// A connector with a mistake.
#[derive(ConfigDef, Clone, Debug)]
struct Config {
    /// Which one.
    #[config(importance = high)]
    mistake: Mistake,
}

#[derive(Serialize, Deserialize, Clone)]
struct Numbers {}

#[derive(Serialize, Deserialize, Clone)]
struct Number {
    number: i64,
}

struct SourceOfNumbers;

impl SourceConnector for SourceOfNumbers {
    const CLASS: &'static str = "com.example.SourceOfNumbers";
    type Config = Config;
    type Task = Reader;

    async fn task_configs(config: &Config, _max_tasks: NonZeroUsize) -> Result<Vec<Config>> {
        Ok(vec![config.clone()])
    }
}

struct Reader {
    context: SourceTaskContext<Self>,
    partition: SourcePartition<Self>,
    mistake: Mistake,
    number: i64,
    system: System,
}

impl SourceTask for Reader {
    type Config = Config;
    type Partition = Numbers;
    type Offset = Number;
    type Record = ((), i64);

    async fn start(config: Config, context: SourceTaskContext<Self>) -> Result<Self> {
        let (partition, offset) = context.open(vec![Numbers {}]).await?.remove(0);
        let number = offset.map_or(0, |offset| offset.number);
        Ok(Self { context, partition, mistake: config.mistake, number, system: System::current() })
    }

    async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
        if self.number >= LAST {
            return match self.mistake {
                Mistake::Deaf => std::future::pending().await,
                _ => self.context.task.until_stop(std::future::pending()).await,
            };
        }
        let before = self.number;
        if self.mistake == Mistake::CursorFirst {
            self.number += 1;
        }
        let read = self.context.task.until_stop(self.system.read(before)).await?;
        self.number = read?;
        for _ in 0..if self.mistake == Mistake::Twice { 2 } else { 1 } {
            let record = SourceRecord::new(&Topic::from("numbers"), ((), self.number));
            batch.push(record.at(&self.partition, Number { number: self.number }));
        }
        Ok(())
    }
}

struct Numbered(Mistake);

fn mistake_props(mistake: Mistake) -> Vec<(String, String)> {
    let text = Config { mistake }.to_props()["mistake"].expose().unwrap().to_owned();
    vec![("mistake".to_owned(), text)]
}

impl Upstream for Numbered {
    fn props(&self) -> Vec<(String, String)> {
        mistake_props(self.0)
    }

    fn offered(&self) -> Vec<String> {
        (1..=LAST).map(|number| number.to_string()).collect()
    }

    fn identity(&self, record: &HandedOver) -> Option<String> {
        Some(record.value.to_string())
    }
}

async fn read_with(mistake: Mistake) -> Result<String, String> {
    let suite = SourceSuite::new(async |faults| {
        System::new(faults);
        Numbered(mistake)
    });
    let suite = suite.limit(Duration::from_millis(500));
    suite.run::<SourceOfNumbers>().await.map(|report| report.to_string()).map_err(|failure| failure.to_string())
}

#[tokio::test]
async fn a_source_that_keeps_its_promises_passes() {
    let report = read_with(Mistake::None).await.unwrap();
    assert!(report.contains(" 0 lost, "), "{report}");
}

#[tokio::test]
async fn a_cursor_that_moves_before_its_read_is_found() {
    let failure = read_with(Mistake::CursorFirst).await.unwrap_err();
    assert!(failure.contains("lost, or not offered again"), "{failure}");
}

#[tokio::test]
async fn a_source_that_does_not_listen_is_found() {
    let failure = read_with(Mistake::Deaf).await.unwrap_err();
    assert!(failure.contains("it did not end"), "{failure}");
}

#[tokio::test]
async fn a_source_that_hands_over_twice_is_found() {
    assert_eq!(read_with(Mistake::Twice).await.unwrap_err(), "in the run without any fault: 7 records came twice");
}

struct SinkOfTexts;

impl SinkConnector for SinkOfTexts {
    const CLASS: &'static str = "com.example.SinkOfTexts";
    type Config = Config;
    type Task = Writer;

    async fn task_configs(config: &Config, _max_tasks: NonZeroUsize) -> Result<Vec<Config>> {
        Ok(vec![config.clone()])
    }
}

struct Writer {
    context: SinkTaskContext,
    mistake: Mistake,
    system: System,
    hoard: Vec<kconnect::Receipt>,
}

impl SinkTask for Writer {
    type Config = Config;
    type Key = ();
    type Value = String;

    async fn start(config: Config, context: SinkTaskContext) -> Result<Self> {
        Ok(Self { context, mistake: config.mistake, system: System::current(), hoard: Vec::new() })
    }

    async fn put(&mut self, mut batch: SinkBatch<Self>) -> Result<Settled> {
        while let Some((record, receipt)) = batch.next() {
            let writing = self.system.write(record.value);
            match self.mistake {
                Mistake::SettledFirst => {
                    receipt.delivered();
                    self.context.task.until_stop(writing).await??;
                }
                Mistake::Hoards => {
                    self.context.task.until_stop(writing).await??;
                    self.hoard.push(receipt);
                }
                _ => match self.context.task.until_stop(writing).await? {
                    Ok(()) => receipt.delivered(),
                    Err(error) if self.mistake == Mistake::Rejects => receipt.reject(error),
                    Err(error) => receipt.retry(error),
                },
            }
        }
        Ok(batch.taken())
    }
}

struct Texts {
    mistake: Mistake,
    system: System,
}

impl Downstream for Texts {
    fn props(&self) -> Vec<(String, String)> {
        mistake_props(self.mistake)
    }

    fn records(&self) -> Vec<SinkInput> {
        (0..8).map(|n| SinkInput::new("texts", n % 2, i64::from(n / 2)).value(&format!("text {n}"))).collect()
    }

    fn identity(&self, record: &SinkInput) -> String {
        format!("text {}", record.offset * 2 + i64::from(record.partition.partition))
    }

    async fn contents(&self) -> Vec<String> {
        self.system.written.lock().unwrap().clone()
    }
}

async fn write_with(mistake: Mistake) -> Result<String, String> {
    let suite = SinkSuite::new(async |faults| Texts { mistake, system: System::new(faults) });
    let suite = suite.limit(Duration::from_millis(500));
    suite.run::<SinkOfTexts>().await.map(|report| report.to_string()).map_err(|failure| failure.to_string())
}

#[tokio::test]
async fn a_sink_that_keeps_its_promises_passes() {
    let report = write_with(Mistake::None).await.unwrap();
    assert!(report.contains(" 0 lost, "), "{report}");
}

#[tokio::test]
async fn a_receipt_that_comes_before_the_write_is_found() {
    let failure = write_with(Mistake::SettledFirst).await.unwrap_err();
    assert!(failure.contains("lost, although committed"), "{failure}");
}

#[tokio::test]
async fn a_sink_that_never_settles_is_found() {
    let failure = write_with(Mistake::Hoards).await.unwrap_err();
    assert!(failure.contains("it did not end"), "{failure}");
}

#[tokio::test]
async fn a_sink_that_takes_an_outage_for_a_bad_record_is_found() {
    let failure = write_with(Mistake::Rejects).await.unwrap_err();
    assert!(failure.contains("was rejected, which sends it to the dead letter queue"), "{failure}");
}
