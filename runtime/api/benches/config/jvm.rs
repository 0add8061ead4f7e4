//! The JVM: one process for the whole run, told what to measure on its standard input.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use crate::{cases::Inputs, definition};

/// As Kafka's scripts start a worker: `connect-standalone.sh` and `kafka-run-class.sh`.
const OPTIONS: [&str; 7] = [
    "-Xms256M",
    "-Xmx2G",
    "-server",
    "-XX:+UseG1GC",
    "-XX:MaxGCPauseMillis=20",
    "-XX:InitiatingHeapOccupancyPercent=35",
    "-XX:+ExplicitGCInvokesConcurrent",
];

/// A running `ConfigBench`.
#[derive(Debug)]
pub(crate) struct Jvm {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: String,
    first: f64,
}

impl Jvm {
    /// Starts it on the definition and the properties.
    ///
    /// # Errors
    /// Why it cannot be: no JDK, no Maven, or no jars.
    pub(crate) fn start(inputs: &Inputs) -> Result<Self, String> {
        let java = java();
        let version =
            Command::new(&java).arg("--version").output().map_err(|error| format!("{}: {error}", java.display()))?;
        let version = String::from_utf8_lossy(&version.stdout).lines().nth(1).unwrap_or_default().to_owned();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/config/ConfigBench.java");
        let kafka = kafka_version();
        let mut command = Command::new(&java);
        command.args(OPTIONS).arg("-cp").arg(jars(&kafka)?.join("*")).arg(source);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| format!("{}: {error}", java.display()))?;
        let mut input = process.stdin.take().expect("a pipe");
        let output = BufReader::new(process.stdout.take().expect("a pipe"));
        input
            .write_all(definition::describe(inputs).as_bytes())
            .map_err(|error| format!("ConfigBench.java: {error}"))?;
        let mut jvm = Self { process, input, output, version: format!("Kafka {kafka} on {version}"), first: 0.0 };
        jvm.first = jvm.line().parse::<f64>().expect("nanoseconds") / 1e3;
        Ok(jvm)
    }

    /// Kafka's version and Java's.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Microseconds that the first struct took.
    pub(crate) fn first(&self) -> f64 {
        self.first
    }

    /// Microseconds that a case takes there, measured for about `limit`.
    pub(crate) fn measure(&mut self, case: &str, limit: Duration) -> f64 {
        writeln!(self.input, "{case} {}", limit.as_millis()).expect("the JVM listens");
        let line = self.line();
        let (count, nanos) = line.split_once(' ').expect("a count and a time");
        nanos.parse::<f64>().expect("nanoseconds") / 1e3 / count.parse::<f64>().expect("a count")
    }

    /// What it says up to an empty line.
    pub(crate) fn lines(&mut self) -> Vec<String> {
        std::iter::from_fn(|| Some(self.line()).filter(|line| !line.is_empty())).collect()
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        let read = self.output.read_line(&mut line).expect("the JVM's output");
        assert!(read > 0, "ConfigBench.java ended early");
        line.truncate(line.trim_end_matches('\n').len());
        line
    }
}

impl Drop for Jvm {
    fn drop(&mut self) {
        // Nothing else to do about a process that is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn java() -> PathBuf {
    match env::var_os("JAVA_HOME") {
        Some(home) if !home.is_empty() => Path::new(&home).join("bin").join("java"),
        _ => PathBuf::from("java"),
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn pom() -> PathBuf {
    workspace().join("tests/real/kafka/pom.xml")
}

/// The version that the tests run.
fn kafka_version() -> String {
    let pom = fs::read_to_string(pom()).expect("the tests' pom.xml");
    let (_, rest) = pom.split_once("<kafka.version>").expect("kafka.version in the tests' pom.xml");
    rest.split('<').next().unwrap_or_default().to_owned()
}

/// The folder with Kafka's jars: what the tests have fetched, or else a folder of our own.
fn jars(version: &str) -> Result<PathBuf, String> {
    let real = workspace().join("target/real");
    let own = real.join("kafka-clients").join(version);
    let clients = |folder: &PathBuf| folder.join(format!("kafka-clients-{version}.jar")).is_file();
    let fetched = fs::read_dir(real.join("kafka")).into_iter().flatten().flatten().map(|entry| entry.path());
    if let Some(folder) = fetched.chain([own.clone()]).find(clients) {
        return Ok(folder);
    }
    let partial = real.join("kafka-clients").join("partial");
    fs::create_dir_all(&partial).map_err(|error| format!("{}: {error}", partial.display()))?;
    // Maven leaves its marks beside the file: not among the sources.
    let copy = partial.join("pom.xml");
    fs::copy(pom(), &copy).map_err(|error| format!("{}: {error}", copy.display()))?;
    eprintln!("fetching Kafka {version} with mvn");
    let mut mvn = Command::new("mvn");
    mvn.args(["--quiet", "--batch-mode", "--file"]).arg(&copy).arg("dependency:copy-dependencies");
    mvn.arg("-DincludeArtifactIds=kafka-clients,slf4j-api").arg(format!("-DoutputDirectory={}", partial.display()));
    let status = mvn.status().map_err(|error| format!("mvn: {error}"))?;
    if !status.success() || !clients(&partial) {
        return Err(format!("{mvn:?} ended with {status}"));
    }
    fs::rename(&partial, &own).map_err(|error| format!("{}: {error}", own.display()))?;
    Ok(own)
}
