//! What is found while a configuration is checked: all of it is told at once.

use std::sync::Arc;

use kconnect::{Part, Prop, Props, Validation};

use crate::{
    converter::{Converter, HeaderConverter},
    kafka::{ClientConfig, Configured},
    raw::{Unread, below},
};

/// What kind of mistake it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A value that its key cannot have, or that does not go together with others.
    Invalid,
    /// A class that is not there.
    UnknownClass,
    /// A key that asks for what this version cannot do.
    Unsupported,
    /// A key that nobody knows: an error if the configuration is a strict one.
    UnknownKey,
    /// A key by an old name.
    Deprecated,
    /// Something without effect.
    Ineffective,
}

/// One message.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// What kind of mistake it is.
    pub(crate) what: What,
    /// Whether the configuration is refused for it.
    pub(crate) error: bool,
    /// The key that it is about, if the check knows it.
    pub(crate) key: Option<String>,
    /// A sentence.
    pub(crate) message: String,
    /// The same with what there is instead, where Kafka Connect's message is shorter or longer than helps.
    pub(crate) detail: Option<String>,
}

/// All messages, in the order in which they were found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// Whether keys that nobody knows are errors.
    strict: bool,
    all: Vec<Finding>,
}

impl Findings {
    /// None yet. `strict`: keys that nobody knows are errors.
    pub(crate) fn new(strict: bool) -> Self {
        Self { strict, all: Vec::new() }
    }

    pub(super) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Takes what `other` found and `known` did not.
    pub(super) fn extend_without(&mut self, other: Self, known: &Self) {
        for Finding { what, error, key, message, .. } in other.all {
            if !known.all.iter().any(|known| known.message == message) {
                self.push(what, error, key.as_deref(), message);
            }
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.all
    }

    /// Whether there is no error.
    pub(crate) fn is_clean(&self) -> bool {
        self.all.iter().all(|finding| !finding.error)
    }

    /// The errors, a sentence each.
    pub(crate) fn problems(&self) -> Vec<String> {
        self.all.iter().filter(|finding| finding.error).map(|finding| finding.message.clone()).collect()
    }

    /// Logs what is seldom meant.
    pub(crate) fn warn(&self, whose: &str) {
        for Finding { message, .. } in self.all.iter().filter(|finding| !finding.error) {
            tracing::warn!("{whose}{message}");
        }
    }

    pub(crate) fn error(&mut self, what: What, key: Option<&str>, message: impl Into<String>) {
        self.push(what, true, key, message.into());
    }

    /// An error for which there are better words than Kafka Connect's.
    pub(super) fn error_in_detail(&mut self, what: What, key: Option<&str>, message: &str, detail: Option<String>) {
        self.error(what, key, message);
        if let Some(found) = self.all.iter_mut().find(|found| found.message == message) {
            found.detail = detail;
        }
    }

    pub(crate) fn errors(&mut self, what: What, messages: Vec<String>) {
        for message in messages {
            self.error(what, None, message);
        }
    }

    pub(crate) fn warnings(&mut self, what: What, messages: Vec<String>) {
        for message in messages {
            self.push(what, false, None, message);
        }
    }

    fn unknown(&mut self, messages: Vec<String>) {
        for message in messages {
            self.push(What::UnknownKey, self.strict, None, message);
        }
    }

    /// The errors of those keys, and what a validation warns of.
    pub(crate) fn validation(&mut self, validation: &Validation, of: impl Fn(&str) -> bool) {
        for (key, messages) in validation.errors().filter(|(key, _)| of(key)) {
            for message in messages {
                self.error(What::Invalid, Some(key), message);
            }
        }
        for warning in validation.warnings() {
            let alias = warning.strip_prefix("configuration ").and_then(|rest| rest.split(' ').next());
            self.push(What::Deprecated, false, alias, warning.clone());
        }
    }

    /// What nobody reads.
    pub(crate) fn unread(&mut self, unread: Unread) {
        self.warnings(What::Ineffective, unread.unused);
        self.unknown(unread.unknown);
    }

    /// The converter that a key names, configured by the keys below it.
    pub(crate) fn converter(&mut self, class: &Prop, part: Part, key: &str, props: &Props) -> Option<Arc<Converter>> {
        let prefix = format!("{key}.");
        match Converter::configure(class, part, &prefix, &below(props, &prefix)) {
            Ok(configured) => {
                self.warnings(What::Ineffective, configured.warnings);
                self.unknown(configured.unknown);
                Some(Arc::new(configured.converter))
            }
            Err(found) => {
                self.of_class(found);
                None
            }
        }
    }

    /// The converter of headers that a key names.
    pub(crate) fn header_converter(&mut self, class: &Prop, key: &str, props: &Props) -> Option<Arc<HeaderConverter>> {
        let prefix = format!("{key}.");
        match HeaderConverter::configure(class, &prefix, &below(props, &prefix)) {
            Ok(configured) => {
                self.unknown(configured.unknown);
                Some(Arc::new(configured.converter))
            }
            Err(found) => {
                self.of_class(found);
                None
            }
        }
    }

    /// The configuration of a Kafka client.
    pub(crate) fn client(&mut self, configured: Result<Configured, Vec<String>>) -> Option<ClientConfig> {
        match configured {
            Ok(configured) => {
                self.warnings(What::Ineffective, configured.warnings);
                self.unknown(configured.unknown);
                Some(configured.config)
            }
            Err(found) => {
                self.errors(What::Invalid, found);
                None
            }
        }
    }

    fn of_class(&mut self, found: Vec<String>) {
        for message in found {
            let unknown = message.contains(" could not be found.");
            self.error(if unknown { What::UnknownClass } else { What::Invalid }, None, message);
        }
    }

    /// Several checks may find the same, one with more to say.
    fn push(&mut self, what: What, error: bool, key: Option<&str>, message: String) {
        match self.all.iter_mut().find(|known| message.starts_with(&known.message)) {
            Some(known) if known.message == message => {}
            Some(known) if known.error => known.detail = Some(message),
            _ => self.all.push(Finding { what, error, key: key.map(str::to_owned), message, detail: None }),
        }
    }
}
