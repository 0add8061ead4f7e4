//! Tracks which records of each source partition Kafka has acknowledged.
//!
//! Offsets may be committed only up to the first record still in flight (Kafka Connect's `SubmittedRecords`).

use std::collections::{HashMap, VecDeque};

/// A source partition as the task opened it: the index that its records carry.
pub type PartitionIndex = u32;

/// Stands for one submitted record until it is acknowledged or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket {
    partition: PartitionIndex,
    sequence: u64,
}

impl Ticket {
    /// The source partition of its record.
    #[must_use]
    pub fn partition(self) -> PartitionIndex {
        self.partition
    }
}

/// The records of one task on their way to Kafka, with the offset `O` of each.
///
/// Records that belong to no source partition need no tracking: nothing can be committed for them. Every operation is
/// O(1) amortised; [`Submitted::committable`] visits only partitions that have moved.
#[derive(Debug)]
pub struct Submitted<O> {
    lanes: HashMap<PartitionIndex, Lane<O>>,
    /// Partitions with an offset that is ready, each once.
    moved: Vec<PartitionIndex>,
    in_flight: usize,
    pending: usize,
}

/// What may be committed now, and what is still waiting.
#[derive(Debug, PartialEq, Eq)]
pub struct Committable<O> {
    /// The newest offset of each partition whose predecessors are all settled.
    pub offsets: Vec<(PartitionIndex, O)>,
    /// Records that these offsets cover, acknowledged since the last call.
    pub committed: usize,
    /// Records not covered: in flight, or acknowledged behind one that is.
    pub pending: usize,
}

/// The records of one partition, oldest first.
#[derive(Debug)]
struct Lane<O> {
    /// The sequence of the first record in the queue.
    first: u64,
    records: VecDeque<Record<O>>,
    /// Records that no commit covers, removed ones aside.
    pending: usize,
    /// The newest offset whose predecessors are all settled, and how many acknowledged records it covers. They leave the
    /// queue at once: between two commits there may be millions.
    ready: Option<O>,
    covered: usize,
}

#[derive(Debug)]
enum Record<O> {
    InFlight(O),
    Acknowledged(O),
    Removed,
}

impl<O> Default for Submitted<O> {
    fn default() -> Self {
        Self { lanes: HashMap::new(), moved: Vec::new(), in_flight: 0, pending: 0 }
    }
}

impl<O> Default for Lane<O> {
    fn default() -> Self {
        Self { first: 0, records: VecDeque::new(), pending: 0, ready: None, covered: 0 }
    }
}

impl<O> Submitted<O> {
    /// Enters a record, before it is handed to the producer. The order of calls is the order of offsets.
    pub fn submit(&mut self, partition: PartitionIndex, offset: O) -> Ticket {
        let lane = self.lanes.entry(partition).or_default();
        lane.records.push_back(Record::InFlight(offset));
        lane.pending += 1;
        self.in_flight += 1;
        self.pending += 1;
        Ticket { partition, sequence: lane.first + length(&lane.records) - 1 }
    }

    /// The offset of a record whose fate is not known yet.
    #[must_use]
    pub fn offset(&self, ticket: Ticket) -> Option<&O> {
        let lane = self.lanes.get(&ticket.partition)?;
        let index = usize::try_from(ticket.sequence.checked_sub(lane.first)?).ok()?;
        match lane.records.get(index)? {
            Record::InFlight(offset) => Some(offset),
            Record::Acknowledged(_) | Record::Removed => None,
        }
    }

    /// Kafka has the record. A second call, or one after [`Submitted::remove`], does nothing.
    pub fn ack(&mut self, ticket: Ticket) {
        self.settle(ticket, Record::Acknowledged);
    }

    /// The producer did not take the record: its offset counts no longer, neither for nor against a commit. True when it
    /// was still in flight.
    pub fn remove(&mut self, ticket: Ticket) -> bool {
        let removed = self.settle(ticket, |_| Record::Removed);
        if removed {
            self.pending -= 1;
            if let Some(lane) = self.lanes.get_mut(&ticket.partition) {
                lane.pending -= 1;
            }
        }
        removed
    }

    /// Takes the newest offset of each partition whose predecessors are all settled.
    pub fn committable(&mut self) -> Committable<O> {
        let mut offsets = Vec::new();
        let mut committed = 0;
        for partition in self.moved.drain(..) {
            let Some(lane) = self.lanes.get_mut(&partition) else { continue };
            let covered = std::mem::take(&mut lane.covered);
            lane.pending -= covered;
            committed += covered;
            offsets.extend(lane.ready.take().map(|offset| (partition, offset)));
        }
        self.pending -= committed;
        Committable { offsets, committed, pending: self.pending }
    }

    /// Records whose fate is not known yet.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Records that no commit covers yet: in flight, or acknowledged and not taken with [`Submitted::committable`].
    #[must_use]
    pub fn pending(&self) -> usize {
        self.pending
    }

    /// The partition with the most records that wait, and how many; what a slow commit's warning names.
    #[must_use]
    pub fn longest(&self) -> Option<(PartitionIndex, usize)> {
        let lanes = self.lanes.iter().map(|(partition, lane)| (*partition, lane.pending));
        lanes.filter(|(_, waiting)| *waiting > 0).max_by_key(|(_, waiting)| *waiting)
    }

    /// Partitions with records that no commit covers, or that are in flight.
    #[must_use]
    pub fn partitions(&self) -> usize {
        self.lanes.values().filter(|lane| !lane.records.is_empty()).count()
    }

    /// True when the record was in flight.
    fn settle(&mut self, ticket: Ticket, how: impl FnOnce(O) -> Record<O>) -> bool {
        let Some(lane) = self.lanes.get_mut(&ticket.partition) else { return false };
        let Some(index) = ticket.sequence.checked_sub(lane.first).and_then(|index| usize::try_from(index).ok()) else {
            return false;
        };
        let Some(record) = lane.records.get_mut(index) else { return false };
        match std::mem::replace(record, Record::Removed) {
            Record::InFlight(offset) => *record = how(offset),
            settled => {
                *record = settled;
                return false;
            }
        }
        self.in_flight -= 1;
        let listed = lane.ready.is_some();
        while let Some(record) = lane.records.pop_front() {
            match record {
                Record::InFlight(_) => {
                    lane.records.push_front(record);
                    break;
                }
                Record::Acknowledged(offset) => {
                    lane.ready = Some(offset);
                    lane.covered += 1;
                }
                Record::Removed => {}
            }
            lane.first += 1;
        }
        if lane.ready.is_some() && !listed {
            self.moved.push(ticket.partition);
        }
        true
    }
}

fn length<T>(queue: &VecDeque<T>) -> u64 {
    u64::try_from(queue.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;

    /// Runs the steps of one vector; the answers in the vectors' notation.
    fn run(steps: &Value) -> Vec<Value> {
        let mut submitted = Submitted::default();
        let mut partitions: Vec<Value> = Vec::new();
        let mut tickets: BTreeMap<String, Ticket> = BTreeMap::new();
        steps
            .as_array()
            .unwrap()
            .iter()
            .map(|step| {
                let name = || step[1].as_str().unwrap().to_owned();
                match step[0].as_str().unwrap() {
                    "submit" => {
                        let index = partitions.iter().position(|known| *known == step[2]).unwrap_or_else(|| {
                            partitions.push(step[2].clone());
                            partitions.len() - 1
                        });
                        tickets.insert(name(), submitted.submit(u32::try_from(index).unwrap(), step[3].clone()));
                        Value::Null
                    }
                    "ack" => {
                        submitted.ack(tickets[&name()]);
                        Value::Null
                    }
                    "drop" => json!(submitted.remove(tickets[&name()])),
                    "awaitAllMessages" => json!(submitted.in_flight() == 0),
                    "committableOffsets" => {
                        let committable = submitted.committable();
                        let offsets: serde_json::Map<String, Value> = committable
                            .offsets
                            .into_iter()
                            .map(|(index, offset)| {
                                (
                                    partitions[usize::try_from(index).unwrap()].as_str().unwrap_or("null").to_owned(),
                                    offset,
                                )
                            })
                            .collect();
                        json!({
                            "offsets": offsets,
                            "committable": committable.committed,
                            "uncommittable": committable.pending,
                            "deques": submitted.lanes.values().filter(|lane| !lane.records.is_empty()).count(),
                            "largest": submitted.longest().map_or(0, |(_, waiting)| waiting),
                        })
                    }
                    other => panic!("unknown step {other}"),
                }
            })
            .collect()
    }

    #[test]
    fn every_sequence_of_steps_ends_as_in_kafka_connect() {
        let vectors: Vec<Value> = serde_json::from_str(include_str!("../vectors/submitted-records.json")).unwrap();
        assert_eq!(vectors.len(), 9);
        for vector in &vectors {
            assert_eq!(json!(run(&vector["given"]["steps"])), vector["expect"]["results"], "{}", vector["id"]);
        }
    }

    #[test]
    fn acks_in_any_order_commit_only_the_prefix() {
        let mut submitted = Submitted::default();
        let tickets: Vec<_> = (0..100).map(|offset| submitted.submit(0, offset)).collect();
        // 37 is coprime to 100, so this visits every ticket once.
        let mut acked = [false; 100];
        let mut committed = None;
        for step in 0..100 {
            let next = step * 37 % 100;
            submitted.ack(tickets[next]);
            acked[next] = true;
            committed = submitted.committable().offsets.pop().map(|(_, offset)| offset).or(committed);
            let prefix = acked.iter().take_while(|acked| **acked).count();
            assert_eq!(committed, prefix.checked_sub(1), "after {step} acks");
        }
        assert_eq!(submitted.pending(), 0);
    }

    #[test]
    fn a_record_that_was_removed_holds_nothing_back() {
        let mut submitted = Submitted::default();
        let tickets = ["a", "b", "c"].map(|offset| submitted.submit(0, offset));
        assert!(submitted.remove(tickets[1]));
        submitted.ack(tickets[2]);
        submitted.ack(tickets[0]);
        assert_eq!(submitted.committable(), Committable { offsets: vec![(0, "c")], committed: 2, pending: 0 });
    }

    #[test]
    fn a_late_ack_of_a_committed_record_changes_nothing() {
        let mut submitted = Submitted::default();
        let first = submitted.submit(0, "a");
        submitted.ack(first);
        submitted.committable();
        let second = submitted.submit(0, "b");
        submitted.ack(first);
        assert_eq!(submitted.committable(), Committable { offsets: vec![], committed: 0, pending: 1 });
        submitted.ack(second);
        assert_eq!(submitted.committable(), Committable { offsets: vec![(0, "b")], committed: 1, pending: 0 });
    }
}
