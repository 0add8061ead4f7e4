//! `schemas`: the Avro schemas of the connectors as files under version control.

mod check;
mod diff;
mod docs;
mod export;
mod register;

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use kconnect::{catalog::Catalog, host::SourcePlugin};

use super::{USAGE, complain, print};
use crate::plugins::Plugins;

/// What to do with the schemas.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Write one pretty-printed FULL.NAME.avsc per record to DIR/CONNECTOR/
    Export(Place),
    /// Compare the connectors with the files and their history in git; exit code 1 if a file is stale or a change breaks consumers
    #[command(after_long_help = check::HELP)]
    Check(check::Check),
    /// Show how the schemas of the connectors differ from the files, and what that means for their readers
    #[command(after_long_help = diff::HELP)]
    Diff(diff::Diff),
    /// Register the schemas of the connectors, after asking the registry whether all are compatible
    #[command(after_long_help = register::HELP)]
    Register(register::Register),
    /// Print every record as a table of its fields
    Docs(docs::Docs),
    /// Print the full name of every record schema, by connector
    List(Which),
}

/// Where the files are.
#[derive(Args)]
pub(super) struct Place {
    /// The directory with one folder per connector
    #[arg(long, default_value = "schemas", value_name = "DIR")]
    dir: PathBuf,
    #[command(flatten)]
    which: Which,
}

/// Which connectors, and under which names.
#[derive(Args)]
pub(super) struct Which {
    /// Only this connector: its class, or an alias of it
    #[arg(long, value_name = "CLASS")]
    connector: Option<String>,
    /// Put this before every namespace
    #[arg(long, value_name = "PREFIX")]
    namespace_prefix: Option<String>,
}

/// The schemas of the connectors that share a folder.
type Folders = BTreeMap<String, Catalog>;

pub(super) async fn run(plugins: &Plugins, command: &Command) -> ExitCode {
    let with = |which: &Which, then: &dyn Fn(&Folders) -> ExitCode| match folders(plugins, which) {
        Ok(folders) => then(&folders),
        Err(message) => complain(&message),
    };
    match command {
        Command::Export(place) => with(&place.which, &|folders| export::run(folders, &place.dir)),
        Command::Check(check) => with(&check.place.which, &|folders| check.run(folders)),
        Command::Diff(diff) => with(&diff.place.which, &|folders| diff.run(folders)),
        Command::Register(register) => register.run(plugins).await,
        Command::Docs(docs) => with(&docs.which, &|folders| docs.run(folders)),
        Command::List(which) => with(which, &list),
    }
}

fn folders(plugins: &Plugins, which: &Which) -> Result<Folders, String> {
    let chosen = match &which.connector {
        None => plugins.sources().collect(),
        Some(class) => vec![plugins.source(class).map_err(|error| error.to_string())?],
    };
    let mut pairs = BTreeMap::<String, Vec<_>>::new();
    for plugin in chosen {
        pairs.entry(folder(&**plugin)).or_default().extend_from_slice(plugin.pairs());
    }
    pairs
        .into_iter()
        .map(|(folder, pairs)| {
            let catalog = Catalog::of(&pairs, which.namespace_prefix.as_deref())
                .map_err(|error| format!("the schemas of {folder}: {}", error.chain()))?;
            Ok((folder, catalog))
        })
        .collect()
}

/// The connector's folder: its simple class name without what every connector's ends with, in lower case, so that a
/// source and a sink of one system share a folder.
fn folder(plugin: &dyn SourcePlugin) -> String {
    let simple = plugin.class().rsplit(['.', '$', ':']).next().unwrap_or_default();
    let name = simple.strip_suffix("Connector").unwrap_or(simple);
    let name = name.strip_suffix("Source").or_else(|| name.strip_suffix("Sink")).unwrap_or(name);
    if name.is_empty() { simple.to_lowercase() } else { name.to_lowercase() }
}

fn list(folders: &Folders) -> ExitCode {
    let lines = folders
        .iter()
        .flat_map(|(folder, catalog)| catalog.schemas().map(move |(name, _)| format!("{folder}  {name}\n")));
    print(&lines.collect::<Vec<_>>().concat())
}
