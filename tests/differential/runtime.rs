//! The two runtimes, started alike.

use std::{fs, path::PathBuf, process::Command, time::Duration};

use kconnect_tests::{
    Result, binaries,
    connect::{Connect, properties_file},
    process::Process,
    unique,
};
use tempfile::TempDir;

/// How long anything may take before it counts as missing.
pub(crate) const LIMIT: Duration = Duration::from_mins(1);

/// Where connectors run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runtime {
    /// Kafka Connect.
    Kafka,
    /// The worker of this repository.
    Own,
}

impl Runtime {
    /// Starts a standalone worker with these files.
    pub(crate) fn start(self, bootstrap: &str, worker: &[(&str, &str)], connectors: &[PathBuf]) -> Result<Worker> {
        match self {
            Self::Kafka => Connect::standalone(bootstrap, worker, connectors).map(Worker::Kafka),
            Self::Own => {
                let folder = TempDir::new()?;
                let own = [("bootstrap.servers", bootstrap), ("offset.flush.interval.ms", "500")];
                let lines = own.iter().chain(worker).map(|(key, value)| format!("{key}={value}\n"));
                let file = properties_file(folder.path(), "worker", &lines.collect::<String>())?;
                let mut command = Command::new(binaries::kconnect()?);
                command.arg("standalone").arg(file).args(connectors).env_remove("KCONNECT_LOG");
                let mut process = Process::start(command)?;
                process.wait_for("Kafka Connect started", LIMIT)?;
                Ok(Worker::Own { process, _folder: folder })
            }
        }
    }
}

/// A worker that runs.
pub(crate) enum Worker {
    Kafka(Connect),
    Own { process: Process, _folder: TempDir },
}

impl Worker {
    /// Stops it as an operator does.
    pub(crate) fn stop(self) -> Result {
        match self {
            Self::Kafka(connect) => connect.stop(),
            Self::Own { mut process, .. } => {
                process.terminate()?;
                process.wait(LIMIT).map(drop)
            }
        }
    }

    /// What it printed.
    pub(crate) fn output(&self) -> String {
        match self {
            Self::Kafka(connect) => connect.output(),
            Self::Own { process, .. } => process.output(),
        }
    }
}

/// One runtime's place: names and files of its own.
pub(crate) struct Place {
    pub(crate) runtime: Runtime,
    pub(crate) prefix: String,
    folder: TempDir,
}

impl Place {
    pub(crate) fn new(runtime: Runtime) -> Result<Self> {
        // Names as long as the other runtime's: a length may be part of what is compared.
        let prefix = unique(if runtime == Runtime::Kafka { "jvm" } else { "own" });
        Ok(Self { runtime, prefix, folder: TempDir::new()? })
    }

    /// The name of a connector, a topic or a file of a case.
    pub(crate) fn name(&self, case: &str) -> String {
        format!("{}-{case}", self.prefix)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a connector's file: `{name}` stands for [`name`](Self::name) of the case, `{folder}` for the folder.
    pub(crate) fn connector(&self, case: &str, text: &str) -> Result<PathBuf> {
        let folder = self.folder.path().display().to_string();
        let text = text.replace("{name}", &self.name(case)).replace("{folder}", &folder);
        properties_file(self.folder.path(), case, &text)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
        let file = self.file(name);
        fs::write(&file, content)?;
        Ok(file)
    }

    /// Bytes with this place's names replaced, so that those of both places are equal.
    pub(crate) fn neutral(&self, bytes: &[u8]) -> String {
        let folder = self.folder.path().display().to_string();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => format!("{bytes:02x?}"),
        };
        text.replace(&self.prefix, "PREFIX").replace(&folder, "FOLDER")
    }
}
