//! A sink that counts, and keeps nothing.

use std::num::NonZeroUsize;

use kconnect::{ConfigDef, Error, Result, Settled, SinkBatch, SinkConnector, SinkTask, SinkTaskContext};

use crate::flow::{LOOK, flow};

/// Configuration of the counting sink.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct CounterConfig {
    /// How many records there are in all partitions together.
    #[config(importance = high, range = 1..)]
    records: i64,
    /// Keeps something of every record, as the test of the test wants it.
    #[config(importance = low, default = false)]
    hoard: bool,
}

#[derive(Debug)]
pub(crate) struct Counter;

impl SinkConnector for Counter {
    const CLASS: &'static str = "kconnect.soak.Counter";
    type Config = CounterConfig;
    type Task = CounterTask;

    async fn task_configs(config: &CounterConfig, max_tasks: NonZeroUsize) -> Result<Vec<CounterConfig>> {
        Ok(vec![config.clone(); max_tasks.get()])
    }
}

pub(crate) struct CounterTask {
    context: SinkTaskContext,
    config: CounterConfig,
    hoard: Vec<String>,
}

impl SinkTask for CounterTask {
    type Config = CounterConfig;
    type Key = String;
    type Value = i64;

    async fn start(config: CounterConfig, context: SinkTaskContext) -> Result<Self> {
        Ok(Self { context, config, hoard: Vec::new() })
    }

    async fn put(&mut self, batch: SinkBatch<Self>) -> Result<Settled> {
        if batch.is_empty() {
            return Ok(batch.delivered());
        }
        while flow().rests(self.config.records.unsigned_abs()) {
            self.context.task.sleep(LOOK).await?;
        }
        for record in batch.iter() {
            let partition = record.original.partition;
            if record.key != partition.to_string() {
                return Err(Error::fatal(format!("a record of partition {} is in {partition}", record.key)));
            }
            let number = record.value.try_into().map_err(Error::fatal)?;
            flow().arrived(partition, number);
        }
        if self.config.hoard {
            self.hoard.extend(batch.iter().map(|record| record.key.repeat(500)));
        }
        Ok(batch.delivered())
    }
}
