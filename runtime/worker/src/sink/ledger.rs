//! The records that the task has or will have again, of all its partitions.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use kconnect::{Error, ErrorKind, TopicPartition, host::Outcome};
use tokio::time::Instant;

use super::{
    metrics::Held,
    track::{Freed, Track},
};
use crate::kafka::Message;

/// A receipt's number is that of its track, and behind it the record's place there.
const PLACE_BITS: u32 = 40;

/// Keeps the raw copy of each record until it is settled. Plain data: whoever shares it locks it.
#[derive(Default)]
pub(super) struct Ledger {
    tracks: BTreeMap<TopicPartition, Track>,
    numbers: HashMap<u32, TopicPartition>,
    last_number: u32,
    records: usize,
    bytes: usize,
    /// Which `put` it is.
    round: u64,
    rejected: Vec<Rejected>,
    /// Given back behind the task's back: it has to hear of that.
    lost: Vec<TopicPartition>,
}

/// A record on its way to the task.
pub(super) struct Given {
    pub(super) receipt: u64,
    pub(super) message: Arc<Message>,
}

/// A record that the task can never deliver.
pub(super) struct Rejected {
    pub(super) receipt: u64,
    pub(super) message: Arc<Message>,
    pub(super) error: Error,
}

impl Ledger {
    /// The task has these partitions now.
    pub(super) fn assign(&mut self, partitions: &[TopicPartition]) {
        for partition in partitions {
            self.replace(partition, None);
        }
    }

    /// It has not any more; receipts of their records mean nothing from now on.
    pub(super) fn remove(&mut self, partitions: &[TopicPartition]) {
        for partition in partitions {
            if let Some(track) = self.tracks.remove(partition) {
                self.forget(&track);
            }
        }
    }

    /// The same, while the task is busy.
    pub(super) fn lose(&mut self, partitions: &[TopicPartition]) {
        self.remove(partitions);
        self.lost.extend(partitions.iter().cloned());
    }

    /// What the task has to hear of.
    pub(super) fn lost(&mut self) -> Vec<TopicPartition> {
        std::mem::take(&mut self.lost)
    }

    /// The partition is read from that offset again. False: it is not the task's.
    pub(super) fn rewind(&mut self, partition: &TopicPartition, offset: i64) -> bool {
        if !self.tracks.contains_key(partition) {
            return false;
        }
        self.replace(partition, Some(offset));
        true
    }

    pub(super) fn partitions(&self) -> Vec<TopicPartition> {
        self.tracks.keys().cloned().collect()
    }

    /// The task wants no more of it, or wants more. False: it is not the task's.
    pub(super) fn pause(&mut self, partition: &TopicPartition, paused: bool) -> bool {
        let Some(track) = self.tracks.get_mut(partition) else { return false };
        track.paused = paused;
        true
    }

    /// Another batch begins.
    pub(super) fn next_round(&mut self) {
        self.round += 1;
    }

    /// Takes in what was read. Messages of partitions that are not the task's any more are dropped.
    pub(super) fn receive(&mut self, messages: Vec<Message>) -> Vec<Given> {
        let now = Instant::now();
        let mut given = Vec::with_capacity(messages.len());
        for message in messages {
            let Some(track) = self.tracks.get_mut(&message.partition) else { continue };
            let message = Arc::new(message);
            let (place, bytes) = track.receive(Arc::clone(&message), now);
            self.records += 1;
            self.bytes += bytes;
            given.push(Given { receipt: receipt(track.number, place), message });
        }
        given
    }

    /// Records that come again now, at most `max`, those of a partition in order.
    pub(super) fn due(&mut self, max: usize) -> Vec<Given> {
        let now = Instant::now();
        let mut given = Vec::new();
        for track in self.tracks.values_mut().filter(|track| !track.paused) {
            let due = track.due(max - given.len(), now).into_iter();
            given.extend(due.map(|(place, message)| Given { receipt: receipt(track.number, place), message }));
        }
        given
    }

    /// What became of a record that the task was given.
    pub(super) fn settle(&mut self, receipt: u64, outcome: Outcome) {
        let round = self.round;
        let Some((track, place)) = self.find(receipt) else { return };
        match outcome {
            Outcome::Delivered => self.done(receipt),
            Outcome::Rejected(error) => {
                if let Some(message) = track.reject(place) {
                    self.rejected.push(Rejected { receipt, message, error });
                }
            }
            Outcome::Retry(error) => {
                let ErrorKind::Retriable { after } = error.kind() else {
                    return track.again(place, None, round, Instant::now());
                };
                track.again(place, after, round, Instant::now());
            }
            Outcome::Dropped => track.again(place, None, round, Instant::now()),
        }
    }

    /// A record needs nothing more: it was filtered, or its report is done.
    pub(super) fn done(&mut self, receipt: u64) {
        let Some((track, place)) = self.find(receipt) else { return };
        let Freed { records, bytes } = track.settle(place);
        self.records -= records;
        self.bytes -= bytes;
    }

    /// The record's report is under way.
    pub(super) fn reporting(&mut self, receipt: u64) {
        if let Some((track, place)) = self.find(receipt) {
            track.reject(place);
        }
    }

    /// A record that did not get as far as the task comes again.
    pub(super) fn postpone(&mut self, receipt: u64) {
        if let Some((track, place)) = self.find(receipt) {
            track.postpone(place);
        }
    }

    /// `put` failed, and said when it may be called again.
    pub(super) fn delay(&mut self, after: Duration) {
        let at = Instant::now() + after;
        for track in self.tracks.values_mut() {
            track.delay(self.round, at);
        }
    }

    /// `put` ended early because the worker asked for that.
    pub(super) fn excuse(&mut self) {
        for track in self.tracks.values_mut() {
            track.excuse(self.round);
        }
    }

    pub(super) fn rejected(&mut self) -> Vec<Rejected> {
        std::mem::take(&mut self.rejected)
    }

    /// Of which partitions nothing newer may come.
    pub(super) fn holds(&self) -> Vec<(TopicPartition, bool)> {
        self.tracks.iter().map(|(partition, track)| (partition.clone(), track.is_held())).collect()
    }

    /// When the next records come again.
    pub(super) fn next_due(&self) -> Option<Instant> {
        let now = Instant::now();
        self.tracks.values().filter(|track| !track.paused).filter_map(|track| track.next_due(now)).min()
    }

    /// What is settled and not committed: of each partition the next offset to be read.
    pub(super) fn committable(&self) -> Vec<(TopicPartition, i64)> {
        let offset = |(partition, track): (&TopicPartition, &Track)| Some((partition.clone(), track.committable()?));
        self.tracks.iter().filter_map(offset).collect()
    }

    /// Kafka took these.
    pub(super) fn committed(&mut self, offsets: &[(TopicPartition, i64)]) {
        for (partition, offset) in offsets {
            if let Some(track) = self.tracks.get_mut(partition) {
                track.committed(*offset);
            }
        }
    }

    /// Bytes of all that is not settled, or stands behind it.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tracks.is_empty()
    }

    pub(super) fn held(&self) -> Held {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Held {
            records: count(self.records),
            bytes: count(self.bytes),
            lag_max: self.tracks.values().map(Track::lag).max().unwrap_or(0),
            oldest: self.tracks.values().filter_map(Track::oldest).min().map(Instant::into_std),
        }
    }

    fn replace(&mut self, partition: &TopicPartition, committed: Option<i64>) {
        self.last_number = self.last_number.wrapping_add(1) & ((1 << (u64::BITS - PLACE_BITS)) - 1);
        let mut track = Track::new(self.last_number, committed);
        self.numbers.insert(track.number, partition.clone());
        if let Some(old) = self.tracks.get(partition) {
            track.paused = old.paused;
        }
        if let Some(old) = self.tracks.insert(partition.clone(), track) {
            self.forget(&old);
        }
    }

    fn forget(&mut self, track: &Track) {
        self.numbers.remove(&track.number);
        let Freed { records, bytes } = track.held();
        self.records -= records;
        self.bytes -= bytes;
    }

    fn find(&mut self, receipt: u64) -> Option<(&mut Track, u64)> {
        let number = u32::try_from(receipt >> PLACE_BITS).ok()?;
        let partition = self.numbers.get(&number)?;
        let track = self.tracks.get_mut(partition)?;
        Some((track, receipt & ((1 << PLACE_BITS) - 1)))
    }
}

fn receipt(number: u32, place: u64) -> u64 {
    (u64::from(number) << PLACE_BITS) | (place & ((1 << PLACE_BITS) - 1))
}
