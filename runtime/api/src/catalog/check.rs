//! A catalog against its files and what they said before.

use std::{fmt, path::Path};

use super::{
    Catalog, Difference,
    files::{file, read},
    history::History,
    strict,
};
use crate::{
    Error, Result,
    avro::{
        self,
        compat::{Direction, Level},
    },
};

/// What a catalog is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckOptions {
    /// The level of records that have none of their own.
    pub level: Level,
    /// A commit, a branch or a tag: only its files and what came after it counts.
    pub since: Option<String>,
    /// Whether the files' history in git counts.
    pub history: bool,
}

impl Default for CheckOptions {
    /// BACKWARD, and all of the history.
    fn default() -> Self {
        Self { level: Level::Backward, since: None, history: true }
    }
}

/// What [`Catalog::check`] has found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Files that say something else than their records.
    pub differences: Vec<Difference>,
    /// Changes that a level does not allow.
    pub broken: Vec<Broken>,
    /// What could not be compared, and why.
    pub notes: Vec<String>,
}

impl Checked {
    /// Whether nothing differs and nothing is broken.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.differences.is_empty() && self.broken.is_empty()
    }
}

/// A record that does not go with an earlier version of itself.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The full name.
    pub record: String,
    /// The level that it breaks.
    pub level: Level,
    /// The version: the file, or the commit with its day.
    pub against: String,
    /// What breaks, for whom, and how to mend it.
    pub problems: Vec<String>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { record, level, against, problems } = self;
        write!(f, "{record} breaks {level} against {against}:")?;
        for problem in problems {
            write!(f, "\n  {}", problem.replace('\n', "\n  "))?;
        }
        Ok(())
    }
}

/// A text that a record had.
struct Before {
    /// Where it was found, for messages.
    place: String,
    text: String,
}

impl Catalog {
    /// Compares every record with its file in `directory`, and with what that file said before in git, at the level of the
    /// record (`#[connect(compatibility = "FULL")]`) or the given one. A level that is not transitive looks at the newest
    /// text that differs from the record's, a transitive one at all.
    ///
    /// Stricter than a registry's check: another logical type, another scale of a decimal, a symbol that a reader does not
    /// know are breaks too, as for the compiler's gate.
    ///
    /// # Errors
    /// Fatal when a file cannot be read, or git refuses.
    pub fn check(&self, directory: &Path, options: &CheckOptions) -> Result<Checked> {
        let mut checked = Checked { differences: self.differences(directory)?, ..Checked::default() };
        let history = if options.history { history(directory, &mut checked.notes)? } else { None };
        for (name, entry) in &self.records {
            let level = entry.level(options.level)?;
            if level == Level::None {
                continue;
            }
            let now = format!("{}\n", entry.avro.pretty());
            let mut versions: Vec<_> = before(directory, name, history.as_ref(), options)?;
            versions.retain(|version| version.text != now);
            if !level.is_transitive() {
                versions.truncate(1);
            }
            for Before { place, text } in versions {
                let problems = match text.parse() {
                    Ok(before) => problems(level, &entry.avro, &before, &place),
                    Err(error) => vec![format!("{error}")],
                };
                if !problems.is_empty() {
                    checked.broken.push(Broken { record: name.clone(), level, against: place, problems });
                }
            }
        }
        Ok(checked)
    }
}

impl super::collect::Entry {
    fn level(&self, usual: Level) -> Result<Level> {
        self.compatibility.map_or(Ok(usual), |level| level.parse().map_err(Error::fatal))
    }
}

/// The directory's history, if there is one; what is missing is noted.
fn history(directory: &Path, notes: &mut Vec<String>) -> Result<Option<History>> {
    let history = History::of(directory)?;
    match &history {
        None => notes.push(format!(
            "{} is not in a git repository, so there is no history to compare with",
            directory.display()
        )),
        Some(history) if history.is_shallow() => notes.push(
            "this is a shallow clone: versions that were not fetched are not compared with; fetch the whole history"
                .to_owned(),
        ),
        Some(_) => {}
    }
    Ok(history)
}

/// The versions of a record's schema, newest first: the file's, then those in git.
fn before(directory: &Path, name: &str, history: Option<&History>, options: &CheckOptions) -> Result<Vec<Before>> {
    let path = file(directory, name);
    let mut versions = Vec::new();
    if let Some(text) = read(&path)? {
        versions.push(Before { place: path.display().to_string(), text });
    }
    if let Some(history) = history {
        for revision in history.revisions(&format!("{name}.avsc"), options.since.as_deref())? {
            if versions.iter().all(|known| known.text != revision.text) {
                let place = format!("commit {} of {}", revision.commit, revision.date);
                versions.push(Before { place, text: revision.text });
            }
        }
    }
    Ok(versions)
}

/// Why a schema may not follow another at a level, one paragraph for each reason: what breaks, for whom, how to mend it.
/// `earlier` says which schema the other one is, as `commit 1a2b3c of 2026-11-22`.
#[must_use]
pub fn problems(level: Level, now: &avro::Schema, before: &avro::Schema, earlier: &str) -> Vec<String> {
    let mut problems: Vec<_> = level.check(now, &[before]).iter().map(|problem| problem.explain(earlier)).collect();
    for direction in level.directions() {
        let (reader, writer, who) = match direction {
            Direction::Backward => (
                now,
                before,
                format!("consumers with the new schema misread records that were written with {earlier}:"),
            ),
            Direction::Forward => (before, now, format!("consumers that still have {earlier} misread new records:")),
        };
        let misread = strict::misread(reader, writer);
        if !misread.is_empty() {
            problems.push(format!("{who}\n- {}", misread.join("\n- ")));
        }
    }
    problems
}
