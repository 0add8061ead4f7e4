//! Runs a command line tool to its end.

use std::{io, process::Command, time::Duration};

use crate::{Failure, Result, process::Process};

/// Runs a command and returns its standard output.
///
/// Fails with `install`, the line that installs the tool, if it is not there; with everything that the tool printed if
/// it ends with another code than 0; and if it takes longer than `limit`.
pub(crate) fn run(command: Command, limit: Duration, install: &str) -> Result<String> {
    let shown = shown(&command);
    let mut tool = Process::spawn(command).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::new(format!("`{shown}`: {error}; install it with: {install}")),
        _ => Failure::new(format!("`{shown}`: {error}")),
    })?;
    let status = tool.wait(limit)?;
    if status.success() {
        Ok(tool.stdout())
    } else {
        Err(Failure::new(format!("`{shown}` ended with {status}:\n{}", tool.output())))
    }
}

/// The command as one would type it, without the long class path.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words = words.map(|word| word.to_string_lossy());
    words.map(|word| if word.len() > 200 { "…".into() } else { word }).collect::<Vec<_>>().join(" ")
}
