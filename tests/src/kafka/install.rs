//! How a broker is set up: the properties file and the formatted folder, as `kafka-storage.sh` makes it.

use std::{fs, path::Path};

use crate::{Result, failure::Context, java, paths};

/// The name that KRaft wants; any 16 bytes in base64.
const CLUSTER_ID: &str = "a2Nvbm5lY3QtdGVzdHMtMQ";

/// The options of a broker's JVM: small, and quick to start.
pub(super) fn jvm() -> Vec<String> {
    let log = paths::tests().join("real").join("kafka").join("log4j2.properties");
    let mut jvm: Vec<String> = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"].map(str::to_owned).to_vec();
    jvm.push(format!("-Dlog4j2.configurationFile={}", log.display()));
    jvm
}

/// What every broker here has: one node that is broker and controller, and internal topics made for one node.
///
/// `listeners` are name, protocol and port, the controller's excepted.
pub(super) fn properties(folder: &Path, controller: u16, listeners: &[(&str, &str, u16)]) -> Vec<(String, String)> {
    let join = |each: &dyn Fn(&(&str, &str, u16)) -> String| listeners.iter().map(each).collect::<Vec<_>>().join(",");
    let addresses = join(&|(name, _, port)| format!("{name}://127.0.0.1:{port}"));
    let protocols = join(&|(name, protocol, _)| format!("{name}:{protocol}"));
    let own = [
        ("process.roles", "broker,controller".to_owned()),
        ("node.id", "1".to_owned()),
        ("controller.quorum.voters", format!("1@127.0.0.1:{controller}")),
        ("controller.listener.names", "CONTROLLER".to_owned()),
        ("inter.broker.listener.name", "PLAINTEXT".to_owned()),
        ("listeners", format!("{addresses},CONTROLLER://127.0.0.1:{controller}")),
        ("advertised.listeners", addresses),
        ("listener.security.protocol.map", format!("CONTROLLER:PLAINTEXT,{protocols}")),
        ("log.dirs", folder.join("data").display().to_string()),
    ];
    let small = [
        ("offsets.topic.replication.factor", "1"),
        ("offsets.topic.num.partitions", "3"),
        ("transaction.state.log.replication.factor", "1"),
        ("transaction.state.log.min.isr", "1"),
        ("transaction.state.log.num.partitions", "3"),
        ("share.coordinator.state.topic.replication.factor", "1"),
        ("share.coordinator.state.topic.min.isr", "1"),
        ("share.coordinator.state.topic.num.partitions", "3"),
        ("group.initial.rebalance.delay.ms", "0"),
        // Records may have any time: those of long ago would be deleted when the broker looks, every five minutes.
        ("log.retention.ms", "-1"),
        // Many small topics: their index files are made at full length otherwise.
        ("log.index.size.max.bytes", "65536"),
        ("log.cleaner.dedupe.buffer.size", "2097152"),
    ];
    let own = own.map(|(key, value)| (key.to_owned(), value));
    let small = small.map(|(key, value)| (key.to_owned(), value.to_owned()));
    own.into_iter().chain(small).collect()
}

/// Writes the file and formats the folder; `users` get their SCRAM passwords there.
pub(super) fn format(
    folder: &Path,
    properties: &[(String, String)],
    users: &[(String, String)],
) -> Result<std::path::PathBuf> {
    let file = folder.join("server.properties");
    let lines = properties.iter().map(|(key, value)| format!("{key}={}\n", value.replace('\\', "\\\\")));
    fs::write(&file, lines.collect::<String>()).doing(|| format!("writing {}", file.display()))?;
    let config = file.display().to_string();
    let mut args = vec!["format".to_owned(), "--cluster-id".to_owned(), CLUSTER_ID.to_owned()];
    args.extend(["--config".to_owned(), config]);
    for (name, password) in users {
        for mechanism in ["SCRAM-SHA-256", "SCRAM-SHA-512"] {
            args.extend(["--add-scram".to_owned(), format!("{mechanism}=[name={name},password={password}]")]);
        }
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    java::run(&java::kafka_class_path()?, "kafka.tools.StorageTool", &args)?;
    Ok(file)
}
