//! A connector's configuration.

use std::{borrow::Cow, sync::Arc};

use kconnect::{
    ConfigDef, Prop, Props, Validation,
    config::{Definition, DefinitionError, Parsed},
    data::Part,
};

use super::{Findings, What};
use crate::{
    config::{ConnectorConfig, SinkConnectorConfig, SourceConnectorConfig},
    converter::{Converter, HeaderConverter},
    errors,
    kafka::ClientConfig,
    plugins::{Plugin, Plugins},
    raw::{self, below},
    sink,
    topics::TopicRules,
    transforms::Chain,
    validate::{self, ConnectorKind, PluginSet, WorkerSettings, connector_definition},
};

/// What connectors are examined with.
pub(crate) struct Bench<'a> {
    /// The connectors and everything else that a configuration may name.
    pub(crate) plugins: &'a Plugins,
    /// The same, as the validation of Kafka's wants it: connected or not.
    pub(crate) set: &'a PluginSet,
    /// What of the worker's configuration the validation depends on.
    pub(crate) settings: &'a WorkerSettings,
    /// The worker's configuration, variables filled in.
    pub(crate) worker: &'a Props,
    /// The worker's converters of keys and of values, and of headers, if there is a worker.
    pub(crate) converters: Option<(&'a [Arc<Converter>; 2], &'a Arc<HeaderConverter>)>,
}

/// What an examination found.
pub(crate) struct ConnectorExamined {
    pub(crate) findings: Findings,
    /// What a REST interface would answer: Kafka's message and status.
    pub(crate) refusal: Option<(u16, String)>,
    /// The keys that the configuration can have, as far as they are known.
    pub(crate) definition: Definition,
    /// What its tasks are made of, if nothing is wrong.
    pub(crate) parts: Option<ConnectorParts>,
}

/// The keys of every connector, and those of its kind.
#[derive(Clone, Debug)]
pub(crate) enum ConnectorKeys {
    Source(SourceConnectorConfig),
    Sink(SinkConnectorConfig),
}

impl ConnectorKeys {
    pub(crate) fn common(&self) -> &ConnectorConfig {
        match self {
            Self::Source(source) => &source.common,
            Self::Sink(sink) => &sink.common,
        }
    }
}

/// What a connector and its tasks are made of.
pub(crate) struct ConnectorParts {
    pub(crate) plugin: Plugin,
    pub(crate) keys: ConnectorKeys,
    /// Variables filled in, secrets sealed.
    pub(crate) props: Props,
    pub(crate) converters: [Arc<Converter>; 2],
    pub(crate) headers: Arc<HeaderConverter>,
    pub(crate) chain: Arc<Chain>,
    pub(crate) policy: errors::Policy,
    /// Of a source's records.
    pub(crate) producer: Option<ClientConfig>,
    /// What a sink reads.
    pub(crate) topics: Option<sink::Topics>,
    /// The topics that a source may make.
    pub(crate) rules: Option<TopicRules>,
    /// Every value, for the log: of the keys of every connector, and of the connector's own.
    pub(crate) validations: [Validation; 2],
}

/// Checks a connector's configuration, variables filled in. `set` may connect. `strict`: keys that nobody knows are errors,
/// whatever the configuration and the worker say.
pub(crate) async fn connector(bench: &Bench<'_>, props: Props, strict: bool) -> ConnectorExamined {
    let class = props.get(ConnectorConfig::CONNECTOR_CLASS_CONF).and_then(Prop::expose).map(trimmed);
    let plugin = class.and_then(|class| bench.plugins.connector(class).ok()).cloned();
    let kind = plugin.as_ref().map_or(ConnectorKind::Source, Plugin::kind);
    let common = definition(kind);
    let (definition, refused) = with_own(&common, plugin.as_ref());
    let mut props = raw::sealed(props, &definition);
    if strict {
        props.insert(ConnectorConfig::CONFIG_STRICT_CONF.to_owned(), Prop::from("true"));
    }
    let common_validation = validation(kind, &props);
    let strict = match common_validation.get(ConnectorConfig::CONFIG_STRICT_CONF).map(|value| &value.value) {
        Some(Parsed::Boolean(strict)) => *strict,
        _ => bench.settings.strict,
    };
    let mut examination = Examination { bench, findings: Findings::new(strict), refusal: None };
    if let Some(error) = refused {
        examination.findings.error(What::Invalid, Some(ConnectorConfig::CONNECTOR_CLASS_CONF), error.to_string());
    }
    let judged = examination.kafka(&props).await;
    // Kafka's keys are judged; what remains is ours.
    let kafka = connector_definition(kind).unwrap_or_default();
    examination.findings.validation(&common_validation, |key| !judged || kafka.get(key).is_none());
    let Some(plugin) = plugin else {
        return examination.without_parts(definition);
    };
    let own_validation = plugin.validate_offline(&props);
    examination.findings.validation(&own_validation, |_| !judged);
    if !strict || !judged {
        examination.findings.unread(raw::unread(&definition, Some(&kafka), &props));
    }
    examination.findings.errors(What::Unsupported, raw::unsupported(&props));
    let converters = examination.converters(&props);
    let headers = examination.headers(&props);
    let keys = match kind {
        ConnectorKind::Source => SourceConnectorConfig::parse(&props).ok().map(ConnectorKeys::Source),
        ConnectorKind::Sink => SinkConnectorConfig::parse(&props).ok().map(ConnectorKeys::Sink),
    };
    let policy = keys.as_ref().map(|keys| errors::Policy::from(&keys.common().errors));
    let producer = examination.clients(kind, &props, policy.as_ref());
    let rules = examination.rules(kind, &props);
    let topics = examination.topics(keys.as_ref());
    let chain = examination.chain(&props);
    let Examination { findings, refusal, .. } = examination;
    let parts = match (keys, converters, headers, chain, policy) {
        (Some(keys), Some(converters), Some(headers), Some(chain), Some(policy)) if findings.is_clean() => {
            Some(ConnectorParts {
                plugin,
                keys,
                props,
                converters,
                headers,
                chain: Arc::new(chain),
                policy,
                producer,
                topics,
                rules,
                validations: [common_validation, own_validation],
            })
        }
        _ => None,
    };
    ConnectorExamined { findings, refusal, definition, parts }
}

fn trimmed(class: &str) -> &str {
    class.trim_matches(|c| c <= ' ')
}

/// The keys of every connector of that kind, ours among them.
fn definition(kind: ConnectorKind) -> Cow<'static, Definition> {
    match kind {
        ConnectorKind::Source => SourceConnectorConfig::definition(),
        ConnectorKind::Sink => SinkConnectorConfig::definition(),
    }
}

fn validation(kind: ConnectorKind, props: &Props) -> Validation {
    match kind {
        ConnectorKind::Source => SourceConnectorConfig::validate(props),
        ConnectorKind::Sink => SinkConnectorConfig::validate(props),
    }
}

/// The same keys with the connector's own, or why they do not go together.
fn with_own(common: &Definition, plugin: Option<&Plugin>) -> (Definition, Option<DefinitionError>) {
    match plugin.map(|plugin| common.clone().with(&plugin.definition())) {
        Some(Ok(definition)) => (definition, None),
        Some(Err(error)) => (common.clone(), Some(error)),
        None => (common.clone(), None),
    }
}

/// An examination under way.
struct Examination<'a> {
    bench: &'a Bench<'a>,
    findings: Findings,
    refusal: Option<(u16, String)>,
}

impl Examination<'_> {
    fn without_parts(self, definition: Definition) -> ConnectorExamined {
        ConnectorExamined { findings: self.findings, refusal: self.refusal, definition, parts: None }
    }

    /// What Kafka Connect says; whether it looked at every key.
    async fn kafka(&mut self, props: &Props) -> bool {
        match validate::connector_config(self.bench.set, self.bench.settings, props).await {
            Ok(infos) => {
                self.refusal = validate::refused(&infos).map(|message| (400, message));
                for info in &infos.configs {
                    let Some(value) = &info.value else { continue };
                    for message in &value.errors {
                        let what = match info.definition {
                            None if message.starts_with("unknown configuration ") => What::UnknownKey,
                            _ if message.contains(" could not be found.") => What::UnknownClass,
                            _ => What::Invalid,
                        };
                        self.findings.error(what, Some(&value.name), message);
                    }
                }
                true
            }
            Err(error) => {
                let class = props.get(ConnectorConfig::CONNECTOR_CLASS_CONF).and_then(Prop::expose);
                let known = class.map(|class| self.bench.plugins.connector(trimmed(class)));
                let detail = known.and_then(Result::err).map(|error| error.to_string());
                let unknown = detail.is_some();
                let what = if unknown { What::UnknownClass } else { What::Invalid };
                let key = (unknown || class.is_none()).then_some(ConnectorConfig::CONNECTOR_CLASS_CONF);
                self.findings.error_in_detail(what, key, &error.message, detail);
                self.refusal = Some((error.status, error.message));
                false
            }
        }
    }

    /// The connector's own converters, or the worker's.
    fn converters(&mut self, props: &Props) -> Option<[Arc<Converter>; 2]> {
        let workers = self.bench.converters.map(|(converters, _)| converters);
        let mut one = |part, key: &str, index: usize| match props.get(key).filter(|class| class.expose().is_some()) {
            Some(class) => self.findings.converter(class, part, key, props),
            None => workers.and_then(|workers| workers.get(index)).cloned(),
        };
        let key = one(Part::Key, ConnectorConfig::KEY_CONVERTER_CONF, 0);
        let value = one(Part::Value, ConnectorConfig::VALUE_CONVERTER_CONF, 1);
        Some([key?, value?])
    }

    fn headers(&mut self, props: &Props) -> Option<Arc<HeaderConverter>> {
        let key = ConnectorConfig::HEADER_CONVERTER_CONF;
        match props.get(key).filter(|class| class.expose().is_some()) {
            Some(class) => self.findings.header_converter(class, key, props),
            None => self.bench.converters.map(|(_, headers)| Arc::clone(headers)),
        }
    }

    /// The clients that the tasks will have; a source's producer.
    fn clients(&mut self, kind: ConnectorKind, props: &Props, policy: Option<&errors::Policy>) -> Option<ClientConfig> {
        let worker = self.bench.worker;
        let dead_letters = policy.is_some_and(|policy| policy.dead_letters.is_some());
        let (producer, consumer) = (below(props, "producer.override."), below(props, "consumer.override."));
        let admin = below(props, "admin.override.");
        // What is wrong with the worker's own clients is told where it stands.
        let none = Props::new();
        let mut workers = Findings::new(false);
        workers.client(raw::producer(worker, &none));
        workers.client(raw::consumer(worker, &none, "connector", 0));
        workers.client(raw::admin(worker, &none));
        let mut own = Findings::new(self.findings.is_strict());
        let mut producers = None;
        if kind == ConnectorKind::Source || dead_letters {
            producers = own.client(raw::producer(worker, &producer));
        }
        let offsets = props.get(SourceConnectorConfig::OFFSETS_STORAGE_TOPIC_CONF).and_then(Prop::expose).is_some();
        if kind == ConnectorKind::Sink || offsets {
            own.client(raw::consumer(worker, &consumer, "connector", 0));
        }
        if dead_letters || offsets || props.keys().any(|key| key.starts_with("topic.creation.")) {
            own.client(raw::admin(worker, &admin));
        }
        self.findings.extend_without(own, &workers);
        producers.filter(|_| kind == ConnectorKind::Source)
    }

    fn rules(&mut self, kind: ConnectorKind, props: &Props) -> Option<TopicRules> {
        if kind == ConnectorKind::Sink {
            return None;
        }
        match TopicRules::parse(props) {
            Ok(rules) => rules,
            Err(error) => {
                self.findings.errors(What::Invalid, error.to_string().lines().map(str::to_owned).collect());
                None
            }
        }
    }

    fn topics(&mut self, keys: Option<&ConnectorKeys>) -> Option<sink::Topics> {
        let Some(ConnectorKeys::Sink(keys)) = keys else { return None };
        if keys.topics_regex.trim().is_empty() {
            return Some(sink::Topics::List(keys.topics.clone()));
        }
        match sink::Topics::regex(&keys.topics_regex) {
            Ok(topics) => Some(topics),
            Err(message) => {
                self.findings.error(What::Invalid, Some(SinkConnectorConfig::TOPICS_REGEX_CONF), message);
                None
            }
        }
    }

    /// After everything else: what Kafka has found out about the transformations is not told in other words.
    fn chain(&mut self, props: &Props) -> Option<Chain> {
        if self.refusal.is_some() {
            return None;
        }
        match Chain::configure(&self.bench.plugins.records, props) {
            Ok(chain) => Some(chain),
            Err(found) => {
                self.findings.errors(What::Invalid, found);
                None
            }
        }
    }
}
