//! `offset.storage.file.filename`: the file of a standalone worker, in the JVM's format.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::{
    KnownOffsets, OffsetError, java_map,
    store::{Change, OffsetStore, Pending},
};

type Entries = BTreeMap<Vec<u8>, Vec<u8>>;

/// Keeps offsets in one file that Kafka Connect's `FileOffsetBackingStore` reads and writes as well.
///
/// A missing or empty file holds no offsets. Each change replaces the file as a whole: a new file is written beside it,
/// synced and renamed over it, so a crash leaves either the old offsets or the new ones.
#[derive(Debug, Clone)]
pub struct FileOffsetStore {
    path: Arc<PathBuf>,
    /// What the file holds; `None` until it was read.
    entries: Arc<Mutex<Option<Entries>>>,
    known: Arc<OnceLock<KnownOffsets>>,
}

impl FileOffsetStore {
    /// The store in `path`, which is not touched yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: Arc::new(path.into()), entries: Arc::default(), known: Arc::default() }
    }

    /// Reads the file, and makes sure that it can be replaced: better to hear it at the start than at the first commit.
    fn read(&self) -> Result<Entries, OffsetError> {
        let bytes = match fs::read(&*self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(source) => return Err(self.io("read", source)),
        };
        new_file_beside(&self.path).map_err(|source| self.io("write", source))?;
        if bytes.is_empty() {
            return Ok(BTreeMap::new());
        }
        let pairs = java_map::read(&bytes).map_err(|unreadable| OffsetError::Corrupt {
            path: self.path.to_path_buf(),
            offset: unreadable.offset,
            problem: unreadable.problem,
        })?;
        Ok(pairs.into_iter().filter_map(|(key, value)| Some((key?, value?))).collect())
    }

    fn change(&self, changes: &[Change]) -> Result<(), OffsetError> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = match &*entries {
            Some(entries) => entries.clone(),
            None => self.read()?,
        };
        for (key, value) in changes.iter().cloned() {
            match value {
                Some(value) => next.insert(key, value),
                None => next.remove(&key),
            };
        }
        let bytes = java_map::write(next.iter().map(|(key, value)| (key.as_slice(), value.as_slice())));
        replace(&self.path, &bytes).map_err(|source| self.io("write", source))?;
        *entries = Some(next);
        if let Some(known) = self.known.get() {
            known.apply_all(changes);
        }
        Ok(())
    }

    fn io(&self, action: &'static str, source: io::Error) -> OffsetError {
        OffsetError::Io { action, path: self.path.to_path_buf(), source }
    }

    /// Runs `work` where blocking does no harm; it ends even if nobody waits for it.
    async fn blocking<T: Send + 'static>(
        &self,
        action: &'static str,
        work: impl FnOnce(&Self) -> Result<T, OffsetError> + Send + 'static,
    ) -> Result<T, OffsetError> {
        let store = self.clone();
        match tokio::task::spawn_blocking(move || work(&store)).await {
            Ok(result) => result,
            Err(lost) => Err(self.io(action, io::Error::other(lost))),
        }
    }
}

impl OffsetStore for FileOffsetStore {
    fn open(&self, known: KnownOffsets) -> Pending<'_, ()> {
        Box::pin(self.blocking("read", move |store| {
            let read = store.read()?;
            for (key, value) in &read {
                known.apply(key, Some(value));
            }
            *store.entries.lock().unwrap_or_else(PoisonError::into_inner) = Some(read);
            // A store is opened once; a second call has nothing to add.
            let _ = store.known.set(known);
            Ok(())
        }))
    }

    fn set(&self, changes: Vec<Change>) -> Pending<'_, ()> {
        Box::pin(self.blocking("write", move |store| store.change(&changes)))
    }
}

fn new_file_beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(".offsets-").tempfile_in(directory(path))
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link stays one: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut file = new_file_beside(&target)?;
    file.write_all(bytes)?;
    if let Ok(existing) = fs::metadata(&target) {
        file.as_file().set_permissions(existing.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&target)?;
    // The rename itself is durable only once the directory is.
    if cfg!(unix) {
        File::open(directory(&target))?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Offsets;
    use super::*;

    fn text(found: Option<Vec<u8>>) -> Option<String> {
        found.map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[tokio::test]
    async fn offsets_outlive_the_worker() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("offsets");
        let offsets = Offsets::open(FileOffsetStore::new(&path)).await.unwrap();
        offsets.commit("c", [(r#"{"p":1}"#, r#"{"o":5}"#), (r#"{"p":2}"#, r#"{"o":6}"#)]).await.unwrap();
        offsets.commit("c", [(r#"{"p":2}"#, "null")]).await.unwrap();
        let offsets = Offsets::open(FileOffsetStore::new(&path)).await.unwrap();
        assert_eq!(text(offsets.get("c", r#"{"p":1}"#).await.unwrap()).as_deref(), Some(r#"{"o":5}"#));
        assert_eq!(offsets.get("c", r#"{"p":2}"#).await.unwrap(), None);
        assert_eq!(offsets.get("d", r#"{"p":1}"#).await.unwrap(), None);
        let left: Vec<_> = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["offsets"], "nothing is left beside the file");
    }

    #[tokio::test]
    async fn the_key_bytes_that_another_worker_wrote_are_used_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("offsets");
        let theirs = br#"["c",{"b":1,"a":2}]"#.as_slice();
        fs::write(&path, java_map::write([(theirs, b"{}".as_slice())].into_iter())).unwrap();
        let offsets = Offsets::open(FileOffsetStore::new(&path)).await.unwrap();
        offsets.commit("c", [(r#"{"a":2,"b":1}"#, r#"{"o":7}"#)]).await.unwrap();
        let pairs = java_map::read(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(pairs, [(Some(theirs.to_vec()), Some(br#"{"o":7}"#.to_vec()))]);
    }

    #[tokio::test]
    async fn a_file_of_another_kind_is_refused_and_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("offsets");
        fs::write(&path, b"notes\n").unwrap();
        let error = Offsets::open(FileOffsetStore::new(&path)).await.unwrap_err().to_string();
        assert!(
            error.contains("is not an offset file of a standalone worker (byte 0: not a Java serialization stream)"),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"notes\n");
    }

    #[tokio::test]
    async fn an_empty_file_holds_no_offsets() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let offsets = Offsets::open(FileOffsetStore::new(file.path())).await.unwrap();
        assert_eq!(offsets.get("c", "{}").await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_directory_that_does_not_exist_is_heard_of_at_the_start() {
        let error = Offsets::open(FileOffsetStore::new("/nowhere/at/all/offsets")).await.unwrap_err();
        assert!(error.to_string().contains("could not write the offset file /nowhere/at/all/offsets"), "{error}");
    }
}
