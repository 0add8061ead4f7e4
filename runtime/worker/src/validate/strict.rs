//! Keys that nobody knows: Kafka Connect ignores them, and `config.strict` makes errors of them.

use kconnect::{
    ConfigDef as _, Props, Validation,
    config::{Definition, DefinitionError, Prop},
};

use super::worker::WorkerSettings;
use crate::config::SourceConnectorConfig;

const KEY: &str = "config.strict";

/// What stands before keys that are somebody else's: those of clients, converters and topics.
const SECTIONS: [&str; 7] = [
    "admin.override.",
    "consumer.override.",
    "header.converter.",
    "key.converter.",
    "producer.override.",
    "topic.creation.",
    "value.converter.",
];

/// Adds an error to every unknown key, if the configuration or else the worker asks for that.
///
/// # Errors
/// A key that is defined twice.
pub(super) fn check(
    worker: &WorkerSettings,
    enriched: &Definition,
    own: &Definition,
    props: &Props,
    validation: &mut Validation,
) -> Result<(), DefinitionError> {
    let given = props.get(KEY).and_then(Prop::expose).map(|given| given.trim().eq_ignore_ascii_case("true"));
    if !given.unwrap_or(worker.strict) {
        return Ok(());
    }
    let added = own.keys().iter().filter(|key| enriched.get(&key.name).is_none());
    // Keys of this worker that Kafka Connect has not.
    let workers = SourceConnectorConfig::definition();
    let workers = workers.keys().iter().filter(|key| enriched.get(&key.name).is_none() && own.get(&key.name).is_none());
    let known = Definition::new(enriched.keys().iter().chain(added).chain(workers).cloned())?;
    let open = |name: &str| own.open_prefixes().iter().any(|open| name.starts_with(&*open.prefix));
    for unknown in known.unknown(props) {
        let name = &*unknown.name;
        if !open(name) && !SECTIONS.iter().any(|section| name.starts_with(section)) {
            validation.error(name, unknown.to_string());
        }
    }
    Ok(())
}
