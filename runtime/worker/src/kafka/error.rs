//! What can go wrong with Kafka, and what the worker does about it.

use kconnect::config::Secrets;
use rdkafka::{error::KafkaError as Native, types::RDKafkaErrorCode as Code};

/// An error of Kafka or of the way to it. Credentials are never part of a message.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum KafkaError {
    /// No broker answers.
    #[error("could not reach Kafka at {bootstrap} ({reason}); check bootstrap.servers")]
    Unreachable {
        /// `bootstrap.servers`.
        bootstrap: String,
        /// Why, as far as it is known.
        reason: String,
    },
    /// The brokers refuse us.
    #[error("Kafka at {bootstrap} refused the client ({reason}); check sasl.mechanism and sasl.jaas.config")]
    Authentication {
        /// `bootstrap.servers`.
        bootstrap: String,
        /// The broker's words.
        reason: String,
    },
    /// No common ground in TLS.
    #[error(
        "could not talk TLS with Kafka at {bootstrap} ({reason}); check security.protocol and ssl.truststore.location"
    )]
    Tls {
        /// `bootstrap.servers`.
        bootstrap: String,
        /// OpenSSL's words.
        reason: String,
    },
    /// A broker hangs up as one does that expects something else.
    #[error(
        "could not talk to Kafka at {bootstrap} (the broker hung up; {reason}); check security.protocol and the port"
    )]
    Protocol {
        /// `bootstrap.servers`.
        bootstrap: String,
        /// What it seems to expect.
        reason: String,
    },
    /// A setting that only the client library could judge.
    #[error("Kafka client configuration: {0}")]
    Config(String),
    /// A record larger than the client or the broker allows.
    #[error(
        "The message is {size} bytes when serialized which is larger than {limit}, which is the value of the \
         max.request.size configuration."
    )]
    TooLarge {
        /// Key and value.
        size: usize,
        /// `max.request.size`.
        limit: usize,
    },
    /// A record that can never be written.
    #[error("Kafka does not take this record for topic {topic}: {reason}")]
    Rejected {
        /// The topic.
        topic: String,
        /// Why.
        reason: String,
    },
    /// A topic that is not there, not ours, or not nameable.
    #[error("could not write to topic {topic}: {reason}")]
    Topic {
        /// The topic.
        topic: String,
        /// Why.
        reason: String,
    },
    /// A topic that cannot be read.
    #[error("could not read topic {topic}: {reason}")]
    Unreadable {
        /// The topic.
        topic: String,
        /// Why.
        reason: String,
    },
    /// A record that Kafka has not confirmed, for a reason that may pass.
    #[error("Kafka has not confirmed a record for topic {topic}: {reason}")]
    NotConfirmed {
        /// The topic.
        topic: String,
        /// Why.
        reason: String,
    },
    /// The worker gave the record up before it was sent or confirmed.
    #[error("a record for topic {topic} was given up before Kafka confirmed it")]
    GivenUp {
        /// The topic.
        topic: String,
    },
    /// What a member of a consumer group cannot do.
    #[error("consumer group {group}: {reason}")]
    Group {
        /// `group.id`.
        group: String,
        /// Why.
        reason: String,
    },
    /// Anything else.
    #[error("Kafka: {0}")]
    Other(String),
}

impl From<KafkaError> for kconnect::Error {
    fn from(error: KafkaError) -> Self {
        match error {
            KafkaError::Unreachable { .. }
            | KafkaError::Protocol { .. }
            | KafkaError::NotConfirmed { .. }
            | KafkaError::GivenUp { .. } => Self::retriable(error),
            KafkaError::TooLarge { .. } | KafkaError::Rejected { .. } => Self::data(error),
            KafkaError::Authentication { .. }
            | KafkaError::Tls { .. }
            | KafkaError::Config(_)
            | KafkaError::Group { .. }
            | KafkaError::Topic { .. }
            | KafkaError::Unreadable { .. }
            | KafkaError::Other(_) => Self::fatal(error),
        }
    }
}

impl KafkaError {
    /// What became of a record, or of the attempt to hand it over.
    pub(super) fn of_record(error: &Native, topic: &str, size: usize, limit: usize) -> Self {
        let topic = topic.to_owned();
        let Some(code) = error.rdkafka_error_code() else {
            return Self::Topic { topic, reason: without_values(error) };
        };
        let reason = code.to_string();
        let refused = |reason: String| Self::Topic { topic: topic.clone(), reason };
        match code {
            Code::MessageSizeTooLarge | Code::InvalidMessageSize if size > limit => Self::TooLarge { size, limit },
            Code::MessageSizeTooLarge | Code::InvalidMessageSize | Code::MessageBatchTooLarge => Self::Rejected {
                topic,
                reason: format!("{reason}; raise max.message.bytes of the topic, or message.max.bytes of the broker"),
            },
            Code::InvalidRecord => {
                Self::Rejected { topic, reason: format!("{reason}; a compacted topic takes no record without a key") }
            }
            Code::InvalidTimestamp | Code::UnknownPartition => Self::Rejected { topic, reason },
            Code::UnknownTopic | Code::UnknownTopicOrPartition => {
                refused("it does not exist, and the brokers do not create it; create it first".to_owned())
            }
            Code::InvalidTopic => refused(
                "that is not a name for a topic; names have up to 249 letters, digits, `.`, `_` and `-`".to_owned(),
            ),
            Code::TopicAuthorizationFailed | Code::ClusterAuthorizationFailed => {
                refused(format!("{reason}; the producer's user needs the right to WRITE to it"))
            }
            Code::PurgeQueue | Code::PurgeInflight => Self::GivenUp { topic },
            Code::MessageTimedOut
            | Code::OperationTimedOut
            | Code::RequestTimedOut
            | Code::TimedOutQueue
            | Code::BrokerTransportFailure
            | Code::AllBrokersDown
            | Code::BrokerDestroy
            | Code::BrokerNotAvailable
            | Code::LeaderNotAvailable
            | Code::NotLeaderForPartition
            | Code::ReplicaNotAvailable
            | Code::NetworkException
            | Code::NotEnoughReplicas
            | Code::NotEnoughReplicasAfterAppend
            | Code::KafkaStorageError
            | Code::ThrottlingQuotaExceeded => Self::NotConfirmed { topic, reason },
            // As in Kafka Connect: what the producer does not retry by itself ends the task.
            _ => refused(reason),
        }
    }

    /// An error when a client is made.
    pub(super) fn of_setup(error: &Native, secrets: &Secrets) -> Self {
        Self::Config(secrets.scrub(without_values(error)))
    }
}

/// The library's text for a refused setting holds the value, which may be a password.
fn without_values(error: &Native) -> String {
    match error {
        // The description may quote the value.
        Native::ClientConfig(_, description, key, value) if value.is_empty() => format!("{key}: {description}"),
        Native::ClientConfig(_, description, key, value) => {
            format!("{key}: {}", description.replace(value.as_str(), "…"))
        }
        Native::ClientCreation(reason) => reason.clone(),
        Native::Nul(_) => "a name holds a zero character".to_owned(),
        other => other.rdkafka_error_code().map_or_else(|| other.to_string(), |code| code.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_setting_is_named_without_its_value() {
        let text = "Invalid value \"hunter2\" for configuration property \"sasl.password\"".to_owned();
        let refused = rdkafka::types::RDKafkaConfRes::RD_KAFKA_CONF_INVALID;
        let native = Native::ClientConfig(refused, text, "sasl.password".to_owned(), "hunter2".to_owned());
        assert_eq!(
            KafkaError::of_setup(&native, &Secrets::default()).to_string(),
            "Kafka client configuration: sasl.password: Invalid value \"…\" for configuration property \"sasl.password\""
        );
    }
}
