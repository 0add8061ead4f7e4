//! A sink that writes down what it was given, on the disk, before it says so.
//!
//! Each task has a file of its own, a line for each thing that happens:
//!
//! ```text
//! open 2
//! write 2 1017 2 1000      partition, offset, sequence, number
//! fail 3                   the last three may come again: their receipts were dropped
//! close 2 Revoked
//! ```

use std::{
    fs::{self, File},
    io::Write as _,
    num::NonZeroUsize,
    path::Path,
    sync::Arc,
};

use kconnect::{
    Closing, ConfigDef, Error, Receipt, Result, Settled, SinkBatch, SinkConnector, SinkRecord, SinkTask,
    SinkTaskContext, TopicPartition,
};

use crate::ledger_source::Entry;

/// With `settle.early`: how many records are not written. More than come between two commits.
const OWED: usize = 600;

/// Configuration of the ledger sink.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct LedgerSinkConfig {
    /// Where the tasks' files are.
    #[config(importance = high)]
    folder: String,
    /// In how many of a hundred batches `put` fails in the middle.
    #[config(key = "fail.percent", importance = low, default = 0, range = 0..=100)]
    fail_percent: i32,
    /// Says that records are delivered before they are: this loses records, as the test of the test wants it.
    #[config(key = "settle.early", importance = low, default = false)]
    settle_early: bool,
}

#[derive(Debug)]
pub(crate) struct LedgerSink;

impl SinkConnector for LedgerSink {
    const CLASS: &'static str = "kconnect.chaos.LedgerSink";
    type Config = LedgerSinkConfig;
    type Task = LedgerSinkTask;

    async fn task_configs(config: &LedgerSinkConfig, max_tasks: NonZeroUsize) -> Result<Vec<LedgerSinkConfig>> {
        Ok(vec![config.clone(); max_tasks.get()])
    }
}

pub(crate) struct LedgerSinkTask {
    context: SinkTaskContext,
    config: LedgerSinkConfig,
    file: Arc<File>,
    /// With `settle.early`: what was said to be delivered and is not.
    owed: Vec<String>,
}

impl SinkTask for LedgerSinkTask {
    type Config = LedgerSinkConfig;
    type Key = String;
    type Value = Entry;

    async fn start(config: LedgerSinkConfig, context: SinkTaskContext) -> Result<Self> {
        let name = format!("{}-{:016x}.ledger", std::process::id(), rand::random::<u64>());
        fs::create_dir_all(&config.folder).map_err(Error::fatal)?;
        let file = File::create_new(Path::new(&config.folder).join(name)).map_err(Error::fatal)?;
        Ok(Self { context, config, file: Arc::new(file), owed: Vec::new() })
    }

    async fn open(&mut self, partitions: &[TopicPartition]) -> Result<()> {
        self.write(
            partitions.iter().map(|partition| format!("open {}\n", partition.partition)).collect::<Vec<_>>().concat(),
        )
        .await
    }

    async fn put(&mut self, mut batch: SinkBatch<Self>) -> Result<Settled> {
        if self.config.settle_early {
            self.owed.extend(batch.iter().map(line));
            let paid: Vec<_> = self.owed.drain(..self.owed.len().saturating_sub(OWED)).collect();
            self.write(paid.concat()).await?;
            return Ok(batch.delivered());
        }
        let fails = !batch.is_empty() && rand::random_range(0..100) < self.config.fail_percent;
        if !fails {
            self.write(batch.iter().map(line).collect()).await?;
            return Ok(batch.delivered());
        }
        let middle = rand::random_range(0..=batch.len());
        let (lines, receipts) = take(&mut batch, middle);
        match rand::random_range(0..3) {
            // Delivered up to the middle; the rest comes again.
            0 => {
                self.write(lines).await?;
                receipts.into_iter().for_each(Receipt::delivered);
                Err(Error::retriable("the ledger failed in the middle of a batch"))
            }
            // Written up to the middle, but nobody knows: the connection broke before the answer.
            1 => {
                self.write(format!("{lines}fail {}\n", receipts.len())).await?;
                drop(receipts);
                Err(Error::retriable("the ledger did not answer"))
            }
            // Each record for itself.
            _ => {
                self.write(lines).await?;
                receipts.into_iter().for_each(Receipt::delivered);
                while let Some((_, receipt)) = batch.next() {
                    receipt.retry(Error::retriable("the ledger is busy"));
                }
                Ok(batch.taken())
            }
        }
    }

    async fn close(&mut self, partitions: &[TopicPartition], why: Closing) -> Result<()> {
        let line = |partition: &TopicPartition| format!("close {} {why:?}\n", partition.partition);
        self.write(partitions.iter().map(line).collect()).await
    }
}

impl LedgerSinkTask {
    /// Writes lines and waits until the disk has them.
    async fn write(&self, lines: String) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let file = Arc::clone(&self.file);
        let written = self.context.task.blocking(move || {
            (&*file).write_all(lines.as_bytes())?;
            file.sync_data()
        });
        written.await?.map_err(Error::fatal)
    }
}

fn line(record: &SinkRecord<LedgerSinkTask>) -> String {
    let Entry { sequence, number } = record.value;
    format!("write {} {} {sequence} {number}\n", record.original.partition, record.offset)
}

/// Takes so many records out of a batch.
fn take(batch: &mut SinkBatch<LedgerSinkTask>, count: usize) -> (String, Vec<Receipt>) {
    let (mut lines, mut receipts) = (String::new(), Vec::new());
    while receipts.len() < count
        && let Some((record, receipt)) = batch.next()
    {
        lines.push_str(&line(&record));
        receipts.push(receipt);
    }
    (lines, receipts)
}
