//! What a file said before: its versions in git.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Error, Result};

/// The history of a directory under version control. Asks the program `git`.
#[derive(Clone, Debug)]
pub struct History {
    directory: PathBuf,
    shallow: bool,
}

/// A text that a file had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The commit that wrote it, abbreviated.
    pub commit: String,
    /// The day of that commit, `2026-11-22`.
    pub date: String,
    /// The text, with the line ends of Unix.
    pub text: String,
}

impl History {
    /// The history of a directory; `None` if it is not in a git repository, or does not exist.
    ///
    /// # Errors
    /// Fatal if there is no program `git`.
    pub fn of(directory: &Path) -> Result<Option<Self>> {
        if !directory.is_dir() {
            return Ok(None);
        }
        let of = Self { directory: directory.to_owned(), shallow: false };
        let output = of.command(["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"]).output();
        let output =
            output.map_err(|error| Error::fatal(format!("git: {error}; install git, or do without history")))?;
        let answer = String::from_utf8_lossy(&output.stdout);
        let mut lines = answer.lines();
        let inside = output.status.success() && lines.next() == Some("true");
        Ok(inside.then(|| Self { shallow: lines.next() == Some("true"), ..of }))
    }

    /// Whether the repository has not all of its history, as a CI system's checkout of depth 1.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.shallow
    }

    /// What a file of the directory said, newest first: one revision for each text that it had, up to HEAD; after the commit
    /// `since`, if one is given, whose own text is the last.
    ///
    /// # Errors
    /// Fatal when git refuses, such as for a revision that it does not know.
    pub fn revisions(&self, file: &str, since: Option<&str>) -> Result<Vec<Revision>> {
        let mut commits = match since {
            Some(since) => {
                self.git(["log", "--format=%h %cs", &format!("{}..HEAD", self.commit(since)?), "--", file])?
            }
            None => self.git(["log", "--format=%h %cs", "HEAD", "--", file])?,
        };
        if let Some(since) = since {
            commits.push_str(&self.git(["log", "-1", "--format=%h %cs", &self.commit(since)?])?);
        }
        let mut revisions: Vec<Revision> = Vec::new();
        for (commit, date) in commits.lines().filter_map(|line| line.split_once(' ')) {
            // A commit that removed the file has no text.
            let Some(text) = self.text(commit, file)? else { continue };
            if revisions.iter().all(|known| known.text != text) {
                revisions.push(Revision { commit: commit.to_owned(), date: date.to_owned(), text });
            }
        }
        Ok(revisions)
    }

    /// What a file said at a commit, a branch or a tag; `None` if it was not there.
    ///
    /// # Errors
    /// Fatal when git does not know the commit.
    pub fn at(&self, revision: &str, file: &str) -> Result<Option<Revision>> {
        let commit = self.commit(revision)?;
        let date = self.git(["log", "-1", "--format=%h %cs", &commit])?;
        let (commit, date) = date.trim().split_once(' ').unwrap_or((&commit, ""));
        let revision = |text| Revision { commit: commit.to_owned(), date: date.to_owned(), text };
        Ok(self.text(commit, file)?.map(revision))
    }

    /// The `.avsc` files that a commit has in the directory.
    ///
    /// # Errors
    /// Fatal when git does not know the commit.
    pub fn files_at(&self, revision: &str) -> Result<Vec<String>> {
        let commit = self.commit(revision)?;
        let names = self.git(["ls-tree", "--name-only", "-z", &commit, "./"])?;
        Ok(names
            .split('\0')
            .filter(|name| Path::new(name).extension() == Some(OsStr::new("avsc")))
            .map(str::to_owned)
            .collect())
    }

    /// The commit that a revision names; a revision cannot be taken for an option this way.
    fn commit(&self, revision: &str) -> Result<String> {
        let commit =
            self.git(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")]);
        commit.map(|commit| commit.trim().to_owned()).map_err(|_| {
            Error::fatal(format!("git knows no commit `{revision}`; in CI it may have to be fetched first"))
        })
    }

    fn text(&self, commit: &str, file: &str) -> Result<Option<String>> {
        if self.git(["ls-tree", "--name-only", commit, "--", file])?.is_empty() {
            return Ok(None);
        }
        self.git(["show", &format!("{commit}:./{file}")]).map(|text| Some(text.replace("\r\n", "\n")))
    }

    fn git<const N: usize>(&self, arguments: [&str; N]) -> Result<String> {
        let output = self.command(arguments).output().map_err(|error| Error::fatal(format!("git: {error}")))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let problem = String::from_utf8_lossy(&output.stderr);
        Err(Error::fatal(format!("git {}: {}", arguments.join(" "), problem.trim())))
    }

    fn command<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = Command::new("git");
        // What a hook or another repository's shell has set must not lead elsewhere.
        command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
        command.arg("-C").arg(&self.directory).args(arguments);
        command
    }
}
