//! Topics of a cluster: looking at them and making them.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use rdkafka::{
    ClientContext,
    admin::{AdminClient, AdminOptions, NewTopic as NativeTopic, ResourceSpecifier, TopicReplication},
    config::{FromClientConfigAndContext as _, RDKafkaLogLevel},
    error::KafkaError as Native,
    types::RDKafkaErrorCode as Code,
};
use tokio::time::Instant;

use super::{ClientConfig, KafkaError, context::Health};

/// How long an operation may take, its repetitions included: Java's `default.api.timeout.ms`.
const LIMIT: Duration = Duration::from_mins(1);

/// How long the first look at a topic may block a thread; each further one may take twice as long.
const FIRST_LOOK: Duration = Duration::from_secs(1);

/// Looks at topics and makes them. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Admin {
    inner: Arc<Inner>,
}

struct Inner {
    client: AdminClient<Context>,
    bootstrap: String,
}

impl fmt::Debug for Admin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admin").field("bootstrap", &self.inner.bootstrap).finish_non_exhaustive()
    }
}

/// A topic that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TopicDescription {
    /// How many partitions it has.
    pub(crate) partitions: usize,
    /// How many brokers keep each of them.
    pub(crate) replication_factor: usize,
}

/// A topic that should be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewTopic {
    /// Its name.
    pub(crate) name: String,
    /// How many partitions; -1 for the broker's default.
    pub(crate) partitions: i32,
    /// How many brokers keep each of them; -1 for the broker's default.
    pub(crate) replication_factor: i16,
    /// Settings of the topic.
    pub(crate) configs: BTreeMap<String, String>,
}

/// As Java's `NewTopic` shows itself.
impl fmt::Display for NewTopic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |number: i32| if number == -1 { "default".to_owned() } else { number.to_string() };
        let configs: Vec<_> = self.configs.iter().map(|(key, value)| format!("{key}={value}")).collect();
        write!(
            f,
            "(name={}, numPartitions={}, replicationFactor={}, replicasAssignments=null, configs={{{}}})",
            self.name,
            number(self.partitions),
            number(i32::from(self.replication_factor)),
            configs.join(", ")
        )
    }
}

/// What became of the wish for a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Created {
    /// It was made.
    New,
    /// It was there before, and was left as it is.
    Existing,
}

/// Why a cluster did not do what its administration was asked for.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum AdminError {
    /// No answer in time; a later attempt may have one.
    #[error(transparent)]
    Unreachable(KafkaError),
    /// The brokers do not take our credentials, or do not speak our protocol.
    #[error(transparent)]
    Refused(KafkaError),
    /// The user has no right to do this.
    #[error("not authorized on the brokers {bootstrap} ({reason})")]
    NotAuthorized {
        /// `bootstrap.servers`.
        bootstrap: String,
        /// The broker's words.
        reason: String,
    },
    /// The brokers are too old for it.
    #[error("the brokers at {bootstrap} do not support it")]
    Unsupported {
        /// `bootstrap.servers`.
        bootstrap: String,
    },
    /// The topic's settings are none that a topic has, or their values none that they have.
    #[error("{0}")]
    InvalidConfig(String),
    /// Fewer brokers than that are there.
    #[error("{0}; the cluster may have fewer brokers than that")]
    ReplicationFactor(String),
    /// Anything else that a broker answered.
    #[error("{0}")]
    Other(String),
}

impl From<AdminError> for kconnect::Error {
    fn from(error: AdminError) -> Self {
        match error {
            AdminError::Unreachable(_) => Self::retriable(error),
            _ => Self::fatal(error),
        }
    }
}

impl Admin {
    /// Connects in the background.
    ///
    /// # Errors
    /// [`KafkaError::Config`]: files that cannot be read, combinations that exclude each other.
    pub(crate) fn new(config: &ClientConfig) -> Result<Self, KafkaError> {
        let context = Context { health: Health::new(config) };
        let mut native = config.native();
        // To look at a topic must not make it; librdkafka takes an admin client for a producer.
        native.set("allow.auto.create.topics", "false");
        let client = AdminClient::from_config_and_context(&native, context)
            .map_err(|error| KafkaError::of_setup(&error, config.secrets()))?;
        Ok(Self { inner: Arc::new(Inner { client, bootstrap: config.bootstrap() }) })
    }

    /// `bootstrap.servers`, as messages show it.
    pub(crate) fn bootstrap(&self) -> &str {
        &self.inner.bootstrap
    }

    /// The topic of that name; `None` when there is none. Cancel safe.
    ///
    /// # Errors
    /// As the cluster answers; [`AdminError::Unreachable`] after a minute without an answer.
    pub(crate) async fn topic(&self, name: &str) -> Result<Option<TopicDescription>, AdminError> {
        let deadline = Instant::now() + LIMIT;
        let mut look = FIRST_LOOK;
        loop {
            let (inner, topic) = (Arc::clone(&self.inner), name.to_owned());
            let blocking = tokio::task::spawn_blocking(move || described(&inner.client, &topic, look));
            match blocking.await {
                Ok(Ok(found)) => return Ok(found),
                Ok(Err(code)) if !passes(code) => return Err(self.refused(code, name)),
                Ok(Err(_)) => self.refused_for_good()?,
                Err(lost) => return Err(AdminError::Other(lost.to_string())),
            }
            if Instant::now() >= deadline {
                return Err(AdminError::Unreachable(self.health().unreachable()));
            }
            tokio::time::sleep(FIRST_LOOK / 10).await;
            look = (look * 2).min(LIMIT / 4);
        }
    }

    /// Makes a topic that is not there. Dropped, it may have been made all the same.
    ///
    /// # Errors
    /// As the cluster answers; [`AdminError::Unreachable`] after a minute without an answer.
    pub(crate) async fn create(&self, topic: &NewTopic) -> Result<Created, AdminError> {
        let native = topic.configs.iter().fold(
            NativeTopic::new(
                &topic.name,
                topic.partitions,
                TopicReplication::Fixed(i32::from(topic.replication_factor)),
            ),
            |native, (key, value)| native.set(key, value),
        );
        let options = AdminOptions::new().operation_timeout(Some(LIMIT / 2)).request_timeout(Some(LIMIT));
        let results = self.inner.client.create_topics([&native], &options).await;
        let results = results.map_err(|error| self.failed(&error, &topic.name))?;
        match results.into_iter().next() {
            Some(Ok(_)) => Ok(Created::New),
            Some(Err((_, Code::TopicAlreadyExists))) => Ok(Created::Existing),
            Some(Err((_, code))) => Err(self.refused(code, &topic.name)),
            None => Err(AdminError::Other("the brokers did not say what became of the topic".to_owned())),
        }
    }

    /// All settings of a topic, the defaults included. Cancel safe.
    ///
    /// # Errors
    /// As the cluster answers; [`AdminError::Unreachable`] after a minute without an answer.
    pub(crate) async fn config(&self, topic: &str) -> Result<BTreeMap<String, String>, AdminError> {
        let options = AdminOptions::new().request_timeout(Some(LIMIT));
        let found = self.inner.client.describe_configs([&ResourceSpecifier::Topic(topic)], &options).await;
        let found = found.map_err(|error| self.failed(&error, topic))?;
        let mut configs = BTreeMap::new();
        for resource in found {
            let resource = resource.map_err(|code| self.refused(code, topic))?;
            configs.extend(resource.entries.into_iter().filter_map(|entry| Some((entry.name, entry.value?))));
        }
        Ok(configs)
    }

    fn health(&self) -> &Health {
        &self.inner.client.inner().context().health
    }

    /// Credentials that were refused will be refused again.
    fn refused_for_good(&self) -> Result<(), AdminError> {
        match self.health().trouble() {
            Some(error @ (KafkaError::Authentication { .. } | KafkaError::Tls { .. })) => {
                Err(AdminError::Refused(error))
            }
            _ => Ok(()),
        }
    }

    fn failed(&self, error: &Native, topic: &str) -> AdminError {
        match error {
            Native::AdminOp(code) => self.refused(*code, topic),
            Native::AdminOpCreation(reason) => AdminError::InvalidConfig(reason.clone()),
            other => AdminError::Other(other.to_string()),
        }
    }

    fn refused(&self, code: Code, topic: &str) -> AdminError {
        if passes(code) {
            return match self.refused_for_good() {
                Err(refused) => refused,
                Ok(()) => AdminError::Unreachable(self.health().unreachable()),
            };
        }
        match code {
            Code::TopicAuthorizationFailed | Code::ClusterAuthorizationFailed => {
                AdminError::NotAuthorized { bootstrap: self.inner.bootstrap.clone(), reason: code.to_string() }
            }
            Code::UnsupportedVersion | Code::UnsupportedFeature => {
                AdminError::Unsupported { bootstrap: self.inner.bootstrap.clone() }
            }
            Code::InvalidConfig => AdminError::InvalidConfig(code.to_string()),
            Code::InvalidTopic => AdminError::Other(format!(
                "{topic} is not a name for a topic; names have up to 249 letters, digits, `.`, `_` and `-`"
            )),
            Code::InvalidReplicationFactor => AdminError::ReplicationFactor(code.to_string()),
            code => AdminError::Other(code.to_string()),
        }
    }
}

/// What one look at the topic says.
fn described(client: &AdminClient<Context>, topic: &str, limit: Duration) -> Result<Option<TopicDescription>, Code> {
    let metadata = client
        .inner()
        .fetch_metadata(Some(topic), limit)
        .map_err(|error| error.rdkafka_error_code().unwrap_or(Code::OperationTimedOut))?;
    let Some(found) = metadata.topics().iter().find(|found| found.name() == topic) else { return Ok(None) };
    match found.error().map(Code::from) {
        Some(Code::UnknownTopicOrPartition | Code::UnknownTopic) => Ok(None),
        Some(code) => Err(code),
        None => Ok(Some(TopicDescription {
            partitions: found.partitions().len(),
            replication_factor: found
                .partitions()
                .iter()
                .map(|partition| partition.replicas().len())
                .min()
                .unwrap_or(0),
        })),
    }
}

/// Whether another attempt may end otherwise.
fn passes(code: Code) -> bool {
    matches!(
        code,
        Code::OperationTimedOut
            | Code::RequestTimedOut
            | Code::TimedOutQueue
            | Code::MessageTimedOut
            | Code::BrokerTransportFailure
            | Code::AllBrokersDown
            | Code::BrokerDestroy
            | Code::BrokerNotAvailable
            | Code::Resolve
            | Code::WaitingForCoordinator
            | Code::LeaderNotAvailable
            | Code::NotLeaderForPartition
            | Code::NetworkException
            | Code::NotController
            | Code::ThrottlingQuotaExceeded
    )
}

/// An admin client's context: what it says of keys that only a consumer is supposed to have is known.
pub(super) struct Context {
    health: Health,
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        if facility != "CONFWARN" {
            self.health.heed(level, facility, message);
        }
    }

    fn error(&self, error: Native, reason: &str) {
        self.health.report(&error, reason);
    }
}
