//! Drives one sink task, a batch at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::control::Control;
use crate::{
    config::{Prop, Props},
    context::Slot,
    data::{Part, SchemaAndValue, WriteData},
    error::{Error, Result},
    host::{Incoming, Input, Outcome, Sink, SinkControl, SinkHost, SinkPlugin, SinkWorker},
    record::{HeaderValue, Headers, Topic},
    sink::{Closing, SinkConnector, TimestampType, TopicPartition},
};

/// A record as it stands in a topic, for a sink.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SinkInput {
    /// Topic and partition.
    pub partition: TopicPartition,
    /// The offset.
    pub offset: i64,
    /// The key with its schema; null without one.
    pub key: SchemaAndValue,
    /// The value with its schema; null is a tombstone.
    pub value: SchemaAndValue,
    /// The headers.
    pub headers: Headers,
    /// Milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
}

impl SinkInput {
    /// A record without key and value.
    #[must_use]
    pub fn new(topic: &str, partition: i32, offset: i64) -> Self {
        Self {
            partition: TopicPartition::new(&Topic::from(topic), partition),
            offset,
            key: SchemaAndValue::NULL,
            value: SchemaAndValue::NULL,
            headers: Headers::default(),
            timestamp_ms: None,
        }
    }

    /// The same with a key.
    #[must_use]
    pub fn key<K: WriteData + ?Sized>(self, key: &K) -> Self {
        Self { key: SchemaAndValue::of(key, None), ..self }
    }

    /// The same with a value.
    #[must_use]
    pub fn value<V: WriteData + ?Sized>(self, value: &V) -> Self {
        Self { value: SchemaAndValue::of(value, None), ..self }
    }

    /// The same with one more header.
    #[must_use]
    pub fn header(mut self, key: &str, value: impl HeaderValue) -> Self {
        self.headers.add(key, value);
        self
    }

    /// The same with a timestamp.
    #[must_use]
    pub fn timestamp_ms(self, timestamp_ms: i64) -> Self {
        Self { timestamp_ms: Some(timestamp_ms), ..self }
    }
}

/// What a sink task said about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Nothing yet: the task holds its receipt.
    Held,
    /// It is where it belongs.
    Delivered,
    /// It can never be delivered, with the reason.
    Rejected(String),
    /// It comes again, with the reason if there is one.
    Again(Option<String>),
}

/// A test's worker for one sink task.
#[derive(Clone, Debug, Default)]
pub struct SinkTester {
    props: Props,
}

impl SinkTester {
    /// A tester without configuration.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a configuration key.
    #[must_use]
    pub fn set(mut self, key: &str, value: &str) -> Self {
        self.props.insert(key.to_owned(), Prop::from(value));
        self
    }

    /// Starts the connector's first task. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// What the connector or the task says.
    pub async fn start<C: SinkConnector>(self) -> Result<StartedSink> {
        self.start_with::<C>(Control::default()).await
    }

    pub(super) async fn start_with<C: SinkConnector>(self, control: Control) -> Result<StartedSink> {
        let plugin = Sink::<C>::new();
        let mut tasks = plugin.task_configs(&self.props, NonZeroUsize::MIN).await?;
        if tasks.is_empty() {
            return Err(Error::fatal("the connector has no task for this configuration"));
        }
        let (control, ledger) = (Arc::new(control), Arc::new(Ledger::default()));
        let worker = SinkWorker {
            task: Arc::<Control>::clone(&control),
            control: Arc::<Ledger>::clone(&ledger),
            slot: Slot { index: 0, count: tasks.len() },
        };
        let host = plugin.start(&tasks.swap_remove(0), worker).await?;
        Ok(StartedSink { host, ledger, control })
    }
}

/// A running sink task.
pub struct StartedSink {
    pub(super) host: Box<dyn SinkHost>,
    ledger: Arc<Ledger>,
    pub(super) control: Arc<Control>,
}

impl StartedSink {
    /// Assigns partitions to the task.
    ///
    /// # Errors
    /// What the task says.
    pub async fn open(&mut self, partitions: &[TopicPartition]) -> Result<()> {
        self.ledger.state().assigned.extend(partitions.iter().cloned());
        self.host.open(partitions).await
    }

    /// Gives the task a batch, and then what it says about each record is in [`settlements`](Self::settlements).
    ///
    /// # Errors
    /// A record that the task's types cannot hold, as it would go to `errors.*`: none of the batch is then given to the task.
    /// What `put` says.
    pub async fn put(&mut self, records: Vec<SinkInput>) -> Result<()> {
        for record in &records {
            let receipt = self.ledger.enter(record);
            let added = self.host.add(incoming(record, receipt));
            if let Err(unreadable) = added {
                self.ledger.forget(receipt);
                let half = if unreadable.part == Part::Key { "key" } else { "value" };
                let place = format!("{} of {} at offset {}", half, record.partition, record.offset);
                return Err(Error::data(format!("{place}: {}", unreadable.error.chain())));
            }
        }
        self.host.put().await?;
        self.control.failure()
    }

    /// Gives the task again, in their order, the records that it dropped or asked for again.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    pub async fn put_again(&mut self) -> Result<()> {
        let again = self.ledger.take_again();
        self.put(again).await
    }

    /// What the task said about each record, in the order in which they were given to it.
    #[must_use]
    pub fn settlements(&self) -> Vec<(SinkInput, Settlement)> {
        self.ledger.state().records.values().cloned().collect()
    }

    /// How many records the task holds receipts of.
    #[must_use]
    pub fn held(&self) -> usize {
        self.count(|settlement| *settlement == Settlement::Held)
    }

    /// How many records are to come again.
    #[must_use]
    pub fn again(&self) -> usize {
        self.count(|settlement| matches!(settlement, Settlement::Again(_)))
    }

    fn count(&self, which: impl Fn(&Settlement) -> bool) -> usize {
        self.ledger.state().records.values().filter(|(_, settlement)| which(settlement)).count()
    }

    /// The offset that a worker would commit for each partition: behind the last record before which all are delivered or
    /// rejected.
    #[must_use]
    pub fn committable(&self) -> BTreeMap<TopicPartition, i64> {
        self.ledger.committable()
    }

    /// Asks the task to settle what it holds.
    ///
    /// # Errors
    /// What the task says.
    pub async fn flush(&mut self) -> Result<()> {
        self.host.flush().await
    }

    /// Takes partitions from the task; what it has not settled of theirs is forgotten.
    ///
    /// # Errors
    /// What the task says.
    pub async fn close(&mut self, partitions: &[TopicPartition], why: Closing) -> Result<()> {
        let closed = self.host.close(partitions, why).await;
        self.ledger.close(partitions);
        closed
    }

    /// What the task asked for with [`SinkTaskContext::rewind`](crate::SinkTaskContext::rewind), oldest first.
    #[must_use]
    pub fn rewinds(&self) -> Vec<(TopicPartition, i64)> {
        self.ledger.state().rewinds.clone()
    }

    /// The partitions of which the task wants no records now.
    #[must_use]
    pub fn paused(&self) -> Vec<TopicPartition> {
        self.ledger.state().paused.iter().cloned().collect()
    }

    /// How often the task asked for a commit.
    #[must_use]
    pub fn commit_requests(&self) -> usize {
        self.ledger.state().commit_requests
    }

    /// Asks the task to stop, or for its partitions: `until_stop` gives up from now on.
    pub fn ask_to_stop(&self) {
        self.control.stop();
    }

    /// The task is no longer asked to stop.
    pub fn go_on(&self) {
        self.control.go_on();
    }

    /// Flushes, takes all partitions, and ends the task.
    ///
    /// # Errors
    /// What the task says, or work beside it.
    pub async fn stop(mut self) -> Result<()> {
        self.ask_to_stop();
        self.host.flush().await?;
        let assigned: Vec<_> = self.ledger.state().assigned.iter().cloned().collect();
        self.host.close(&assigned, Closing::Stopping).await?;
        self.control.join().await;
        self.host.stop().await?;
        self.control.failure()
    }
}

impl fmt::Debug for StartedSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedSink").field("held", &self.held()).finish_non_exhaustive()
    }
}

fn incoming(record: &SinkInput, receipt: u64) -> Incoming<'static> {
    let half = |data: &SchemaAndValue| match data {
        null if *null == SchemaAndValue::NULL => Input::Null,
        data => Input::Value(data.clone()),
    };
    Incoming {
        key: half(&record.key),
        value: half(&record.value),
        headers: record.headers.clone(),
        timestamp_ms: record.timestamp_ms,
        timestamp_type: match record.timestamp_ms {
            Some(_) => TimestampType::CreateTime,
            None => TimestampType::NoTimestampType,
        },
        topic: record.partition.topic.clone(),
        partition: Some(record.partition.partition),
        original: record.partition.clone(),
        offset: record.offset,
        receipt,
    }
}

/// What a task was given, and what it said.
#[derive(Default)]
struct Ledger(Mutex<State>);

#[derive(Default)]
struct State {
    next: u64,
    /// By receipt.
    records: BTreeMap<u64, (SinkInput, Settlement)>,
    assigned: BTreeSet<TopicPartition>,
    paused: BTreeSet<TopicPartition>,
    rewinds: Vec<(TopicPartition, i64)>,
    commit_requests: usize,
}

impl Ledger {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, record: &SinkInput) -> u64 {
        let mut state = self.state();
        state.next += 1;
        let receipt = state.next;
        state.records.insert(receipt, (record.clone(), Settlement::Held));
        receipt
    }

    fn forget(&self, receipt: u64) {
        self.state().records.remove(&receipt);
    }

    fn take_again(&self) -> Vec<SinkInput> {
        let mut state = self.state();
        let again = |settlement: &Settlement| matches!(settlement, Settlement::Again(_));
        let receipts: Vec<_> =
            state.records.iter().filter(|(_, (_, s))| again(s)).map(|(receipt, _)| *receipt).collect();
        let mut records: Vec<_> =
            receipts.iter().filter_map(|receipt| state.records.remove(receipt)).map(|(record, _)| record).collect();
        records.sort_by(|a, b| (&a.partition, a.offset).cmp(&(&b.partition, b.offset)));
        records
    }

    fn committable(&self) -> BTreeMap<TopicPartition, i64> {
        let mut by_place = BTreeMap::<&TopicPartition, BTreeMap<i64, bool>>::new();
        let state = self.state();
        for (record, settlement) in state.records.values() {
            let settled = matches!(settlement, Settlement::Delivered | Settlement::Rejected(_));
            // A record may have been given several times; once settled is enough.
            let place = by_place.entry(&record.partition).or_default().entry(record.offset).or_default();
            *place |= settled;
        }
        let prefix = |(partition, places): (&TopicPartition, BTreeMap<i64, bool>)| {
            let last = places.iter().take_while(|(_, settled)| **settled).last();
            last.map(|(offset, _)| (partition.clone(), offset + 1))
        };
        by_place.into_iter().filter_map(prefix).collect()
    }

    fn close(&self, partitions: &[TopicPartition]) {
        let mut state = self.state();
        let open = |settlement: &Settlement| matches!(settlement, Settlement::Held | Settlement::Again(_));
        state.records.retain(|_, (record, settlement)| !(partitions.contains(&record.partition) && open(settlement)));
        for partition in partitions {
            state.assigned.remove(partition);
            state.paused.remove(partition);
        }
    }
}

impl SinkControl for Ledger {
    fn settle(&self, receipt: u64, outcome: Outcome) {
        if let Some((_, settlement)) = self.state().records.get_mut(&receipt) {
            *settlement = match outcome {
                Outcome::Delivered => Settlement::Delivered,
                Outcome::Rejected(error) => Settlement::Rejected(error.chain()),
                Outcome::Retry(error) => Settlement::Again(Some(error.chain())),
                Outcome::Dropped => Settlement::Again(None),
            };
        }
    }

    fn rewind(&self, partition: &TopicPartition, offset: i64) {
        self.state().rewinds.push((partition.clone(), offset));
    }

    fn pause(&self, partitions: &[TopicPartition]) {
        self.state().paused.extend(partitions.iter().cloned());
    }

    fn resume(&self, partitions: &[TopicPartition]) {
        let mut state = self.state();
        for partition in partitions {
            state.paused.remove(partition);
        }
    }

    fn request_commit(&self) {
        self.state().commit_requests += 1;
    }

    fn assignment(&self) -> Vec<TopicPartition> {
        self.state().assigned.iter().cloned().collect()
    }
}
