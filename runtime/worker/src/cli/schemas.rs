//! `schemas`: the Avro schemas of the connectors as files under version control.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use kconnect::{catalog::Catalog, host::SourcePlugin};

use super::{USAGE, complain, print};
use crate::plugins::Plugins;

/// What to do with the schemas.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Write one pretty-printed FULL.NAME.avsc per record to DIR/CONNECTOR/
    Export(Place),
    /// Compare the files with the connectors; exit code 1 and a list of differences if a file is missing or stale
    Check(Place),
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

pub(super) fn run(plugins: &Plugins, command: &Command) -> ExitCode {
    let (Command::Export(Place { which, .. }) | Command::Check(Place { which, .. }) | Command::List(which)) = command;
    let folders = match folders(plugins, which) {
        Ok(folders) => folders,
        Err(message) => return complain(&message),
    };
    match command {
        Command::Export(place) => export(&folders, &place.dir),
        Command::Check(place) => check(&folders, &place.dir),
        Command::List(_) => list(&folders),
    }
}

fn folders(plugins: &Plugins, which: &Which) -> Result<Folders, String> {
    let chosen = match &which.connector {
        None => plugins.sources().iter().collect(),
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

fn export(folders: &Folders, dir: &Path) -> ExitCode {
    let mut report = Vec::new();
    for (folder, catalog) in folders {
        match catalog.write(&dir.join(folder)) {
            Ok(changed) => {
                report.extend(changed.iter().map(|path| format!("wrote {}\n", path.display())));
                let same = catalog.schemas().count() - changed.len();
                if same > 0 {
                    report.push(format!("{folder}: {same} file(s) up to date\n"));
                }
            }
            Err(error) => return complain(&error.chain()),
        }
    }
    print(&report.concat())
}

fn check(folders: &Folders, dir: &Path) -> ExitCode {
    let mut stale = 0;
    for (folder, catalog) in folders {
        match catalog.differences(&dir.join(folder)) {
            Ok(differences) => {
                stale += differences.len();
                for difference in differences {
                    complain(&difference.to_string());
                }
            }
            Err(error) => return complain(&error.chain()),
        }
    }
    if stale == 0 {
        return print("every schema file is up to date\n");
    }
    complain(&format!("{stale} schema file(s) differ; `schemas export --dir {}` writes them", dir.display()));
    ExitCode::from(USAGE)
}

fn list(folders: &Folders) -> ExitCode {
    let lines = folders
        .iter()
        .flat_map(|(folder, catalog)| catalog.schemas().map(move |(name, _)| format!("{folder}  {name}\n")));
    print(&lines.collect::<Vec<_>>().concat())
}
