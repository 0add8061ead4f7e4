//! The configuration of a sink's consumer: Kafka Connect's defaults, and the keys that only members of a group have.

use kconnect::{Prop, Props};

use super::{
    ClientConfig, Configured,
    config::{ClientKind, Translation},
};
use crate::problem::Problem;

/// Records of one `put`, at most, when nobody says otherwise: Java's `max.poll.records`.
pub(super) const MAX_POLL_RECORDS: usize = 500;

impl ClientConfig {
    /// The consumer of a connector's task: Kafka Connect's own defaults (`Worker.baseConsumerConfigs`), then the worker's
    /// keys under `consumer.`, then the connector's under `consumer.override.`, both without these prefixes.
    ///
    /// With static membership the tasks after the first have the task's number behind their `group.instance.id`: members
    /// with the same id would end each other.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub(crate) fn consumer(
        bootstrap: &Prop,
        connector: &str,
        task: usize,
        worker: &Props,
        overrides: &Props,
    ) -> Result<Configured, Vec<Problem>> {
        let (group, client) = (format!("connect-{connector}"), format!("connector-consumer-{connector}-{task}"));
        let defaults = [
            ("group.id", group.as_str()),
            ("client.id", client.as_str()),
            ("enable.auto.commit", "false"),
            ("auto.offset.reset", "earliest"),
            ("key.deserializer", BYTES),
            ("value.deserializer", BYTES),
            // Java's own defaults, where librdkafka has others.
            ("isolation.level", "read_uncommitted"),
            ("check.crcs", "true"),
            ("allow.auto.create.topics", "true"),
            ("metadata.max.age.ms", "300000"),
        ];
        let mut props: Props = defaults.into_iter().map(|(key, value)| (key.to_owned(), Prop::from(value))).collect();
        props.insert("bootstrap.servers".to_owned(), bootstrap.clone());
        props.extend(worker.iter().chain(overrides).map(|(key, value)| (key.clone(), value.clone())));
        let mut configured = Self::translate(ClientKind::Consumer, &props)?;
        let values = &mut configured.config.values;
        let mut set = |key: &str, value: String| values.insert(key.to_owned(), value);
        // Offsets are committed one by one, when records are settled.
        set("enable.auto.offset.store", "false".to_owned());
        // Each partition has a queue of its own that nobody empties while the task is busy, so it must be short. Java
        // keeps no more than one fetch of a partition either.
        set("queued.min.messages", "10000".to_owned());
        set("fetch.queue.backoff.ms", "10".to_owned());
        let fetch = values.get("max.partition.fetch.bytes").and_then(|bytes| bytes.parse::<u64>().ok());
        let kilobytes = fetch.unwrap_or(1_048_576).div_ceil(1024).clamp(1, 2_097_151);
        values.insert("queued.max.messages.kbytes".to_owned(), kilobytes.to_string());
        // What Java calls the age of its metadata is, here, how often new partitions and topics are looked for.
        let age = values.get("metadata.max.age.ms").and_then(|age| age.parse::<u64>().ok()).unwrap_or(300_000);
        values.insert("topic.metadata.refresh.interval.ms".to_owned(), age.clamp(10, 3_600_000).to_string());
        if values.get("group.protocol").is_none_or(|protocol| protocol == "classic") {
            values.entry("partition.assignment.strategy".to_owned()).or_insert_with(|| "range".to_owned());
        }
        if task > 0
            && let Some(instance) = values.get_mut("group.instance.id")
        {
            *instance = format!("{instance}-{task}");
        }
        Ok(configured)
    }
}

const BYTES: &str = "org.apache.kafka.common.serialization.ByteArrayDeserializer";

pub(super) fn max_poll_records(translation: &mut Translation<'_>, key: &str, value: &str) {
    if let Some(number) = translation.number(key, value, 1, 1_000_000) {
        translation.max_poll_records = usize::try_from(number).unwrap_or(MAX_POLL_RECORDS);
    }
}

pub(super) fn auto_commit(translation: &mut Translation<'_>, key: &str, value: &str) {
    if !value.eq_ignore_ascii_case("false") {
        let why = "the worker commits what the task has settled; remove the key";
        translation.problems.push(Problem::invalid(key, value, why));
    }
}

pub(super) fn byte_array(translation: &mut Translation<'_>, key: &str, value: &str) {
    if value != BYTES {
        let why = "a worker's consumer reads bytes, which the converters understand; remove the key";
        translation.problems.push(Problem::invalid(key, value, why));
    }
}

/// Java takes any case, and a duration since 4.0.
pub(super) fn offset_reset(translation: &mut Translation<'_>, key: &str, value: &str) {
    match value.to_ascii_lowercase().as_str() {
        reset @ ("earliest" | "latest") => translation.set(key, reset),
        // librdkafka's word for it.
        "none" => translation.set(key, "error"),
        _ => {
            let why = "String must be one of: earliest, latest, none; by_duration is not available here";
            translation.problems.push(Problem::invalid(key, value, why));
        }
    }
}

pub(super) fn internal_topics(translation: &mut Translation<'_>, key: &str, value: &str) {
    if !value.eq_ignore_ascii_case("true") {
        let warning = format!("{key}={value} has no effect: no regular expression finds Kafka's internal topics");
        translation.warnings.push(warning);
    }
}

/// KIP-848.
pub(super) fn group_protocol(translation: &mut Translation<'_>, key: &str, value: &str) {
    let protocol = value.to_ascii_lowercase();
    let impossible: &[&str] = match protocol.as_str() {
        "consumer" => &["partition.assignment.strategy", "session.timeout.ms", "heartbeat.interval.ms"],
        "classic" => &["group.remote.assignor"],
        _ => {
            translation.problems.push(Problem::invalid(key, value, "String must be one of: CLASSIC, CONSUMER"));
            return;
        }
    };
    for other in impossible {
        if translation.text(other).is_some() {
            // Java's words.
            let message = format!("{other} cannot be set when {key}={}", protocol.to_ascii_uppercase());
            translation.problem(other, message);
        }
    }
    translation.set(key, protocol);
}

/// The assignors that librdkafka has. Members of a group choose one that all of them know, so that each may be named
/// alone, but those of the two ways to rebalance cannot be mixed here.
pub(super) fn assignors(translation: &mut Translation<'_>, key: &str, value: &str) {
    const PACKAGE: &str = "org.apache.kafka.clients.consumer.";
    let mut eager = Vec::new();
    let mut cooperative = false;
    for class in value.split(',').map(str::trim).filter(|class| !class.is_empty()) {
        match class.strip_prefix(PACKAGE).unwrap_or(class) {
            "RangeAssignor" | "range" => eager.push("range"),
            "RoundRobinAssignor" | "roundrobin" => eager.push("roundrobin"),
            "CooperativeStickyAssignor" | "cooperative-sticky" => cooperative = true,
            _ => {
                let why = format!(
                    "write one of {PACKAGE}RangeAssignor, {PACKAGE}RoundRobinAssignor and \
                     {PACKAGE}CooperativeStickyAssignor"
                );
                translation.problems.push(Problem::invalid(key, class, &why));
                return;
            }
        }
    }
    if eager.is_empty() {
        translation.set(key, if cooperative { "cooperative-sticky" } else { "range" });
        return;
    }
    if cooperative {
        // What a Java client does while one member of the group does not know the other way.
        let warning =
            format!("{key}: the group rebalances eagerly; remove the other assignors for CooperativeStickyAssignor");
        translation.warnings.push(warning);
    }
    translation.set(key, eager.join(","));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configured(task: usize, overrides: &[(&str, &str)]) -> Result<Configured, Vec<String>> {
        let overrides = overrides.iter().map(|(key, value)| ((*key).to_owned(), Prop::from(*value))).collect();
        ClientConfig::consumer(&Prop::from("b:1"), "c", task, &Props::new(), &overrides)
            .map_err(|problems| problems.into_iter().map(|problem| problem.message).collect())
    }

    fn value(configured: &Configured, key: &str) -> Option<String> {
        configured.config.values.get(key).cloned()
    }

    #[test]
    fn a_consumer_is_named_and_set_as_kafka_connect_does() {
        let consumer = configured(2, &[]).unwrap();
        let values = [
            ("group.id", "connect-c"),
            ("client.id", "connector-consumer-c-2"),
            ("auto.offset.reset", "earliest"),
            ("isolation.level", "read_uncommitted"),
            ("partition.assignment.strategy", "range"),
        ];
        for (key, expected) in values {
            assert_eq!(value(&consumer, key).as_deref(), Some(expected), "{key}");
        }
        assert_eq!(consumer.config.max_poll_records, 500);
    }

    #[test]
    fn assignors_have_javas_names() {
        let strategy = |names: &str| {
            let consumer = configured(0, &[("partition.assignment.strategy", names)])?;
            Ok::<_, Vec<String>>((value(&consumer, "partition.assignment.strategy").unwrap(), consumer.warnings.len()))
        };
        let class = |name: &str| format!("org.apache.kafka.clients.consumer.{name}");
        assert_eq!(strategy(&class("RoundRobinAssignor")).unwrap(), ("roundrobin".to_owned(), 0));
        assert_eq!(strategy(&class("CooperativeStickyAssignor")).unwrap(), ("cooperative-sticky".to_owned(), 0));
        // Java's default: eager as long as somebody in the group knows nothing else.
        let both = format!("{}, {}", class("RangeAssignor"), class("CooperativeStickyAssignor"));
        assert_eq!(strategy(&both).unwrap(), ("range".to_owned(), 1));
        assert!(strategy(&class("StickyAssignor")).is_err());
    }

    #[test]
    fn the_consumer_protocol_excludes_what_the_broker_decides() {
        let consumer = configured(0, &[("group.protocol", "CONSUMER")]).unwrap();
        assert_eq!(value(&consumer, "partition.assignment.strategy"), None);
        let problems = configured(0, &[("group.protocol", "consumer"), ("session.timeout.ms", "9000")]).unwrap_err();
        assert_eq!(problems, ["session.timeout.ms cannot be set when group.protocol=CONSUMER"]);
    }

    #[test]
    fn static_members_of_one_connector_have_different_names() {
        let instance = |task| value(&configured(task, &[("group.instance.id", "i")]).unwrap(), "group.instance.id");
        assert_eq!((instance(0).as_deref(), instance(1).as_deref()), (Some("i"), Some("i-1")));
    }

    #[test]
    fn offsets_are_committed_by_the_worker_alone() {
        let problems = configured(0, &[("enable.auto.commit", "true")]).unwrap_err();
        assert!(problems.concat().contains("the worker commits what the task has settled"), "{problems:?}");
    }
}
