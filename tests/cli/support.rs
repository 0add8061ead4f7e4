//! Runs the binary that operators deploy.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use kconnect_tests::{Result, binaries};

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `kconnect` in a folder, with something on its standard input.
pub(crate) fn kconnect(folder: &Path, args: &[&str], stdin: &[u8]) -> Result<Ran> {
    let mut command = Command::new(binaries::kconnect()?);
    command.current_dir(folder).args(args).env_remove("COLUMNS");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A command that reads nothing may be gone already.
        let _ = input.write_all(stdin);
    }
    let output = child.wait_with_output()?;
    let text = |bytes| String::from_utf8(bytes).expect("kconnect writes UTF-8");
    Ok(Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) })
}
