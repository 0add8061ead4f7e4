//! A worker as an operator runs it: the deployed binary, two properties files, a directory for offsets.

use std::{collections::BTreeMap, path::PathBuf, process::Command, time::Duration};

use kconnect_x_api::{CONSUMER_KEY, CONSUMER_SECRET};
use tempfile::TempDir;

use crate::{Failure, Result, binaries, process::Process};

/// How long anything may take before it counts as missing. Generous: a wrong answer fails at once, a slow one does not.
pub const LIMIT: Duration = Duration::from_mins(1);

/// The blog post's properties file, word for word.
const BLOG: &str = include_str!("../../connectors/twitter/config/twitter-source.properties");

/// The access token of the tests; it must never be seen in any output.
pub const TOKEN: &str = "never-to-be-seen-token";

/// What a worker is started with.
#[derive(Debug)]
pub struct Operator {
    directory: TempDir,
    worker: BTreeMap<String, String>,
    connector: String,
}

impl Operator {
    /// A worker for that Kafka and that registry, with the blog post's connector for that X API. Only the four
    /// placeholders and the topic of the blog's file are replaced, and the API's address is added.
    ///
    /// # Errors
    /// A directory cannot be made.
    pub fn new(bootstrap: &str, registry: &str, api: &str, topic: &str) -> Result<Self> {
        let directory = TempDir::new()?;
        let offsets = directory.path().join("offsets").display().to_string();
        let pairs = [
            ("bootstrap.servers", bootstrap),
            ("key.converter", "io.confluent.connect.avro.AvroConverter"),
            ("key.converter.schema.registry.url", registry),
            ("value.converter", "io.confluent.connect.avro.AvroConverter"),
            ("value.converter.schema.registry.url", registry),
            ("offset.storage.file.filename", &offsets),
            ("offset.flush.interval.ms", "100"),
        ];
        let worker = pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let values = [CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN];
        let connector = values
            .iter()
            .fold(BLOG.to_owned(), |file, value| file.replacen("<insert your value>", value, 1))
            .replace("kafka.status.topic=twitter", &format!("kafka.status.topic={topic}"));
        let connector = format!("{connector}\ntwitter.api.url={api}\n");
        Ok(Self { directory, worker, connector })
    }

    /// Sets a key of the worker.
    #[must_use]
    pub fn worker(mut self, key: &str, value: &str) -> Self {
        self.worker.insert(key.to_owned(), value.to_owned());
        self
    }

    /// Removes a key of the worker.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.worker.remove(key);
        self
    }

    /// Adds a line to the connector's file; in a properties file the last one wins.
    #[must_use]
    pub fn connector(mut self, line: &str) -> Self {
        self.connector.push_str(line);
        self.connector.push('\n');
        self
    }

    /// Replaces text in the connector's file.
    ///
    /// # Errors
    /// The text is not there.
    pub fn edit(mut self, from: &str, to: &str) -> Result<Self> {
        if !self.connector.contains(from) {
            return Err(Failure::new(format!("{from} is not in the connector's file")));
        }
        self.connector = self.connector.replace(from, to);
        Ok(self)
    }

    /// The offsets file.
    #[must_use]
    pub fn offsets(&self) -> PathBuf {
        self.directory.path().join("offsets")
    }

    /// Writes the files and starts the binary.
    ///
    /// # Errors
    /// The binary cannot be built or started.
    pub fn start(&self) -> Result<Process> {
        let worker: Vec<_> = self.worker.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let (worker_file, connector_file) =
            (self.directory.path().join("worker.properties"), self.directory.path().join("twitter.properties"));
        std::fs::write(&worker_file, worker.join("\n"))?;
        std::fs::write(&connector_file, &self.connector)?;
        let mut command = Command::new(binaries::kconnect()?);
        command.arg("standalone").arg(worker_file).arg(connector_file).env_remove("KCONNECT_LOG");
        Process::start(command)
    }
}

/// The newest post id that the offsets file holds, read by nothing but its bytes: the file is Java's, and the offset in it
/// is plain JSON.
#[must_use]
pub fn committed(operator: &Operator) -> Option<i64> {
    let bytes = std::fs::read(operator.offsets()).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let digits = text.split("{\"id\":").nth(1)?;
    digits.split('}').next()?.parse().ok()
}
