//! A broker that keeps little, and one worker with source and sink.

use std::{env, fs, path::PathBuf, process::Command, time::Duration};

use kconnect_tests::{
    Failure, Result,
    connect::properties_file,
    kafka::{self, Broker},
    process::Process,
};
use tempfile::TempDir;

use crate::{flow::Progress, memory, memory::Bytes};

/// Names the file for the worker's progress.
pub(crate) const PROGRESS: &str = "KCONNECT_SOAK_PROGRESS";

const TOPIC: &str = "numbers";

const PARTITIONS: i32 = 4;

/// Tasks of the sink: two of the partitions each.
const SINKS: usize = 2;

/// How long the worker may take to end.
const LIMIT: Duration = Duration::from_mins(1);

/// A connector that is wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It leaves out a number.
    Source,
    /// It keeps what it was given.
    Sink,
}

/// Broker and worker.
pub(crate) struct Stage {
    // Dropped in this order: the worker ends before what it uses.
    worker: Process,
    progress: PathBuf,
    _broker: Broker,
    _folder: TempDir,
}

impl Stage {
    pub(crate) fn start(records: u64, wrong: Option<Broken>) -> Result<Self> {
        // A record takes some 15 bytes: 64 MiB are millions, in each partition, and the window is one million in all.
        let broker = Broker::settings()
            .property("log.segment.bytes", "16777216")
            .property("log.retention.bytes", "67108864")
            .property("log.retention.check.interval.ms", "5000")
            .property("log.segment.delete.delay.ms", "1000")
            .start()?;
        let bootstrap = broker.bootstrap();
        kafka::create_topic(bootstrap, TOPIC, PARTITIONS)?;

        let folder = TempDir::new()?;
        let offsets = folder.path().join("offsets").display().to_string();
        let worker = format!(
            "bootstrap.servers={bootstrap}\n\
             key.converter=org.apache.kafka.connect.storage.StringConverter\n\
             value.converter=org.apache.kafka.connect.converters.LongConverter\n\
             offset.storage.file.filename={offsets}\n\
             offset.flush.interval.ms=1000\n\
             task.shutdown.graceful.timeout.ms=20000\n"
        );
        let source = format!(
            "name=numbers-source\nconnector.class=kconnect.soak.Numbers\ntasks.max=1\n\
             topic={TOPIC}\npartitions={PARTITIONS}\nrecords={records}\nskip={}\n",
            wrong == Some(Broken::Source)
        );
        let sink = format!(
            "name=numbers-sink\nconnector.class=kconnect.soak.Counter\ntasks.max={SINKS}\n\
             topics={TOPIC}\nrecords={records}\nhoard={}\n",
            wrong == Some(Broken::Sink)
        );
        let progress = folder.path().join("progress");
        let mut command = Command::new(env::current_exe()?);
        command.arg("standalone").env(PROGRESS, &progress).env_remove("KCONNECT_LOG");
        for (name, text) in [("worker", worker), ("source", source), ("sink", sink)] {
            command.arg(properties_file(folder.path(), name, &text)?);
        }
        Ok(Self { worker: Process::start(command)?, progress, _broker: broker, _folder: folder })
    }

    /// How far the worker is, and its memory.
    pub(crate) fn look(&mut self) -> Result<(Progress, Bytes)> {
        if !self.worker.is_running()? {
            return Err(self.failure("the worker has ended"));
        }
        let progress = match fs::read_to_string(&self.progress) {
            Ok(text) => Progress::parse(&text).ok_or_else(|| Failure::new(format!("a progress of `{text}`")))?,
            // It has just been started.
            Err(_) => Progress::default(),
        };
        Ok((progress, memory::resident(self.worker.id())?))
    }

    /// What is wrong, with what the worker printed.
    pub(crate) fn failure(&self, what: &str) -> Failure {
        Failure::new(format!("{what}; the worker printed:\n{}", self.worker.output()))
    }

    /// Ends the worker as an operator does.
    pub(crate) fn stop(mut self) -> Result {
        self.worker.terminate()?;
        let status = self.worker.wait(LIMIT)?;
        if status.success() { Ok(()) } else { Err(self.failure(&format!("the worker ended with {status}"))) }
    }
}
