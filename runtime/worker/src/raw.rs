//! Which keys of a configuration go where, and what nobody may see of them.

use kconnect::{
    Prop, Props, Validation,
    config::{ConfigType, Definition, UnknownKey, variables_alone},
};

use crate::{
    kafka::{ClientConfig, ClientKind, Configured},
    problem::Problem,
};

/// A configuration as a file has it.
pub(crate) fn props(texts: impl IntoIterator<Item = (String, String)>) -> Props {
    texts.into_iter().map(|(key, value)| (key, Prop::Plain(value))).collect()
}

/// The same configuration, in which passwords are secrets: what the definition has as one, and what is one by its name in
/// sections that no definition covers.
pub(crate) fn sealed(mut props: Props, definition: &Definition) -> Props {
    let passwords = definition.keys().iter().filter(|key| key.config_type == ConfigType::Password);
    let passwords: Vec<_> = passwords.flat_map(|key| std::iter::once(&key.name).chain(&key.aliases)).collect();
    for (key, prop) in &mut props {
        if let Prop::Plain(text) = prop
            && (is_secret(key) || passwords.iter().any(|password| **password == **key))
        {
            *prop = Prop::Secret(std::mem::take(text));
        }
    }
    props
}

/// A section's keys as the start-up dump shows them, in the form of the others.
pub(crate) fn dump(title: &str, section: &Props) -> String {
    let line = |(key, prop): (&String, &Prop)| format!("\t{key} = {}\n", shown(key, prop));
    format!("{title} values: \n{}", section.iter().map(line).collect::<Vec<_>>().concat())
}

/// A value as everybody may see it: a variable as it was written.
fn shown(key: &str, prop: &Prop) -> String {
    match prop {
        Prop::Null => "null".to_owned(),
        Prop::Secret(_) => HIDDEN.to_owned(),
        // What stands around the variables is as secret as they are.
        Prop::Resolved(_) if is_secret(key) => variables_alone(prop.reference().unwrap_or_default()),
        Prop::Plain(_) | Prop::Resolved(_) => without_user(prop.reference().or(prop.expose()).unwrap_or_default()),
        Prop::Value(value) => value.to_string(),
    }
}

const HIDDEN: &str = "[hidden]";

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
pub(crate) fn is_secret(key: &str) -> bool {
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
pub(crate) fn below(props: &Props, prefix: &str) -> Props {
    props.iter().filter_map(|(key, value)| Some((key.strip_prefix(prefix)?.to_owned(), value.clone()))).collect()
}

/// Every message of a validation, in the order of its keys.
pub(crate) fn messages(validation: &Validation) -> Vec<String> {
    validation.errors().flat_map(|(_, messages)| messages.iter().cloned()).collect()
}

/// The producer's configuration, from the worker's keys and what a connector overrides.
///
/// # Errors
/// Every problem, a line each.
pub(crate) fn producer(worker: &Props, overrides: &Props) -> Result<Configured, Vec<String>> {
    // The configuration's own default.
    let bootstrap = worker.get(BOOTSTRAP).cloned().unwrap_or_else(|| "localhost:9092".into());
    ClientConfig::producer(&bootstrap, &below(worker, "producer."), overrides).map_err(|problems| lines(&problems))
}

/// The consumer's configuration of one task, likewise.
///
/// # Errors
/// Every problem, a line each.
pub(crate) fn consumer(
    worker: &Props,
    overrides: &Props,
    connector: &str,
    task: usize,
) -> Result<Configured, Vec<String>> {
    let bootstrap = worker.get(BOOTSTRAP).cloned().unwrap_or_else(|| "localhost:9092".into());
    ClientConfig::consumer(&bootstrap, connector, task, &below(worker, "consumer."), overrides)
        .map_err(|problems| lines(&problems))
}

/// The admin client's configuration, likewise.
///
/// # Errors
/// Every problem, a line each.
pub(crate) fn admin(worker: &Props, overrides: &Props) -> Result<Configured, Vec<String>> {
    ClientConfig::admin(worker, overrides).map_err(|problems| lines(&problems))
}

/// The configuration of the worker's own client. It is a producer's, which is the only client that hears why a broker
/// cannot be reached.
///
/// # Errors
/// Every problem, a line each.
pub(crate) fn client(worker: &Props) -> Result<Configured, Vec<String>> {
    let mut props = client_props(worker);
    props.entry(BOOTSTRAP.to_owned()).or_insert_with(|| "localhost:9092".into());
    ClientConfig::translate(ClientKind::Producer, &props).map_err(|problems| lines(&problems))
}

/// The messages of a list of problems.
pub(crate) fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| problem.message.clone()).collect()
}

/// What the worker's own clients use: the top level of its configuration, less what is not a client's.
fn client_props(worker: &Props) -> Props {
    let client = |key: &str| {
        key == BOOTSTRAP || key == "client.id" || CLIENT_PREFIXES.iter().any(|prefix| key.starts_with(prefix))
    };
    worker.iter().filter(|(key, _)| client(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

const BOOTSTRAP: &str = "bootstrap.servers";

/// What begins a client key at the top level of a worker's configuration.
const CLIENT_PREFIXES: [&str; 5] = ["client.dns.", "reconnect.", "sasl.", "security.", "ssl."];

/// Sections of a worker's configuration that belong to others.
const SECTIONS: [&str; 6] =
    ["admin.", "consumer.", "header.converter.", "key.converter.", "producer.", "value.converter."];

/// Keys of Kafka Connect's workers that mean nothing to this one. Saying so is better than a suggestion.
const UNUSED: [&str; 20] = [
    "access.control.allow.methods",
    "access.control.allow.origin",
    "admin.listeners",
    "config.storage.topic",
    "group.id",
    "internal.key.converter",
    "internal.key.converter.schemas.enable",
    "internal.value.converter",
    "internal.value.converter.schemas.enable",
    "metric.reporters",
    "metrics.num.samples",
    "metrics.recording.level",
    "metrics.sample.window.ms",
    "response.http.headers.config",
    "rest.advertised.host.name",
    "rest.advertised.listener",
    "rest.advertised.port",
    "rest.extension.classes",
    "status.storage.topic",
    "topic.tracking.enable",
];

/// Keys that would change what is written or kept, which this version does not do, and the values that mean "off". To ignore
/// them would be to write what the user did not want.
const UNSUPPORTED: [(&str, &[&str]); 3] = [
    ("exactly.once.support", &["requested"]),
    ("exactly.once.source.support", &["disabled", "preparing"]),
    ("transaction.boundary", &["poll"]),
];

/// A message for each key that asks for what this version cannot do.
pub(crate) fn unsupported(props: &Props) -> Vec<String> {
    UNSUPPORTED
        .iter()
        .filter_map(|(key, off)| Some((key, props.get(*key)?, off)))
        .filter(|(_, prop, off)| {
            prop.expose().is_some_and(|value| !off.iter().any(|off| value.trim().eq_ignore_ascii_case(off)))
        })
        .map(|(key, prop, _)| {
            format!("Invalid value {} for configuration {key}: not supported by this version", shown(key, prop))
        })
        .collect()
}

/// What to say of keys that nobody reads, as sentences.
pub(crate) struct Unread {
    /// Kafka Connect has them.
    pub(crate) unused: Vec<String>,
    /// Nobody has; with a suggestion, if one is similar.
    pub(crate) unknown: Vec<String>,
}

/// The keys that no definition has. Those of clients and converters are left to them. `kafka`: what Kafka Connect has of the
/// same kind.
pub(crate) fn unread(definition: &Definition, kafka: Option<&Definition>, props: &Props) -> Unread {
    let mut unread = Unread { unused: Vec::new(), unknown: Vec::new() };
    for UnknownKey { name, suggestion, .. } in definition.unknown(props) {
        let elsewhere = CLIENT_PREFIXES.iter().chain(&SECTIONS).any(|prefix| name.starts_with(prefix));
        // What these ask for is checked, whatever a definition says.
        let checked = UNSUPPORTED.iter().any(|(key, _)| *key == name);
        let kafkas = kafka.is_some_and(|kafka| kafka.get(&name).is_some());
        if kafkas && !checked || UNUSED.contains(&name.as_str()) {
            let text = format!("the configuration {name} is one of Kafka Connect's that this version does not use");
            unread.unused.push(text);
        } else if !elsewhere && !checked {
            let meant = suggestion.map_or(String::new(), |suggestion| format!("; did you mean {suggestion}?"));
            unread.unknown.push(format!("the configuration {name} was supplied but is not known{meant}"));
        }
    }
    unread
}

/// A trap of Kafka Connect's: security at the top level is for the worker's own clients, not for producers.
pub(crate) fn misplaced_security(worker: &Props) -> Option<String> {
    let key = "security.protocol";
    let plain = |value: &str| value.trim().eq_ignore_ascii_case("PLAINTEXT");
    let set = worker.get(key).and_then(Prop::expose).is_some_and(|value| !plain(value));
    (set && !worker.contains_key("producer.security.protocol")).then(|| {
        format!(
            "{key} is set for the worker and not for its producers, which will speak PLAINTEXT: repeat the security.*, \
             sasl.* and ssl.* keys with the prefix producer."
        )
    })
}
