//! What is found while a configuration is checked: all of it is told at once.

use std::sync::Arc;

use kconnect::{Part, Prop, Props};

use crate::{converter::Converter, kafka::Configured, raw::below};

/// A sentence each.
#[derive(Default)]
pub(crate) struct Findings {
    /// What stands against the configuration.
    pub(crate) problems: Vec<String>,
    /// What is seldom meant.
    pub(crate) warnings: Vec<String>,
    /// Keys that nobody knows: problems if the configuration is a strict one, otherwise warnings.
    pub(crate) unknown: Vec<String>,
}

impl Findings {
    /// The converter that a key names, configured by the keys below it.
    pub(crate) fn converter(&mut self, class: &Prop, part: Part, key: &str, props: &Props) -> Option<Arc<Converter>> {
        let prefix = format!("{key}.");
        match Converter::configure(class, part, &prefix, &below(props, &prefix)) {
            Ok(configured) => {
                self.warnings.extend(configured.warnings);
                self.unknown.extend(configured.unknown);
                Some(Arc::new(configured.converter))
            }
            Err(found) => {
                self.problems.extend(found);
                None
            }
        }
    }

    /// The configuration of a Kafka client.
    pub(crate) fn client(&mut self, configured: Result<Configured, Vec<String>>) -> Option<Configured> {
        match configured {
            Ok(configured) => {
                self.warnings.extend_from_slice(&configured.warnings);
                self.unknown.extend_from_slice(&configured.unknown);
                Some(configured)
            }
            Err(found) => {
                self.problems.extend(found);
                None
            }
        }
    }

    /// Decides what unknown keys are.
    pub(crate) fn settle(&mut self, strict: bool) {
        let all = if strict { &mut self.problems } else { &mut self.warnings };
        all.append(&mut self.unknown);
    }
}
