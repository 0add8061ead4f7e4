//! The thread of a member: polls the client, moves messages, does what the task orders.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

use kconnect::{Topic, TopicPartition};
use rdkafka::{
    Offset, TopicPartitionList,
    config::FromClientConfigAndContext as _,
    consumer::{BaseConsumer, Consumer as _, base_consumer::PartitionQueue},
    error::{KafkaError as Native, KafkaResult},
    metadata::MetadataTopic,
    topic_partition_list::TopicPartitionListElem,
};
use tokio_util::sync::CancellationToken;

use super::{
    Message, Subscription,
    committer::Committer,
    context::{Context, assign_all, unassign},
    inbox::{Inbox, Order},
    subscription::INTERNAL,
};
use crate::kafka::{ClientConfig, KafkaError, context::Health};

/// How long the thread rests when nobody wakes it.
const REST: Duration = Duration::from_millis(100);

/// How long the thread may wait for one answer of a broker. The member stays alive meanwhile.
const ANSWER: Duration = Duration::from_secs(5);

/// Messages of one partition before the next has its turn.
const TURN: usize = 200;

pub(super) struct Member {
    consumer: Arc<BaseConsumer<Context>>,
    queues: BTreeMap<TopicPartition, PartitionQueue<Context>>,
    inbox: Arc<Inbox>,
    subscription: Subscription,
    /// What a pattern found.
    found: Vec<String>,
    /// When topics are looked for, if there is a pattern.
    look: Option<Instant>,
    look_every: Duration,
    committer: Committer,
    abort: CancellationToken,
}

impl Member {
    pub(super) fn new(
        config: &ClientConfig,
        subscription: Subscription,
        inbox: Arc<Inbox>,
        abort: CancellationToken,
    ) -> Result<Self, KafkaError> {
        let context = Context::new(Health::new(config), Arc::clone(&inbox), config.group_id().to_owned());
        let mut consumer: BaseConsumer<Context> = BaseConsumer::from_config_and_context(&config.native(), context)
            .map_err(|error| KafkaError::of_setup(&error, config.secrets()))?;
        let wake = Arc::clone(&inbox);
        consumer.set_nonempty_callback(move || wake.wake());
        let look = matches!(subscription, Subscription::Names(_)).then(Instant::now);
        if let Subscription::List(topics) = &subscription {
            let topics: Vec<_> = topics.iter().map(String::as_str).collect();
            consumer.subscribe(&topics).map_err(|error| consumer.context().group_error(&error.to_string()))?;
        }
        let consumer = Arc::new(consumer);
        let committer = Committer::start(Arc::clone(&consumer), &format!("consumer-{}", config.group_id()));
        let committer = committer.map_err(|error| KafkaError::Other(error.to_string()))?;
        Ok(Self {
            consumer,
            queues: BTreeMap::new(),
            inbox,
            subscription,
            found: Vec::new(),
            look,
            look_every: config.metadata_max_age(),
            committer,
            abort,
        })
    }

    /// Runs until the task leaves, or is ended by force.
    pub(super) fn run(mut self) {
        while !self.inbox.is_leaving() && !self.abort.is_cancelled() {
            self.obey();
            self.serve();
            self.seek();
            self.look_for_topics();
            if !self.fetch() {
                thread::park_timeout(REST);
            }
        }
        let Self { consumer, queues, inbox, committer, .. } = self;
        committer.end();
        consumer.context().leaving.store(true, Ordering::Relaxed);
        // A queue keeps the client open, and the client leaves the group when it is closed.
        drop(queues);
        drop(consumer);
        inbox.gone();
    }

    /// Does what the task ordered since the last time.
    fn obey(&mut self) {
        for order in self.inbox.orders() {
            match order {
                Order::Assigned(starts) => self.assign(&starts),
                Order::Revoked(partitions) => self.unassign(&partitions),
                Order::Commit(offsets, answer) => self.committer.commit(offsets, answer),
            }
        }
    }

    /// Lets the client call back.
    fn serve(&self) {
        loop {
            match self.consumer.poll(Duration::ZERO) {
                // Every error was told to the context.
                Some(Err(_)) => {}
                // Each partition has a queue before it has messages.
                Some(Ok(message)) => {
                    let message = Message::of(&message, &Topic::from(rdkafka::Message::topic(&message)));
                    self.inbox.push(message);
                }
                None => return,
            }
        }
    }

    /// Moves messages; whether there may be more.
    fn fetch(&self) -> bool {
        let mut more = false;
        for partition in self.inbox.wanted() {
            let Some(queue) = self.queues.get(&partition) else { continue };
            let mut turn = 0;
            while turn < TURN
                && let Some(polled) = queue.poll(Duration::ZERO)
            {
                turn += 1;
                let Ok(message) = polled else { continue };
                self.consumer.context().health.recovered();
                if !self.inbox.push(Message::of(&message, &partition.topic)) {
                    break;
                }
            }
            more |= turn == TURN;
        }
        more
    }

    fn assign(&mut self, starts: &[(TopicPartition, Option<i64>)]) {
        let partitions: Vec<_> = starts.iter().map(|(partition, _)| partition.clone()).collect();
        self.inbox.open(&partitions);
        for partition in &partitions {
            // Before the client begins to fetch, so that no message takes another way.
            if let Some(mut queue) = self.consumer.split_partition_queue(&partition.topic, partition.partition) {
                let wake = Arc::clone(&self.inbox);
                queue.set_nonempty_callback(move || wake.wake());
                self.queues.insert(partition.clone(), queue);
            }
        }
        let starts = starts.iter().map(|(partition, start)| (partition, start.map_or(Offset::Stored, Offset::Offset)));
        if let Err(error) = list(starts).and_then(|list| assign_all(&self.consumer, &list)) {
            self.failed("taking partitions", &error);
        }
    }

    fn unassign(&mut self, partitions: &[TopicPartition]) {
        self.inbox.close(partitions);
        for partition in partitions {
            self.queues.remove(partition);
        }
        let given_back = list(partitions.iter().map(|partition| (partition, Offset::Invalid)));
        if let Err(error) = given_back.and_then(|list| unassign(&self.consumer, &list)) {
            self.failed("giving partitions back", &error);
        }
    }

    /// The group went on without the member meanwhile, which it hears of next.
    fn failed(&self, what: &str, error: &Native) {
        tracing::warn!("{}", self.consumer.context().group_error(&format!("{what}: {error}")));
    }

    fn seek(&self) {
        for (partition, offset) in self.inbox.seeks() {
            let Ok(list) = list([(&partition, Offset::Offset(offset))]) else { continue };
            let sought = self.consumer.seek_partitions(list, ANSWER);
            let sought = sought.and_then(|list| list.elements().iter().try_for_each(TopicPartitionListElem::error));
            match sought {
                Ok(()) => self.inbox.sought(&partition, offset),
                // It has not begun to fetch yet: again in a moment.
                Err(error) => tracing::debug!(target: "librdkafka", "{partition}: {error}"),
            }
        }
    }

    /// Looks whether a pattern finds other topics than before.
    fn look_for_topics(&mut self) {
        let Subscription::Names(pass) = &self.subscription else { return };
        if self.look.is_none_or(|look| Instant::now() < look) {
            return;
        }
        let metadata = match self.consumer.fetch_metadata(None, ANSWER) {
            Ok(metadata) => metadata,
            Err(error) => {
                tracing::debug!(target: "librdkafka", "looking for topics: {error}");
                self.look = Some(Instant::now() + Duration::from_secs(1).min(self.look_every));
                return;
            }
        };
        self.look = Some(Instant::now() + self.look_every);
        let names = metadata.topics().iter().filter(|topic| topic.error().is_none()).map(MetadataTopic::name);
        let mut found: Vec<_> =
            names.filter(|name| !INTERNAL.contains(name) && pass(name)).map(str::to_owned).collect();
        found.sort_unstable();
        if found == self.found {
            return;
        }
        tracing::info!("reading the topics {}", found.join(", "));
        let names: Vec<_> = found.iter().map(String::as_str).collect();
        let subscribed = if names.is_empty() {
            self.consumer.unsubscribe();
            Ok(())
        } else {
            self.consumer.subscribe(&names)
        };
        match subscribed {
            Ok(()) => self.found = found,
            Err(error) => self.failed("subscribing", &error),
        }
    }
}

pub(super) fn list<'a>(
    partitions: impl IntoIterator<Item = (&'a TopicPartition, Offset)>,
) -> KafkaResult<TopicPartitionList> {
    let mut list = TopicPartitionList::new();
    for (partition, offset) in partitions {
        list.add_partition_offset(&partition.topic, partition.partition, offset)?;
    }
    Ok(list)
}
