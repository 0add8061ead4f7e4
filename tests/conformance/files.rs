//! The files of a folder, and what runs the rows of each.

use std::{
    io,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::outcome::Run;

/// The formats, by the name of their file. The name of a file only has to contain it.
const FORMATS: [(&str, Run); 6] = [
    ("config-providers", crate::providers::run),
    ("config-validate-rest", crate::rest::run),
    ("configdef-docs", crate::docs::run),
    ("configdef-parse", crate::parse::run),
    ("configdef-validate", crate::validate::run),
    ("configdef-validators", crate::validators::run),
];

/// A file of vectors.
pub(crate) struct File {
    /// Its name without `.json`.
    pub(crate) name: String,
    /// What runs its rows; `None` if the format is not known here.
    pub(crate) run: Option<Run>,
    /// Its rows, or why there are none.
    pub(crate) rows: Result<Vec<Value>, String>,
}

/// Every `.json` file of a folder and of the folders in it, by name.
pub(crate) fn below(folder: &Path) -> io::Result<Vec<File>> {
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths.iter().map(read).collect())
}

fn read(path: &PathBuf) -> File {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let run = FORMATS.iter().find(|(format, _)| name.contains(format)).map(|(_, run)| *run);
    let text = std::fs::read(path).map_err(|error| error.to_string());
    let rows = text.and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string()));
    File { name, run, rows }
}
