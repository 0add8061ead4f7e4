//! What a connector overrides of its Kafka clients' settings, and what of that the worker allows.

use std::collections::BTreeMap;

use kconnect::{
    Props,
    config::{ConfigInfos, ConfigType, Invalid, Parsed, Prop},
};

use super::{
    clients::Client,
    infos::{entry, merged, value_of},
    java_map,
    plugin::ConnectorKind,
    rest::Refusal,
    worker::{WorkerMode, WorkerSettings},
};

/// Which client settings a connector may override (`ConnectorClientConfigOverridePolicy`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OverridePolicy {
    /// Every one.
    #[default]
    All,
    /// None.
    None,
    /// `sasl.jaas.config`, `sasl.mechanism` and `security.protocol`. Kafka 4.2 replaced it by the next one.
    Principal,
    /// Those that `connector.client.config.override.allowlist` names.
    Allowlist(Vec<String>),
}

impl OverridePolicy {
    /// The policy of a worker's configuration.
    pub(super) fn of(worker: &BTreeMap<String, String>) -> Result<Self, String> {
        const PACKAGE: &str = "org.apache.kafka.connect.connector.policy.";
        const SUFFIX: &str = "ConnectorClientConfigOverridePolicy";
        let key = "connector.client.config.override.policy";
        let given = worker.get(key).map_or("All", |value| value.trim_matches(|c| c <= ' '));
        let name = given.strip_prefix(PACKAGE).unwrap_or(given);
        match name.strip_suffix(SUFFIX).unwrap_or(name) {
            "All" => Ok(Self::All),
            "None" => Ok(Self::None),
            "Principal" => Ok(Self::Principal),
            "Allowlist" => {
                let list = worker.get("connector.client.config.override.allowlist").cloned().unwrap_or_default();
                match ConfigType::List.parse(&Parsed::String(list)) {
                    Ok(Parsed::List(keys)) => Ok(Self::Allowlist(keys)),
                    _ => Ok(Self::Allowlist(Vec::new())),
                }
            }
            _ => Err(format!(
                "Failed to find any class that implements {SUFFIX} and which name matches {given}; the policies are All, \
                 None, Principal and Allowlist"
            )),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::All => "All",
            Self::None => "None",
            Self::Principal => "Principal",
            Self::Allowlist(_) => "Allowlist",
        }
    }

    fn allows(&self, key: &str) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Principal => matches!(key, "sasl.jaas.config" | "sasl.mechanism" | "security.protocol"),
            Self::Allowlist(keys) => keys.iter().any(|allowed| allowed == key),
        }
    }
}

/// The overrides of every client that the connector has.
///
/// # Errors
/// A value that its key cannot have.
pub(super) fn infos(worker: &WorkerSettings, kind: ConnectorKind, props: &Props) -> Result<ConfigInfos, Refusal> {
    let clients = [
        (Client::Producer, has_producer(kind, props)),
        (Client::Consumer, has_consumer(worker, kind, props)),
        (Client::Admin, has_admin(worker, kind, props)),
    ];
    // Kafka Connect looks at admin clients before consumers, and shows them behind.
    let mut infos = BTreeMap::new();
    for index in [0, 2, 1] {
        if let Some((client, true)) = clients.get(index) {
            infos.insert(index, client_infos(worker, *client, props)?);
        }
    }
    Ok(merged("", infos.into_values()))
}

fn client_infos(worker: &WorkerSettings, client: Client, props: &Props) -> Result<ConfigInfos, Refusal> {
    let prefix = client.prefix();
    // From the map of the whole configuration into one without the prefix.
    let mut given: Vec<_> = props.iter().collect();
    java_map::sort_copied(&mut given, |(key, _)| key);
    let own = |key: &str| key.strip_prefix(prefix).filter(|key| !key.is_empty()).map(str::to_owned);
    let mut given: Vec<_> = given.into_iter().filter_map(|(key, given)| Some((own(key)?, given))).collect();
    java_map::sort(&mut given, |(key, _)| key);
    let policy = &worker.override_policy;
    let entries = given.into_iter().map(|(key, given)| {
        let name = format!("{prefix}{key}");
        let definition = client.key(&key);
        let text = given.expose().map_or(Parsed::Null, |text| Parsed::String(text.to_owned()));
        let parsed = match &definition {
            Some(definition) => {
                definition.config_type.parse(&text).map_err(|invalid| refusal(&key, given, &invalid))?
            }
            None => text,
        };
        let mut value = value_of(&name);
        value.secret = given.is_secret() || matches!(parsed, Parsed::Password(_));
        value.reference = given.reference().map(str::to_owned);
        value.value = parsed;
        if !policy.allows(&key) {
            value.errors.push(format!(
                "The '{}' policy does not allow '{key}' to be overridden in the connector configuration.",
                policy.name()
            ));
        }
        Ok(entry(definition, value))
    });
    let entries: Vec<_> = entries.collect::<Result<_, Refusal>>()?;
    Ok(merged("", entries))
}

/// What is wrong with a value, without the value if that is a secret.
fn refusal(key: &str, given: &Prop, invalid: &Invalid) -> Refusal {
    let text = invalid.text(key);
    match given.expose().filter(|value| given.is_secret() && !value.is_empty()) {
        Some(secret) => Refusal::config(text.replace(secret, given.reference().unwrap_or("[hidden]"))),
        None => Refusal::config(text),
    }
}

fn has_producer(kind: ConnectorKind, props: &Props) -> bool {
    kind == ConnectorKind::Source || has_dead_letter_queue(props)
}

fn has_admin(worker: &WorkerSettings, kind: ConnectorKind, props: &Props) -> bool {
    match kind {
        ConnectorKind::Source => {
            props.keys().any(|key| key.starts_with("topic.creation.")) || has_own_offsets(worker, props)
        }
        ConnectorKind::Sink => has_dead_letter_queue(props),
    }
}

fn has_consumer(worker: &WorkerSettings, kind: ConnectorKind, props: &Props) -> bool {
    kind == ConnectorKind::Sink || has_own_offsets(worker, props)
}

fn has_dead_letter_queue(props: &Props) -> bool {
    let name = props.get("errors.deadletterqueue.topic.name").and_then(Prop::expose).unwrap_or_default();
    !name.trim().is_empty()
}

/// Whether the tasks have an offsets topic of their own: in a transaction, or because the connector names one.
fn has_own_offsets(worker: &WorkerSettings, props: &Props) -> bool {
    let WorkerMode::Distributed { exactly_once, .. } = worker.mode else { return false };
    let topic = props.get("offsets.storage.topic").and_then(Prop::expose).unwrap_or_default();
    exactly_once || !topic.trim_matches(|c| c <= ' ').is_empty()
}
