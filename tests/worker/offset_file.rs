//! The offset file of a standalone worker: the JVM reads ours, we read the JVM's.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use kconnect_tests::{Result, java};
use kconnect_worker::offsets::{FileOffsetStore, Offsets};

/// Around the sizes at which Java's table grows (12 of 16, 24 of 32), and enough for several growths.
const SIZES: [usize; 8] = [0, 1, 2, 12, 13, 24, 25, 500];

fn java(arguments: &[&str]) -> Result<String> {
    java::run_source("", &Path::new(env!("CARGO_MANIFEST_DIR")).join("worker/java/OffsetFile.java"), arguments)
}

fn paths(directory: &Path) -> Vec<PathBuf> {
    SIZES.iter().map(|size| directory.join(format!("offsets-{size}"))).collect()
}

#[tokio::test]
async fn the_jvm_reads_what_the_worker_committed() -> Result {
    let directory = tempfile::tempdir()?;
    let paths = paths(directory.path());
    let mut expected = String::new();
    for (path, size) in paths.iter().zip(SIZES) {
        let entries: Vec<_> = (0..size).map(|i| (format!(r#"{{"p":{i}}}"#), format!(r#"{{"o":"ü{i}"}}"#))).collect();
        let offsets = Offsets::open(FileOffsetStore::new(path)).await?;
        offsets.commit("c", entries.iter().map(|(partition, offset)| (partition.as_str(), offset.as_str()))).await?;
        if size == 0 {
            // Nothing to commit writes nothing; an offset that comes and goes leaves an empty map.
            offsets.commit("c", [(r#"{"p":0}"#, "{}")]).await?;
            offsets.commit("c", [(r#"{"p":0}"#, "null")]).await?;
        }
        let mut lines: Vec<_> = entries.iter().map(|(p, o)| (format!(r#"["c",{p}]"#), o)).collect();
        lines.sort();
        let lines: Vec<_> = lines.iter().map(|(key, value)| format!("{key}={value}")).collect();
        writeln!(expected, "{{{}}}", lines.join(", "))?;
    }
    let arguments: Vec<&str> = std::iter::once("read").chain(paths.iter().map(|path| path.to_str().unwrap())).collect();
    assert_eq!(java(&arguments)?, expected);
    Ok(())
}

#[tokio::test]
async fn the_worker_resumes_from_what_the_jvm_wrote() -> Result {
    let directory = tempfile::tempdir()?;
    let paths = paths(directory.path());
    let sizes: Vec<String> = SIZES.iter().map(ToString::to_string).collect();
    let files = paths.iter().zip(&sizes).flat_map(|(path, size)| [path.to_str().unwrap(), size]);
    java(&std::iter::once("write").chain(files).collect::<Vec<_>>())?;
    for (path, size) in paths.iter().zip(SIZES) {
        let offsets = Offsets::open(FileOffsetStore::new(path)).await?;
        for i in 0..=size {
            let found = offsets.get("c", &format!(r#"{{"p":{i}}}"#)).await?;
            let expected = (i < size && i % 5 != 4).then(|| format!(r#"{{"o":{}}}"#, i * 7).into_bytes());
            assert_eq!(found, expected, "partition {i} of {size}");
        }
    }
    Ok(())
}
