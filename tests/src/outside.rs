//! A small crate outside of this workspace, as a user of `kconnect` has one.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{Result, failure::Context, paths::workspace, unique};

/// A crate, or a workspace of them, in a directory of its own. All of them share what they build on the way, so
/// that `kconnect` is built once.
#[derive(Debug)]
pub struct Outside {
    directory: TempDir,
    /// What to remove from the shared directory in the end.
    package: Option<String>,
}

/// How a run of cargo ended.
#[derive(Debug)]
pub struct Ran {
    /// Whether it succeeded.
    pub success: bool,
    /// What it printed.
    pub stdout: String,
    /// What it said, errors of the compiler among it.
    pub stderr: String,
}

impl Outside {
    /// Makes an empty directory with the versions that this workspace was built with, which are on this machine.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn new() -> Result<Self> {
        let outside = Self { directory: tempfile::tempdir()?, package: None };
        fs::copy(workspace().join("Cargo.lock"), outside.path("Cargo.lock"))?;
        Ok(outside)
    }

    /// Makes a crate without sources that depends on `kconnect`, and whose library has that name.
    ///
    /// The package has a name that no other one has: cargo tells packages apart by their place within their own workspace,
    /// so two of one name would take what was built of the other for their own.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn with_name(name: &str) -> Result<Self> {
        let package = unique(name);
        let mut outside = Self::new()?;
        outside.package = Some(package.clone());
        outside.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"Apache-2.0\"\n\
                 description = \"A small crate.\"\n\n[dependencies]\n\
                 kconnect = {{ path = \"KCONNECT\", version = \"0.1.0\" }}\n\n[lib]\nname = \"{name}\"\n\n[profile.dev]\ndebug = false\n\n\
                 [workspace]\n"
            ),
        )?;
        Ok(outside)
    }

    /// The crate's root.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.directory.path()
    }

    /// A file of the crate.
    #[must_use]
    pub fn path(&self, file: &str) -> PathBuf {
        self.root().join(file)
    }

    /// Writes a file of the crate, and the folders that it needs. `KCONNECT` in the text stands for the path of that crate.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, file: &str, text: &str) -> Result {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap_or(self.root()))?;
        fs::write(&path, text.replace("KCONNECT", &kconnect())).doing(|| path.display().to_string())
    }

    /// Reads a file of the crate.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(&self, file: &str) -> Result<String> {
        let path = self.path(file);
        fs::read_to_string(&path).doing(|| path.display().to_string())
    }

    /// Runs cargo in the crate.
    ///
    /// # Errors
    /// If cargo cannot be run.
    pub fn cargo(&self, arguments: &[&str]) -> Result<Ran> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(arguments).current_dir(self.root());
        // What is built on the way is shared; what comes out is not, since another crate may have a binary of that name.
        command
            .env("CARGO_BUILD_BUILD_DIR", workspace().join("target/outside"))
            .env("CARGO_TARGET_DIR", self.path("target"));
        command.env("CARGO_TERM_COLOR", "never").env("CARGO_INCREMENTAL", "0");
        let ran = command.output().doing(|| format!("cargo {}", arguments.join(" ")))?;
        let [stdout, stderr] = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(Ran { success: ran.status.success(), stdout, stderr })
    }

    /// Packages the crate, unpacks the package somewhere else and gives it as a crate, with the files that a user of a
    /// registry would have.
    ///
    /// # Errors
    /// If cargo cannot package it.
    pub fn packaged(&self) -> Result<Self> {
        // `kconnect` is in no registry yet; a packaged crate knows it by its version alone.
        let patch = format!("patch.crates-io.kconnect.path={:?}", kconnect());
        let unpacked = tempfile::tempdir()?;
        let ran = self.cargo(&["package", "--allow-dirty", "--no-verify", "--config", &patch])?;
        if !ran.success {
            return Err(crate::Failure::new(format!("cargo package failed:\n{}", ran.stderr)));
        }
        let written = fs::read_dir(self.path("target/package"))?.filter_map(|entry| Some(entry.ok()?.path()));
        let is_package = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "crate");
        let Some(file) = written.into_iter().find(is_package) else {
            return Err(crate::Failure::new(format!("cargo package wrote no package:\n{}", ran.stderr)));
        };
        let mut tar = Command::new("tar");
        tar.arg("-xzf").arg(&file).arg("-C").arg(unpacked.path()).arg("--strip-components=1");
        crate::tool::run(tar, std::time::Duration::from_mins(1), "apt-get install tar")?;
        let package = unique("packaged");
        let packaged = Self { directory: unpacked, package: Some(package.clone()) };
        // Its own name, as `with_name` has it, and `kconnect` from here.
        let manifest = packaged.read("Cargo.toml")?;
        let manifest = self.package.iter().fold(manifest, |manifest, name| manifest.replace(name, &package));
        let patched = format!("{manifest}\n[patch.crates-io]\nkconnect = {{ path = \"KCONNECT\" }}\n");
        packaged.write("Cargo.toml", &patched)?;
        fs::copy(workspace().join("Cargo.lock"), packaged.path("Cargo.lock"))?;
        Ok(packaged)
    }
}

/// What was built of a crate that nobody will have again is removed.
impl Drop for Outside {
    fn drop(&mut self) {
        let Some(package) = self.package.take() else { return };
        match self.cargo(&["clean", "--offline", "--package", &package]) {
            Ok(ran) if ran.success => {}
            Ok(ran) => eprintln!("{package} stays in target/outside: {}", ran.stderr),
            Err(error) => eprintln!("{package} stays in target/outside: {error}"),
        }
    }
}

fn kconnect() -> String {
    workspace().join("runtime/api").display().to_string()
}
