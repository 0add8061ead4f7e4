//! `docs`: the configuration keys of what is in this binary, in the form that somebody needs.

use std::{collections::BTreeMap, process::ExitCode};

use clap::{Args, ValueEnum};
use kconnect::{
    ConfigDef as _,
    config::{Definition, DefinitionError, HtmlOptions},
};

use super::{complain, print};
use crate::{
    config::{ConnectorConfig, SinkConnectorConfig, SourceConnectorConfig, StandaloneConfig},
    plugins::{Plugin, Plugins},
    validate::{ConnectorKind, connector_definition},
};

pub(super) const HELP: &str = "\
Examples:
  kconnect docs TwitterSource --format help
  kconnect docs TwitterSource --format properties > twitter.properties
  kconnect docs --worker --format properties > worker.properties
  kconnect docs TwitterSource --format json-schema > twitter.schema.json
  kconnect docs RegexRouter --format help

html, html-table, rst and enriched-rst are what Kafka's ConfigDef.toHtml(), toHtmlTable(), toRst()
and toEnrichedRst() write. json is what GET /connector-plugins/{class}/config answers: the
connector's keys, then those of every connector.";

/// What to print, and how.
#[derive(Args)]
pub(super) struct Docs {
    /// The class of a connector, a transformation or a predicate, or a short name of it; every connector without
    class: Option<String>,
    /// The keys of a worker instead
    #[arg(long, conflicts_with = "class")]
    worker: bool,
    /// Add the keys that every connector has; json and json-schema have them always
    #[arg(long, conflicts_with = "worker")]
    all: bool,
    /// The form
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The level of the keys' headings in html
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=6))]
    header_depth: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a README
    #[default]
    Markdown,
    /// Kafka's list
    Html,
    /// Kafka's table
    HtmlTable,
    /// reStructuredText
    Rst,
    /// reStructuredText with groups and dependents
    EnrichedRst,
    /// A JSON Schema (draft 2020-12) for editors
    JsonSchema,
    /// An annotated file to begin with
    Properties,
    /// The keys as Kafka Connect's REST interface shows them
    Json,
    /// Text for a terminal
    Help,
}

/// Prints the keys of one connector, of each, or of a worker.
pub(super) fn run(plugins: &Plugins, docs: &Docs) -> ExitCode {
    let written = if docs.worker {
        let definition = StandaloneConfig::definition();
        Ok(docs.write("kconnect worker", "Worker", &definition, &definition))
    } else {
        match docs.class.as_deref().and_then(|class| record_plugin(plugins, class)) {
            Some((class, definition)) => docs.of_record_plugin(class, &definition),
            None => connectors(plugins, docs),
        }
    };
    match written {
        Ok(text) => print(&text),
        Err(message) => complain(&message),
    }
}

/// The transformation or the predicate of that name. A connector's name counts first.
fn record_plugin(plugins: &Plugins, class: &str) -> Option<(&'static str, Definition)> {
    if plugins.connector(class).is_ok() {
        return None;
    }
    let transformation = plugins.records.transformation(class).map(|plugin| (plugin.class(), plugin.definition()));
    let predicate = || plugins.records.predicate(class).map(|plugin| (plugin.class(), plugin.definition()));
    transformation.or_else(predicate).map(|(class, definition)| (class, definition.into_owned()))
}

fn connectors(plugins: &Plugins, docs: &Docs) -> Result<String, String> {
    let chosen: Vec<_> = match &docs.class {
        Some(class) => vec![plugins.connector(class).map_err(|error| error.to_string())?],
        None => plugins.connectors().iter().collect(),
    };
    let single = matches!(docs.format, Format::JsonSchema | Format::Properties | Format::Json);
    if single && chosen.len() != 1 {
        let known: Vec<_> = chosen.iter().map(|plugin| plugin.class()).collect();
        return Err(format!("there are several connectors; name one of {}", known.join(", ")));
    }
    let alone = chosen.len() == 1;
    let section = |plugin: &Plugin| {
        let class = plugin.class();
        let (own, all) = definitions(plugin, docs).map_err(|error| format!("{class}: {error}"))?;
        let text = docs.write(class, class, &own, &all);
        // A heading only where something has to be told apart; tables in Markdown have always had one.
        Ok(match docs.format {
            Format::Markdown => format!("## {class}\n\n{text}"),
            _ if alone => text,
            Format::Html | Format::HtmlTable => format!("<h2>{class}</h2>\n{text}"),
            Format::Rst | Format::EnrichedRst => format!("{class}\n{}\n\n{text}", "=".repeat(class.len())),
            _ => format!("{class}\n\n{text}"),
        })
    };
    let sections: Vec<String> = chosen.into_iter().map(section).collect::<Result<_, String>>()?;
    Ok(sections.join("\n"))
}

/// The keys to document, and those of REST.
fn definitions(plugin: &Plugin, docs: &Docs) -> Result<(Definition, Definition), DefinitionError> {
    let own = plugin.definition().into_owned();
    // Kafka Connect's keys beside the connector's, which count where both have one.
    let kafka = connector_definition(plugin.kind())?;
    let others: Vec<_> = kafka.keys().iter().filter(|key| own.get(&key.name).is_none()).cloned().collect();
    let rest = own.clone().with(&Definition::new(others)?)?;
    let common = match plugin.kind() {
        ConnectorKind::Source => SourceConnectorConfig::definition(),
        ConnectorKind::Sink => SinkConnectorConfig::definition(),
    };
    let documented = if docs.all || docs.format == Format::JsonSchema {
        common.into_owned().with(&own)?
    } else if docs.format == Format::Properties {
        // What a file cannot do without.
        let first =
            [ConnectorConfig::NAME_CONF, ConnectorConfig::CONNECTOR_CLASS_CONF, ConnectorConfig::TASKS_MAX_CONF];
        Definition::new(first.iter().filter_map(|name| common.get(name)).cloned())?.with(&own)?
    } else {
        own
    };
    Ok((documented, rest))
}

impl Docs {
    fn of_record_plugin(&self, class: &str, definition: &Definition) -> Result<String, String> {
        match self.format {
            Format::Properties => Err(format!(
                "{class} has no file of its own: its keys stand in a connector's, behind transforms.NAME. or \
                 predicates.NAME.; --format help shows them"
            )),
            Format::Markdown => Ok(format!("## {class}\n\n{}", definition.to_markdown())),
            _ => Ok(self.write(class, class, definition, definition)),
        }
    }

    /// `title` is for people, `class` what a file says.
    fn write(&self, class: &str, title: &str, definition: &Definition, rest: &Definition) -> String {
        match self.format {
            Format::Markdown => definition.to_markdown(),
            Format::Html => {
                let default = HtmlOptions::default();
                definition.to_html(&HtmlOptions {
                    header_depth: self.header_depth.unwrap_or(default.header_depth),
                    ..default
                })
            }
            Format::HtmlTable => definition.to_html_table(&BTreeMap::new()),
            Format::Rst => definition.to_rst(),
            Format::EnrichedRst => definition.to_enriched_rst(),
            Format::JsonSchema => definition.to_json_schema(title),
            Format::Properties => definition.to_properties(class),
            // Strings and numbers are always JSON.
            Format::Json => serde_json::to_string_pretty(&rest.key_infos()).unwrap_or_default() + "\n",
            Format::Help => definition.to_help(width()),
        }
    }
}

/// The columns of the terminal, as shells tell them.
fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(100)
}
