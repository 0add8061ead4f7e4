//! What the client tells its member: rebalances, the fate of commits, errors.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use kconnect::{Topic, TopicPartition};
use rdkafka::{
    ClientContext, TopicPartitionList,
    config::RDKafkaLogLevel,
    consumer::{BaseConsumer, Consumer as _, ConsumerContext, RebalanceProtocol},
    error::{KafkaError as Native, KafkaResult},
    types::{RDKafkaErrorCode as Code, RDKafkaRespErr},
};

use super::{Rebalance, inbox::Inbox};
use crate::kafka::{KafkaError, context::Health};

/// The client's callbacks; all of them run on the member's thread, inside `poll`.
pub(super) struct Context {
    pub(super) health: Health,
    inbox: Arc<Inbox>,
    group: String,
    /// The member leaves: the task is done with its partitions, and hears of no more.
    pub(super) leaving: AtomicBool,
    /// The last error that was only warned about: the client repeats itself.
    warned: Mutex<String>,
}

impl Context {
    pub(super) fn new(health: Health, inbox: Arc<Inbox>, group: String) -> Self {
        Self { health, inbox, group, leaving: AtomicBool::new(false), warned: Mutex::default() }
    }

    /// An error of the member, with the client's words.
    pub(super) fn group_error(&self, reason: &str) -> KafkaError {
        KafkaError::Group { group: self.group.clone(), reason: self.health.scrub(reason) }
    }

    /// A commit failed because somebody else has the partitions.
    pub(super) fn lose(&self) {
        self.inbox.lose();
    }

    fn judge(&self, code: Option<Code>, reason: &str) {
        match code.map(Verdict::of) {
            Some(Verdict::Fatal(advice)) => {
                let separator = if advice.is_empty() { "" } else { "; " };
                self.inbox.fail(self.group_error(&format!("{reason}{separator}{advice}")));
            }
            Some(Verdict::Passing) => {
                let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
                if *warned != reason {
                    reason.clone_into(&mut warned);
                    tracing::warn!("{}", self.group_error(reason));
                }
            }
            Some(Verdict::Transport) | None => {}
        }
    }
}

/// What an error means for the member.
enum Verdict {
    /// It never passes by itself; what may help.
    Fatal(&'static str),
    /// Somebody may mend it, and the client goes on trying.
    Passing,
    /// Of the way to the brokers, which has its own account.
    Transport,
}

impl Verdict {
    fn of(code: Code) -> Self {
        match code {
            Code::TopicAuthorizationFailed => Self::Fatal("the consumer's user needs the right to READ the topic"),
            Code::GroupAuthorizationFailed => Self::Fatal("the consumer's user needs the right to READ the group"),
            Code::ClusterAuthorizationFailed => Self::Fatal("the consumer's user is not allowed to do that"),
            Code::AutoOffsetReset | Code::NoOffset => {
                Self::Fatal("auto.offset.reset=none: set it to earliest or latest, or reset the group's offsets")
            }
            Code::InconsistentGroupProtocol => Self::Fatal(
                "the group's other members have no partition.assignment.strategy, or group.protocol, in common with this one",
            ),
            Code::FencedInstanceId => Self::Fatal("another member has the same group.instance.id"),
            Code::UnsupportedVersion | Code::UnsupportedFeature | Code::NotImplemented => {
                Self::Fatal("the brokers do not know it; check group.protocol")
            }
            Code::InvalidTopic => Self::Fatal("that is not a name for a topic"),
            Code::Fatal
            | Code::InvalidGroupId
            | Code::InvalidSessionTimeout
            | Code::GroupMaxSizeReached
            | Code::UnsupportedAssignor
            | Code::UnreleasedInstanceId => Self::Fatal(""),
            Code::BrokerTransportFailure
            | Code::AllBrokersDown
            | Code::Resolve
            | Code::OperationTimedOut
            | Code::Authentication
            | Code::SaslAuthenticationFailed
            | Code::SSL => Self::Transport,
            _ => Self::Passing,
        }
    }
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        self.health.heed(level, facility, message);
    }

    fn error(&self, error: Native, reason: &str) {
        self.health.report(&error, reason);
        if let Some(trouble @ (KafkaError::Authentication { .. } | KafkaError::Tls { .. })) = self.health.trouble() {
            self.inbox.fail(trouble);
        }
        self.judge(error.rdkafka_error_code(), reason);
    }
}

impl ConsumerContext for Context {
    /// Hands the change to the task, whose answer is awaited: until then the client waits too, while it is polled on.
    fn rebalance(&self, consumer: &BaseConsumer<Self>, error: RDKafkaRespErr, list: &mut TopicPartitionList) {
        let assign = error == RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
        if self.leaving.load(Ordering::Relaxed) {
            let done = if assign { assign_all(consumer, list) } else { unassign(consumer, list) };
            if let Err(error) = done {
                tracing::debug!(target: "librdkafka", "leaving: {error}");
            }
            return;
        }
        let partitions = list.elements();
        let partitions = partitions
            .iter()
            .map(|element| TopicPartition::new(&Topic::from(element.topic()), element.partition()))
            .collect();
        self.inbox.rebalance(if assign {
            Rebalance::Assigned(partitions)
        } else {
            Rebalance::Revoked { partitions, lost: consumer.assignment_lost() }
        });
    }
}

/// Adds partitions, as the group's protocol wants it.
pub(super) fn assign_all(consumer: &BaseConsumer<Context>, list: &TopicPartitionList) -> KafkaResult<()> {
    match consumer.rebalance_protocol() {
        RebalanceProtocol::Cooperative => consumer.incremental_assign(list),
        RebalanceProtocol::Eager | RebalanceProtocol::None => consumer.assign(list),
    }
}

/// Gives partitions back, as the group's protocol wants it.
pub(super) fn unassign(consumer: &BaseConsumer<Context>, list: &TopicPartitionList) -> KafkaResult<()> {
    match consumer.rebalance_protocol() {
        RebalanceProtocol::Cooperative => consumer.incremental_unassign(list),
        RebalanceProtocol::Eager | RebalanceProtocol::None => consumer.unassign(),
    }
}
