//! The directory of files that holds a catalog's schemas.

use std::{
    collections::BTreeMap,
    env, fmt, fs, io,
    path::{Path, PathBuf},
};

use super::Catalog;
use crate::{Error, Result};

/// How a directory differs from a [`Catalog`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// There is no file for a record.
    Missing(PathBuf),
    /// A file says something else than its record.
    Outdated(PathBuf),
    /// A file belongs to no record.
    Unknown(PathBuf),
}

impl Difference {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing(path) | Self::Outdated(path) | Self::Unknown(path) => path,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self {
            Self::Missing(_) => "is missing",
            Self::Outdated(_) => "is out of date",
            Self::Unknown(_) => "belongs to no record",
        };
        write!(f, "{} {what}", self.path().display())
    }
}

impl Catalog {
    /// Writes `<full name>.avsc` for every record, and gives the files that changed. Other files are left alone.
    ///
    /// # Errors
    /// Fatal when a file or the directory cannot be written.
    pub fn write(&self, directory: &Path) -> Result<Vec<PathBuf>> {
        fs::create_dir_all(directory).map_err(at(directory))?;
        let mut changed = Vec::new();
        for (path, text) in self.files(directory) {
            if read(&path)?.as_deref() != Some(text.as_str()) {
                fs::write(&path, text).map_err(at(&path))?;
                changed.push(path);
            }
        }
        Ok(changed)
    }

    /// For a build script: writes every schema to `$OUT_DIR/schemas`, and gives that directory. Cargo runs the script again
    /// when a crate that it depends on has changed, so when a record has.
    ///
    /// # Errors
    /// Fatal outside of a build script, and when a file cannot be written.
    pub fn write_to_out_dir(&self) -> Result<PathBuf> {
        let Some(out) = env::var_os("OUT_DIR") else {
            return Err(Error::fatal(
                "OUT_DIR is not set: only a build script has one; elsewhere give a directory to `Catalog::write`",
            ));
        };
        let directory = Path::new(&out).join("schemas");
        self.write(&directory)?;
        Ok(directory)
    }

    /// What [`write`](Self::write) would change, and which `.avsc` files belong to no record, sorted by file.
    ///
    /// # Errors
    /// Fatal when a file or the directory cannot be read.
    pub fn differences(&self, directory: &Path) -> Result<Vec<Difference>> {
        let mut expected: BTreeMap<_, _> = self.files(directory).collect();
        let mut differences = Vec::new();
        for path in schema_files(directory)? {
            match expected.remove(&path) {
                None => differences.push(Difference::Unknown(path)),
                Some(text) if read(&path)?.as_deref() != Some(text.as_str()) => {
                    differences.push(Difference::Outdated(path));
                }
                Some(_) => {}
            }
        }
        differences.extend(expected.into_keys().map(Difference::Missing));
        differences.sort_by(|one, other| one.path().cmp(other.path()));
        Ok(differences)
    }

    fn files(&self, directory: &Path) -> impl Iterator<Item = (PathBuf, String)> {
        self.schemas().map(|(name, schema)| (file(directory, name), format!("{}\n", schema.pretty())))
    }
}

/// Where a record's schema is.
pub(super) fn file(directory: &Path, name: &str) -> PathBuf {
    directory.join(format!("{name}.avsc"))
}

/// The schemas that a directory holds; none if there is no such directory.
fn schema_files(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(at(directory)(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(at(directory))?.path();
        if path.extension().is_some_and(|extension| extension == "avsc") {
            files.push(path);
        }
    }
    Ok(files)
}

/// A file's text with the line ends of any system; `None` if there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.replace("\r\n", "\n"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> Error {
    move |error| Error::fatal(format!("{}: {error}", path.display()))
}
