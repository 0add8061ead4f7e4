//! What the worker says of a configuration: the same examination as before a start, and nothing is started.

use futures_util::FutureExt;
use kconnect::{ConfigDef as _, Props, config::Definition};

use super::{
    Code, Severity,
    document::Document,
    message::{key_of, missing},
};
use crate::{
    config::StandaloneConfig,
    examine::{self, Bench, ConnectorExamined, What, WorkerExamined},
    plugins::Plugins,
    raw,
    validate::{PluginSet, WorkerSettings},
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

/// Judges a worker's configuration. `strict` counts more than what it says itself.
pub(super) fn worker(document: &Document, props: Props, strict: bool) -> Verdict {
    let props = raw::sealed(props, &StandaloneConfig::definition());
    let WorkerExamined { findings, strict, definition, .. } = examine::worker(&props, strict);
    let prefixes = ["producer.", "consumer.", "admin."];
    let findings = findings.into_vec().into_iter().map(|found| finding(found, document, &definition, &prefixes));
    Verdict { findings: findings.collect(), definition, strict }
}

/// Judges a connector's configuration; `worker` is that of its worker, with its variables filled in and its strictness.
pub(super) fn connector(
    document: &Document,
    plugins: &Plugins,
    props: Props,
    worker: Option<(&Props, bool)>,
    strict: bool,
) -> Verdict {
    let none = Props::new();
    let (worker, workers_strict) = worker.unwrap_or((&none, false));
    // What is wrong with the worker is told where it stands.
    let mut settings = WorkerSettings::of_props(worker).unwrap_or_default();
    settings.strict = workers_strict;
    let set = PluginSet::of(plugins, false);
    let bench = Bench { plugins, set: &set, settings: &settings, worker, converters: None };
    // Nothing is asked that waits.
    let examined = examine::connector(&bench, props, strict).now_or_never();
    let Some(ConnectorExamined { findings, definition, .. }) = examined else {
        let findings = vec![Finding {
            severity: Severity::Error,
            code: Code::Refused,
            key: None,
            message: "the connector cannot be checked without a connection".to_owned(),
        }];
        return Verdict { findings, definition: Definition::default(), strict };
    };
    let prefixes = ["producer.override.", "consumer.override.", "admin.override."];
    let findings = findings.into_vec().into_iter().map(|found| finding(found, document, &definition, &prefixes));
    Verdict { findings: findings.collect(), definition, strict }
}

/// A finding of the examination, by the key that the file has. `prefixes` are what may stand before the keys of clients.
fn finding(found: examine::Finding, document: &Document, definition: &Definition, prefixes: &[&str]) -> Finding {
    let examine::Finding { what, error, key, message, detail } = found;
    let message = detail.unwrap_or(message);
    let code = match what {
        What::UnknownClass => Code::UnknownClass,
        What::Unsupported => Code::Unsupported,
        What::UnknownKey => Code::UnknownKey,
        What::Deprecated => Code::DeprecatedKey,
        What::Ineffective => Code::Ineffective,
        What::Invalid => code_of(&message),
    };
    let severity = if error { Severity::Error } else { Severity::Warning };
    let key = match key {
        // An old name is where the mistake is, if that is what the file has.
        Some(key) => Some(in_file(&key, document, definition)),
        None => key_of(&message, document, prefixes),
    };
    Finding { severity, code, key, message }
}

/// The key itself, or the old name of it that the file has.
fn in_file(key: &str, document: &Document, definition: &Definition) -> String {
    let known = definition.get(key).filter(|_| document.get(key).is_none());
    let alias = known.and_then(|known| known.aliases.iter().find(|alias| document.get(alias).is_some()));
    alias.map_or(key, |alias| alias).to_owned()
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
