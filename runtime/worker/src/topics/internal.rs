//! The topics that a worker keeps its own things in.

use std::{collections::BTreeMap, time::Duration};

use kconnect::{
    Prop, Props,
    config::{ConfigType, Invalid, Parsed},
};
use tokio::time::Instant;

use crate::{
    kafka::{Admin, AdminError, ClientConfig, ClientKind, Configured, Created, NewTopic},
    problem::Problem,
    raw,
    stores::StoreError,
};

const CLEANUP_POLICY: &str = "cleanup.policy";
const COMPACT: &str = "compact";

/// How long the creation of a topic is tried again when brokers are still missing: Java's `default.api.timeout.ms`.
const LIMIT: Duration = Duration::from_mins(1);
const BACK_OFF: Duration = Duration::from_millis(100);

/// A compacted topic of the worker's (`KafkaTopicBasedBackingStore`).
#[derive(Debug, Clone)]
pub(crate) struct InternalTopic {
    /// As it is made when it is not there.
    pub(crate) new: NewTopic,
    /// The key that names it.
    pub(crate) key: &'static str,
    /// What it is for, in Kafka Connect's words.
    pub(crate) purpose: &'static str,
}

/// What an internal topic is worked with.
#[derive(Debug, Clone)]
pub(crate) struct InternalClients {
    /// Looks at the topic and makes it.
    pub(crate) admin: Admin,
    /// Reads it.
    pub(crate) consumer: ClientConfig,
    /// Writes to it.
    pub(crate) producer: ClientConfig,
}

impl InternalClients {
    /// The worker's own: its configuration's top level, with Kafka Connect's settings for internal topics.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub(crate) fn of_worker(worker: &Props) -> Result<Self, StoreError> {
        let refused = |problems: Vec<Problem>| StoreError::Config(raw::lines(&problems).join("; "));
        let own = |entries: &[(&str, &str)]| {
            entries.iter().map(|(key, value)| ((*key).to_owned(), Prop::from(*value))).collect::<Props>()
        };
        let config = |kind, entries: &[(&str, &str)]| {
            ClientConfig::of_worker(kind, worker, own(entries)).map(|Configured { config, .. }| config).map_err(refused)
        };
        let producer = [
            ("acks", "all"),
            ("enable.idempotence", "false"),
            ("max.in.flight.requests.per.connection", "1"),
            ("delivery.timeout.ms", "2147483647"),
            // Somebody waits for each of these.
            ("linger.ms", "0"),
        ];
        Ok(Self {
            admin: Admin::new(&config(ClientKind::Admin, &[])?)?,
            consumer: config(ClientKind::Consumer, &[("isolation.level", "read_uncommitted")])?,
            producer: config(ClientKind::Producer, &producer)?,
        })
    }
}

impl InternalClients {
    /// A connector's: the worker's keys under `producer.`, `consumer.` and `admin.`, and over them the connector's under
    /// `producer.override.` and so on.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub(crate) fn of_connector(worker: &Props, connector: &Props) -> Result<Self, StoreError> {
        let refused = |problems: Vec<Problem>| StoreError::Config(raw::lines(&problems).join("; "));
        let overrides = |client: &str| raw::below(connector, &format!("{client}.override."));
        let bootstrap = worker.get("bootstrap.servers").cloned().unwrap_or_else(|| Prop::from("localhost:9092"));
        let producer = ClientConfig::producer(&bootstrap, &raw::below(worker, "producer."), &overrides("producer"));
        let mut consumer = Props::from([("bootstrap.servers".to_owned(), bootstrap)]);
        consumer.extend(raw::below(worker, "consumer."));
        consumer.extend(overrides("consumer"));
        let consumer = ClientConfig::translate(ClientKind::Consumer, &consumer);
        let admin = ClientConfig::admin(worker, &overrides("admin"));
        Ok(Self {
            admin: Admin::new(&admin.map_err(refused)?.config)?,
            consumer: consumer.map_err(refused)?.config,
            producer: producer.map_err(refused)?.config,
        })
    }
}

impl InternalTopic {
    /// The topic that the keys below `prefix` name: `topic`, `partitions`, `replication.factor`, and a topic's settings.
    /// Without a number of partitions to choose, it has one.
    ///
    /// # Errors
    /// A name that is missing; numbers that are none.
    pub(crate) fn of_worker(
        worker: &Props,
        prefix: &str,
        key: &'static str,
        purpose: &'static str,
        partitions: Option<i32>,
    ) -> Result<Self, StoreError> {
        let text = |key: &str| worker.get(key).and_then(Prop::expose).map(str::trim).filter(|text| !text.is_empty());
        let name = text(key).ok_or_else(|| StoreError::Config(format!("{key}: the name of a topic is needed")))?;
        let replication = format!("{prefix}replication.factor");
        let replication_factor = match text(&replication) {
            Some(number) => short(&replication, number)?,
            None => 3,
        };
        let partitions_key = format!("{prefix}partitions");
        let partitions = match (partitions, text(&partitions_key)) {
            (Some(_), Some(number)) => int(&partitions_key, number)?,
            (Some(default), None) => default,
            (None, _) => 1,
        };
        Ok(Self {
            new: NewTopic {
                name: name.to_owned(),
                partitions,
                replication_factor,
                configs: settings(worker, prefix, partitions_key.as_str()),
            },
            key,
            purpose,
        })
    }

    /// Makes the topic when it is not there; refuses one that Kafka does not merely compact.
    ///
    /// # Errors
    /// In Kafka Connect's words.
    pub(crate) async fn ensure(&self, admin: &Admin) -> Result<(), StoreError> {
        tracing::debug!("Creating Connect internal topic for {}", self.purpose);
        if self.create(admin).await? == Some(Created::New) {
            tracing::info!("Created topic {} on brokers at {}", self.new, admin.bootstrap());
            return Ok(());
        }
        let name = &self.new.name;
        let policy = match admin.config(name).await {
            Ok(configs) => configs.get(CLEANUP_POLICY).cloned().unwrap_or_default(),
            Err(AdminError::NotAuthorized { .. } | AdminError::Unsupported { .. }) => String::new(),
            Err(error) => {
                return Err(StoreError::Topic {
                    message: format!("Error while attempting to describe topic config for topic(s) '{name}'"),
                    source: error,
                });
            }
        };
        let policies: Vec<_> = policy.split(',').map(str::trim).filter(|policy| !policy.is_empty()).collect();
        if policies.is_empty() {
            tracing::info!(
                "Unable to use admin client to verify the cleanup policy of '{name}' topic is '{COMPACT}', either because \
                 the broker is an older version or because the Kafka principal used for Connect internal topics does not \
                 have the required permission to describe topic configurations."
            );
            return Ok(());
        }
        if policies == [COMPACT] {
            return Ok(());
        }
        let (key, purpose, found) = (self.key, self.purpose, policies.join(","));
        Err(StoreError::Config(format!(
            "Topic '{name}' supplied via the '{key}' property is required to have '{CLEANUP_POLICY}={COMPACT}' to guarantee \
             consistency and durability of {purpose}, but found the topic currently has '{CLEANUP_POLICY}={found}'. \
             Continuing would likely result in eventually losing {purpose} and problems restarting this Connect cluster in \
             the future. Change the '{key}' property in the Connect worker configurations to use a topic with \
             '{CLEANUP_POLICY}={COMPACT}'."
        )))
    }

    /// `None` when nobody may know, so that the topic is taken to be there.
    async fn create(&self, admin: &Admin) -> Result<Option<Created>, StoreError> {
        let name = &self.new.name;
        let deadline = Instant::now() + LIMIT;
        loop {
            let error = match admin.create(&self.new).await {
                Ok(created) => return Ok(Some(created)),
                Err(error) => error,
            };
            let message = match &error {
                AdminError::NotAuthorized { .. } | AdminError::Unsupported { .. } => {
                    tracing::debug!(
                        "Unable to create topic '{name}': {error}. Falling back to assume topic(s) exist or will be \
                         auto-created by the broker."
                    );
                    return Ok(None);
                }
                // Brokers that are about to come may be enough.
                AdminError::ReplicationFactor(_) if Instant::now() < deadline => {
                    tracing::info!("topic {name} cannot be made yet and will be tried again: {error}");
                    tokio::time::sleep(BACK_OFF).await;
                    continue;
                }
                AdminError::InvalidConfig(_) => format!("Unable to create topic(s) '{name}' as {}", self.new),
                AdminError::Unreachable(_) => format!(
                    "Timed out while checking for or creating topic(s) '{name}'. This could indicate a connectivity issue, \
                     unavailable topic partitions, or if this is your first use of the topic it may have taken too long to \
                     create."
                ),
                _ => format!("Error while attempting to create/find topic(s) '{name}' as {}", self.new),
            };
            return Err(StoreError::Topic { message, source: error });
        }
    }
}

/// The settings of the topic: what is below the prefix and means nothing else.
fn settings(worker: &Props, prefix: &str, partitions: &str) -> BTreeMap<String, String> {
    let own = ["topic", "replication.factor", "file.filename"];
    let mut settings: BTreeMap<_, _> = worker
        .iter()
        .filter(|(key, _)| *key != partitions)
        .filter_map(|(key, value)| Some((key.strip_prefix(prefix)?.to_owned(), value.expose()?.to_owned())))
        .filter(|(key, _)| !own.contains(&key.as_str()))
        .collect();
    if let Some(policy) = settings.insert(CLEANUP_POLICY.to_owned(), COMPACT.to_owned())
        && policy != COMPACT
    {
        tracing::warn!("Ignoring '{prefix}{CLEANUP_POLICY}={policy}' setting, since compaction is always used");
    }
    settings
}

fn int(key: &str, text: &str) -> Result<i32, StoreError> {
    match ConfigType::Int.parse(&Parsed::String(text.to_owned())) {
        Ok(Parsed::Int(number)) if number > 0 || number == -1 => Ok(number),
        Ok(value) => Err(invalid(
            key,
            &Invalid::value(&value, "Number of partitions must be positive, or -1 to use the broker's default"),
        )),
        Err(error) => Err(invalid(key, &error)),
    }
}

fn short(key: &str, text: &str) -> Result<i16, StoreError> {
    match ConfigType::Short.parse(&Parsed::String(text.to_owned())) {
        Ok(Parsed::Short(number)) if number > 0 || number == -1 => Ok(number),
        Ok(value) => Err(invalid(
            key,
            &Invalid::value(
                &value,
                "Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, or -1 \
                 to use the broker's default",
            ),
        )),
        Err(error) => Err(invalid(key, &error)),
    }
}

fn invalid(key: &str, invalid: &Invalid) -> StoreError {
    StoreError::Config(invalid.text(key))
}
