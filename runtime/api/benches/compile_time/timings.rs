//! `cargo build --timings`, and the figure of one crate out of its report.

use std::{
    env,
    fs::{self, File},
    process::Command,
    time::SystemTime,
};

use serde_json::Value;

use crate::crates::{Crate, Workspace};

/// The ways to compile.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    Check,
    Debug,
    Release,
}

impl Mode {
    pub(crate) const ALL: [Self; 3] = [Self::Check, Self::Debug, Self::Release];

    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Check => "cargo check",
            Self::Debug => "cargo build",
            Self::Release => "cargo build --release",
        }
    }
}

/// Compiles one crate from scratch, its dependencies too where they never were, and gives what cargo says that the crate
/// itself took, in milliseconds.
pub(crate) fn build(workspace: &Workspace, one: Crate, mode: Mode) -> f64 {
    let source = File::options().append(true).open(workspace.source(one)).expect("the crate's source");
    source.set_modified(SystemTime::now()).expect("the source can be touched");
    let mut words = mode.command().split(' ').skip(1);
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace.folder()).args(words.by_ref()).args([
        "--quiet",
        "--timings",
        "--package",
        one.package(),
    ]);
    // Profiles and flags of whoever calls are not what is measured.
    cargo.env("CARGO_TARGET_DIR", workspace.target()).env("CARGO_INCREMENTAL", "0");
    cargo.env_remove("RUSTFLAGS").env_remove("RUSTC_WRAPPER").env_remove("RUSTC_WORKSPACE_WRAPPER");
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{cargo:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    let report = workspace.target().join("cargo-timings").join("cargo-timing.html");
    duration(&fs::read_to_string(report).expect("cargo's report"), one.package())
}

/// The report is a page with a script that holds the units as JSON.
fn duration(report: &str, package: &str) -> f64 {
    let (_, units) = report.split_once("const UNIT_DATA = ").expect("the units in cargo's report");
    let (units, _) = units.split_once(";\n").expect("the end of the units in cargo's report");
    let units: Vec<Value> = serde_json::from_str(units).expect("the units are JSON");
    let unit = units.iter().find(|unit| unit.get("name").and_then(Value::as_str) == Some(package));
    let seconds = unit.and_then(|unit| unit.get("duration")).and_then(Value::as_f64).expect("the crate was built");
    seconds * 1000.0
}
