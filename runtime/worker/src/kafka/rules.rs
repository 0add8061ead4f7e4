//! What becomes of each property of Java's clients, security apart.

use super::{
    config::{ClientKind, Translation},
    group_config,
};
use crate::problem::Problem;

/// Which clients have a key.
#[derive(Clone, Copy)]
pub(super) enum Kinds {
    All,
    Producer,
    Consumer,
}

impl Kinds {
    pub(super) fn covers(self, kind: ClientKind) -> bool {
        match self {
            Self::All => true,
            Self::Producer => kind == ClientKind::Producer,
            Self::Consumer => kind == ClientKind::Consumer,
        }
    }
}

/// What becomes of a key.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// The same key with the same values.
    Same,
    /// A number under another key, in librdkafka's range.
    Number {
        to: &'static str,
        min: i64,
        max: i64,
    },
    Boolean,
    OneOf(&'static [&'static str]),
    Special(fn(&mut Translation<'_>, &str, &str)),
    /// Java has it, librdkafka has nothing like it, and nothing is wrong without it.
    Ignored,
    Builtin,
}

const fn number(to: &'static str, min: i64, max: i64) -> Rule {
    Rule::Number { to, min, max }
}

pub(super) const INT_MAX: i64 = 2_147_483_647;

/// Every key of Java's clients apart from security.
pub(super) const RULES: &[(&str, Kinds, Rule)] = {
    use Kinds::{All, Consumer, Producer};
    use Rule::{Boolean, Builtin, Ignored, OneOf, Same, Special};
    &[
        ("bootstrap.servers", All, Special(bootstrap)),
        ("client.id", All, Same),
        ("client.rack", All, Same),
        ("client.dns.lookup", All, OneOf(&["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"])),
        ("metadata.max.age.ms", All, number("metadata.max.age.ms", 1, 86_400_000)),
        ("metadata.recovery.strategy", All, OneOf(&["rebootstrap", "none"])),
        (
            "metadata.recovery.rebootstrap.trigger.ms",
            All,
            number("metadata.recovery.rebootstrap.trigger.ms", 0, INT_MAX),
        ),
        ("reconnect.backoff.ms", All, number("reconnect.backoff.ms", 0, 3_600_000)),
        ("reconnect.backoff.max.ms", All, number("reconnect.backoff.max.ms", 0, 3_600_000)),
        ("retry.backoff.ms", All, number("retry.backoff.ms", 1, 300_000)),
        ("retry.backoff.max.ms", All, number("retry.backoff.max.ms", 1, 300_000)),
        ("connections.max.idle.ms", All, Special(idle)),
        ("request.timeout.ms", Producer, number("request.timeout.ms", 1, 900_000)),
        ("send.buffer.bytes", All, Special(send_buffer)),
        ("receive.buffer.bytes", All, Special(receive_buffer)),
        ("socket.connection.setup.timeout.ms", All, number("socket.connection.setup.timeout.ms", 1000, INT_MAX)),
        ("socket.connection.setup.timeout.max.ms", All, Ignored),
        ("enable.metrics.push", All, Boolean),
        ("acks", Producer, OneOf(&["all", "-1", "0", "1"])),
        ("linger.ms", Producer, number("linger.ms", 0, 900_000)),
        ("batch.size", Producer, number("batch.size", 1, INT_MAX)),
        ("max.request.size", Producer, Special(max_request_size)),
        ("buffer.memory", Producer, Special(buffer_memory)),
        ("delivery.timeout.ms", Producer, number("delivery.timeout.ms", 1, INT_MAX)),
        ("retries", Producer, number("retries", 0, INT_MAX)),
        (
            "max.in.flight.requests.per.connection",
            Producer,
            number("max.in.flight.requests.per.connection", 1, 1_000_000),
        ),
        ("enable.idempotence", Producer, Boolean),
        ("compression.type", Producer, OneOf(&["none", "gzip", "snappy", "lz4", "zstd"])),
        ("compression.gzip.level", Producer, Special(compression_level)),
        ("compression.lz4.level", Producer, Special(compression_level)),
        ("compression.zstd.level", Producer, Special(compression_level)),
        ("partitioner.class", Producer, Special(partitioner)),
        ("partitioner.ignore.keys", Producer, Special(ignore_keys)),
        ("transaction.timeout.ms", Producer, number("transaction.timeout.ms", 1000, INT_MAX)),
        ("transactional.id", Producer, Special(transactional)),
        ("max.block.ms", Producer, Builtin),
        ("key.serializer", Producer, Special(byte_array)),
        ("value.serializer", Producer, Special(byte_array)),
        ("group.id", Consumer, Same),
        ("group.instance.id", Consumer, Same),
        ("group.protocol", Consumer, Special(group_config::group_protocol)),
        ("group.remote.assignor", Consumer, Same),
        ("session.timeout.ms", Consumer, number("session.timeout.ms", 1, 3_600_000)),
        ("heartbeat.interval.ms", Consumer, number("heartbeat.interval.ms", 1, 3_600_000)),
        ("max.poll.interval.ms", Consumer, number("max.poll.interval.ms", 1, 86_400_000)),
        ("max.poll.records", Consumer, Special(group_config::max_poll_records)),
        ("partition.assignment.strategy", Consumer, Special(group_config::assignors)),
        ("auto.offset.reset", Consumer, Special(group_config::offset_reset)),
        ("enable.auto.commit", Consumer, Special(group_config::auto_commit)),
        ("auto.commit.interval.ms", Consumer, Ignored),
        ("allow.auto.create.topics", Consumer, Boolean),
        ("exclude.internal.topics", Consumer, Special(group_config::internal_topics)),
        ("key.deserializer", Consumer, Special(group_config::byte_array)),
        ("value.deserializer", Consumer, Special(group_config::byte_array)),
        ("isolation.level", Consumer, OneOf(&["read_uncommitted", "read_committed"])),
        ("fetch.min.bytes", Consumer, number("fetch.min.bytes", 1, 100_000_000)),
        ("fetch.max.bytes", Consumer, number("fetch.max.bytes", 0, 2_147_483_135)),
        ("fetch.max.wait.ms", Consumer, number("fetch.wait.max.ms", 0, 300_000)),
        ("max.partition.fetch.bytes", Consumer, number("max.partition.fetch.bytes", 1, 1_000_000_000)),
        ("check.crcs", Consumer, Boolean),
        ("metadata.max.idle.ms", All, Ignored),
        ("partitioner.adaptive.partitioning.enable", Producer, Ignored),
        ("partitioner.availability.timeout.ms", Producer, Ignored),
        ("transaction.two.phase.commit.enable", Producer, Ignored),
        ("default.api.timeout.ms", All, Ignored),
        ("interceptor.classes", All, Ignored),
        ("metric.reporters", All, Ignored),
        ("auto.include.jmx.reporter", All, Ignored),
        ("metrics.num.samples", All, Ignored),
        ("metrics.recording.level", All, Ignored),
        ("metrics.sample.window.ms", All, Ignored),
        ("config.providers", All, Ignored),
    ]
};

fn bootstrap(translation: &mut Translation<'_>, key: &str, value: &str) {
    for server in value.split(',').map(str::trim).filter(|server| !server.is_empty()) {
        let address = server.split_once("://").map_or(server, |(_, address)| address);
        let port =
            address.rsplit_once(':').and_then(|(host, port)| (!host.is_empty()).then(|| port.parse::<u16>().ok())?);
        if port.is_none() {
            translation.problem(key, format!("Invalid url in bootstrap.servers: {server}; write host:port"));
        }
    }
    if value.is_empty() {
        translation.problem(key, "No bootstrap servers specified; write host:port, or several with commas");
    }
    translation.set(key, value);
}

/// Java's -1 is librdkafka's 0: never.
fn idle(translation: &mut Translation<'_>, key: &str, value: &str) {
    if let Some(number) = translation.number(key, value, -1, INT_MAX) {
        translation.set(key, number.max(0).to_string());
    }
}

fn send_buffer(translation: &mut Translation<'_>, key: &str, value: &str) {
    if let Some(number) = translation.number(key, value, -1, 100_000_000) {
        translation.set("socket.send.buffer.bytes", number.max(0).to_string());
    }
}

fn receive_buffer(translation: &mut Translation<'_>, key: &str, value: &str) {
    if let Some(number) = translation.number(key, value, -1, 100_000_000) {
        translation.set("socket.receive.buffer.bytes", number.max(0).to_string());
    }
}

fn max_request_size(translation: &mut Translation<'_>, key: &str, value: &str) {
    if let Some(number) = translation.number(key, value, 1000, 1_000_000_000) {
        translation.max_request_size = usize::try_from(number).unwrap_or(usize::MAX);
        translation.set("message.max.bytes", number.to_string());
    }
}

fn buffer_memory(translation: &mut Translation<'_>, key: &str, value: &str) {
    if let Some(number) = translation.number(key, value, 1024, INT_MAX * 1024) {
        translation.set("queue.buffering.max.kbytes", (number / 1024).to_string());
    }
}

/// librdkafka has one level, for whatever codec is chosen.
fn compression_level(translation: &mut Translation<'_>, key: &str, value: &str) {
    let codec = translation.text("compression.type").unwrap_or("none");
    if key.split('.').nth(1) != Some(codec) {
        return;
    }
    let (min, max) = if codec == "gzip" { (-1, 9) } else { (-1, 12) };
    if let Some(number) = translation.number(key, value, min, max) {
        translation.set("compression.level", number.to_string());
    }
}

fn partitioner(translation: &mut Translation<'_>, key: &str, value: &str) {
    // Java's former default, which chose the same partition for a key.
    if !matches!(value, "" | "org.apache.kafka.clients.producer.internals.DefaultPartitioner") {
        let why = "only Kafka's default partitioner is available; remove the key, or set partitioner.ignore.keys=true";
        translation.problems.push(Problem::invalid(key, value, why));
    }
}

fn ignore_keys(translation: &mut Translation<'_>, key: &str, value: &str) {
    match value.to_ascii_lowercase().as_str() {
        "true" => translation.set("partitioner", "random"),
        "false" => {}
        _ => translation.problems.push(Problem::invalid(key, value, "Expected value to be either true or false")),
    }
}

fn transactional(translation: &mut Translation<'_>, key: &str, _value: &str) {
    translation.problem(key, "transactions are not available here; remove the key");
}

fn byte_array(translation: &mut Translation<'_>, key: &str, value: &str) {
    if value != "org.apache.kafka.common.serialization.ByteArraySerializer" {
        let why = "a worker's producer writes what the converters made; remove the key";
        translation.problems.push(Problem::invalid(key, value, why));
    }
}
