//! All schemas of a connector, and the directory of files that holds them.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use crate::{
    Error, Result,
    avro::{Schema, same_record, two_under_one_name},
    data::{Pair, StructNode, Type, prefixed},
};

/// Every record that a set of types reaches, by full name: keys and values, and the records inside them.
///
/// ```
/// # use kconnect::{RecordSet, catalog::Catalog};
/// # fn main() -> kconnect::Result<()> {
/// let catalog = Catalog::of(<(i64, String)>::PAIRS, None)?;
/// assert_eq!(catalog.schemas().count(), 0); // neither is a record
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Catalog {
    records: BTreeMap<String, (&'static StructNode, Schema)>,
}

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
    /// The records of all keys and values; a configured `prefix` stands before their names.
    ///
    /// # Errors
    /// Fatal when two different records have one name, or when the schema language cannot say what a type is.
    pub fn of<'a>(pairs: impl IntoIterator<Item = &'a Pair>, prefix: Option<&str>) -> Result<Self> {
        let mut catalog = Self { records: BTreeMap::new() };
        for pair in pairs {
            catalog.add(&pair.key, prefix)?;
            catalog.add(&pair.value, prefix)?;
        }
        Ok(catalog)
    }

    fn add(&mut self, ty: &Type, prefix: Option<&str>) -> Result<()> {
        match ty {
            Type::Optional(inner) | Type::Array(inner) => self.add(inner, prefix),
            Type::Map(key, value) => {
                self.add(key, prefix)?;
                self.add(value, prefix)
            }
            Type::Struct { node, .. } => {
                let node = node();
                let name = prefixed(prefix, node.name);
                match self.records.get(&name) {
                    Some((known, _)) if same_record(known, node) => return Ok(()),
                    Some(_) => return Err(two_under_one_name(&name)),
                    None => {}
                }
                self.records.insert(name, (node, Schema::of(ty, prefix)?));
                node.fields.iter().try_for_each(|field| self.add(&field.ty, prefix))
            }
            _ => Ok(()),
        }
    }

    /// Every record's full name and schema, sorted by name. Each schema is complete in itself.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &Schema)> {
        self.records.iter().map(|(name, (_, schema))| (name.as_str(), schema))
    }

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
        self.schemas().map(|(name, schema)| (directory.join(format!("{name}.avsc")), format!("{}\n", schema.pretty())))
    }
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
fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.replace("\r\n", "\n"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> Error {
    move |error| Error::fatal(format!("{}: {error}", path.display()))
}
