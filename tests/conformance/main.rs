//! Vectors: what Kafka Connect does with given inputs, one row each, run through kconnect's public API.
//!
//! `cargo test -p kconnect-tests --test conformance -- --nocapture` runs the files beside this one; with
//! `KCONNECT_VECTORS=DIR` the files of any folder in the same formats. See `SOURCES.md` for the formats.
//!
//! It has no test harness: what it prints is the report, and the last line of that is the sum.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a vector that is not as expected is a failure")]

mod formats;
mod report;

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
};

use formats::files;
use report::Report;

/// Any folder of vectors, instead of the committed ones.
const FOLDER: &str = "KCONNECT_VECTORS";

fn main() -> ExitCode {
    // Asked for the names of its tests (`cargo test -- --list`) it has none.
    if env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance");
    let given = env::var_os(FOLDER).filter(|folder| !folder.is_empty());
    let folder = given.as_ref().map_or(committed, |given| from_root(Path::new(given)));
    let files = match files::below(&folder) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            return ExitCode::FAILURE;
        }
    };
    if files.is_empty() {
        eprintln!("{}: no vectors; a folder with .json files is needed", folder.display());
        return ExitCode::FAILURE;
    }
    // What a row panics with is told beside the row.
    std::panic::set_hook(Box::new(|_| ()));
    let mut report = Report::default();
    for file in &files {
        report.add(file);
    }
    report.close();
    if report.failed > 0 || (given.is_none() && report.skipped > 0) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Where the path leads from the root of the workspace, in which cargo was called; it starts tests in another folder.
fn from_root(path: &Path) -> PathBuf {
    let below = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if below.exists() { below } else { path.to_owned() }
}
