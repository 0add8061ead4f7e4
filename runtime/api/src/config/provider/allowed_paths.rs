//! Which files a provider may read, `allowed.paths` (KIP-993).

use std::{
    ffi::OsStr,
    path::{Component, Path, PathBuf},
};

use crate::{
    config::props::{Prop, Props},
    error::{Error, Result},
};

/// The parameter of the providers that read files.
pub(super) const ALLOWED_PATHS: &str = "allowed.paths";

/// Paths below which everything may be read; all paths if there are none (Kafka's `AllowedPaths`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AllowedPaths(Option<Vec<PathBuf>>);

impl AllowedPaths {
    /// # Errors
    /// A path that is not absolute or does not exist, in Kafka's words.
    pub(super) fn configure(params: &Props) -> Result<Self> {
        let Some(text) = params.get(ALLOWED_PATHS).and_then(Prop::expose).filter(|text| !text.is_empty()) else {
            return Ok(Self(None));
        };
        // Java's `split` drops empty pieces, but only at the end, and nothing is trimmed.
        let pieces = text.trim_end_matches(',').split(',').filter(|_| text.bytes().any(|byte| byte != b','));
        let paths = pieces.map(|piece| {
            let path = normalise(piece);
            if !path.is_absolute() {
                return Err(Error::fatal(format!("Path {} is not absolute", path.display())));
            }
            if !path.exists() {
                return Err(Error::fatal(format!("Path {} does not exist", path.display())));
            }
            Ok(path)
        });
        paths.collect::<Result<_>>().map(|paths| Self(Some(paths)))
    }

    /// The path to read, or `None` if that is not allowed. Links are not followed here: who may write them may read.
    pub(super) fn allow(&self, path: &str) -> Option<PathBuf> {
        let Some(allowed) = &self.0 else { return Some(Path::new(path).components().collect()) };
        let path = normalise(path);
        allowed.iter().any(|allowed| path.starts_with(allowed)).then_some(path)
    }
}

/// Without `.`, and without `..` wherever there is something before it, as Java's `Path.normalize`.
fn normalise(path: &str) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in Path::new(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normal.has_root() && normal.file_name().is_none() => {}
            Component::ParentDir if normal.file_name().is_some_and(|name| name != OsStr::new("..")) => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(path: &str) -> String {
        normalise(path).display().to_string()
    }

    #[test]
    fn paths_lose_what_java_takes_out_of_them() {
        assert_eq!(normal("/a/./b//c/"), "/a/b/c");
        assert_eq!(normal("/a/../b"), "/b");
        assert_eq!(normal("/../a"), "/a");
        assert_eq!(normal("../a/../b"), "../b");
        assert_eq!(normal("../../a"), "../../a");
        assert_eq!(normal("a/.."), "");
    }
}
