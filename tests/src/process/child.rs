//! A program under test.

use std::{
    io,
    os::unix::process::CommandExt as _,
    process::{Child, Command, ExitStatus, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use super::{
    transcript::{Lines, Missed, Stream, Transcript},
    watchdog::Watchdog,
};
use crate::{Failure, Result, failure::Context};

/// A program that was started for a test, in a process group of its own.
///
/// What it prints is read all the time. It is killed when this value is dropped, and also when the test process is
/// killed.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    ended: Option<ExitStatus>,
    transcript: Arc<Transcript>,
    watchdog: Option<Watchdog>,
}

impl Process {
    /// Starts a program, with no input and with its output captured.
    ///
    /// # Errors
    /// If the program cannot be started.
    pub fn start(command: Command) -> Result<Self> {
        let program = command.get_program().to_owned();
        Self::spawn(command).doing(|| format!("starting {}", program.display()))
    }

    pub(crate) fn spawn(mut command: Command) -> io::Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let mut child = command.spawn()?;
        let transcript = Arc::new(Transcript::default());
        if let Some(stdout) = child.stdout.take() {
            transcript.follow(Stream::Stdout, stdout);
        }
        if let Some(stderr) = child.stderr.take() {
            transcript.follow(Stream::Stderr, stderr);
        }
        let mut process = Self { name, child, ended: None, transcript, watchdog: None };
        process.watchdog = Some(Watchdog::over(process.id())?);
        Ok(process)
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a line on either stream that contains `text`, from the start of the program on, and returns it.
    ///
    /// # Errors
    /// If the line has not come within `limit`, or the program ended without it; with all that it printed.
    pub fn wait_for(&mut self, text: &str, limit: Duration) -> Result<String> {
        let found = self.transcript.wait(limit, |mut lines| lines.find(|line| line.contains(text)).map(str::to_owned));
        found.map_err(|missed| self.missed(missed, &format!("`{text}`"), limit))
    }

    /// Waits until `times` lines on either stream contain `text`.
    ///
    /// # Errors
    /// As [`wait_for`](Self::wait_for).
    pub fn wait_for_times(&mut self, text: &str, times: usize, limit: Duration) -> Result {
        let enough = |lines: Lines<'_>| (lines.filter(|line| line.contains(text)).count() >= times).then_some(());
        let found = self.transcript.wait(limit, enough);
        found.map_err(|missed| self.missed(missed, &format!("`{text}` ({times} times)"), limit))
    }

    /// Waits until the program has ended and its output is read.
    ///
    /// # Errors
    /// If it still runs after `limit`; with all that it printed.
    pub fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let end = Instant::now() + limit;
        loop {
            if let Some(status) = self.status()? {
                self.transcript.wait_closed(Duration::from_secs(5));
                return Ok(status);
            }
            if Instant::now() >= end {
                let (name, output) = (&self.name, self.output());
                return Err(Failure::new(format!("{name} still runs after {limit:?}; it printed:\n{output}")));
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether the program still runs, a paused one included.
    ///
    /// # Errors
    /// If the system does not tell.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(self.status()?.is_none())
    }

    /// Asks the program to end (SIGTERM).
    ///
    /// # Errors
    /// If the program has ended.
    pub fn terminate(&mut self) -> Result {
        self.signal(Signal::TERM, kill_process)
    }

    /// Sends what Ctrl-C sends (SIGINT).
    ///
    /// # Errors
    /// If the program has ended.
    pub fn interrupt(&mut self) -> Result {
        self.signal(Signal::INT, kill_process)
    }

    /// Ends the program without its doing (SIGKILL), and waits until it is gone.
    ///
    /// # Errors
    /// If the program had ended before.
    pub fn kill(&mut self) -> Result {
        self.signal(Signal::KILL, kill_process_group)?;
        self.wait(Duration::from_secs(30)).map(drop)
    }

    /// Stops the program in its tracks (SIGSTOP): its connections stay open and silent.
    ///
    /// # Errors
    /// If the program has ended.
    pub fn pause(&mut self) -> Result {
        self.signal(Signal::STOP, kill_process_group)
    }

    /// Lets a paused program go on (SIGCONT).
    ///
    /// # Errors
    /// If the program has ended.
    pub fn resume(&mut self) -> Result {
        self.signal(Signal::CONT, kill_process_group)
    }

    /// What the program has written to its standard output so far.
    #[must_use]
    pub fn stdout(&self) -> String {
        self.transcript.text(Some(Stream::Stdout))
    }

    /// What the program has written to its standard error so far.
    #[must_use]
    pub fn stderr(&self) -> String {
        self.transcript.text(Some(Stream::Stderr))
    }

    /// Both streams, in the order in which their lines came.
    #[must_use]
    pub fn output(&self) -> String {
        self.transcript.text(None)
    }

    fn status(&mut self) -> Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().doing(|| format!("asking for the state of {}", self.name))?;
            if self.ended.is_some() {
                self.watchdog = None;
            }
        }
        Ok(self.ended)
    }

    /// Asks the program alone, as an operator does, or forces it with all that it has started.
    fn signal(&mut self, signal: Signal, send: fn(Pid, Signal) -> rustix::io::Result<()>) -> Result {
        if let Some(status) = self.status()? {
            let (name, output) = (&self.name, self.output());
            return Err(Failure::new(format!(
                "{name} has ended with {status} before the signal; it printed:\n{output}"
            )));
        }
        send(Pid::from_child(&self.child), signal).doing(|| format!("signalling {}", self.name))
    }

    fn missed(&mut self, missed: Missed, what: &str, limit: Duration) -> Failure {
        let name = self.name.clone();
        let why = match missed {
            Missed::Late => format!("{name} did not print {what} within {limit:?}"),
            Missed::Closed => match self.wait(Duration::from_secs(5)) {
                Ok(status) => format!("{name} ended with {status} and did not print {what}"),
                Err(_) => format!("{name} closed its output and did not print {what}"),
            },
        };
        Failure::new(format!("{why}; it printed:\n{}", self.output()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Not a failure of the test: the program may just have ended.
        if self.signal(Signal::KILL, kill_process_group).is_ok() {
            let _ = self.child.wait();
        }
    }
}
