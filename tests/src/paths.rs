//! Where things are in this checkout.

use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn workspace() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}

/// The folder of this package.
#[must_use]
pub fn tests() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the real systems are kept: the same for every target directory and profile, so that each is fetched once.
#[must_use]
pub fn real() -> PathBuf {
    workspace().join("target").join("real")
}
