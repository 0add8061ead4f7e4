//! Whose configuration a file is.

use super::document::Document;

/// What a file configures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A worker.
    Worker,
    /// A connector.
    Connector,
}

/// Keys that only a worker has.
const WORKER: [&str; 8] = [
    "bootstrap.servers",
    "config.providers",
    "group.id",
    "listeners",
    "plugin.discovery",
    "plugin.path",
    "rest.port",
    "task.shutdown.graceful.timeout.ms",
];
/// What begins keys that only a worker has.
const WORKER_PREFIXES: [&str; 6] =
    ["config.storage.", "internal.", "offset.flush.", "offset.storage.", "rest.advertised.", "status.storage."];
/// Keys that only a connector has.
const CONNECTOR: [&str; 6] = ["connector.class", "name", "tasks.max", "topics", "topics.regex", "transforms"];

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Connector => "connector",
        }
    }

    /// Finds out by the keys: a connector has a class, a worker a Kafka and a place for offsets.
    pub(super) fn of(document: &Document) -> Self {
        let has = |known: &dyn Fn(&str) -> bool| document.entries.iter().any(|entry| known(&entry.key));
        // A misspelt one is one too.
        let class = |key: &str| strsim::damerau_levenshtein(key, "connector.class") <= 2;
        let worker = |key: &str| WORKER.contains(&key) || WORKER_PREFIXES.iter().any(|prefix| key.starts_with(prefix));
        let connector = |key: &str| CONNECTOR.contains(&key) || key.starts_with("producer.override.");
        if document.wrapped || has(&class) {
            return Self::Connector;
        }
        if has(&worker) {
            return Self::Worker;
        }
        let converter = |key: &str| matches!(key, "key.converter" | "value.converter");
        if has(&connector) || !has(&converter) { Self::Connector } else { Self::Worker }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Kind {
        Kind::of(&Document::read("f", text.as_bytes()))
    }

    #[test]
    fn a_file_says_by_its_keys_whose_it_is() {
        assert_eq!(kind("bootstrap.servers=a:1\nkey.converter=x\n"), Kind::Worker);
        assert_eq!(kind("offset.storage.file.filename=x"), Kind::Worker);
        assert_eq!(kind("key.converter=x\nvalue.converter=x"), Kind::Worker);
        assert_eq!(kind("name=a\nconnector.class=b\nkey.converter=x"), Kind::Connector);
        assert_eq!(kind("name=a\nconector.class=b\noffset.storage.topic=x"), Kind::Connector);
        assert_eq!(kind("name=a\ntasks.max=1\nkey.converter=x"), Kind::Connector);
        assert_eq!(kind(r#"{"name":"a","config":{"bootstrap.servers":"x"}}"#), Kind::Connector);
        assert_eq!(kind(""), Kind::Connector);
    }
}
