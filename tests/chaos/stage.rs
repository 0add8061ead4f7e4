//! The broker behind a proxy, the registry behind a front, and the workers of one run.

use std::{env, path::Path, process::Command, time::Duration};

use kconnect_tests::{Result, connect::properties_file, kafka::Broker, process::Process, proxy::Proxy};

use crate::registry_front::Front;

const LIMIT: Duration = Duration::from_mins(1);

/// What all runs share.
pub(crate) struct Stage {
    pub(crate) broker: Broker,
    pub(crate) proxy: Proxy,
    pub(crate) registry: Front,
}

impl Stage {
    pub(crate) fn start() -> Result<Self> {
        let proxy = Proxy::start()?;
        let broker = Broker::settings()
            .proxied(&proxy)
            // A killed member is missed soon.
            .property("group.min.session.timeout.ms", "500")
            .start()?;
        proxy.forward_to(broker.behind_proxy()?)?;
        Ok(Self { broker, proxy, registry: Front::start()? })
    }

    /// As at the start.
    pub(crate) fn heal(&self) {
        self.proxy.heal();
        self.registry.set(crate::registry_front::Mode::Answers);
    }
}

/// The workers of one run: the first one has source and sink, the second one the sink only.
pub(crate) struct Workers<'a> {
    pub(crate) stage: &'a mut Stage,
    folder: &'a Path,
    first: Option<Process>,
    second: Option<Process>,
    /// What workers that are gone have printed.
    printed: String,
}

impl<'a> Workers<'a> {
    /// `folder` has `source.properties` and `sink.properties`.
    pub(crate) fn new(stage: &'a mut Stage, folder: &'a Path) -> Self {
        Self { stage, folder, first: None, second: None, printed: String::new() }
    }

    pub(crate) fn start(&mut self) -> Result {
        self.first = Some(self.worker("first", &["source", "sink"])?);
        Ok(())
    }

    pub(crate) fn start_second(&mut self) -> Result {
        if self.second.is_none() {
            self.second = Some(self.worker("second", &["sink"])?);
        }
        Ok(())
    }

    fn worker(&self, name: &str, connectors: &[&str]) -> Result<Process> {
        let (kafka, registry) = (self.stage.proxy.address(), &self.stage.registry.url);
        let offsets = self.folder.join(format!("{name}-offsets")).display().to_string();
        let text = format!(
            "bootstrap.servers={kafka}\n\
             key.converter=org.apache.kafka.connect.storage.StringConverter\n\
             value.converter=io.confluent.connect.avro.AvroConverter\n\
             value.converter.schema.registry.url={registry}\n\
             offset.storage.file.filename={offsets}\n\
             offset.flush.interval.ms=200\n\
             offset.flush.timeout.ms=10000\n\
             task.shutdown.graceful.timeout.ms=20000\n"
        );
        let file = properties_file(self.folder, name, &text)?;
        let mut command = Command::new(env::current_exe()?);
        command.arg("standalone").arg(file).env_remove("KCONNECT_LOG");
        command.args(connectors.iter().map(|connector| self.folder.join(format!("{connector}.properties"))));
        Process::start(command)
    }

    pub(crate) fn kill(&mut self) -> Result {
        if let Some(mut worker) = self.first.take() {
            // A worker that has given up is found by what it did not do.
            if worker.is_running()? {
                worker.kill()?;
            }
            self.keep("first, killed", &worker);
        }
        Ok(())
    }

    pub(crate) fn stop(&mut self) -> Result {
        if let Some(worker) = self.first.take() {
            self.end("first, stopped", worker)?;
        }
        Ok(())
    }

    pub(crate) fn end_second(&mut self, kill: bool) -> Result {
        if let Some(mut worker) = self.second.take() {
            if !kill {
                return self.end("second, stopped", worker);
            }
            if worker.is_running()? {
                worker.kill()?;
            }
            self.keep("second, killed", &worker);
        }
        Ok(())
    }

    /// All of them, as an operator does it.
    pub(crate) fn end_all(&mut self) -> Result {
        self.end_second(false)?;
        self.stop()
    }

    fn end(&mut self, name: &str, mut worker: Process) -> Result {
        if worker.is_running()? {
            worker.terminate()?;
        }
        let ended = worker.wait(LIMIT);
        self.keep(name, &worker);
        ended.map(drop)
    }

    fn keep(&mut self, name: &str, worker: &Process) {
        self.printed.extend(["--- ", name, "\n", &worker.output()]);
    }

    /// What all workers of the run have printed.
    pub(crate) fn printed(&self) -> &str {
        &self.printed
    }

    /// Whether the first worker still runs.
    pub(crate) fn runs(&mut self) -> Result<bool> {
        self.first.as_mut().map_or(Ok(false), Process::is_running)
    }
}
