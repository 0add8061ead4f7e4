//! Fetches Java programs with Maven, once for each version of their `tests/real/<name>/pom.xml`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use sha2::{Digest as _, Sha256};

use crate::{Result, failure::Context, java, lock::Lock, paths, tool};

/// A slow line: some 200 MB in all.
const LIMIT: Duration = Duration::from_mins(20);

/// The folder with the jars of all dependencies of `real/<name>/pom.xml`.
pub(crate) fn copied(name: &str) -> Result<PathBuf> {
    fetched(name, "copy-dependencies")
}

/// The folder into which the archives that `real/<name>/pom.xml` depends on are unpacked.
pub(crate) fn unpacked(name: &str) -> Result<PathBuf> {
    fetched(name, "unpack-dependencies")
}

fn fetched(name: &str, goal: &str) -> Result<PathBuf> {
    let pom = paths::tests().join("real").join(name).join("pom.xml");
    let folder = paths::real().join(name);
    let _lock = Lock::hold(&folder.join("fetch.lock"))?;
    let files = folder.join(format!("files-{}", stamp(&pom)?));
    if !files.is_dir() {
        // Under its final name the folder is always complete.
        let partial = folder.join("files.partial");
        if partial.exists() {
            fs::remove_dir_all(&partial).doing(|| format!("removing {}", partial.display()))?;
        }
        let marks = folder.join("target");
        if marks.exists() {
            fs::remove_dir_all(&marks).doing(|| format!("removing {}", marks.display()))?;
        }
        // Maven leaves its marks beside the file: not among the sources.
        let copy = folder.join("pom.xml");
        fs::copy(&pom, &copy).doing(|| format!("copying {}", pom.display()))?;
        let mut mvn = Command::new("mvn");
        mvn.args(["--quiet", "--batch-mode", "--file"]).arg(&copy).arg(format!("dependency:{goal}"));
        mvn.arg(format!("-DoutputDirectory={}", partial.display()));
        tool::run(mvn, LIMIT, java::INSTALL)?;
        fs::rename(&partial, &files).doing(|| format!("renaming {}", partial.display()))?;
    }
    Ok(files)
}

/// Short, and different for a different file.
pub(crate) fn stamp(file: &Path) -> Result<String> {
    let content = fs::read(file).doing(|| format!("reading {}", file.display()))?;
    Ok(Sha256::digest(content).iter().take(6).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat())
}
