//! Keeps two test processes from fetching or starting the same thing at once.

use std::{fs::File, path::Path};

use rustix::fs::{FlockOperation, flock};

use crate::{Result, failure::Context};

/// Held until dropped, or until the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits until nobody else holds the lock file `path`, which is made if it is not there.
    pub(crate) fn hold(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).doing(|| format!("making {}", folder.display()))?;
        }
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .doing(|| format!("opening {}", path.display()))?;
        flock(&file, FlockOperation::LockExclusive).doing(|| format!("locking {}", path.display()))?;
        Ok(Self { _file: file })
    }
}
