//! Secrets that stand outside the configuration, as an operator sees them: the worker, the connector, its producer and its
//! converters get the values, and everything that the worker prints has the variables.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod script;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    process::Command,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::http::{HeaderMap, StatusCode};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use kconnect::{
    Error,
    config::{ConfigData, ConfigProvider},
};
use kconnect_tests::{Result, binaries, process::Process, unique};
use kconnect_worker::{RunningWorker, State, TopicReader, Worker, dev::MockBroker};
use kconnect_x_api::{Posts, XApi};
use tempfile::TempDir;

use script::ScriptConnector;

const LIMIT: Duration = Duration::from_mins(1);
const AVRO: &str = "io.confluent.connect.avro.AvroConverter";
const JSON: &str = "org.apache.kafka.connect.json.JsonConverter";

/// The codes of `kconnect standalone --help`.
const WORKER_REFUSED: i32 = 2;
const CONNECTOR_REFUSED: i32 = 3;

/// What nobody may see.
const KEY: &str = "unseen-consumer-key";
const CONSUMER_SECRET: &str = "unseen-consumer-secret";
const TOKEN: &str = "unseen-token";
const PASSWORD: &str = "unseen-password";
const REGISTRY_USER: &str = "unseen-user:unseen-registry-password";
const HOST: &str = "unseen.invalid";
const WORD: &str = "unseen-word";
const SECRETS: [&str; 9] =
    [KEY, CONSUMER_SECRET, TOKEN, PASSWORD, "unseen-user", "unseen-registry", HOST, WORD, "dW5zZWVu"];

/// A worker with the blog post's connector, whose secrets are in files and in the environment.
struct Operator {
    directory: TempDir,
    worker: BTreeMap<String, String>,
    connector: BTreeMap<String, String>,
}

impl Operator {
    fn new(bootstrap: &str, registry: &str, api: &str, topic: &str) -> Self {
        let directory = TempDir::new().unwrap();
        let path = |name: &str| directory.path().join(name).display().to_string();
        std::fs::create_dir(path("mounted")).unwrap();
        std::fs::write(path("mounted/token"), TOKEN).unwrap();
        std::fs::write(path("mounted/password"), PASSWORD).unwrap();
        let properties = format!("registry={REGISTRY_USER}\nconsumer.key={KEY}\nhost={HOST}\nword={WORD}\n");
        std::fs::write(path("secrets.properties"), properties).unwrap();
        let provider = |name: &str| format!("org.apache.kafka.common.config.provider.{name}ConfigProvider");
        let mut operator = Self { worker: BTreeMap::new(), connector: BTreeMap::new(), directory };
        let offsets = operator.path("offsets");
        operator = operator
            .worker("bootstrap.servers", bootstrap)
            .worker("offset.storage.file.filename", &offsets)
            .worker("config.providers", "file, env, mounted")
            .worker("config.providers.file.class", &provider("File"))
            .worker("config.providers.env.class", "EnvVarConfigProvider")
            .worker("config.providers.env.param.allowlist.pattern", "UNSEEN_.*")
            .worker("config.providers.mounted.class", &provider("Directory"))
            .worker("key.converter", AVRO)
            .worker("key.converter.schema.registry.url", registry)
            .worker("key.converter.basic.auth.credentials.source", "USER_INFO")
            .worker("key.converter.basic.auth.user.info", "${FILE:registry}")
            .worker("value.converter", JSON);
        for (key, value) in [
            ("name", "twitter"),
            ("connector.class", "TwitterSource"),
            ("twitter.api.url", api),
            ("twitter.oauth.consumerKey", "${FILE:consumer.key}"),
            ("twitter.oauth.consumerSecret", "${env:UNSEEN_CONSUMER_SECRET}"),
            ("twitter.oauth.accessToken", "${DIR:token}"),
            ("twitter.oauth.accessTokenSecret", "${DIR:token}"),
            ("kafka.status.topic", topic),
            ("kafka.delete.topic", "none"),
            ("process.deletes", "false"),
            ("filter.keywords", "kafka"),
        ] {
            operator = operator.connector(key, value);
        }
        operator
    }

    fn path(&self, name: &str) -> String {
        self.directory.path().join(name).display().to_string()
    }

    /// The variables in a text with short ones: those of the operator's files.
    fn spelt(&self, text: &str) -> String {
        text.replace("${FILE:", &format!("${{file:{}:", self.path("secrets.properties")))
            .replace("${DIR:", &format!("${{mounted:{}:", self.path("mounted")))
    }

    fn worker(mut self, key: &str, value: &str) -> Self {
        self.worker.insert(key.to_owned(), self.spelt(value));
        self
    }

    fn connector(mut self, key: &str, value: &str) -> Self {
        self.connector.insert(key.to_owned(), self.spelt(value));
        self
    }

    fn start(&self) -> Result<Process> {
        let file = |name: &str, pairs: &BTreeMap<String, String>| -> PathBuf {
            let lines: Vec<_> = pairs.iter().map(|(key, value)| format!("{key}={value}\n")).collect();
            let path = self.directory.path().join(name);
            std::fs::write(&path, lines.concat()).unwrap();
            path
        };
        let mut command = Command::new(binaries::kconnect()?);
        command.arg("standalone").arg(file("worker.properties", &self.worker));
        command.arg(file("twitter.properties", &self.connector));
        // Everything that anybody says: the worker, its libraries, the library of Kafka.
        command.env("KCONNECT_LOG", "trace").env("UNSEEN_CONSUMER_SECRET", CONSUMER_SECRET).env("OTHER", "x");
        Process::start(command)
    }

    /// Starts what must not start, with that exit code, and gives what was said on the lines that `of_interest` is in.
    fn refused(&self, code: i32, of_interest: &str) -> Result<Vec<String>> {
        let mut worker = self.start()?;
        let status = worker.wait(LIMIT)?;
        let output = worker.output();
        assert_eq!(status.code(), Some(code), "{output}");
        assert_unseen(&output);
        Ok(output.lines().filter(|line| line.contains(of_interest)).map(str::to_owned).collect())
    }
}

fn assert_unseen(output: &str) {
    for secret in SECRETS {
        let line = output.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is in the output");
    }
}

/// A registry that knows one user, and everything for whoever that is.
async fn registry() -> String {
    let expected = format!("Basic {}", BASE64_STANDARD.encode(REGISTRY_USER));
    let expected = Arc::<str>::from(expected);
    let app = axum::Router::new().fallback(move |headers: HeaderMap| {
        let known = headers.get("authorization").is_some_and(|given| *given.as_bytes() == *expected.as_bytes());
        async move { if known { (StatusCode::OK, r#"{"id":7}"#) } else { (StatusCode::UNAUTHORIZED, "") } }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn api() -> XApi {
    let api = XApi::builder().credentials(KEY, CONSUMER_SECRET).posts(Posts::numbered(3)).deliver_unmatched(true);
    api.hold_until_connected(true).start().await.unwrap()
}

/// A broker, a topic there, and an operator for them.
async fn stage() -> (MockBroker, XApi, String, Operator) {
    let (broker, api, topic) = (MockBroker::start().unwrap(), api().await, unique("unseen"));
    broker.create_topic(&topic, 1).unwrap();
    let operator = Operator::new(&broker.bootstrap(), &registry().await, &api.url(), &topic);
    (broker, api, topic, operator)
}

#[tokio::test(flavor = "multi_thread")]
async fn connector_producer_and_converter_get_the_values_and_everybody_sees_the_variables() -> Result {
    let (broker, _api, topic, operator) = stage().await;
    let jaas =
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"${DIR:password}\";";
    let operator = operator
        .connector("producer.override.sasl.jaas.config", jaas)
        .connector("producer.override.client.id", "${FILE:word}");
    let mut worker = operator.start()?;
    let records: Vec<_> = tokio::task::block_in_place(|| {
        let reader = TopicReader::open(&broker.bootstrap(), &topic, LIMIT).unwrap();
        (0..3).map(|_| reader.poll(LIMIT).unwrap().expect("a record")).collect()
    });
    // The registry gives its id to nobody without the password, the API posts to nobody without both credentials.
    assert!(records.iter().all(|record| record.key.as_deref().is_some_and(|key| key.starts_with(&[0, 0, 0, 0, 7]))));
    worker.terminate()?;
    assert!(worker.wait(LIMIT)?.success(), "{}", worker.output());
    let output = worker.output();
    assert_unseen(&output);
    for line in [
        "\ttwitter.oauth.consumerKey = ${FILE:consumer.key}\n",
        "\ttwitter.oauth.consumerSecret = ${env:UNSEEN_CONSUMER_SECRET}\n",
        "\ttwitter.oauth.accessToken = ${DIR:token}\n",
        "\tbasic.auth.user.info = ${FILE:registry}\n",
        "\tclient.id = ${FILE:word}\n",
        "\tsasl.jaas.config = [hidden]${DIR:password}[hidden]\n",
    ] {
        let line = operator.spelt(line);
        assert!(output.contains(&line), "{line} is not in:\n{output}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_a_key_cannot_have_is_named_by_its_variable_wherever_the_key_is_read() -> Result {
    let (_broker, _api, _topic, operator) = stage().await;
    let operator = operator
        .connector("tasks.max", "${FILE:word}")
        .connector("process.deletes", "${FILE:word}")
        .connector("value.converter", JSON)
        .connector("value.converter.schemas.enable", "${FILE:word}")
        .connector("key.converter", "${FILE:word}")
        .connector("producer.override.linger.ms", "${FILE:word}")
        .connector("producer.override.security.protocol", "${FILE:word}");
    let said = operator.refused(CONNECTOR_REFUSED, "Invalid value")?;
    for key in [
        "tasks.max",
        "process.deletes",
        "value.converter.schemas.enable",
        "key.converter",
        "linger.ms",
        "security.protocol",
    ] {
        let begin = operator.spelt(&format!("Invalid value ${{FILE:word}} for configuration {key}: "));
        assert!(said.iter().any(|line| line.starts_with(&begin)), "{begin} is not in:\n{}", said.join("\n"));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_is_out_of_reach_is_named_by_its_variable() -> Result {
    let (_broker, _api, _topic, operator) = stage().await;
    let operator = operator.worker("bootstrap.servers", "${FILE:host}:9092");
    let said = operator.refused(WORKER_REFUSED, "could not reach Kafka at")?;
    assert!(said[0].contains(&operator.spelt("could not reach Kafka at ${FILE:host}:9092")), "{}", said[0]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_is_out_of_reach_is_named_by_its_variable() -> Result {
    let (_broker, _api, _topic, operator) = stage().await;
    let operator = operator
        .worker("key.converter.schema.registry.url", "http://${FILE:host}:8081")
        .worker("key.converter.max.retries", "1")
        .worker("key.converter.retries.wait.ms", "1");
    let mut worker = operator.start()?;
    worker.wait_for("Every task has FAILED", LIMIT)?;
    worker.wait(LIMIT)?;
    let output = worker.output();
    assert_unseen(&output);
    let said = operator.spelt("could not reach the schema registry at http://${FILE:host}:8081");
    assert!(output.contains(&said), "{said} is not in:\n{output}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_that_cannot_be_looked_up_refuse_the_connector_all_of_them() -> Result {
    let (_broker, _api, _topic, operator) = stage().await;
    let operator = operator
        .connector("twitter.oauth.accessToken", "${file:/nowhere:k}")
        .connector("producer.override.client.id", "${env:some/path:k}");
    let said = operator.refused(CONNECTOR_REFUSED, "Invalid value")?;
    let expected = [
        "Invalid value ${env:some/path:k} for configuration producer.override.client.id: Path is not supported for \
         EnvVarConfigProvider, invalid value 'some/path'",
        "Invalid value ${file:/nowhere:k} for configuration twitter.oauth.accessToken: Could not read properties from file \
         /nowhere: ",
    ];
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{said}");
    }
    assert_eq!(said.len(), expected.len());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_variable_without_a_value_stays_and_is_warned_of() -> Result {
    let (_broker, _api, _topic, operator) = stage().await;
    let operator = operator
        .connector("twitter.oauth.accessToken", "${env:UNSEEN_CONSUMER_SECRT}")
        .connector("errors.tolerance", "${env:OTHER}");
    let mut worker = operator.start()?;
    let status = worker.wait(LIMIT)?;
    let output = worker.output();
    assert_eq!(status.code(), Some(CONNECTOR_REFUSED), "{output}");
    assert_unseen(&output);
    for expected in [
        "[twitter] the variable ${env:UNSEEN_CONSUMER_SECRT} in configuration twitter.oauth.accessToken is not resolved: \
         `env` has no `UNSEEN_CONSUMER_SECRT`; did you mean `UNSEEN_CONSUMER_SECRET`?",
        "[twitter] the variable ${env:OTHER} in configuration errors.tolerance is not resolved: `env` has no `OTHER`",
        "Invalid value ${env:OTHER} for configuration errors.tolerance: ",
    ] {
        assert!(output.contains(expected), "{expected} is not in:\n{output}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_does_not_exist_refuses_the_worker_with_those_that_do() -> Result {
    let (_broker, _api, _topic, operator) = stage().await;
    let operator = operator
        .worker("config.providers.file.class", "FileConfigProvidr")
        .worker("config.providers.mounted.param.allowed.paths", "/nowhere");
    let said = operator.refused(WORKER_REFUSED, "config.providers.")?.join("\n");
    for expected in [
        "Invalid value FileConfigProvidr for configuration config.providers.file.class",
        "org.apache.kafka.common.config.provider.FileConfigProvider; did you mean FileConfigProvider?",
        "config.providers.mounted.param.allowed.paths: Path /nowhere does not exist",
    ] {
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_nobody_knows_is_a_warning_or_with_config_strict_an_error() -> Result {
    let misspelt = |operator: Operator| {
        let operator = operator.worker("producer.override.policy", "All").worker("ofset.flush.interval.ms", "1");
        // Kafka Connect has it, and so it is no mistake.
        operator.worker("metric.reporters", "x").worker("key.converter.auto.register.schema", "true")
    };
    let known = "was supplied but is not known";
    let (broker, _api, topic, operator) = stage().await;
    let operator = misspelt(operator).connector("process.delets", "true");
    let mut worker = operator.start()?;
    tokio::task::block_in_place(|| {
        let reader = TopicReader::open(&broker.bootstrap(), &topic, LIMIT).unwrap();
        reader.poll(LIMIT).unwrap().expect("a record");
    });
    worker.terminate()?;
    worker.wait(LIMIT)?;
    for key in ["ofset.flush.interval.ms", "process.delets"] {
        assert!(worker.output().contains(&format!("the configuration {key} {known}; did you mean")), "{key}");
    }

    let operator = operator.worker("config.strict", "true");
    let said = operator.refused(WORKER_REFUSED, "known")?.join("\n");
    for expected in [
        "the configuration ofset.flush.interval.ms was supplied but is not known; did you mean offset.flush.interval.ms?",
        "key.converter.auto.register.schema is not a known configuration; did you mean",
        "override.policy is not a known Kafka client configuration",
    ] {
        assert!(said.contains(expected), "{expected} is not in:\n{said}");
    }
    assert!(!said.contains("metric.reporters"), "{said}");

    let (_broker, _api, _topic, operator) = stage().await;
    let operator = operator.worker("config.strict", "true").connector("process.delets", "true");
    let said = operator.refused(CONNECTOR_REFUSED, "unknown configuration")?.join("\n");
    assert!(said.contains("unknown configuration process.delets; did you mean process.deletes?"), "{said}");
    // A connector may know better.
    let operator = operator.worker("config.strict", "true").connector("config.strict", "false");
    let mut worker = operator.start()?;
    worker.wait_for("Kafka Connect started", LIMIT)?;
    worker.terminate()?;
    worker.wait(LIMIT)?;
    Ok(())
}

/// A provider of a program's own. A path is a number: how often it answers.
#[derive(Default)]
struct Vault;

impl ConfigProvider for Vault {
    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> kconnect::Result<ConfigData> {
        static ASKED: LazyLock<Mutex<BTreeMap<String, AtomicUsize>>> = LazyLock::new(Mutex::default);
        let asked = ASKED.lock().unwrap().entry(path.to_owned()).or_default().fetch_add(1, Ordering::Relaxed);
        let limit = path.split('-').next_back().and_then(|limit| limit.parse().ok()).unwrap_or(usize::MAX);
        if asked >= limit {
            return Err(Error::retriable("the vault does not answer"));
        }
        Ok(keys.into_iter().flatten().map(|key| (key.clone(), key.replace('_', " "))).collect())
    }
}

/// A worker with that provider, inside the test.
async fn worker_with_vault(broker: &MockBroker, directory: &TempDir) -> RunningWorker {
    let (bootstrap, offsets) = (broker.bootstrap(), directory.path().join("offsets").display().to_string());
    let config = [
        ("bootstrap.servers", bootstrap.as_str()),
        ("key.converter", "org.apache.kafka.connect.storage.StringConverter"),
        ("value.converter", "org.apache.kafka.connect.storage.StringConverter"),
        ("offset.storage.file.filename", &offsets),
        ("config.providers", "vault,lease"),
        ("config.providers.lease.class", "LeaseConfigProvider"),
        ("config.providers.vault.class", "VaultConfigProvider"),
    ];
    Worker::new()
        .source::<ScriptConnector>()
        .config_provider::<Vault>("com.example.VaultConfigProvider")
        .config_provider::<Leases>("com.example.LeaseConfigProvider")
        .start(config.map(|(key, value)| (key.to_owned(), value.to_owned())))
        .await
        .unwrap()
}

async fn create(worker: &RunningWorker, topic: &str, script: &str) -> Result<(), kconnect_worker::Error> {
    let config =
        [("name", "c"), ("connector.class", "com.example.ScriptConnector"), ("topic", topic), ("script", script)];
    worker.create(config.map(|(key, value)| (key.to_owned(), value.to_owned()))).await
}

/// What the task failed with.
async fn failure(worker: &RunningWorker) -> String {
    tokio::time::timeout(LIMIT, async {
        loop {
            let status = worker.connectors()[0].tasks[0].status.clone();
            if status.state == State::Failed {
                return status.trace.unwrap_or_default();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("the task fails")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_may_have_providers_of_its_own() {
    let (broker, directory, topic) = (MockBroker::start().unwrap(), TempDir::new().unwrap(), unique("vault"));
    broker.create_topic(&topic, 1).unwrap();
    let worker = worker_with_vault(&broker, &directory).await;
    create(&worker, &format!("${{vault:{topic}}}"), "${vault:push_push}").await.unwrap();
    let values: Vec<_> = tokio::task::block_in_place(|| {
        let reader = TopicReader::open(&broker.bootstrap(), &topic, LIMIT).unwrap();
        (0..2).map(|_| reader.poll(LIMIT).unwrap().expect("a record").value.unwrap()).collect()
    });
    assert_eq!(values, [b"line 1", b"line 2"]);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_looks_its_variables_up_itself_and_fails_if_it_cannot() {
    let (broker, directory) = (MockBroker::start().unwrap(), TempDir::new().unwrap());
    let worker = worker_with_vault(&broker, &directory).await;
    // When it is created, and not at the start of its task.
    let path = format!("{}-1", unique("sealed"));
    create(&worker, "t", &format!("${{vault:{path}:push}}")).await.unwrap();
    assert_eq!(
        failure(&worker).await,
        format!("Invalid value ${{vault:{path}:push}} for configuration script: the vault does not answer")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connector_that_repeats_a_value_in_its_error_is_heard_with_the_variable() {
    let (broker, directory) = (MockBroker::start().unwrap(), TempDir::new().unwrap());
    let worker = worker_with_vault(&broker, &directory).await;
    create(&worker, "t", "${vault:unseen-step}").await.unwrap();
    assert_eq!(failure(&worker).await, "the script has an unknown step: ${vault:unseen-step}");
}

/// Has one value for each path, good for a moment only.
#[derive(Default)]
struct Leases;

/// The value of each path, and how often it was asked for.
static LEASES: Mutex<BTreeMap<String, (String, usize)>> = Mutex::new(BTreeMap::new());

impl Leases {
    fn set(path: &str, value: &str) {
        value.clone_into(&mut LEASES.lock().unwrap().entry(path.to_owned()).or_default().0);
    }

    fn asked(path: &str) -> usize {
        LEASES.lock().unwrap()[path].1
    }
}

impl ConfigProvider for Leases {
    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> kconnect::Result<ConfigData> {
        let mut leases = LEASES.lock().unwrap();
        let (value, asked) = leases.get_mut(path).unwrap();
        *asked += 1;
        let data: ConfigData = keys.into_iter().flatten().map(|key| (key.clone(), value.clone())).collect();
        Ok(data.with_ttl(Duration::from_millis(200)))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connector_and_its_tasks_start_again_when_a_value_that_has_come_to_its_end_is_another() {
    let (broker, directory, topic) = (MockBroker::start().unwrap(), TempDir::new().unwrap(), unique("lease"));
    broker.create_topic(&topic, 1).unwrap();
    let worker = worker_with_vault(&broker, &directory).await;
    Leases::set(&topic, "push");
    create(&worker, &topic, &format!("${{lease:{topic}:script}}")).await.unwrap();
    let value = |reader: &TopicReader| reader.poll(LIMIT).unwrap().expect("a record").value.unwrap();
    tokio::task::block_in_place(|| {
        let reader = TopicReader::open(&broker.bootstrap(), &topic, LIMIT).unwrap();
        assert_eq!(value(&reader), b"line 1");
        Leases::set(&topic, "push push");
        assert_eq!([value(&reader), value(&reader)], [b"line 2", b"line 3"]);
    });
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_has_come_to_its_end_and_is_the_same_leaves_the_tasks_alone() {
    let (broker, directory, topic) = (MockBroker::start().unwrap(), TempDir::new().unwrap(), unique("lease"));
    broker.create_topic(&topic, 1).unwrap();
    let worker = worker_with_vault(&broker, &directory).await;
    Leases::set(&topic, "push");
    create(&worker, &topic, &format!("${{lease:{topic}:script}}")).await.unwrap();
    tokio::time::timeout(LIMIT, async {
        while Leases::asked(&topic) < 5 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("the provider is asked again");
    assert_eq!(script::Seen::on(&topic).starts(), 1);
    worker.stop().await;
}
