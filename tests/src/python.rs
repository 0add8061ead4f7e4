//! Python with the independent Kafka and X clients.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::Duration,
};

use crate::{Result, failure::Context, lock::Lock, maven::stamp, paths, tool};

/// What installs Python and its way to make environments.
const INSTALL: &str = "apt-get install python3 python3-venv";

const LIMIT: Duration = Duration::from_mins(10);

/// The interpreter of an environment with the packages of `tests/requirements.txt`, made on first use.
///
/// # Errors
/// If Python is missing, with the line that installs it, or if the packages cannot be installed, with pip's output.
pub fn interpreter() -> Result<PathBuf> {
    static INTERPRETER: OnceLock<Result<PathBuf>> = OnceLock::new();
    INTERPRETER.get_or_init(environment).clone()
}

/// Runs a script of this package and returns what it wrote to its standard output.
pub(crate) fn run(script: &Path, args: &[&str], limit: Duration) -> Result<String> {
    let mut python = Command::new(interpreter()?);
    // The servers are on loopback: not through the proxy that the environment may name.
    python.arg(script).args(args).env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
    tool::run(python, limit, INSTALL)
}

fn environment() -> Result<PathBuf> {
    let requirements = paths::tests().join("requirements.txt");
    let folder = paths::real().join("python");
    let _lock = Lock::hold(&folder.join("make.lock"))?;
    let venv = folder.join(stamp(&requirements)?);
    let python = venv.join("bin").join("python");
    // An environment cannot be renamed; what is complete has the mark.
    let complete = venv.join("complete");
    if !complete.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv", "--clear"]).arg(&venv);
        tool::run(make, LIMIT, INSTALL).doing(|| format!("install Python with `{INSTALL}`"))?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"])
            .arg(&requirements);
        tool::run(pip, LIMIT, INSTALL)?;
        fs::write(&complete, "").doing(|| format!("writing {}", complete.display()))?;
    }
    Ok(python)
}
