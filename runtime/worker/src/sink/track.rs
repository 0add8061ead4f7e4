//! One partition's records between Kafka and the task, in order.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use tokio::time::Instant;

use crate::kafka::Message;

/// What is kept of a record that is settled, until those before it are.
const OVERHEAD: usize = size_of::<Entry>();

/// The records of one partition that are not settled, and those behind them. A partition that is taken away and comes
/// again, or is rewound, has a new track: what happens to the records of the old one means nothing.
pub(super) struct Track {
    /// Tells it from all other tracks.
    pub(super) number: u32,
    /// The sequence number of the first entry.
    first: u64,
    entries: VecDeque<Entry>,
    /// The offset behind the last record of which all before it are settled too.
    settled: Option<i64>,
    /// What Kafka has as the group's offset, as far as this task knows.
    committed: Option<i64>,
    /// The offset behind the last record that was received.
    received: Option<i64>,
    /// Records that come again, before anything newer does.
    again: BTreeSet<u64>,
    /// How often that happened in a row, and in which round last.
    failures: u32,
    failed_in: u64,
    /// Not before then.
    not_before: Option<Instant>,
    /// The task wants no more of it.
    pub(super) paused: bool,
}

struct Entry {
    offset: i64,
    bytes: usize,
    state: State,
    since: Instant,
    /// The raw copy; gone when the record is settled.
    message: Option<Arc<Message>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It comes again.
    Waiting,
    /// The worker or the task has it.
    Given,
    /// It was rejected, and its report is under way.
    Reporting,
    Settled,
}

/// What changed in memory.
#[derive(Default)]
pub(super) struct Freed {
    pub(super) records: usize,
    pub(super) bytes: usize,
}

impl Track {
    pub(super) fn new(number: u32, committed: Option<i64>) -> Self {
        Self {
            number,
            first: 0,
            entries: VecDeque::new(),
            settled: None,
            committed,
            received: None,
            again: BTreeSet::new(),
            failures: 0,
            failed_in: 0,
            not_before: None,
            paused: false,
        }
    }

    /// Takes a new record in; its sequence number, and its bytes.
    pub(super) fn receive(&mut self, message: Arc<Message>, now: Instant) -> (u64, usize) {
        let bytes = message.bytes() + OVERHEAD;
        self.received = Some(message.offset + 1);
        let entry = Entry { offset: message.offset, bytes, state: State::Given, since: now, message: Some(message) };
        self.entries.push_back(entry);
        (self.first + count(self.entries.len()) - 1, bytes)
    }

    /// Records that come again now, at most `max`, oldest first.
    pub(super) fn due(&mut self, max: usize, now: Instant) -> Vec<(u64, Arc<Message>)> {
        if self.not_before.is_some_and(|at| now < at) {
            return Vec::new();
        }
        let mut due = Vec::new();
        while due.len() < max
            && let Some(sequence) = self.again.pop_first()
        {
            if let Some(entry) = self.entry(sequence)
                && entry.state == State::Waiting
                && let Some(message) = entry.message.clone()
            {
                entry.state = State::Given;
                due.push((sequence, message));
            }
        }
        due
    }

    /// The record was rejected, and is settled when its report is done; its raw copy.
    pub(super) fn reject(&mut self, sequence: u64) -> Option<Arc<Message>> {
        let entry = self.entry(sequence).filter(|entry| entry.state == State::Given)?;
        entry.state = State::Reporting;
        entry.message.clone()
    }

    /// The record is where it belongs, or given up.
    pub(super) fn settle(&mut self, sequence: u64) -> Freed {
        let mut freed = Freed::default();
        let Some(entry) = self.entry(sequence).filter(|entry| entry.state != State::Settled) else { return freed };
        entry.state = State::Settled;
        entry.message = None;
        freed.records = 1;
        freed.bytes = entry.bytes - OVERHEAD;
        self.again.remove(&sequence);
        self.failures = 0;
        while self.entries.front().is_some_and(|entry| entry.state == State::Settled) {
            self.settled = self.entries.pop_front().map(|entry| entry.offset + 1);
            self.first += 1;
            freed.bytes += OVERHEAD;
        }
        freed
    }

    /// The record comes again; when, if somebody said so. The pause grows with each round in which that happens.
    pub(super) fn again(&mut self, sequence: u64, after: Option<Duration>, round: u64, now: Instant) {
        let Some(entry) = self.entry(sequence).filter(|entry| entry.state == State::Given) else { return };
        entry.state = State::Waiting;
        self.again.insert(sequence);
        if self.failed_in != round || self.failures == 0 {
            self.failed_in = round;
            self.failures = self.failures.saturating_add(1);
            self.not_before = None;
        }
        let at = now + after.unwrap_or_else(|| back_off(self.failures));
        self.not_before = Some(self.not_before.map_or(at, |before| before.max(at)));
    }

    /// The record comes again as soon as possible: nobody had it yet.
    pub(super) fn postpone(&mut self, sequence: u64) {
        if let Some(entry) = self.entry(sequence).filter(|entry| entry.state == State::Given) {
            entry.state = State::Waiting;
            self.again.insert(sequence);
        }
    }

    /// What came back in that round comes again at `at`, and not as the number of failures says.
    pub(super) fn delay(&mut self, round: u64, at: Instant) {
        if self.failed_in == round && !self.again.is_empty() {
            self.not_before = Some(at);
        }
    }

    /// What came back in that round did so because the worker asked for it.
    pub(super) fn excuse(&mut self, round: u64) {
        if self.failed_in == round && !self.again.is_empty() {
            self.failures = self.failures.saturating_sub(1);
            self.not_before = None;
        }
    }

    /// Whether nothing newer may come.
    pub(super) fn is_held(&self) -> bool {
        self.paused || !self.again.is_empty()
    }

    /// When records come again, if any do.
    pub(super) fn next_due(&self, now: Instant) -> Option<Instant> {
        (!self.again.is_empty()).then(|| self.not_before.unwrap_or(now))
    }

    /// The offset to commit, if that would be news to Kafka.
    pub(super) fn committable(&self) -> Option<i64> {
        self.settled.filter(|settled| self.committed != Some(*settled))
    }

    pub(super) fn committed(&mut self, offset: i64) {
        self.committed = Some(offset);
    }

    /// By how many offsets what is settled is behind what was received.
    pub(super) fn lag(&self) -> u64 {
        let first = self.entries.front().map(|entry| entry.offset);
        first.zip(self.received).map_or(0, |(first, received)| u64::try_from(received - first).unwrap_or(0))
    }

    /// Since when the oldest record that is not settled has been here.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.entries.front().map(|entry| entry.since)
    }

    /// What it takes in memory: records that are not settled, and bytes.
    pub(super) fn held(&self) -> Freed {
        let unsettled = |entry: &&Entry| entry.state != State::Settled;
        let bytes = |entry: &Entry| if entry.state == State::Settled { OVERHEAD } else { entry.bytes };
        Freed { records: self.entries.iter().filter(unsettled).count(), bytes: self.entries.iter().map(bytes).sum() }
    }

    fn entry(&mut self, sequence: u64) -> Option<&mut Entry> {
        let index = usize::try_from(sequence.checked_sub(self.first)?).ok()?;
        self.entries.get_mut(index)
    }
}

/// The pause before records come again: 300 ms, doubled with each failure in a row, a minute at most.
pub(super) fn back_off(failures: u32) -> Duration {
    let doublings = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    Duration::from_millis(300).saturating_mul(doublings).min(Duration::from_mins(1))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
