//! Properties of Java's Kafka clients, translated into librdkafka's.

use std::{collections::BTreeMap, fmt, time::Duration};

use kconnect::{Prop, Props, config::Secrets};

use super::{
    group_config::MAX_POLL_RECORDS,
    rules::{INT_MAX, Kinds, RULES, Rule},
    security,
};
use crate::problem::Problem;

/// Which client a configuration is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ClientKind {
    /// Writes records.
    Producer,
    /// Reads records.
    Consumer,
    /// Looks at topics and makes them.
    Admin,
}

/// A client's configuration in librdkafka's keys. Equal ones may share a client.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ClientConfig {
    pub(super) kind: ClientKind,
    pub(super) values: BTreeMap<String, String>,
    /// `max.request.size`, for messages.
    pub(super) max_request_size: usize,
    /// `max.poll.records`: of one `put`.
    pub(crate) max_poll_records: usize,
    /// What must not be in any message.
    secrets: ClientSecrets,
}

/// Secrets do not tell two clients apart whose values are equal, except where the same value is known by another name.
#[derive(Clone, Default, PartialEq)]
struct ClientSecrets(Secrets);

impl Eq for ClientSecrets {}

impl std::hash::Hash for ClientSecrets {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

/// Shows the keys; values may be secret.
impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.values.keys().collect::<Vec<_>>();
        f.debug_struct("ClientConfig").field("kind", &self.kind).field("keys", &keys).finish_non_exhaustive()
    }
}

/// A configuration, and what to warn about.
#[derive(Debug)]
pub(crate) struct Configured {
    /// The configuration.
    pub(crate) config: ClientConfig,
    /// Keys that have no effect here, as sentences.
    pub(crate) warnings: Vec<String>,
    /// Keys that nobody knows, as sentences.
    pub(crate) unknown: Vec<String>,
}

impl ClientConfig {
    /// The producer of a connector's tasks: Kafka Connect's own defaults (`Worker.baseProducerConfigs`), then the
    /// worker's keys under `producer.`, then the connector's under `producer.override.`, both without these prefixes.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub(crate) fn producer(bootstrap: &Prop, worker: &Props, overrides: &Props) -> Result<Configured, Vec<Problem>> {
        let defaults = [
            ("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer"),
            ("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer"),
            ("max.block.ms", "9223372036854775807"),
            ("enable.idempotence", "false"),
            ("acks", "all"),
            ("max.in.flight.requests.per.connection", "1"),
            ("delivery.timeout.ms", "2147483647"),
        ];
        let mut props: Props = defaults.into_iter().map(|(key, value)| (key.to_owned(), Prop::from(value))).collect();
        props.insert("bootstrap.servers".to_owned(), bootstrap.clone());
        let given = worker.iter().chain(overrides).map(|(key, value)| (key.clone(), value.clone()));
        props.extend(given);
        Self::translate(ClientKind::Producer, &props)
    }

    /// A client of the worker's own, such as those of its internal topics: what the worker's configuration says at its
    /// top level and this kind of client has, then `own`, which is for this client alone.
    ///
    /// # Errors
    /// As [`ClientConfig::translate`].
    pub(crate) fn of_worker(kind: ClientKind, worker: &Props, own: Props) -> Result<Configured, Vec<Problem>> {
        // The group of the workers is not that of a consumer.
        let known = |key: &str| {
            let rule = |(name, kinds, rule): &(&str, Kinds, Rule)| {
                *name == key && kinds.covers(kind) && !matches!(rule, Rule::Ignored | Rule::Builtin)
            };
            key != "group.id" && (security::owns(key) || RULES.iter().any(rule))
        };
        let mut props = Props::from([("bootstrap.servers".to_owned(), Prop::from("localhost:9092"))]);
        props.extend(worker.iter().filter(|(key, _)| known(key)).map(|(key, value)| (key.clone(), value.clone())));
        props.extend(own);
        Self::translate(kind, &props)
    }

    /// The admin client of a connector's tasks (`Worker.adminConfigs`): as the worker's own clients, then the worker's
    /// keys under `admin.`, then the connector's under `admin.override.`, both without these prefixes.
    ///
    /// # Errors
    /// As [`ClientConfig::translate`].
    pub(crate) fn admin(worker: &Props, overrides: &Props) -> Result<Configured, Vec<Problem>> {
        let below = worker.iter().filter_map(|(key, value)| Some((key.strip_prefix("admin.")?, value)));
        let below = below.filter(|(key, _)| *key != "listeners" && !key.starts_with("listeners."));
        let overrides = overrides.iter().map(|(key, value)| (key.as_str(), value));
        let own = below.chain(overrides).map(|(key, value)| (key.to_owned(), value.clone()));
        Self::of_worker(ClientKind::Admin, worker, own.collect())
    }

    /// Translates the properties of a client, under Java's names.
    ///
    /// # Errors
    /// Everything that is wrong, at once: values that the key cannot have, and settings whose absence would be unsafe or
    /// change where records go.
    pub(crate) fn translate(kind: ClientKind, props: &Props) -> Result<Configured, Vec<Problem>> {
        let secrets = Secrets::of(props.values());
        let texts: BTreeMap<_, _> =
            props.iter().filter_map(|(key, value)| Some((key.clone(), value.expose()?.to_owned()))).collect();
        let mut translation = Translation::new(&texts);
        if kind == ClientKind::Producer {
            // Java's default partitioner: murmur2 of the key; sticky random partitions without one.
            translation.set("partitioner", "murmur2_random");
            // Java's limits, which are what sizes in messages and in a worker's memory are reckoned with.
            translation.set("message.max.bytes", "1048576");
            translation.set("queue.buffering.max.kbytes", "32768");
        }
        let mut ignored = Vec::new();
        for (key, value) in &texts {
            let value = value.trim_matches(|c| c <= ' ');
            match RULES.iter().find(|(name, _, _)| name == key) {
                Some((_, kinds, _)) if !kinds.covers(kind) => ignored.push(key.as_str()),
                Some((_, _, rule)) => translation.apply(key, value, *rule, &mut ignored),
                None if security::owns(key) => {}
                None => translation.unknown(key),
            }
        }
        security::translate(&mut translation);
        if kind == ClientKind::Producer {
            translation.check_together();
        }
        if !ignored.is_empty() {
            let what = format!("these Kafka client configurations have no effect here: {}", ignored.join(", "));
            translation.warnings.push(what);
        }
        let Translation { values, problems, warnings, unknown, max_request_size, max_poll_records, .. } = translation;
        if problems.is_empty() {
            let warnings = warnings.into_iter().map(|warning| secrets.scrub(warning)).collect();
            let secrets = ClientSecrets(secrets);
            let config = Self { kind, values, max_request_size, max_poll_records, secrets };
            Ok(Configured { config, warnings, unknown })
        } else {
            let scrubbed = |problem: Problem| Problem { message: secrets.scrub(problem.message), ..problem };
            Err(problems.into_iter().map(scrubbed).collect())
        }
    }

    /// A configuration without security, for brokers on this machine.
    pub(super) fn plain(kind: ClientKind, bootstrap: &str) -> Self {
        let values = BTreeMap::from([("bootstrap.servers".to_owned(), bootstrap.to_owned())]);
        Self {
            kind,
            values,
            max_request_size: 1_048_576,
            max_poll_records: MAX_POLL_RECORDS,
            secrets: ClientSecrets::default(),
        }
    }

    /// `bootstrap.servers`, as messages show it.
    pub(crate) fn bootstrap(&self) -> String {
        self.secrets().scrub(self.values.get("bootstrap.servers").map_or("", String::as_str))
    }

    /// What must not be in any message.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets.0
    }

    /// `group.id`.
    pub(super) fn group_id(&self) -> &str {
        self.values.get("group.id").map_or("", String::as_str)
    }

    /// How long a member may keep its group waiting in a rebalance: most of `max.poll.interval.ms`, which begins up to one
    /// heartbeat before the member hears of it.
    pub(crate) fn rebalance_patience(&self) -> Duration {
        let number = |key: &str| self.values.get(key).and_then(|value| value.parse().ok());
        // The consumer protocol's heartbeat is the broker's business; this is the default.
        let heartbeat = number("heartbeat.interval.ms")
            .unwrap_or_else(|| if self.values.contains_key("group.protocol") { 5000 } else { 3000 });
        let interval: u64 = number("max.poll.interval.ms").unwrap_or(300_000);
        Duration::from_millis((interval / 4 * 3).saturating_sub(heartbeat))
    }

    /// How often new topics are looked for: `metadata.max.age.ms`.
    pub(super) fn metadata_max_age(&self) -> Duration {
        let given = self.values.get("metadata.max.age.ms").and_then(|age| age.parse().ok());
        Duration::from_millis(given.unwrap_or(300_000))
    }

    pub(super) fn native(&self) -> rdkafka::ClientConfig {
        let mut native = rdkafka::ClientConfig::new();
        // Not how much is logged, which tracing decides: why a broker hung up is told at this level and nowhere else.
        native.set_log_level(rdkafka::config::RDKafkaLogLevel::Info);
        for (key, value) in &self.values {
            native.set(key, value);
        }
        native
    }
}

/// A translation under way.
pub(super) struct Translation<'a> {
    pub(super) props: &'a BTreeMap<String, String>,
    pub(super) values: BTreeMap<String, String>,
    pub(super) problems: Vec<Problem>,
    pub(super) warnings: Vec<String>,
    unknown: Vec<String>,
    pub(super) max_request_size: usize,
    pub(super) max_poll_records: usize,
}

impl<'a> Translation<'a> {
    fn new(props: &'a BTreeMap<String, String>) -> Self {
        Self {
            props,
            values: BTreeMap::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
            unknown: Vec::new(),
            max_request_size: 1_048_576,
            max_poll_records: MAX_POLL_RECORDS,
        }
    }

    /// The trimmed value; blank ones count as absent.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.props.get(key).map(|value| value.trim_matches(|c| c <= ' ')).filter(|value| !value.is_empty())
    }

    pub(super) fn set(&mut self, key: &str, value: impl Into<String>) {
        self.values.insert(key.to_owned(), value.into());
    }

    pub(super) fn problem(&mut self, key: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(key, message));
    }

    fn apply(&mut self, key: &'a str, value: &str, rule: Rule, ignored: &mut Vec<&'a str>) {
        match rule {
            Rule::Same => self.set(key, value),
            Rule::Number { to, min, max } => {
                if let Some(number) = self.number(key, value, min, max) {
                    self.set(to, number.to_string());
                }
            }
            Rule::Boolean => match value.to_ascii_lowercase().as_str() {
                value @ ("true" | "false") => self.set(key, value),
                _ => self.problems.push(Problem::invalid(key, value, "Expected value to be either true or false")),
            },
            Rule::OneOf(known) => {
                if known.contains(&value) {
                    self.set(key, value);
                } else {
                    let why = format!("String must be one of: {}", known.join(", "));
                    self.problems.push(Problem::invalid(key, value, &why));
                }
            }
            Rule::Special(translate) => translate(self, key, value),
            Rule::Ignored => ignored.push(key),
            // Set by Kafka Connect itself, with the meaning that they have here anyway.
            Rule::Builtin => {}
        }
    }

    /// A number in Java's range, brought into librdkafka's.
    pub(super) fn number(&mut self, key: &str, value: &str, min: i64, max: i64) -> Option<i64> {
        let Ok(number) = value.parse::<i64>() else {
            self.problems.push(Problem::invalid(key, value, "Not a number of type LONG"));
            return None;
        };
        let clamped = number.clamp(min, max);
        if clamped != number {
            self.warnings.push(format!("{key}={number} is beyond what this client can do; it uses {clamped}"));
        }
        Some(clamped)
    }

    /// Conditions between keys, in the words of Java's `ProducerConfig` and `KafkaProducer`.
    fn check_together(&mut self) {
        let number = |key: &str, default: i64| self.text(key).and_then(|value| value.parse().ok()).unwrap_or(default);
        let mut problems = Vec::new();
        if self.text("enable.idempotence").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            if !matches!(self.text("acks"), None | Some("all" | "-1")) {
                let message = "Must set acks to all in order to use the idempotent producer. Otherwise we cannot \
                               guarantee idempotence.";
                problems.push(Problem::new("acks", message));
            }
            if number("max.in.flight.requests.per.connection", 5) > 5 {
                let key = "max.in.flight.requests.per.connection";
                problems
                    .push(Problem::new(key, format!("Must set {key} to at most 5 to use the idempotent producer.")));
            }
            if number("retries", INT_MAX) == 0 {
                problems
                    .push(Problem::new("retries", "Must set retries to non-zero when using the idempotent producer."));
            }
        }
        if number("delivery.timeout.ms", 120_000) < number("linger.ms", 5) + number("request.timeout.ms", 30_000) {
            let key = "delivery.timeout.ms";
            problems.push(Problem::new(
                key,
                format!("{key} should be equal to or larger than linger.ms + request.timeout.ms"),
            ));
        }
        self.problems.extend(problems);
    }

    fn unknown(&mut self, key: &str) {
        let similar = RULES
            .iter()
            .map(|(known, _, _)| *known)
            .chain(security::KEYS.iter().copied())
            .map(|known| (strsim::damerau_levenshtein(known, key), known))
            .filter(|(distance, _)| *distance <= 3)
            .min();
        let hint = similar.map_or(String::new(), |(_, known)| format!("; did you mean {known}?"));
        self.unknown.push(format!("{key} is not a known Kafka client configuration{hint}"));
    }
}
