//! Kafka Connect's own worker, as a child process: what ours is compared with.

use std::{
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Failure, Result, blocking::block_on, failure::Context as _, java, paths, ports, process::Process};

/// Two busy cores, and some hundred jars to look through.
const START_LIMIT: Duration = Duration::from_mins(2);

const LOOK: Duration = Duration::from_millis(50);

/// A JVM worker, standalone or distributed. It is gone with this value, and with the test process.
#[derive(Debug)]
pub struct Connect {
    // Before the folder that it reads from: fields are dropped in this order.
    process: Process,
    rest: String,
    _folder: TempDir,
}

impl Connect {
    /// Starts a standalone worker with properties files of connectors, `connect-standalone.sh WORKER CONNECTOR...`, and
    /// waits until it answers and has the connectors. `worker` has what the worker's file says beside
    /// `bootstrap.servers` and `listeners`.
    ///
    /// # Errors
    /// If it does not start, with its output.
    pub fn standalone(bootstrap: &str, worker: &[(&str, &str)], connectors: &[PathBuf]) -> Result<Self> {
        let mut connect = Self::start("org.apache.kafka.connect.cli.ConnectStandalone", bootstrap, worker, connectors)?;
        let end = Instant::now() + START_LIMIT;
        while connect.get("/connectors")?.as_array().map_or(0, Vec::len) < connectors.len() {
            connect.check(end)?;
        }
        Ok(connect)
    }

    /// Starts a distributed worker, with its group and its three topics named after `group`, and waits until it answers.
    ///
    /// # Errors
    /// If it does not start, with its output.
    pub fn distributed(bootstrap: &str, group: &str, worker: &[(&str, &str)]) -> Result<Self> {
        let topic = |kind: &str| format!("{group}-{kind}");
        let (offsets, configs, status) = (topic("offsets"), topic("configs"), topic("status"));
        let mut own = vec![
            ("group.id", group),
            ("offset.storage.topic", &offsets),
            ("config.storage.topic", &configs),
            ("status.storage.topic", &status),
            ("offset.storage.replication.factor", "1"),
            ("config.storage.replication.factor", "1"),
            ("status.storage.replication.factor", "1"),
            ("offset.storage.partitions", "3"),
            ("status.storage.partitions", "1"),
        ];
        // The last one wins, as in a Java properties file.
        own.extend(worker);
        Self::start("org.apache.kafka.connect.cli.ConnectDistributed", bootstrap, &own, &[])
    }

    fn start(main: &str, bootstrap: &str, worker: &[(&str, &str)], connectors: &[PathBuf]) -> Result<Self> {
        // Somebody may take the port before the worker does.
        let first = Self::try_start(main, bootstrap, worker, connectors);
        if first.as_ref().is_err_and(|failure| failure.to_string().contains("Address already in use")) {
            return Self::try_start(main, bootstrap, worker, connectors);
        }
        first
    }

    fn try_start(main: &str, bootstrap: &str, worker: &[(&str, &str)], connectors: &[PathBuf]) -> Result<Self> {
        let folder = TempDir::new()?;
        let address = format!("127.0.0.1:{}", ports::free()?);
        let rest = format!("http://{address}");
        let own = [
            ("bootstrap.servers", bootstrap),
            ("listeners", &rest),
            // All is on the class path, and each plugin is listed in its jar.
            ("plugin.discovery", "service_load"),
            ("offset.flush.interval.ms", "500"),
        ];
        let lines = own.iter().chain(worker).map(|(key, value)| format!("{key}={}\n", value.replace('\\', "\\\\")));
        let file = folder.path().join("worker.properties");
        fs::write(&file, lines.collect::<String>()).doing(|| format!("writing {}", file.display()))?;

        let log = paths::tests().join("real").join("kafka").join("log4j2.properties");
        let mut command = java::command(java::kafka_class_path()?)?;
        command.args(["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]);
        // Dates in file names and messages are in UTC on either side.
        command.arg("-Duser.timezone=UTC").arg(format!("-Dlog4j2.configurationFile={}", log.display()));
        command.arg(main).arg(file).args(connectors);
        let mut connect = Self { process: Process::start(command)?, rest, _folder: folder };
        let end = Instant::now() + START_LIMIT;
        while TcpStream::connect(&address).is_err() || connect.get("/connectors").is_err() {
            connect.check(end)?;
        }
        Ok(connect)
    }

    /// Waits a little, as long as the worker runs and there is time.
    fn check(&mut self, end: Instant) -> Result {
        if !self.process.is_running()? || Instant::now() >= end {
            return Err(Failure::new(format!("Kafka Connect does not start; it printed:\n{}", self.process.output())));
        }
        thread::sleep(LOOK);
        Ok(())
    }

    /// The address of its REST interface.
    #[must_use]
    pub fn rest(&self) -> &str {
        &self.rest
    }

    /// Asks for a path of the REST interface.
    ///
    /// # Errors
    /// If the answer is none, no JSON, or an error of Kafka Connect's.
    pub fn get(&self, path: &str) -> Result<Value> {
        self.call(reqwest::Method::GET, path, None)
    }

    /// Creates a connector, or changes its configuration.
    ///
    /// # Errors
    /// As [`get`](Self::get): a configuration that it refuses.
    pub fn configure(&self, name: &str, config: &Value) -> Result<Value> {
        self.call(reqwest::Method::PUT, &format!("/connectors/{name}/config"), Some(config))
    }

    /// Calls the REST interface.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn call(&self, method: reqwest::Method, path: &str, body: Option<&Value>) -> Result<Value> {
        let url = format!("{}{path}", self.rest);
        block_on(async {
            // Loopback: not through the proxy that the environment may name.
            let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
            let request = client.request(method, &url);
            let request = match body {
                Some(body) => request.json(body),
                None => request,
            };
            let response = request.send().await?;
            let (status, text) = (response.status(), response.text().await?);
            if !status.is_success() {
                return Err(Failure::new(format!("{url} answered {status} with `{text}`")));
            }
            match text.as_str() {
                "" => Ok(Value::Null),
                text => serde_json::from_str(text).doing(|| format!("{url} answered `{text}`")),
            }
        })
    }

    /// What the worker has printed.
    #[must_use]
    pub fn output(&self) -> String {
        self.process.output()
    }

    /// Stops the worker as an operator does, and waits for it: offsets are committed by then.
    ///
    /// # Errors
    /// If it does not end.
    pub fn stop(mut self) -> Result {
        self.process.terminate()?;
        self.process.wait(START_LIMIT).map(drop)
    }

    /// Kills the worker.
    ///
    /// # Errors
    /// If it has ended.
    pub fn kill(mut self) -> Result {
        self.process.kill()
    }
}

/// A properties file in `folder`.
///
/// # Errors
/// If it cannot be written.
pub fn properties_file(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let file = folder.join(format!("{name}.properties"));
    fs::write(&file, text).doing(|| format!("writing {}", file.display()))?;
    Ok(file)
}
