//! `schemas check`.

use std::{io::Write as _, process::ExitCode};

use clap::Args;
use kconnect::catalog::{CheckOptions, Level};

use super::{Folders, Place, USAGE, complain, print};

pub(super) const HELP: &str = "\
Every record is compared with its file in DIR and with what that file said before, in git. The level
says which changes are allowed; a record's own is `#[connect(compatibility = \"FULL\")]`:

  BACKWARD  new readers read old data: delete fields, add fields that have a default (the usual level)
  FORWARD   old readers read new data: add fields, delete fields that have a default
  FULL      both
  NONE      anything
  …_TRANSITIVE compares with every earlier version, not with the last one only

The version before is the newest text in git that differs from the connector's schema. In CI the
history has to be there: fetch more than one commit, or name the commit to compare with in --since.

  $ kconnect schemas check
  $ kconnect schemas check --since origin/main
  $ kconnect schemas check --level FULL_TRANSITIVE

Exit codes:
  0  every file is up to date, and nothing breaks a consumer
  1  a file is missing or stale, a change breaks consumers, or the command line was wrong";

/// What to compare with.
#[derive(Args)]
pub(in crate::cli) struct Check {
    #[command(flatten)]
    pub(super) place: Place,
    /// The level of records that have none of their own
    #[arg(long, default_value_t = Level::Backward, value_name = "LEVEL")]
    level: Level,
    /// Compare with the files of this commit, branch or tag and with what came after it, not with all of their history
    #[arg(long, value_name = "REVISION")]
    since: Option<String>,
    /// Compare with the files alone
    #[arg(long, conflicts_with = "since")]
    no_history: bool,
}

impl Check {
    pub(super) fn run(&self, folders: &Folders) -> ExitCode {
        let options = CheckOptions { level: self.level, since: self.since.clone(), history: !self.no_history };
        let (mut stale, mut broken, mut records) = (0, 0, 0);
        for (folder, catalog) in folders {
            let found = match catalog.check(&self.place.dir.join(folder), &options) {
                Ok(found) => found,
                Err(error) => return complain(&error.chain()),
            };
            records += catalog.schemas().count();
            stale += found.differences.len();
            broken += found.broken.len();
            for note in &found.notes {
                // Standard error may be closed; there is nobody left to tell.
                let _ = writeln!(std::io::stderr(), "note: {note}");
            }
            for difference in &found.differences {
                complain(&difference.to_string());
            }
            for broken in &found.broken {
                complain(&broken.to_string());
            }
        }
        let export = format!("`schemas export --dir {}`", self.place.dir.display());
        match (broken, stale) {
            (0, 0) => return print(&format!("{records} schema file(s) up to date, and nothing breaks a consumer\n")),
            (0, stale) => complain(&format!("{stale} schema file(s) differ, compatibly; {export} writes them")),
            (broken, _) => complain(&format!(
                "{broken} comparison(s) break consumers; mend the records, or allow it with `compatibility = \"NONE\"` on the \
                 record, or with --since"
            )),
        };
        ExitCode::from(USAGE)
    }
}
