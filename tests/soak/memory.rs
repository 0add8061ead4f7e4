//! The memory of a process, and whether it stays flat.

use std::{fmt, fs};

use kconnect_tests::{Failure, Result};

const MIB: u64 = 1024 * 1024;

/// What may come on top of a quarter of the memory after the first fifth: the allocators keep what they had once.
const SLACK: u64 = 32 * MIB;

/// A number of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bytes(u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} MiB", self.0 / MIB, self.0 % MIB * 10 / MIB)
    }
}

/// The resident set of a process.
pub(crate) fn resident(process: u32) -> Result<Bytes> {
    let file = format!("/proc/{process}/status");
    let status = fs::read_to_string(&file).map_err(|error| Failure::new(format!("{file}: {error}")))?;
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok())
        .ok_or_else(|| Failure::new(format!("{file} has no VmRSS: has the process ended?")))?;
    Ok(Bytes(kilobytes * 1024))
}

/// The peaks of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    first: Bytes,
    last: Bytes,
    peak: Bytes,
}

impl Memory {
    /// So much it was when `done` of `all` was done.
    pub(crate) fn add(&mut self, done: u64, all: u64, resident: Bytes) {
        if done <= all / 5 {
            self.first = self.first.max(resident);
        }
        if done >= all - all / 5 {
            self.last = self.last.max(resident);
        }
        self.peak = self.peak.max(resident);
    }

    fn limit(&self) -> Bytes {
        Bytes(self.first.0 + self.first.0 / 4 + SLACK)
    }

    /// Whether it is as large in the end as it was after the warm-up.
    pub(crate) fn verdict(&self) -> Result {
        if self.last <= self.limit() {
            return Ok(());
        }
        Err(Failure::new(format!("the worker's memory grows: {self}")))
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last, peak } = self;
        write!(f, "{first} in the first fifth, {last} in the last (at most {}), peak {peak}", self.limit())
    }
}
