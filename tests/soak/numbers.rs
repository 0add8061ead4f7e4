//! A source of numbers: 0, 1, 2 … into each partition.

use std::{num::NonZeroUsize, time::Duration};

use kconnect::{
    ConfigDef, Error, Result, SourceBatch, SourceConnector, SourcePartition, SourceRecord, SourceTask,
    SourceTaskContext, Topic,
};
use serde::{Deserialize, Serialize};

use crate::flow::{flow, window};

/// Configuration of the source of numbers.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct NumbersConfig {
    /// Where the numbers go.
    #[config(importance = high)]
    topic: String,
    /// How many partitions the topic has.
    #[config(importance = high, range = 1..)]
    partitions: i32,
    /// How many records there are in all partitions together.
    #[config(importance = high, range = 1..)]
    records: i64,
    /// Leaves out one record in the middle, as the test of the test wants it.
    #[config(importance = low, default = false)]
    skip: bool,
}

#[derive(Debug)]
pub(crate) struct Numbers;

impl SourceConnector for Numbers {
    const CLASS: &'static str = "kconnect.soak.Numbers";
    type Config = NumbersConfig;
    type Task = NumbersTask;

    async fn task_configs(config: &NumbersConfig, _: NonZeroUsize) -> Result<Vec<NumbersConfig>> {
        Ok(vec![config.clone()])
    }
}

/// All of them: there is one sequence.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct Sequence {}

/// How many records were read.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct Read {
    records: u64,
}

pub(crate) struct NumbersTask {
    context: SourceTaskContext<Self>,
    partition: SourcePartition<Self>,
    topic: Topic,
    partitions: u64,
    records: u64,
    skipped: Option<u64>,
    next: u64,
}

impl SourceTask for NumbersTask {
    type Config = NumbersConfig;
    type Partition = Sequence;
    type Offset = Read;
    type Record = (String, i64);

    async fn start(config: NumbersConfig, context: SourceTaskContext<Self>) -> Result<Self> {
        let (partition, read) = context.open(vec![Sequence {}]).await?.remove(0);
        let (partitions, records) = (config.partitions.unsigned_abs(), config.records.unsigned_abs());
        Ok(Self {
            context,
            partition,
            topic: Topic::from(config.topic),
            partitions: partitions.into(),
            records,
            skipped: config.skip.then_some(records / 2),
            next: read.map_or(0, |read| read.records),
        })
    }

    async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
        if self.next >= self.records {
            return self.context.task.until_stop(std::future::pending()).await;
        }
        if flow().is_full(window(self.records)) {
            return self.context.task.sleep(Duration::from_millis(1)).await;
        }
        while self.next < self.records && !batch.is_full() {
            let (partition, number) = (self.next % self.partitions, self.next / self.partitions);
            let (partition, number) = (fits::<i32>(partition)?, fits::<i64>(number)?);
            let skip = self.skipped == Some(self.next);
            self.next += 1;
            if !skip {
                let record = SourceRecord::new(&self.topic, (partition.to_string(), number));
                let read = Read { records: self.next };
                batch.push(record.kafka_partition(partition).at(&self.partition, read));
            }
        }
        flow().read(self.next);
        Ok(())
    }
}

fn fits<T: TryFrom<u64>>(number: u64) -> Result<T> {
    T::try_from(number).map_err(|_| Error::fatal(format!("{number} is too large")))
}
