//! A server that all test processes of this checkout share.
//!
//! `cargo test` runs one test binary after another, and two shells may run it at once. The first process that needs the
//! server starts it, the others join; the server ends itself a minute after the last of them, see `real/Serve.java`.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    net::{Ipv4Addr, TcpStream},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use crate::{Failure, Result, failure::Context, java, lock::Lock, paths};

/// How long a server stays when nobody uses it: longer than cargo takes between two test binaries.
const IDLE_SECONDS: &str = "60";

/// Two busy cores and a cold disk.
const START_LIMIT: Duration = Duration::from_mins(3);

/// A server that stays up at least for as long as this value lives.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) address: String,
    /// The kernel closes it when this process ends, however it ends.
    _lease: TcpStream,
}

/// How to start a server in a fresh folder.
pub(crate) struct Recipe {
    /// What its users connect to.
    pub(crate) address: String,
    pub(crate) class_path: String,
    /// For the JVM: memory and properties.
    pub(crate) jvm: Vec<String>,
    pub(crate) environment: Vec<(&'static str, String)>,
    pub(crate) main: &'static str,
    pub(crate) args: Vec<String>,
}

/// What the process that started the server tells the others.
#[derive(Deserialize, Serialize)]
struct State {
    address: String,
    lease: u16,
    token: String,
}

impl Service {
    /// Joins the server `name`, or starts it: `prepare` makes the recipe for a folder, `answers` tells whether the
    /// server at an address is ready.
    pub(crate) fn join(
        name: &str,
        prepare: impl Fn(&Path) -> Result<Recipe>,
        answers: impl Fn(&str) -> bool,
    ) -> Result<Self> {
        let folder = paths::real().join(name);
        let _lock = Lock::hold(&folder.join("start.lock"))?;
        let state_file = folder.join("state.json");
        if let Some(running) = running(&state_file) {
            return Ok(running);
        }
        sweep(&folder)?;
        let mut attempt = 1;
        loop {
            let token = crate::unique("run");
            let run = folder.join(&token);
            fs::create_dir_all(&run).doing(|| format!("making {}", run.display()))?;
            let recipe = prepare(&run)?;
            let started = start(&recipe, &run, &token, &answers);
            match started {
                Ok((service, state)) => {
                    // Complete, or not there: a reader does not wait for the lock of a process that was killed.
                    let partial = state_file.with_extension("partial");
                    fs::write(&partial, serde_json::to_vec(&state)?)
                        .doing(|| format!("writing {}", partial.display()))?;
                    fs::rename(&partial, &state_file).doing(|| format!("renaming {}", partial.display()))?;
                    return Ok(service);
                }
                // Somebody may have taken a port in the meantime.
                Err(Start::Ended(_)) if attempt < 3 => attempt += 1,
                Err(Start::Ended(failure) | Start::Other(failure)) => {
                    return Err(Failure::new(format!("{name} does not start: {failure}")));
                }
            }
        }
    }
}

/// Why a server did not start.
enum Start {
    /// It ended by itself.
    Ended(Failure),
    Other(Failure),
}

impl<E: Into<Failure>> From<E> for Start {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

fn running(state_file: &Path) -> Option<Service> {
    let state: State = serde_json::from_slice(&fs::read(state_file).ok()?).ok()?;
    let lease = lease(state.lease, &state.token)?;
    Some(Service { address: state.address, _lease: lease })
}

/// Connects to a lease port; none if what listens there now is not the server with this token.
fn lease(port: u16, token: &str) -> Option<TcpStream> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut greeting = String::new();
    BufReader::new(&stream).read_line(&mut greeting).ok()?;
    (greeting.trim_end() == token).then_some(stream)
}

fn start(recipe: &Recipe, run: &Path, token: &str, answers: impl Fn(&str) -> bool) -> Result<(Service, State), Start> {
    let (log, lease_file) = (run.join("log"), run.join("lease"));
    let output = File::create(&log).doing(|| format!("making {}", log.display()))?;
    let mut java = java::command(&recipe.class_path)?;
    java.args(&recipe.jvm).arg(paths::tests().join("real").join("Serve.java"));
    java.arg(&lease_file).args([token, IDLE_SECONDS, recipe.main]).args(&recipe.args);
    java.envs(recipe.environment.iter().map(|(key, value)| (key, value)));
    // A group of its own: Ctrl-C ends this run, while another shell may be using the server.
    java.current_dir(run).stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output).process_group(0);
    let mut server = Starting { child: spawn(java)?, log, end: Instant::now() + START_LIMIT, kept: false };

    // The lease comes first: a slow start must not look like a server that nobody wants.
    let held = server.poll(|| {
        let port = fs::read_to_string(&lease_file).ok()?.parse().ok()?;
        lease(port, token).map(|stream| (stream, port))
    })?;
    server.poll(|| answers(&recipe.address).then_some(()))?;
    server.kept = true;
    let (stream, port) = held;
    let state = State { address: recipe.address.clone(), lease: port, token: token.to_owned() };
    Ok((Service { address: recipe.address.clone(), _lease: stream }, state))
}

fn spawn(mut java: Command) -> Result<Child> {
    java.spawn().doing(|| format!("starting {}", java.get_program().display()))
}

/// A server that does not answer yet, killed when it is given up.
struct Starting {
    child: Child,
    log: PathBuf,
    end: Instant,
    kept: bool,
}

impl Starting {
    fn poll<T>(&mut self, mut ready: impl FnMut() -> Option<T>) -> Result<T, Start> {
        loop {
            if let Some(ready) = ready() {
                return Ok(ready);
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(Start::Ended(self.failure(&format!("ended with {status}"))));
            }
            if Instant::now() >= self.end {
                return Err(Start::Other(self.failure(&format!("no answer within {START_LIMIT:?}"))));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn failure(&self, why: &str) -> Failure {
        let log = fs::read_to_string(&self.log).unwrap_or_else(|error| error.to_string());
        let tail: Vec<&str> = log.lines().rev().take(40).collect();
        let tail: Vec<&str> = tail.into_iter().rev().collect();
        Failure::new(format!("{why}; the end of {}:\n{}", self.log.display(), tail.join("\n")))
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        if !self.kept && self.child.kill().is_ok() {
            let _ = self.child.wait();
        }
    }
}

/// Removes the folders of servers that have ended. The caller holds the lock, and nothing is running.
fn sweep(folder: &Path) -> Result {
    for entry in fs::read_dir(folder).doing(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("run-") {
            fs::remove_dir_all(entry.path()).doing(|| format!("removing {}", entry.path().display()))?;
        }
    }
    Ok(())
}
