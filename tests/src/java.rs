//! Java: what the real systems run on, and a way to run a program with Kafka's own classes.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::Duration,
};

use crate::{Failure, Result, maven, tool};

/// What installs all that the tests need of Java.
pub(crate) const INSTALL: &str = "apt-get install openjdk-17-jdk-headless maven";

/// The oldest Java that Kafka 4's broker runs on.
const OLDEST: u32 = 17;

/// Short programs: start quickly rather than run fast, and leave the cores to the tests.
const SMALL: [&str; 3] = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"];

const LIMIT: Duration = Duration::from_mins(3);

/// Runs the main class `main` with `args` and returns what it wrote to its standard output.
///
/// # Errors
/// If it ends with another code than 0 or takes longer than three minutes, with its output; without a JDK, the line
/// that installs one.
pub fn run(class_path: &str, main: &str, args: &[&str]) -> Result<String> {
    let mut java = command(class_path)?;
    java.args(SMALL).arg(main).args(args);
    tool::run(java, LIMIT, INSTALL)
}

/// Runs a Java source file with `args` and returns what it wrote to its standard output.
///
/// # Errors
/// As [`run`], and if the file does not compile.
pub fn run_source(class_path: &str, file: &Path, args: &[&str]) -> Result<String> {
    let mut java = command(class_path)?;
    java.args(SMALL).arg(file).args(args);
    tool::run(java, LIMIT, INSTALL)
}

/// The class path of Apache Kafka: broker, clients, command line tools and Connect, fetched on first use.
///
/// # Errors
/// If Maven is missing, with the line that installs it, or cannot fetch the files.
pub fn kafka_class_path() -> Result<String> {
    Ok(format!("{}/*", maven::copied("kafka")?.display()))
}

/// A JVM with a class path.
pub(crate) fn command(class_path: impl AsRef<OsStr>) -> Result<Command> {
    let mut java = Command::new(jdk()?);
    java.arg("-cp").arg(class_path);
    Ok(java)
}

/// The `java` of a JDK that is new enough.
fn jdk() -> Result<PathBuf> {
    static JDK: OnceLock<Result<PathBuf>> = OnceLock::new();
    JDK.get_or_init(find).clone()
}

fn find() -> Result<PathBuf> {
    let java = match env::var_os("JAVA_HOME") {
        Some(home) if !home.is_empty() => PathBuf::from(home).join("bin").join("java"),
        _ => PathBuf::from("java"),
    };
    let mut list = Command::new(&java);
    list.arg("--list-modules");
    let modules = tool::run(list, LIMIT, INSTALL)?;
    let version = modules.lines().find_map(|module| module.strip_prefix("java.base@")).unwrap_or_default();
    let major = version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        let java = java.display();
        return Err(Failure::new(format!(
            "`{java}` is version {version}, the tests need {OLDEST}; install it with: {INSTALL}"
        )));
    }
    if !modules.lines().any(|module| module.starts_with("jdk.compiler@")) {
        let java = java.display();
        return Err(Failure::new(format!(
            "`{java}` has no compiler, the tests need a JDK; install it with: {INSTALL}"
        )));
    }
    Ok(java)
}
