//! What a program printed so far.

use std::{
    io::{BufRead as _, BufReader, Read},
    slice,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// The streams of a program, joined line by line as they came.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inner {
    lines: Vec<(Stream, String)>,
    open: usize,
}

/// Which of the two streams a line came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Stdout,
    Stderr,
}

/// The lines so far, of both streams.
#[derive(Debug)]
pub(super) struct Lines<'a>(slice::Iter<'a, (Stream, String)>);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.0.next().map(|(_, line)| line.as_str())
    }
}

/// Why a wait ended without what was waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missed {
    /// The time is over.
    Late,
    /// The program has closed both of its streams.
    Closed,
}

impl Transcript {
    /// Reads a stream to its end on a thread of its own, so that the program never waits for us.
    pub(super) fn follow(self: &Arc<Self>, stream: Stream, source: impl Read + Send + 'static) {
        self.lock().open += 1;
        let transcript = Arc::clone(self);
        thread::spawn(move || {
            let mut source = BufReader::new(source);
            let mut line = Vec::new();
            // A stream that breaks has ended, as far as a test can tell.
            while source.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                let text = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
                line.clear();
                transcript.lock().lines.push((stream, text));
                transcript.changed.notify_all();
            }
            transcript.lock().open -= 1;
            transcript.changed.notify_all();
        });
    }

    /// Waits until `find` finds something in the lines of both streams.
    pub(super) fn wait<T>(&self, limit: Duration, mut find: impl FnMut(Lines<'_>) -> Option<T>) -> Result<T, Missed> {
        let end = Instant::now() + limit;
        let mut inner = self.lock();
        loop {
            if let Some(found) = find(Lines(inner.lines.iter())) {
                return Ok(found);
            }
            if inner.open == 0 {
                return Err(Missed::Closed);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Missed::Late);
            }
            inner = self.changed.wait_timeout(inner, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until both streams are closed.
    pub(super) fn wait_closed(&self, limit: Duration) {
        let _: Result<(), Missed> = self.wait(limit, |_| None);
    }

    /// The text of one stream, or of both.
    pub(super) fn text(&self, of: Option<Stream>) -> String {
        let inner = self.lock();
        let lines = inner.lines.iter().filter(|(stream, _)| of.is_none_or(|of| of == *stream));
        lines.flat_map(|(_, line)| [line.as_str(), "\n"]).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
