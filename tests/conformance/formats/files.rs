//! The files of a folder, and what runs the rows of each.

use std::{
    io,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::formats::outcome::Run;

/// Kafka's formats, by the name of their file. The name of a file only has to contain it.
const NAMED: &[(&str, Run)] = &[
    ("config-providers", Run::Given(crate::formats::providers::run)),
    ("config-validate-rest", Run::Given(crate::formats::rest::run)),
    ("configdef-docs", Run::Given(crate::formats::docs::run)),
    ("configdef-parse", Run::Given(crate::formats::parse::run)),
    ("configdef-validate", Run::Given(crate::formats::validate::run)),
    ("configdef-validators", Run::Given(crate::formats::validators::run)),
    ("error-handling", Run::Given(crate::formats::errors::run)),
    ("internal-topic-records", Run::Given(crate::formats::topic_records::run)),
    ("json-converter-from-connect", Run::Given(crate::formats::json_from::run)),
    ("json-converter-to-connect", Run::Given(crate::formats::json_to::run)),
    ("offset-state-machines", Run::Given(crate::formats::state_machines::run)),
    ("predicates", Run::Given(crate::formats::predicates::run)),
    ("schema-projector", Run::Given(crate::formats::projector::run)),
    ("schema-struct-validation", Run::Given(crate::formats::schema_struct::run)),
    ("simple-converters", Run::Given(crate::formats::simple::run)),
    ("smt-field-path", Run::Given(crate::formats::field_path::run)),
    // The first one that fits counts.
    ("smt-", Run::Given(crate::formats::smt::run)),
    ("values-convert", Run::Given(crate::formats::values_convert::run)),
    ("values-parse", Run::Given(crate::formats::values_parse::run)),
];

/// Avro's formats, by what the file itself says its `format` is, without the version. The rows are all arrays and objects of
/// the file; a row outside of `vectors` has the name of its array as `section`.
const MARKED: &[(&str, Run)] = &[
    ("avro-to-connect", Run::Row(crate::formats::avro_to_connect::run)),
    ("canonical", Run::Row(crate::formats::canonical::run)),
    ("compat-levels", Run::Row(crate::formats::compat_levels::run)),
    ("compat-pairs", Run::Row(crate::formats::compat_pairs::run)),
    ("connect-to-avro", Run::Row(crate::formats::connect_to_avro::run)),
    ("connect-values", Run::Row(crate::formats::avro_values::run)),
    ("normalized", Run::Row(crate::formats::normalized::run)),
    ("subjects", Run::Row(crate::formats::subjects::run)),
    ("wire", Run::Row(crate::formats::wire::run)),
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
    let text = std::fs::read(path).map_err(|error| error.to_string());
    let content: Result<Value, _> =
        text.and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string()));
    let find = |formats: &[(&str, Run)], fits: &dyn Fn(&str) -> bool| {
        formats.iter().find(|(format, _)| fits(format)).map(|(_, run)| *run)
    };
    match content {
        Ok(Value::Object(sections)) => {
            let marked = sections.get("format").and_then(Value::as_str).unwrap_or_default();
            let marked = marked.split('/').next().unwrap_or_default();
            File { run: find(MARKED, &|format| format == marked), name, rows: Ok(rows(sections)) }
        }
        Ok(Value::Array(rows)) => File { run: find(NAMED, &|format| name.contains(format)), name, rows: Ok(rows) },
        Ok(other) => File { run: find(NAMED, &|format| name.contains(format)), name, rows: Err(other.to_string()) },
        Err(error) => File { run: find(NAMED, &|format| name.contains(format)), name, rows: Err(error) },
    }
}

fn rows(sections: serde_json::Map<String, Value>) -> Vec<Value> {
    let mut rows = Vec::new();
    for (section, content) in sections {
        let of_section = match content {
            Value::Array(rows) => rows,
            row @ Value::Object(_) => vec![row],
            _ => continue,
        };
        for mut row in of_section {
            if let Some(row) = row.as_object_mut()
                && section != "vectors"
            {
                row.insert("section".to_owned(), section.clone().into());
            }
            rows.push(row);
        }
    }
    rows
}
