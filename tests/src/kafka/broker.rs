//! A broker that belongs to one test.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use super::{Listener, Settings, install, shared};
use crate::{Failure, Result, java, process::Process};

/// Two busy cores and a cold disk.
const START_LIMIT: Duration = Duration::from_mins(2);

/// A broker that one test may pause, kill and start again. It is gone with this value, and with the test process.
#[derive(Debug)]
pub struct Broker {
    // Before the folder that it writes to: fields are dropped in this order.
    process: Option<Process>,
    pub(super) plaintext: String,
    pub(super) addresses: BTreeMap<Listener, String>,
    pub(super) authority: Option<PathBuf>,
    pub(super) behind_proxy: Option<String>,
    pub(super) config: PathBuf,
    /// JVM options beyond those of every broker.
    pub(super) jvm: Vec<String>,
    folder: Folder,
}

impl Broker {
    /// Starts a broker with nothing but `PLAINTEXT`.
    ///
    /// # Errors
    /// As [`Settings::start`].
    pub fn start() -> Result<Self> {
        Self::settings().start()
    }

    /// A broker to be started with chosen settings.
    #[must_use]
    pub fn settings() -> Settings {
        Settings::default()
    }

    pub(super) fn in_folder(folder: PathBuf) -> Self {
        let (plaintext, config) = (String::new(), PathBuf::new());
        let (addresses, authority, behind_proxy) = (BTreeMap::new(), None, None);
        let (process, jvm, folder) = (None, Vec::new(), Folder(folder));
        Self { process, plaintext, addresses, authority, behind_proxy, config, jvm, folder }
    }

    /// The address without TLS and authentication.
    #[must_use]
    pub fn bootstrap(&self) -> &str {
        &self.plaintext
    }

    /// The address of a listener.
    ///
    /// # Errors
    /// If the settings did not ask for it.
    pub fn address(&self, listener: Listener) -> Result<&str> {
        let address = self.addresses.get(&listener).map(String::as_str);
        address.ok_or_else(|| Failure::new(format!("the broker was started without {listener:?}")))
    }

    /// Where the proxy of [`Settings::proxied`] has to forward to.
    ///
    /// # Errors
    /// If the settings had no proxy.
    pub fn behind_proxy(&self) -> Result<&str> {
        self.behind_proxy.as_deref().ok_or_else(|| Failure::new("the broker was started without a proxy"))
    }

    /// The certificate that a client must trust, `ssl.ca.location`.
    ///
    /// # Errors
    /// If the settings asked for no listener with TLS.
    pub fn ca_pem(&self) -> Result<&Path> {
        self.authority.as_deref().ok_or_else(|| Failure::new("the broker was started without TLS"))
    }

    /// What Kafka's own tool tells of the batches in partition 0 of a topic, a line each: `… compresscodec: zstd …`.
    ///
    /// # Errors
    /// If there is no such topic.
    pub fn batches(&self, topic: &str) -> Result<String> {
        let log = self.folder.0.join("data").join(format!("{topic}-0")).join("00000000000000000000.log");
        let log = log.display().to_string();
        java::run(&java::kafka_class_path()?, "org.apache.kafka.tools.DumpLogSegments", &["--files", &log])
    }

    /// Stops the broker in its tracks: connections stay open and silent.
    ///
    /// # Errors
    /// If it is not running.
    pub fn pause(&mut self) -> Result {
        self.process()?.pause()
    }

    /// Lets a paused broker go on.
    ///
    /// # Errors
    /// If it is not running.
    pub fn resume(&mut self) -> Result {
        self.process()?.resume()
    }

    /// Kills the broker: its port refuses connections.
    ///
    /// # Errors
    /// If it is not running.
    pub fn kill(&mut self) -> Result {
        self.process()?.kill()?;
        self.process = None;
        Ok(())
    }

    /// Starts the broker again, with the same ports and with the data that it had, and waits until it answers.
    ///
    /// # Errors
    /// If it does not start; with its output.
    pub fn restart(&mut self) -> Result {
        if self.process.is_some() {
            self.kill()?;
        }
        let mut java = java::command(java::kafka_class_path()?)?;
        java.args(install::jvm()).args(&self.jvm).arg("kafka.Kafka").arg(&self.config);
        let process = self.process.insert(Process::start(java)?);
        let end = Instant::now() + START_LIMIT;
        while !shared::answers(&self.plaintext) {
            if !process.is_running()? || Instant::now() >= end {
                return Err(Failure::new(format!("the broker does not start; it printed:\n{}", process.output())));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// What the broker has logged since it was last started.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.as_ref().map(Process::output).unwrap_or_default()
    }

    fn process(&mut self) -> Result<&mut Process> {
        self.process.as_mut().ok_or_else(|| Failure::new("the broker was killed"))
    }
}

/// Removed when dropped. One of a test that was killed stays until `target/` is cleaned.
#[derive(Debug)]
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is in nobody's way.
        let _ = fs::remove_dir_all(&self.0);
    }
}
