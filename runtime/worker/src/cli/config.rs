//! `config`: the keys of the connectors as files under version control.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use kconnect::config::Exported;

use super::{complain, print};
use crate::plugins::{Plugin, Plugins};

/// What to do with the definitions.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Write the keys of each connector to DIR/CLASS.json
    #[command(after_long_help = HELP)]
    Export(Place),
    /// Compare the files with the connectors; exit code 1 and a list if users' files would break or a file is stale
    #[command(after_long_help = HELP)]
    Check {
        #[command(flatten)]
        place: Place,
        /// Only what breaks users' files counts, not a stale file: to compare with the files of an earlier release
        #[arg(long)]
        breaking: bool,
    },
}

const HELP: &str = "\
The files are for the repository. `config check` in CI then fails for every change of a connector's
keys until `config export` has written it down, and names those that break the files of users: a key
that is gone or has another name without an alias, another type, a narrower range, fewer valid
values, a default that is gone.

  $ kconnect config check
  error: com.example.PostSource: topic: is gone: keep it, or write `alias = \"topic\"` at the key that replaces it
  note: com.example.PostSource: retries: is new; its default is 3
  error: 1 change breaks users' files; take it back, or write it down with `kconnect config export --dir config`

Exit codes:
  0  written, or nothing to be written
  1  a file is missing or stale, a change breaks users' files, or the command line was wrong";

/// Where the files are.
#[derive(Args)]
pub(super) struct Place {
    /// The connectors' classes, or aliases of them; every connector without
    classes: Vec<String>,
    /// The directory with one file per connector
    #[arg(long, default_value = "config", value_name = "DIR")]
    dir: PathBuf,
}

type Chosen<'a> = Vec<&'a Plugin>;

pub(super) fn run(plugins: &Plugins, command: &Command) -> ExitCode {
    let (Command::Export(place) | Command::Check { place, .. }) = command;
    let chosen: Result<Chosen<'_>, _> = if place.classes.is_empty() {
        Ok(plugins.connectors().iter().collect())
    } else {
        place.classes.iter().map(|class| plugins.connector(class)).collect()
    };
    match (chosen, command) {
        (Err(error), _) => complain(&error.to_string()),
        (Ok(chosen), Command::Export(place)) => match export(&chosen, &place.dir) {
            Ok(report) => print(&report),
            Err((path, error)) => complain(&format!("{}: {error}", path.display())),
        },
        (Ok(chosen), Command::Check { place, breaking }) => Check::new(plugins, place).run(&chosen, *breaking),
    }
}

fn file(dir: &Path, class: &str) -> PathBuf {
    dir.join(format!("{class}.json"))
}

fn export(chosen: &Chosen<'_>, dir: &Path) -> Result<String, (PathBuf, io::Error)> {
    fs::create_dir_all(dir).map_err(|error| (dir.to_owned(), error))?;
    let mut report = Vec::new();
    let mut same = 0;
    for plugin in chosen {
        let path = file(dir, plugin.class());
        let text = plugin.definition().export(plugin.class());
        // A file that is up to date keeps its time.
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            same += 1;
            continue;
        }
        fs::write(&path, text).map_err(|error| (path.clone(), error))?;
        report.push(format!("wrote {}\n", path.display()));
    }
    if same > 0 {
        report.push(format!("{same} file(s) up to date\n"));
    }
    Ok(report.concat())
}

/// A comparison under way.
struct Check<'a> {
    plugins: &'a Plugins,
    place: &'a Place,
    breaking: usize,
    stale: usize,
}

impl<'a> Check<'a> {
    fn new(plugins: &'a Plugins, place: &'a Place) -> Self {
        Self { plugins, place, breaking: 0, stale: 0 }
    }

    fn run(mut self, chosen: &Chosen<'_>, only_breaking: bool) -> ExitCode {
        for plugin in chosen {
            if let Err(message) = self.compare(plugin) {
                return complain(&message);
            }
        }
        if self.place.classes.is_empty()
            && let Err(message) = self.orphans()
        {
            return complain(&message);
        }
        let command = format!("`kconnect config export --dir {}`", self.place.dir.display());
        match (self.breaking, self.stale) {
            (0, 0) => print("every configuration file is up to date\n"),
            (0, _) if only_breaking => print("nothing breaks users' files\n"),
            (0, stale) => complain(&format!("{stale} configuration file(s) differ; {command} writes them")),
            (1, _) => complain(&format!("1 change breaks users' files; take it back, or write it down with {command}")),
            (many, _) => complain(&format!(
                "{many} changes break users' files; take them back, or write them down with {command}"
            )),
        }
    }

    fn compare(&mut self, plugin: &Plugin) -> Result<(), String> {
        let class = plugin.class();
        let path = file(&self.place.dir, class);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.stale += 1;
                note(&format!("{} is missing", path.display()));
                return Ok(());
            }
            Err(error) => return Err(format!("{}: {error}", path.display())),
        };
        let definition = plugin.definition();
        let then = Exported::parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let changes = then.compare(&definition);
        for change in &changes {
            if change.breaking {
                self.breaking += 1;
                complain(&format!("{class}: {change}"));
            } else {
                note(&format!("{class}: {change}"));
            }
        }
        if text != definition.export(class) {
            self.stale += 1;
            if changes.is_empty() {
                note(&format!("{} is stale; no key has changed for users", path.display()));
            }
        }
        Ok(())
    }

    /// The files of connectors that are gone.
    fn orphans(&mut self) -> Result<(), String> {
        let dir = &self.place.dir;
        let entries = match fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(format!("{}: {error}", dir.display())),
        };
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
            let Some(then) = fs::read_to_string(path).ok().and_then(|text| Exported::parse(&text).ok()) else {
                continue;
            };
            if self.plugins.connector(then.class()).is_err() {
                self.breaking += 1;
                let class = then.class();
                complain(&format!(
                    "{class}: is not in this binary any more: keep it, or make it an alias of its successor"
                ));
            }
        }
        Ok(())
    }
}

/// Tells something that is no mistake.
fn note(message: &str) {
    use io::Write as _;
    // Standard error may be closed; there is nobody left to tell.
    let _ = writeln!(io::stderr(), "note: {message}");
}
