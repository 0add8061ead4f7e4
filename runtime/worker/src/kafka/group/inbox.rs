//! What a member's thread and its task share: messages one way, orders the other.

use std::{
    collections::{BTreeMap, VecDeque},
    ops::Bound,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    thread::Thread,
    time::Instant,
};

use kconnect::TopicPartition;
use tokio::sync::{Notify, oneshot, watch};

use super::Message;
use crate::kafka::KafkaError;

/// How much may wait for the task, of the partitions that it reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Records.
    pub(crate) records: usize,
    /// Bytes.
    pub(crate) bytes: usize,
}

/// A change of the member's partitions, which waits for the task's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rebalance {
    /// These come. Answered with [`super::Group::assigned`].
    Assigned(Vec<TopicPartition>),
    /// These go. Answered with [`super::Group::revoked`].
    Revoked {
        /// The partitions.
        partitions: Vec<TopicPartition>,
        /// Somebody else has them already: nothing can be committed for them.
        lost: bool,
    },
}

/// What the task wants of the thread.
pub(super) enum Order {
    /// The task is ready for them, from these offsets on; without one, from the committed offset.
    Assigned(Vec<(TopicPartition, Option<i64>)>),
    /// The task is done with them.
    Revoked(Vec<TopicPartition>),
    /// Offsets are to be committed.
    Commit(Vec<(TopicPartition, i64)>, oneshot::Sender<Result<(), KafkaError>>),
}

/// Shared by both sides. No lock is held while the client is called.
pub(super) struct Inbox {
    state: Mutex<State>,
    /// Something is new for the task.
    pub(super) news: Notify,
    /// Since when a change waits for the task's answer.
    rebalancing: watch::Sender<Option<Instant>>,
    failed: watch::Sender<bool>,
    thread: OnceLock<Thread>,
    limits: Limits,
}

#[derive(Default)]
struct State {
    lanes: BTreeMap<TopicPartition, Lane>,
    /// Of the lanes that are not held.
    records: usize,
    bytes: usize,
    /// Where the next batch begins.
    next: Option<TopicPartition>,
    rebalances: VecDeque<Rebalance>,
    orders: VecDeque<Order>,
    failure: Option<KafkaError>,
    /// The rebalance that waits came too late: somebody else has the partitions.
    lost: bool,
    leaving: bool,
    gone: bool,
}

/// One partition's messages that wait for the task.
#[derive(Default)]
struct Lane {
    messages: VecDeque<Message>,
    bytes: usize,
    held: bool,
    /// Nothing is taken before the client stands there.
    seek: Option<i64>,
}

impl Inbox {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            state: Mutex::default(),
            news: Notify::new(),
            rebalancing: watch::Sender::new(None),
            failed: watch::Sender::new(false),
            thread: OnceLock::new(),
            limits,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // The thread's side.

    /// Who is to be woken by orders.
    pub(super) fn runs_on(&self, thread: Thread) {
        // It is one thread for the member's whole life.
        let _ = self.thread.set(thread);
    }

    pub(super) fn orders(&self) -> VecDeque<Order> {
        std::mem::take(&mut self.state().orders)
    }

    pub(super) fn is_leaving(&self) -> bool {
        self.state().leaving
    }

    pub(super) fn rebalance(&self, rebalance: Rebalance) {
        self.state().rebalances.push_back(rebalance);
        self.rebalancing.send_if_modified(|since| since.replace(since.unwrap_or_else(Instant::now)).is_none());
        self.news.notify_one();
    }

    /// The first failure counts.
    pub(super) fn fail(&self, error: KafkaError) {
        self.state().failure.get_or_insert(error);
        self.failed.send_replace(true);
        self.news.notify_one();
    }

    /// Somebody else has the partitions already.
    pub(super) fn lose(&self) {
        self.state().lost = true;
    }

    pub(super) fn gone(&self) {
        self.state().gone = true;
        self.news.notify_one();
    }

    pub(super) fn open(&self, partitions: &[TopicPartition]) {
        let mut state = self.state();
        for partition in partitions {
            state.lanes.insert(partition.clone(), Lane::default());
        }
    }

    pub(super) fn close(&self, partitions: &[TopicPartition]) {
        let mut state = self.state();
        for partition in partitions {
            if let Some(lane) = state.lanes.remove(partition)
                && !lane.held
            {
                state.records -= lane.messages.len();
                state.bytes -= lane.bytes;
            }
        }
    }

    /// The partitions of which the task wants more.
    pub(super) fn wanted(&self) -> Vec<TopicPartition> {
        let state = self.state();
        if state.records >= self.limits.records || state.bytes >= self.limits.bytes {
            return Vec::new();
        }
        let wanted = state.lanes.iter().filter(|(_, lane)| !lane.held && lane.seek.is_none());
        wanted.map(|(partition, _)| partition.clone()).collect()
    }

    /// Takes a message in, unless nobody wants it any more; false: no more now.
    pub(super) fn push(&self, message: Message) -> bool {
        let mut state = self.state();
        let state = &mut *state;
        let Some(lane) = state.lanes.get_mut(&message.partition) else { return false };
        if lane.seek.is_some() {
            return false;
        }
        let bytes = message.bytes();
        lane.bytes += bytes;
        lane.messages.push_back(message);
        if lane.held {
            return false;
        }
        state.records += 1;
        state.bytes += bytes;
        self.news.notify_one();
        state.records < self.limits.records && state.bytes < self.limits.bytes
    }

    /// Where the task wants to go on reading.
    pub(super) fn seeks(&self) -> Vec<(TopicPartition, i64)> {
        let state = self.state();
        state.lanes.iter().filter_map(|(partition, lane)| Some((partition.clone(), lane.seek?))).collect()
    }

    /// The client stands there now.
    pub(super) fn sought(&self, partition: &TopicPartition, offset: i64) {
        if let Some(lane) = self.state().lanes.get_mut(partition)
            && lane.seek == Some(offset)
        {
            lane.seek = None;
        }
    }

    // The task's side.

    pub(super) fn wake(&self) {
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }

    pub(super) fn order(&self, order: Order) {
        self.state().orders.push_back(order);
        self.wake();
    }

    pub(super) fn leave(&self) {
        self.state().leaving = true;
        self.wake();
    }

    pub(super) fn is_gone(&self) -> bool {
        self.state().gone
    }

    pub(super) fn failure(&self) -> Option<KafkaError> {
        self.state().failure.clone()
    }

    /// Whether the member cannot go on.
    pub(super) fn failed(&self) -> watch::Receiver<bool> {
        self.failed.subscribe()
    }

    /// The change that waits for its answer.
    pub(super) fn first_rebalance(&self) -> Option<Rebalance> {
        self.state().rebalances.front().cloned()
    }

    pub(super) fn is_lost(&self) -> bool {
        self.state().lost
    }

    /// Since when it waits.
    pub(super) fn rebalancing(&self) -> watch::Receiver<Option<Instant>> {
        self.rebalancing.subscribe()
    }

    /// Answers it.
    pub(super) fn answer(&self, order: Order) {
        let mut state = self.state();
        state.rebalances.pop_front();
        state.lost = false;
        let next = (!state.rebalances.is_empty()).then(Instant::now);
        drop(state);
        self.rebalancing.send_replace(next);
        self.order(order);
    }

    pub(super) fn hold(&self, partition: &TopicPartition, held: bool) {
        let mut state = self.state();
        let state = &mut *state;
        let Some(lane) = state.lanes.get_mut(partition) else { return };
        if lane.held == held {
            return;
        }
        lane.held = held;
        if held {
            state.records -= lane.messages.len();
            state.bytes -= lane.bytes;
        } else {
            state.records += lane.messages.len();
            state.bytes += lane.bytes;
            self.wake();
        }
    }

    pub(super) fn seek(&self, partition: &TopicPartition, offset: i64) {
        let mut state = self.state();
        let state = &mut *state;
        let Some(lane) = state.lanes.get_mut(partition) else { return };
        if !lane.held {
            state.records -= lane.messages.len();
            state.bytes -= lane.bytes;
        }
        lane.messages.clear();
        lane.bytes = 0;
        lane.seek = Some(offset);
        self.wake();
    }

    /// Up to `max` messages, those of a partition in order; it begins with another partition each time.
    pub(super) fn take(&self, max: usize) -> Vec<Message> {
        let mut state = self.state();
        let state = &mut *state;
        if state.records == 0 {
            return Vec::new();
        }
        let full = state.records >= self.limits.records || state.bytes >= self.limits.bytes;
        let start = state.next.take().map_or(Bound::Unbounded, Bound::Excluded);
        let order = state.lanes.range((start.clone(), Bound::Unbounded)).chain(state.lanes.iter());
        let order: Vec<_> = order.map(|(partition, _)| partition.clone()).take(state.lanes.len()).collect();
        let mut taken = Vec::new();
        for partition in order {
            let Some(lane) = state.lanes.get_mut(&partition).filter(|lane| !lane.held) else { continue };
            while taken.len() < max
                && let Some(message) = lane.messages.pop_front()
            {
                let bytes = message.bytes();
                lane.bytes -= bytes;
                state.records -= 1;
                state.bytes -= bytes;
                taken.push(message);
            }
            if taken.len() >= max {
                state.next = Some(partition);
                break;
            }
        }
        if full {
            self.wake();
        }
        taken
    }
}
