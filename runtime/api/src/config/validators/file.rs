//! Files and directories.

use std::path::{Path, PathBuf};

use super::{
    super::types::{Invalid, Parsed},
    text::as_value,
    validator::Validator,
};

/// The absolute path of a file that can be read (connect-utils' `ValidFile` and `ValidFileWritable`).
///
/// It is looked at where the configuration is validated: on a worker, and on whatever machine checks the file.
#[derive(Clone, Copy, Debug)]
pub struct ValidFile {
    /// Whether it must be possible to write to it.
    pub writable: bool,
}

impl ValidFile {
    /// To read.
    pub const READABLE: Self = Self { writable: false };
    /// To read and write.
    pub const WRITABLE: Self = Self { writable: true };
}

impl Validator for ValidFile {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        ensure(name, value, self.writable, "file", Path::is_file)
    }

    fn describe(&self) -> String {
        describe("file", self.writable)
    }
}

/// The absolute path of a directory that can be read (connect-utils' `ValidDirectory` and `ValidDirectoryWritable`).
///
/// It is looked at where the configuration is validated: on a worker, and on whatever machine checks the file.
#[derive(Clone, Copy, Debug)]
pub struct ValidDirectory {
    /// Whether it must be possible to write to it.
    pub writable: bool,
}

impl ValidDirectory {
    /// To read.
    pub const READABLE: Self = Self { writable: false };
    /// To read and write.
    pub const WRITABLE: Self = Self { writable: true };
}

impl Validator for ValidDirectory {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> Result<(), Invalid> {
        ensure(name, value, self.writable, "directory", Path::is_dir)
    }

    fn describe(&self) -> String {
        describe("directory", self.writable)
    }
}

fn ensure(name: &str, value: &Parsed, writable: bool, kind: &str, is_kind: fn(&Path) -> bool) -> Result<(), Invalid> {
    let Parsed::String(text) = value else { return Err(as_value(name, "Input must be a string.")) };
    if text.is_empty() {
        return Err(as_value(name, "Cannot be null or empty."));
    }
    // As Java's `File` shows it: without doubled or trailing separators.
    let path: PathBuf = Path::new(text).components().collect();
    let shown = path.display();
    if !path.is_absolute() {
        return Err(as_value(name, &format!("File '{shown}' is not an absolute path.")));
    }
    if !is_kind(&path) {
        return Err(as_value(name, &format!("'{shown}' must be a {kind}.")));
    }
    if writable && !access::writable(&path) {
        return Err(as_value(name, &format!("File '{shown}' should be writable.")));
    }
    if !access::readable(&path) {
        return Err(as_value(name, &format!("File '{shown}' should be readable.")));
    }
    Ok(())
}

fn describe(kind: &str, writable: bool) -> String {
    format!("Absolute path to a {kind} that exists{}.", if writable { " and is writable" } else { "" })
}

/// What this process may do, which on Unix only the system can tell.
mod access {
    use std::path::Path;

    #[cfg(unix)]
    pub(super) fn readable(path: &Path) -> bool {
        rustix::fs::access(path, rustix::fs::Access::READ_OK).is_ok()
    }

    #[cfg(unix)]
    pub(super) fn writable(path: &Path) -> bool {
        rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
    }

    #[cfg(not(unix))]
    pub(super) fn readable(path: &Path) -> bool {
        path.is_dir() || std::fs::File::open(path).is_ok()
    }

    #[cfg(not(unix))]
    pub(super) fn writable(path: &Path) -> bool {
        path.metadata().is_ok_and(|metadata| !metadata.permissions().readonly())
    }
}
