//! A topic to lines of a file.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    num::NonZeroUsize,
    sync::Arc,
};

use kconnect::{
    AlteredSinkOffset, ConfigDef, Error, Result, SchemaAndValue, Settled, SinkBatch, SinkConnector, SinkTask,
    SinkTaskContext,
};
use tracing::info;

/// Configuration of the file sink.
#[derive(Clone, Debug, ConfigDef)]
pub struct FileStreamSinkConfig {
    /// Destination filename. If not specified, the standard output will be used
    #[config(importance = high)]
    pub file: Option<String>,
}

impl FileStreamSinkConfig {
    /// The file; none stands for the standard output.
    fn filename(&self) -> Option<&str> {
        self.file.as_deref().filter(|file| !file.is_empty())
    }
}

/// Appends the value of each record to a file, a line each.
#[derive(Debug)]
pub struct FileStreamSinkConnector;

impl SinkConnector for FileStreamSinkConnector {
    const CLASS: &'static str = "org.apache.kafka.connect.file.FileStreamSinkConnector";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    type Config = FileStreamSinkConfig;
    type Task = FileStreamSinkTask;

    /// As many as `tasks.max` allows: they share the file, and each writes whole lines.
    async fn task_configs(config: &FileStreamSinkConfig, max_tasks: NonZeroUsize) -> Result<Vec<FileStreamSinkConfig>> {
        info!("Starting file sink connector writing to {}", config.filename().unwrap_or("standard output"));
        Ok(vec![config.clone(); max_tasks.get()])
    }

    /// Any: nothing of them is kept in the file.
    fn alter_offsets(_: &FileStreamSinkConfig, _: &[AlteredSinkOffset]) -> Result<bool> {
        Ok(true)
    }
}

/// Writes to one file.
#[derive(Debug)]
pub struct FileStreamSinkTask {
    context: SinkTaskContext,
    output: Output,
}

#[derive(Clone, Debug)]
enum Output {
    File(Arc<File>),
    Stdout,
}

impl SinkTask for FileStreamSinkTask {
    type Config = FileStreamSinkConfig;
    type Key = ();
    type Value = SchemaAndValue;

    async fn start(config: FileStreamSinkConfig, context: SinkTaskContext) -> Result<Self> {
        let Some(file) = config.filename() else { return Ok(Self { context, output: Output::Stdout }) };
        let opened = OpenOptions::new().create(true).append(true).open(file).map_err(|error| {
            Error::fatal(format!("Couldn't find or create file '{file}' for FileStreamSinkTask: {error}"))
        })?;
        Ok(Self { context, output: Output::File(Arc::new(opened)) })
    }

    /// A batch is written at once: a task that ends in between leaves no half line.
    async fn put(&mut self, batch: SinkBatch<Self>) -> Result<Settled> {
        let mut lines = Vec::new();
        for record in batch.iter() {
            writeln!(lines, "{}", record.value.value).map_err(Error::fatal)?;
        }
        if !lines.is_empty() {
            let output = self.output.clone();
            self.context.task.blocking(move || output.write(&lines)).await?.map_err(Error::fatal)?;
        }
        Ok(batch.delivered())
    }

    /// Offsets are committed after this, so by then the lines are on the disk.
    async fn flush(&mut self) -> Result<()> {
        let output = self.output.clone();
        self.context.task.blocking(move || output.flush()).await?.map_err(Error::fatal)
    }
}

impl Output {
    fn write(&self, lines: &[u8]) -> io::Result<()> {
        match self {
            Self::File(file) => (&**file).write_all(lines),
            Self::Stdout => io::stdout().lock().write_all(lines),
        }
    }

    fn flush(&self) -> io::Result<()> {
        match self {
            // A pipe or a device has nothing to keep.
            Self::File(file) if file.metadata()?.is_file() => file.sync_data(),
            Self::File(_) => Ok(()),
            Self::Stdout => io::stdout().lock().flush(),
        }
    }
}
