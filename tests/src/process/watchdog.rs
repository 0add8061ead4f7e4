//! Ends a program whose test process is gone.

use std::{
    io::{self, Write as _},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
};

/// A shell that kills a process as soon as this process has ended, by whatever signal.
///
/// It waits for the end of its input, which the kernel closes with the process that holds the other side.
#[derive(Debug)]
pub(super) struct Watchdog {
    shell: Child,
}

impl Watchdog {
    /// Watches over the process group `id`.
    pub(super) fn over(id: u32) -> io::Result<Self> {
        let shell = Command::new("sh")
            .args(["-c", "read released || kill -KILL \"-$1\"", "watchdog", &id.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C in the terminal must not end the watchdog before it has done its work.
            .process_group(0)
            .spawn()?;
        Ok(Self { shell })
    }
}

impl Drop for Watchdog {
    /// Releases the process: its number may soon be another's.
    fn drop(&mut self) {
        if let Some(mut input) = self.shell.stdin.take() {
            // A shell that somebody killed has nothing to be told.
            let _ = input.write_all(b"released\n");
        }
        let _ = self.shell.wait();
    }
}
