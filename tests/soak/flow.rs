//! What has gone in and what has come out, shared by the two connectors of the worker's process.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs, io,
    path::PathBuf,
    process, str,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

static FLOW: Mutex<Flow> =
    Mutex::new(Flow { read: 0, passed: 0, rest: 0, next: BTreeMap::new(), duplicated: 0, missing: 0 });

/// How often the progress is written down.
pub(crate) const LOOK: Duration = Duration::from_millis(50);

/// The state of both connectors, over restarts of their tasks.
#[derive(Debug)]
pub(crate) struct Flow {
    /// How far the source has read.
    read: u64,
    /// How many of its numbers the sink needs to wait for no more.
    passed: u64,
    /// The sink rests when it has come so far.
    rest: u64,
    /// Partition, the number that comes next there.
    next: BTreeMap<i32, u64>,
    duplicated: u64,
    missing: u64,
}

/// How many records may be between source and sink.
pub(crate) fn window(records: u64) -> u64 {
    (records / 10).clamp(1, 1_000_000)
}

/// Waits for the other connector; a task that panicked has failed already.
pub(crate) fn flow() -> MutexGuard<'static, Flow> {
    FLOW.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Flow {
    /// Whether the source has to wait for the sink.
    pub(crate) fn is_full(&self, window: u64) -> bool {
        self.read.saturating_sub(self.passed) >= window
    }

    /// The source has read the numbers before `read`.
    pub(crate) fn read(&mut self, read: u64) {
        self.read = read;
    }

    /// Whether the sink has to wait, so that everything in between fills up.
    pub(crate) fn rests(&mut self, records: u64) -> bool {
        let window = window(records);
        if self.passed < self.rest {
            return false;
        }
        if self.is_full(window) || self.read >= records {
            self.rest = self.passed + (records / 10).max(1);
            return false;
        }
        true
    }

    /// The sink was given a number.
    pub(crate) fn arrived(&mut self, partition: i32, number: u64) {
        let next = self.next.entry(partition).or_default();
        if number < *next {
            self.duplicated += 1;
            return;
        }
        self.missing += number - *next;
        self.passed += number + 1 - *next;
        *next = number + 1;
    }

    fn progress(&self) -> Progress {
        let out = self.passed - self.missing;
        Progress { read: self.read, out, duplicated: self.duplicated, missing: self.missing }
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// How far the source has read.
    pub(crate) read: u64,
    /// How many numbers the sink has, each counted once.
    pub(crate) out: u64,
    /// How many came again.
    pub(crate) duplicated: u64,
    /// How many later ones have overtaken.
    pub(crate) missing: u64,
}

impl Progress {
    fn text(self) -> String {
        format!("{} {} {} {}", self.read, self.out, self.duplicated, self.missing)
    }

    /// What the file has that [`show_progress`] writes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<u64> = text.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
        match *numbers.as_slice() {
            [read, out, duplicated, missing] => Some(Self { read, out, duplicated, missing }),
            _ => None,
        }
    }
}

/// Writes the progress to a file, again and again. The file is always whole.
pub(crate) fn show_progress(file: &OsStr) {
    let file = PathBuf::from(file);
    let new = file.with_extension("new");
    let write = move || -> io::Result<()> {
        loop {
            let progress = flow().progress();
            fs::write(&new, progress.text())?;
            fs::rename(&new, &file)?;
            thread::sleep(LOOK);
        }
    };
    thread::spawn(move || {
        if let Err(error) = write() {
            eprintln!("the progress cannot be written: {error}");
            process::exit(1);
        }
    });
}
