//! What the worker says of a configuration: the same steps as before a start, and nothing is started.

use kconnect::{
    ConfigDef, Prop, Props, Validation,
    config::{Definition, Parsed},
    data::Part,
};

use super::{
    Code, Severity,
    document::Document,
    message::{key_of, missing},
};
use crate::{
    config::{ConnectorConfig, SourceConnectorConfig, StandaloneConfig},
    converter::Converter,
    plugins::Plugins,
    raw::{self, Unread, below},
    validate::{ConnectorKind, connector_definition},
};

/// One message.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    pub(super) code: Code,
    pub(super) key: Option<String>,
    pub(super) message: String,
}

/// All messages about one configuration.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) findings: Vec<Finding>,
    /// The keys that the configuration can have, as far as they are known.
    pub(super) definition: Definition,
    /// Whether keys that nobody knows are errors.
    pub(super) strict: bool,
}

/// Where a message comes from decides what kind it is.
struct Judge<'a> {
    document: &'a Document,
    definition: &'a Definition,
    /// What may stand before the keys of clients.
    prefixes: &'static [&'static str],
    findings: Vec<Finding>,
}

const CONVERTERS: [(Part, &str); 2] =
    [(Part::Key, ConnectorConfig::KEY_CONVERTER_CONF), (Part::Value, ConnectorConfig::VALUE_CONVERTER_CONF)];

/// Judges a worker's configuration. `strict` counts more than what it says itself.
pub(super) fn worker(document: &Document, props: Props, strict: bool) -> Verdict {
    let definition = StandaloneConfig::definition();
    let props = raw::sealed(props, &definition);
    let mut judge = Judge { document, definition: &definition, prefixes: &["producer."], findings: Vec::new() };
    let validation = StandaloneConfig::validate(&props);
    let strict = strict || is_strict(&validation, StandaloneConfig::CONFIG_STRICT_CONF).unwrap_or_default();
    judge.validation(&validation);
    judge.unsupported(&props);
    judge.unread(&definition, &props, strict);
    judge.converters(&props, strict);
    for configured in [raw::client(&props), raw::producer(&props, &Props::new())] {
        judge.client(configured.map(|configured| (configured.warnings, configured.unknown)), strict);
    }
    if let Some(message) = raw::misplaced_security(&props) {
        judge.add(Severity::Warning, Code::Ineffective, vec![message]);
    }
    let findings = judge.findings;
    Verdict { findings, definition: definition.into_owned(), strict }
}

/// Judges a connector's configuration; `worker` is that of its worker, with its variables filled in and its strictness.
pub(super) fn connector(
    document: &Document,
    plugins: &Plugins,
    props: Props,
    worker: Option<(&Props, bool)>,
    strict: bool,
) -> Verdict {
    let common = SourceConnectorConfig::definition();
    let class = props.get(ConnectorConfig::CONNECTOR_CLASS_CONF).and_then(Prop::expose).map(str::trim);
    let plugin = class.filter(|class| !class.is_empty()).map(|class| plugins.source(class)).transpose();
    let (plugin, unknown) = match plugin {
        Ok(plugin) => (plugin, None),
        Err(error) => (None, Some((Code::UnknownClass, error.to_string()))),
    };
    let with_plugin = plugin.map(|plugin| common.clone().into_owned().with(&plugin.definition())).transpose();
    let (all, refused) = match with_plugin {
        Ok(definition) => (definition.unwrap_or_else(|| common.into_owned()), None),
        Err(error) => (common.into_owned(), Some((Code::Refused, error.to_string()))),
    };
    let mut judge = Judge { document, definition: &all, prefixes: &["producer.override."], findings: Vec::new() };
    for (code, message) in unknown.into_iter().chain(refused) {
        judge.add_to(ConnectorConfig::CONNECTOR_CLASS_CONF, code, message);
    }
    let props = raw::sealed(props, &all);
    let validation = SourceConnectorConfig::validate(&props);
    let own_strict = is_strict(&validation, ConnectorConfig::CONFIG_STRICT_CONF);
    let strict = strict || own_strict.unwrap_or_else(|| worker.is_some_and(|(_, strict)| strict));
    judge.validation(&validation);
    if let Some(plugin) = plugin {
        judge.validation(&plugin.validate_offline(&props));
        judge.unread(&all, &props, strict);
    }
    judge.unsupported(&props);
    judge.converters(&props, strict);
    let none = Props::new();
    let worker = worker.map_or(&none, |(worker, _)| worker);
    let overrides = below(&props, "producer.override.");
    // What is wrong with the worker's own producer is told where it stands.
    let workers =
        messages(raw::producer(worker, &Props::new()).map(|configured| (configured.warnings, configured.unknown)));
    let others = |messages: Vec<String>| messages.into_iter().filter(|message| !workers.contains(message)).collect();
    let producer = raw::producer(worker, &overrides)
        .map(|configured| (others(configured.warnings), others(configured.unknown)))
        .map_err(others);
    judge.client(producer, strict);
    let findings = judge.findings;
    Verdict { findings, definition: all, strict }
}

/// Warnings and unknown keys, or errors.
type Configured = Result<(Vec<String>, Vec<String>), Vec<String>>;

fn messages(configured: Configured) -> Vec<String> {
    match configured {
        Ok((warnings, unknown)) => warnings.into_iter().chain(unknown).collect(),
        Err(problems) => problems,
    }
}

fn is_strict(validation: &Validation, key: &str) -> Option<bool> {
    match validation.get(key)?.value {
        Parsed::Boolean(strict) => Some(strict),
        _ => None,
    }
}

impl Judge<'_> {
    fn validation(&mut self, validation: &Validation) {
        for (key, messages) in validation.errors() {
            for message in messages {
                let code = code_of(message);
                // An old name is where the mistake is, if that is what the file has.
                let key = self.in_file(key);
                self.add_to(&key, code, message.clone());
            }
        }
        for warning in validation.warnings() {
            let alias = warning.strip_prefix("configuration ").and_then(|rest| rest.split(' ').next());
            let key = alias.map(str::to_owned);
            let finding =
                Finding { severity: Severity::Warning, code: Code::DeprecatedKey, key, message: warning.clone() };
            self.push(finding);
        }
    }

    /// The key itself, or the old name of it that the file has.
    fn in_file(&self, key: &str) -> String {
        let known = self.definition.get(key).filter(|_| self.document.get(key).is_none());
        let alias = known.and_then(|known| known.aliases.iter().find(|alias| self.document.get(alias).is_some()));
        alias.map_or(key, |alias| alias).to_owned()
    }

    fn unsupported(&mut self, props: &Props) {
        for message in raw::unsupported(props) {
            let prefix = message.split_once(".*").map(|(prefix, _)| format!("{prefix}."));
            let first = prefix.and_then(|prefix| {
                self.document.entries.iter().find(|entry| entry.key.starts_with(&prefix)).map(|entry| entry.key.clone())
            });
            let key = first.or_else(|| key_of(&message, self.document, self.prefixes));
            self.push(Finding { severity: Severity::Error, code: Code::Unsupported, key, message });
        }
    }

    fn unread(&mut self, definition: &Definition, props: &Props, strict: bool) {
        let Unread { mut unused, unknown } = raw::unread(definition, props);
        // Kafka Connect's own keys that have no counterpart here are no mistakes either.
        let kafka = connector_definition(ConnectorKind::Source);
        let known = |message: &String| {
            let key = key_of(message, self.document, &[]);
            key.is_some_and(|key| kafka.as_ref().is_ok_and(|kafka| kafka.get(&key).is_some()))
        };
        let (kafkas, unknown): (Vec<_>, Vec<_>) = unknown.into_iter().partition(known);
        unused.extend(kafkas.into_iter().map(|message| {
            let key = key_of(&message, self.document, &[]).unwrap_or_default();
            format!("the configuration {key} is one of Kafka Connect's that this version does not use")
        }));
        self.add(Severity::Warning, Code::Ineffective, unused);
        self.unknown(unknown, strict);
    }

    fn unknown(&mut self, messages: Vec<String>, strict: bool) {
        self.add(if strict { Severity::Error } else { Severity::Warning }, Code::UnknownKey, messages);
    }

    /// Those that the configuration names itself.
    fn converters(&mut self, props: &Props, strict: bool) {
        for (part, key) in CONVERTERS {
            let Some(class) = props.get(key) else { continue };
            let prefix = format!("{key}.");
            match Converter::configure(class, part, &prefix, &below(props, &prefix)) {
                Ok(configured) => {
                    self.add(Severity::Warning, Code::Ineffective, configured.warnings);
                    self.unknown(configured.unknown, strict);
                }
                Err(problems) => {
                    for message in problems {
                        let code = if message.contains(" could not be found.") {
                            Code::UnknownClass
                        } else {
                            code_of(&message)
                        };
                        self.add_one(Severity::Error, code, message);
                    }
                }
            }
        }
    }

    fn client(&mut self, configured: Configured, strict: bool) {
        match configured {
            Ok((warnings, unknown)) => {
                self.add(Severity::Warning, Code::Ineffective, warnings);
                self.unknown(unknown, strict);
            }
            Err(problems) => problems.into_iter().for_each(|message| {
                let code = code_of(&message);
                self.add_one(Severity::Error, code, message);
            }),
        }
    }

    fn add(&mut self, severity: Severity, code: Code, messages: Vec<String>) {
        for message in messages {
            self.add_one(severity, code, message);
        }
    }

    fn add_one(&mut self, severity: Severity, code: Code, message: String) {
        let key = key_of(&message, self.document, self.prefixes);
        self.push(Finding { severity, code, key, message });
    }

    fn add_to(&mut self, key: &str, code: Code, message: String) {
        self.push(Finding { severity: Severity::Error, code, key: Some(key.to_owned()), message });
    }

    /// Two of the worker's clients, or its checks, may say the same.
    fn push(&mut self, finding: Finding) {
        if !self.findings.iter().any(|known| known.message == finding.message && known.key == finding.key) {
            self.findings.push(finding);
        }
    }
}

fn code_of(message: &str) -> Code {
    if missing(message).is_some() {
        Code::MissingKey
    } else if message.starts_with("Invalid value ") {
        Code::InvalidValue
    } else {
        Code::Refused
    }
}
