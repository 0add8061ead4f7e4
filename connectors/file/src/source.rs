//! Lines of a file to a topic.

use std::{
    io,
    num::NonZeroUsize,
    path::Path,
    time::{Duration, SystemTime},
};

use kconnect::{
    AlteredOffset, ConfigDef, Error, Result, SourceBatch, SourceConnector, SourcePartition, SourceRecord, SourceTask,
    SourceTaskContext, Support, Topic,
};
use serde::{Deserialize, Serialize};
use tracing::{debug, info, warn};

use crate::{input::Input, lines::Lines};

/// How long the task waits when there is nothing to read.
const PAUSE: Duration = Duration::from_secs(1);

/// Configuration of the file source.
#[derive(Clone, Debug, ConfigDef)]
pub struct FileStreamSourceConfig {
    /// Source filename. If not specified, the standard input will be used
    #[config(importance = high)]
    pub file: Option<String>,
    /// The topic to publish data to
    #[config(importance = high, non_empty)]
    pub topic: String,
    /// The maximum number of records the source task can read from the file each time it is polled
    #[config(importance = low, default = 2000)]
    pub batch_size: i32,
}

impl FileStreamSourceConfig {
    /// The file; none stands for the standard input.
    fn filename(&self) -> Option<&str> {
        self.file.as_deref().filter(|file| !file.is_empty())
    }
}

/// Writes each line of a file to a topic, also those that are appended later.
#[derive(Debug)]
pub struct FileStreamSourceConnector;

impl SourceConnector for FileStreamSourceConnector {
    const CLASS: &'static str = "org.apache.kafka.connect.file.FileStreamSourceConnector";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    type Config = FileStreamSourceConfig;
    type Task = FileStreamSourceTask;

    /// One task, whatever `tasks.max` allows: there is one file.
    async fn task_configs(config: &FileStreamSourceConfig, _: NonZeroUsize) -> Result<Vec<FileStreamSourceConfig>> {
        info!("Starting file source connector reading from {}", config.filename().unwrap_or("standard input"));
        Ok(vec![config.clone()])
    }

    /// A file can be read again from any position, the standard input cannot.
    fn exactly_once(config: &FileStreamSourceConfig) -> Support {
        if config.filename().is_some() { Support::Supported } else { Support::Unsupported }
    }

    fn alter_offsets(config: &FileStreamSourceConfig, offsets: &[AlteredOffset<FileStreamSourceTask>]) -> Result<bool> {
        if config.filename().is_none() {
            return Err(Error::data(
                "Offsets cannot be modified if the 'file' configuration is unspecified. This is because stdin is used for \
                 input and offsets are not tracked.",
            ));
        }
        for (partition, offset) in offsets {
            // Anything may be forgotten, offsets of an earlier configuration included.
            let Some(offset) = offset else { continue };
            match offset.position {
                None => return Err(Error::data("Offset objects should either be null or contain the key 'position'")),
                Some(position) if position < 0 => {
                    let message = "The value for the 'position' key in the offset should be a non-negative value";
                    return Err(Error::data(message));
                }
                Some(_) => {}
            }
            if partition.filename.is_none() {
                return Err(Error::data("Partition objects should contain the key 'filename'"));
            }
        }
        // Whether the file is that long, the task sees.
        Ok(true)
    }
}

/// Source partition: the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filename {
    filename: Option<String>,
}

/// Source offset: how many bytes of the file were read, with the ends of the lines. The standard input has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    position: Option<i64>,
}

/// Reads one file.
#[derive(Debug)]
pub struct FileStreamSourceTask {
    context: SourceTaskContext<Self>,
    config: FileStreamSourceConfig,
    topic: Topic,
    partition: SourcePartition<Self>,
    /// Of the next line; none on the standard input.
    position: Option<i64>,
    /// None until the file is there.
    input: Option<Input>,
    lines: Lines,
}

impl SourceTask for FileStreamSourceTask {
    type Config = FileStreamSourceConfig;
    type Partition = Filename;
    type Offset = Position;
    type Record = ((), String);

    async fn start(config: FileStreamSourceConfig, context: SourceTaskContext<Self>) -> Result<Self> {
        let opened = context.open(vec![Filename { filename: config.file.clone() }]).await?;
        let Some((partition, stored)) = opened.into_iter().next() else {
            return Err(Error::fatal("the worker did not open the source partition"));
        };
        let (position, input) = match config.filename() {
            Some(_) => (Some(stored.and_then(|stored| stored.position).unwrap_or(0)), None),
            None => (None, Some(Input::Stdin)),
        };
        let (topic, lines) = (Topic::from(config.topic.as_str()), Lines::default());
        Ok(Self { context, config, topic, partition, position, input, lines })
    }

    /// Pushes the lines that were read, and reads only when there is none.
    async fn poll(&mut self, batch: &mut SourceBatch<Self>) -> Result<()> {
        let mut pushed = 0;
        while pushed < self.config.batch_size.max(1)
            && !batch.is_full()
            && let Some(line) = self.lines.next()
        {
            self.position = self.position.zip(i64::try_from(line.bytes).ok()).map(|(before, bytes)| before + bytes);
            let at = Position { position: self.position };
            let mut record = SourceRecord::new(&self.topic, ((), line.text)).at(&self.partition, at);
            record.timestamp_ms = now_ms();
            batch.push(record);
            pushed += 1;
        }
        if pushed == 0 && !self.read().await? {
            self.context.task.sleep(PAUSE).await?;
        }
        Ok(())
    }
}

impl FileStreamSourceTask {
    /// Reads on; false when there is nothing to read.
    async fn read(&mut self) -> Result<bool> {
        let input = match self.input.take() {
            Some(input) => input,
            None => match self.open()? {
                Some(input) => input,
                None => return Ok(false),
            },
        };
        let read = input.read(&self.context.task).await;
        self.input = Some(input);
        let read = read?;
        self.lines.extend(&read);
        Ok(!read.is_empty())
    }

    /// None when there is no such file yet.
    fn open(&self) -> Result<Option<Input>> {
        let Some(file) = self.config.filename() else { return Ok(Some(Input::Stdin)) };
        let position = u64::try_from(self.position.unwrap_or(0))
            .map_err(|_| Error::fatal("the stored offset is negative; reset the connector's offsets"))?;
        match Input::file(Path::new(file), position) {
            Ok(input) => {
                debug!("opened {file} for reading from {position} on");
                Ok(Some(input))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                warn!("Couldn't find file {file} for FileStreamSourceTask, sleeping to wait for it to be created");
                Ok(None)
            }
            Err(error) => Err(Error::fatal(format!("could not open {file}: {error}"))),
        }
    }
}

fn now_ms() -> Option<i64> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(now.as_millis()).ok()
}
