//! `plugins`: what is in this binary.

use std::{fmt::Display, process::ExitCode};

use super::print;
use crate::plugins::Plugins;

/// Lists the connectors, the transformations and the predicates: class, type, version.
pub(super) fn list(plugins: &Plugins) -> ExitCode {
    let connectors = plugins.connectors().iter().map(|plugin| line(plugin.class(), plugin.kind(), plugin.version()));
    let transformations = plugins.records.transformations().iter();
    let transformations = transformations.map(|plugin| line(plugin.class(), "transformation", plugin.version()));
    let predicates = plugins.records.predicates().iter();
    let predicates = predicates.map(|plugin| line(plugin.class(), "predicate", plugin.version()));
    print(&connectors.chain(transformations).chain(predicates).collect::<String>())
}

fn line(class: &str, kind: impl Display, version: &str) -> String {
    format!("{class}  {kind}  {version}\n")
}
