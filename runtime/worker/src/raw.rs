//! Configurations as they are written, and which of their keys go where.

use std::collections::BTreeMap;

use kconnect::{
    Prop, Props, Validation,
    config::{Definition, UnknownKey},
};

use crate::{
    kafka::{ClientConfig, ClientKind, Configured},
    problem::Problem,
};

/// A configuration as it is written: keys and values as text.
pub(crate) type Raw = BTreeMap<String, String>;

/// As the configuration engine takes it. What is a secret by its name, in sections that no definition covers, is one from
/// here on.
pub(crate) fn props(raw: &Raw) -> Props {
    raw.iter()
        .map(|(key, value)| {
            let value = value.clone();
            (key.clone(), if is_secret(key) { Prop::Secret(value) } else { Prop::Plain(value) })
        })
        .collect()
}

/// A section's keys as the start-up dump shows them, in the form of the others.
pub(crate) fn dump(title: &str, section: &Raw) -> String {
    let line = |(key, value): (&String, &String)| {
        let shown = if is_secret(key) { "[hidden]" } else { value };
        format!("\t{key} = {}\n", without_user(shown))
    };
    format!("{title} values: \n{}", section.iter().map(line).collect::<Vec<_>>().concat())
}

/// A value in which no address has credentials.
fn without_user(value: &str) -> String {
    let hide = |address: &str| match address.split_once("://") {
        Some((scheme, rest)) => match rest.split_once('@') {
            Some((user, host)) if !user.contains('/') => format!("{scheme}://[hidden]@{host}"),
            _ => address.to_owned(),
        },
        None => address.to_owned(),
    };
    value.split(',').map(hide).collect::<Vec<_>>().join(",")
}

/// Whether the last words of a key are those of a password: of the Kafka clients' and the registry clients' own keys.
fn is_secret(key: &str) -> bool {
    SECRETS.iter().any(|secret| key == *secret || key.strip_suffix(secret).is_some_and(|rest| rest.ends_with('.')))
}

/// The keys of type PASSWORD of Kafka's and Confluent's clients, without prefixes.
const SECRETS: [&str; 13] = [
    "basic.auth.user.info",
    "bearer.auth.client.secret",
    "bearer.auth.token",
    "sasl.jaas.config",
    "sasl.oauthbearer.assertion.private.key.passphrase",
    "sasl.oauthbearer.client.credentials.client.secret",
    "sasl.password",
    "schema.registry.basic.auth.user.info",
    "ssl.key.password",
    "ssl.key.pem",
    "ssl.keystore.key",
    "ssl.keystore.password",
    "ssl.truststore.password",
];

/// The keys below `prefix`, without it.
pub(crate) fn below(raw: &Raw, prefix: &str) -> Raw {
    raw.iter().filter_map(|(key, value)| Some((key.strip_prefix(prefix)?.to_owned(), value.clone()))).collect()
}

/// Every message of a validation, in the order of its keys.
pub(crate) fn messages(validation: &Validation) -> Vec<String> {
    validation.errors().flat_map(|(_, messages)| messages.iter().cloned()).collect()
}

/// The producer's configuration, from the worker's keys and what a connector overrides.
///
/// # Errors
/// Every problem, a line each.
pub(crate) fn producer(worker: &Raw, overrides: &Raw) -> Result<Configured, Vec<String>> {
    // The configuration's own default.
    let bootstrap = worker.get(BOOTSTRAP).map_or("localhost:9092", String::as_str);
    ClientConfig::producer(bootstrap, &below(worker, "producer."), overrides).map_err(|problems| lines(&problems))
}

/// The configuration of the worker's own client. It is a producer's, which is the only client that hears why a broker
/// cannot be reached.
///
/// # Errors
/// Every problem, a line each.
pub(crate) fn client(worker: &Raw) -> Result<Configured, Vec<String>> {
    let mut props = client_props(worker);
    props.entry(BOOTSTRAP.to_owned()).or_insert_with(|| "localhost:9092".to_owned());
    ClientConfig::translate(ClientKind::Producer, &props).map_err(|problems| lines(&problems))
}

/// The messages of a list of problems.
pub(crate) fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| problem.message.clone()).collect()
}

/// What the worker's own clients use: the top level of its configuration, less what is not a client's.
fn client_props(worker: &Raw) -> Raw {
    let client = |key: &str| {
        key == BOOTSTRAP || key == "client.id" || CLIENT_PREFIXES.iter().any(|prefix| key.starts_with(prefix))
    };
    worker.iter().filter(|(key, _)| client(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

const BOOTSTRAP: &str = "bootstrap.servers";

/// What begins a client key at the top level of a worker's configuration.
const CLIENT_PREFIXES: [&str; 5] = ["client.dns.", "reconnect.", "sasl.", "security.", "ssl."];

/// Sections of a worker's configuration that belong to others.
const SECTIONS: [&str; 5] = ["admin.", "consumer.", "key.converter.", "producer.", "value.converter."];

/// Keys of Kafka Connect's workers that mean nothing to this one. Saying so is better than a suggestion.
const UNUSED: [&str; 24] = [
    "access.control.allow.methods",
    "access.control.allow.origin",
    "admin.listeners",
    "config.storage.topic",
    "connector.client.config.override.policy",
    "group.id",
    "header.converter.schemas.enable",
    "internal.key.converter",
    "internal.key.converter.schemas.enable",
    "internal.value.converter",
    "internal.value.converter.schemas.enable",
    "metric.reporters",
    "metrics.num.samples",
    "metrics.recording.level",
    "metrics.sample.window.ms",
    "offset.storage.topic",
    "response.http.headers.config",
    "rest.advertised.host.name",
    "rest.advertised.listener",
    "rest.advertised.port",
    "rest.extension.classes",
    "status.storage.topic",
    "topic.creation.enable",
    "topic.tracking.enable",
];

/// Keys that would change what is written or kept, which this version does not do, and the values that mean "off". To ignore
/// them would be to write what the user did not want.
const UNSUPPORTED: [(&str, &[&str]); 10] = [
    ("transforms", &[""]),
    ("predicates", &[""]),
    ("header.converter", &["org.apache.kafka.connect.storage.SimpleHeaderConverter", "SimpleHeaderConverter"]),
    ("errors.deadletterqueue.topic.name", &[""]),
    ("exactly.once.support", &["requested"]),
    ("exactly.once.source.support", &["disabled", "preparing"]),
    ("transaction.boundary", &["poll"]),
    ("topic.creation.groups", &[""]),
    ("offsets.storage.topic", &[]),
    ("config.providers", &[""]),
];

/// A message for each key that asks for what this version cannot do.
pub(crate) fn unsupported(raw: &Raw) -> Vec<String> {
    let mut found: Vec<_> = UNSUPPORTED
        .iter()
        .filter_map(|(key, off)| Some((key, raw.get(*key)?, off)))
        .filter(|(_, value, off)| !off.iter().any(|off| value.trim().eq_ignore_ascii_case(off)))
        .map(|(key, value, _)| format!("Invalid value {value} for configuration {key}: not supported by this version"))
        .collect();
    if raw.keys().any(|key| key.starts_with("topic.creation.default.")) {
        found.push(
            "topic.creation.default.*: not supported by this version; create the topic, or let the broker do it"
                .to_owned(),
        );
    }
    found
}

/// Warns of keys that nobody reads: with a suggestion, or saying that Kafka Connect has them and this worker does not.
pub(crate) fn warn_of_unknown(definition: &Definition, props: &Props) {
    for UnknownKey { name, suggestion, .. } in definition.unknown(props) {
        let known_elsewhere = CLIENT_PREFIXES.iter().chain(&SECTIONS).any(|prefix| name.starts_with(prefix));
        if UNUSED.contains(&name.as_str()) {
            tracing::warn!("the configuration {name} is one of Kafka Connect's that this version does not use");
        } else if let (Some(suggestion), false) = (&suggestion, known_elsewhere) {
            tracing::warn!("the configuration {name} was supplied but is not known; did you mean {suggestion}?");
        } else if !known_elsewhere {
            tracing::warn!("the configuration {name} was supplied but is not known");
        }
    }
}

/// Warns of a trap of Kafka Connect's: security at the top level is for the worker's own clients, not for producers.
pub(crate) fn warn_of_security(worker: &Raw) {
    let key = "security.protocol";
    let plain = |value: &String| value.trim().eq_ignore_ascii_case("PLAINTEXT");
    if worker.get(key).is_some_and(|value| !plain(value)) && !worker.contains_key("producer.security.protocol") {
        tracing::warn!(
            "{key} is set for the worker and not for its producers, which will speak PLAINTEXT: repeat the \
             security.*, sasl.* and ssl.* keys with the prefix producer."
        );
    }
}
