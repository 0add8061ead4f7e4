//! A worker's configuration.

use std::sync::Arc;

use kconnect::{
    ConfigDef, Props, Validation,
    config::{Definition, Parsed},
    data::Part,
};

use super::{Findings, What};
use crate::{
    config::StandaloneConfig,
    converter::{Converter, HeaderConverter},
    kafka::ClientConfig,
    raw,
    validate::WorkerSettings,
};

/// What an examination found.
pub(crate) struct WorkerExamined {
    pub(crate) findings: Findings,
    /// Whether keys that nobody knows are errors: here, and in connectors that do not say otherwise.
    pub(crate) strict: bool,
    /// The keys that the configuration can have.
    pub(crate) definition: Definition,
    /// Every value, for the log.
    pub(crate) validation: Validation,
    /// What a worker is made of, if nothing is wrong.
    pub(crate) parts: Option<WorkerParts>,
}

/// What a worker is made of.
pub(crate) struct WorkerParts {
    pub(crate) config: StandaloneConfig,
    pub(crate) converters: [Arc<Converter>; 2],
    pub(crate) headers: Arc<HeaderConverter>,
    /// The worker's own client.
    pub(crate) client: ClientConfig,
    /// What the validation of connectors depends on.
    pub(crate) settings: WorkerSettings,
}

/// Checks a worker's configuration, variables filled in and passwords sealed. `strict` counts more than what it says itself.
pub(crate) fn worker(props: &Props, strict: bool) -> WorkerExamined {
    let definition = StandaloneConfig::definition();
    // Kafka Connect's standalone workers have no other place for offsets, and need it.
    let mut with_file = props.clone();
    if props.contains_key(StandaloneConfig::OFFSET_STORAGE_TOPIC_CONF) {
        with_file.entry(StandaloneConfig::OFFSET_STORAGE_FILE_FILENAME_CONF.to_owned()).or_insert_with(|| "".into());
    }
    let validation = StandaloneConfig::validate(&with_file);
    let own = validation.get(StandaloneConfig::CONFIG_STRICT_CONF).map(|value| &value.value);
    let strict = strict || matches!(own, Some(Parsed::Boolean(true)));
    let mut findings = Findings::new(strict);
    findings.validation(&validation, |_| true);
    findings.errors(What::Unsupported, raw::unsupported(props));
    findings.unread(raw::unread(&definition, None, props));
    let mut converter = |part, key: &str| findings.converter(props.get(key)?, part, key, props);
    let key = converter(Part::Key, StandaloneConfig::KEY_CONVERTER_CONF);
    let value = converter(Part::Value, StandaloneConfig::VALUE_CONVERTER_CONF);
    let headers = match props.get(StandaloneConfig::HEADER_CONVERTER_CONF) {
        Some(class) => findings.header_converter(class, StandaloneConfig::HEADER_CONVERTER_CONF, props),
        None => Some(Arc::new(HeaderConverter::default())),
    };
    let client = findings.client(raw::client(props));
    let none = Props::new();
    findings.client(raw::producer(props, &none));
    findings.client(raw::consumer(props, &none, "connector", 0));
    findings.client(raw::admin(props, &none));
    let settings = WorkerSettings::of_props(props);
    if let Err(error) = &settings {
        findings.error(
            What::Invalid,
            Some(StandaloneConfig::CONNECTOR_CLIENT_CONFIG_OVERRIDE_POLICY_CONF),
            error.to_string(),
        );
    }
    if let Some(message) = raw::misplaced_security(props) {
        findings.warnings(What::Ineffective, vec![message]);
    }
    let parts = match (StandaloneConfig::parse(&with_file), key, value, headers, client, settings) {
        (Ok(config), Some(key), Some(value), Some(headers), Some(client), Ok(settings)) if findings.is_clean() => {
            Some(WorkerParts { config, converters: [key, value], headers, client, settings })
        }
        _ => None,
    };
    WorkerExamined { findings, strict, definition: definition.into_owned(), validation, parts }
}
