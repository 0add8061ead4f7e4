//! A source that reads a sequence of numbers by offsets.

use std::{fs::OpenOptions, io::Write as _, num::NonZeroUsize, time::Duration};

use kconnect::{
    ConfigDef, ConnectSchema, Error, Result, SourceBatch, SourceConnector, SourcePartition, SourceRecord, SourceTask,
    SourceTaskContext, Topic,
};
use serde::{Deserialize, Serialize};

/// Configuration of the ledger source.
#[derive(ConfigDef, Clone, Debug)]
pub(crate) struct LedgerSourceConfig {
    /// Where the numbers go.
    #[config(importance = high)]
    topic: String,
    /// How many sequences there are, each into the Kafka partition of its number.
    #[config(importance = high, range = 1..)]
    sequences: i32,
    /// How far each goes.
    #[config(importance = high, range = 1..)]
    count: i64,
    /// How many numbers of each are handed over in one poll.
    #[config(importance = high, range = 1..)]
    step: i64,
    /// The pause between two polls.
    #[config(key = "pause.ms", importance = high)]
    pause: Duration,
    /// The file that says from where on each task read.
    #[config(importance = high)]
    starts: String,
    /// How far the offset is ahead of the number: anything but 0 loses records, as the test of the test wants it.
    #[config(importance = low, default = 0)]
    ahead: i64,
}

/// One number of one sequence.
#[derive(ConnectSchema, Clone, Debug)]
#[connect(namespace = "kconnect.chaos")]
pub(crate) struct Entry {
    /// The sequence.
    pub(crate) sequence: i32,
    /// The number.
    pub(crate) number: i64,
}

#[derive(Debug)]
pub(crate) struct LedgerSource;

impl SourceConnector for LedgerSource {
    const CLASS: &'static str = "kconnect.chaos.LedgerSource";
    type Config = LedgerSourceConfig;
    type Task = LedgerSourceTask;

    async fn task_configs(config: &LedgerSourceConfig, _: NonZeroUsize) -> Result<Vec<LedgerSourceConfig>> {
        Ok(vec![config.clone()])
    }
}

#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct Sequence {
    sequence: i32,
}

/// The newest number that was read.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct Read {
    number: i64,
}

pub(crate) struct LedgerSourceTask {
    context: SourceTaskContext<Self>,
    config: LedgerSourceConfig,
    topic: Topic,
    /// Sequence, its partition, the number that comes next.
    sequences: Vec<(i32, SourcePartition<Self>, i64)>,
}

impl SourceTask for LedgerSourceTask {
    type Config = LedgerSourceConfig;
    type Partition = Sequence;
    type Offset = Read;
    type Record = (String, Entry);

    async fn start(config: LedgerSourceConfig, context: SourceTaskContext<Self>) -> Result<Self> {
        let opened = context.open((0..config.sequences).map(|sequence| Sequence { sequence }).collect()).await?;
        let sequences: Vec<_> = (0..)
            .zip(opened)
            .map(|(sequence, (partition, read))| (sequence, partition, read.map_or(0, |read| read.number) + 1))
            .collect();
        let lines: Vec<_> = sequences.iter().map(|(sequence, _, next)| format!("{sequence} {next}\n")).collect();
        let mut starts = OpenOptions::new().create(true).append(true).open(&config.starts).map_err(Error::fatal)?;
        starts.write_all(lines.concat().as_bytes()).map_err(Error::fatal)?;
        Ok(Self { topic: Topic::from(config.topic.as_str()), context, config, sequences })
    }

    async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
        for (sequence, partition, next) in &mut self.sequences {
            let end = self.config.count.min(*next + self.config.step - 1);
            while *next <= end {
                let entry = Entry { sequence: *sequence, number: *next };
                let read = Read { number: self.config.count.min(*next + self.config.ahead) };
                let mut record = SourceRecord::new(&self.topic, (format!("{sequence}"), entry)).at(partition, read);
                record.kafka_partition = Some(*sequence);
                batch.push(record);
                *next += 1;
            }
        }
        self.context.task.sleep(self.config.pause).await
    }
}
