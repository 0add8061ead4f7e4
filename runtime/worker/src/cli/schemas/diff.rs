//! `schemas diff`.

use std::{fs, io, process::ExitCode};

use clap::Args;
use kconnect::catalog::{Catalog, History, Level};
use similar::TextDiff;

use super::{Folders, Place, complain, print};

pub(super) const HELP: &str = "\
  $ kconnect schemas diff                    the connectors against the files
  $ kconnect schemas diff --against v1.2.0   the connectors against the files of a tag, a branch, a commit

Below each difference stands what it means: for new readers of old data (BACKWARD) and for old readers
of new data (FORWARD). The exit code is 0, with and without differences; `schemas check` is for CI.";

/// What to compare with.
#[derive(Args)]
pub(in crate::cli) struct Diff {
    #[command(flatten)]
    pub(super) place: Place,
    /// The files as they are at this commit, branch or tag
    #[arg(long, value_name = "REVISION")]
    against: Option<String>,
}

impl Diff {
    pub(super) fn run(&self, folders: &Folders) -> ExitCode {
        let mut report = String::new();
        for (folder, catalog) in folders {
            match self.folder(folder, catalog) {
                Ok(text) => report.push_str(&text),
                Err(message) => return complain(&message),
            }
        }
        print(if report.is_empty() { "no schema differs\n" } else { &report })
    }

    fn folder(&self, folder: &str, catalog: &Catalog) -> Result<String, String> {
        let dir = self.place.dir.join(folder);
        let mut report = String::new();
        let history = match &self.against {
            None => None,
            Some(revision) => {
                let history = History::of(&dir).map_err(|error| error.chain())?;
                let history = history.ok_or_else(|| format!("{} is not in a git repository", dir.display()))?;
                Some((history, revision))
            }
        };
        for (name, schema) in catalog.schemas() {
            let file = format!("{name}.avsc");
            let before = match &history {
                Some((history, revision)) => {
                    history.at(revision, &file).map_err(|error| error.chain())?.map(|revision| revision.text)
                }
                None => match fs::read_to_string(dir.join(&file)) {
                    Ok(text) => Some(text.replace("\r\n", "\n")),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                    Err(error) => return Err(format!("{}: {error}", dir.join(&file).display())),
                },
            };
            let now = format!("{}\n", schema.pretty());
            match before {
                None => report.extend([name, ": new\n\n"]),
                Some(before) if before == now => {}
                Some(before) => {
                    let label = self.against.as_deref().unwrap_or("committed");
                    let diff = TextDiff::from_lines(&before, &now);
                    let header = (format!("{name} ({label})"), format!("{name} (connector)"));
                    report.push_str(&diff.unified_diff().header(&header.0, &header.1).to_string());
                    report.push_str(&meaning(schema, &before));
                    report.push('\n');
                }
            }
        }
        Ok(report)
    }
}

/// Who can read what.
fn meaning(now: &kconnect::avro::Schema, before: &str) -> String {
    let before = match before.parse() {
        Ok(before) => before,
        Err(error) => return format!("the text before is no schema: {error}\n"),
    };
    let levels = [Level::Backward, Level::Forward].map(|level| {
        let problems = kconnect::catalog::problems(level, now, &before, "the text before");
        let verdict = if problems.is_empty() { "compatible" } else { "broken" };
        let lines: Vec<_> = problems.iter().map(|problem| format!("  {}\n", problem.replace('\n', "\n  "))).collect();
        format!("{level}: {verdict}\n{}", lines.concat())
    });
    levels.concat()
}
