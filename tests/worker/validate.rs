//! The validation of connectors' configurations, beside Kafka Connect's own herders and REST resources.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc};

use kconnect::{
    Prop, Props,
    config::{
        ConfigInfos, ConfigKey, ConfigType, ConfigValueInfo, Definition, Importance, Parsed, Range, Resolved, Width,
    },
    host::{Source, SourcePlugin},
};
use kconnect_tests::{Result, java, paths};
use kconnect_twitter::TwitterSourceConnector;
use kconnect_worker::{
    transforms::RecordPlugins,
    validate::{
        ClassDescription, ConnectorKind, ExactlyOnceSupport, PluginDescription, PluginSet, RestError,
        TransactionBoundaries, WorkerSettings, connector_config, connector_definition, new_connector, plugin_config,
        props_of,
    },
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

type Text = BTreeMap<String, Option<String>>;

#[derive(Clone, Debug)]
struct Request {
    op: &'static str,
    mode: &'static str,
    worker: BTreeMap<String, String>,
    /// The plugin of the path, or the name of the new connector.
    subject: String,
    config: Text,
}

impl Request {
    fn line(&self) -> String {
        let Self { op, mode, worker, subject, config } = self;
        json!({"op": op, "mode": mode, "worker": worker, "plugin": subject, "name": subject, "config": config})
            .to_string()
    }
}

fn oracle() -> PathBuf {
    paths::workspace().join("tests/worker/java/ValidateOracle.java")
}

/// What Kafka Connect answers.
fn kafkas(requests: &[Request]) -> Result<Vec<Value>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("requests");
    fs::write(&file, requests.iter().map(|request| request.line() + "\n").collect::<String>())?;
    let output = java::run_source(&java::kafka_class_path()?, &oracle(), &[file.to_str().unwrap()])?;
    Ok(output.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// What this worker answers.
async fn ours(plugins: &PluginSet, request: &Request) -> Value {
    let json_converter = || "org.apache.kafka.connect.json.JsonConverter".to_owned();
    let mut worker = request.worker.clone();
    worker.entry("key.converter".to_owned()).or_insert_with(json_converter);
    worker.entry("value.converter".to_owned()).or_insert_with(json_converter);
    let worker = match request.mode {
        "standalone" => WorkerSettings::standalone(&worker),
        _ => WorkerSettings::distributed(&worker),
    };
    let (worker, config) = (worker.unwrap(), props_of(&request.config));
    let answer = if request.op == "validate" {
        plugin_config(plugins, &worker, &request.subject, &config)
            .await
            .map(|infos| json!({"status": 200, "body": infos}))
    } else {
        let created = new_connector(plugins, &worker, Some(&request.subject), &config).await;
        created.map(|_| json!({"status": 201}))
    };
    answer.unwrap_or_else(|error: RestError| json!({"status": error.status, "body": error}))
}

/// The plugins that the Java side has too.
fn plugins() -> PluginSet {
    let described = |mut key: ConfigKey, documentation: &'static str| {
        key.documentation = Some(documentation.into());
        key
    };
    let shown = |mut key: ConfigKey, group: &'static str, order, width, display_name: &'static str| {
        key.group = Some(group.into());
        key.order = order;
        key.width = width;
        key.display_name = display_name.into();
        key
    };
    let key = |name: &'static str, config_type, importance, documentation| {
        described(ConfigKey::new(name, config_type, importance), documentation)
    };
    let mut secret = shown(
        key("secret", ConfigType::Password, Importance::Low, "secret docs"),
        "Secrets",
        1,
        Width::Short,
        "Secret",
    );
    secret.dependents = vec!["optional".into(), "numbers".into()];
    let numbers = key("numbers", ConfigType::List, Importance::Medium, "number docs");
    let sample = Definition::new([
        key("required", ConfigType::String, Importance::High, "required docs"),
        key("optional", ConfigType::String, Importance::High, "optional docs").with_default("defaultVal".into()),
        secret.with_default(Parsed::Null),
        shown(numbers, "Numbers", 1, Width::Long, "Numbers")
            .with_default(Parsed::List(vec!["1".to_owned(), "2".to_owned()])),
        key("ratio", ConfigType::Double, Importance::Low, "ratio docs")
            .with_default(Parsed::Double(0.5))
            .with_validator(Range { min: Some(0.0), max: Some(1.0) }),
    ])
    .unwrap();
    let tasks = key("tasks.max", ConfigType::Int, Importance::Low, "other docs").with_default(Parsed::Int(7));
    let tasks = Definition::new([shown(tasks, "Other", 3, Width::None, "Other tasks")]).unwrap();
    let mut needed = shown(
        key("needed", ConfigType::Int, Importance::Low, "needed docs")
            .with_validator(Range { min: Some(1), max: None }),
        "Inner",
        1,
        Width::Short,
        "Needed",
    );
    needed.dependents = vec!["subconfig".into()];
    let transformation = Definition::new([
        key("subconfig", ConfigType::String, Importance::High, "docs").with_default("defaultVal".into()),
        key("predicate", ConfigType::Int, Importance::High, "masked").with_default(Parsed::Int(3)),
        needed,
    ])
    .unwrap();
    let predicate = key("pattern", ConfigType::String, Importance::Medium, "pattern docs").with_default("".into());
    let predicate = Definition::new([predicate]).unwrap();
    let source = PluginDescription::source("ValidateOracle$SampleSource", sample.clone()).with_version("1.2.0");
    let mut exact = PluginDescription::source("ValidateOracle$ExactSource", tasks);
    exact.exactly_once = Some(ExactlyOnceSupport::Supported);
    exact.transaction_boundaries = TransactionBoundaries::Supported;
    let unsure = PluginDescription::source("ValidateOracle$UnsureSourceConnector", sample.clone());
    let mut unsure = unsure.with_version("1.2.0");
    unsure.exactly_once = Some(ExactlyOnceSupport::Unsupported);
    let sink = PluginDescription::sink("ValidateOracle$SampleSink", sample).with_version("2.0-rc1");
    PluginSet::kafka()
        .with_connector(source)
        .with_connector(exact)
        .with_connector(unsure)
        .with_connector(sink)
        .with_transformation(ClassDescription::new("ValidateOracle$SampleXform", transformation).with_version("3.0"))
        .with_predicate(ClassDescription::new("ValidateOracle$SamplePredicate", predicate))
}

/// Keys, each with values that make a difference.
const PAIRS: &[(&str, &[Option<&str>])] = &[
    ("name", &[Some(""), Some("a\u{1}b"), Some("other"), None]),
    ("tasks.max", &[Some("3"), Some("0"), Some("abc"), Some(" 2 "), None]),
    ("tasks.max.enforce", &[Some("TRUE"), Some("yes")]),
    ("connector.plugin.version", &[Some("1.2.0"), Some("[1.0,2.0)"), Some("9"), Some("[1"), Some("latest"), None]),
    (
        "key.converter",
        &[
            Some("org.apache.kafka.connect.json.JsonConverter"),
            Some("JsonConverter"),
            Some("Json"),
            Some(" JsonConverter"),
            Some("StringConverter"),
            Some("ByteArray"),
            Some("org.apache.kafka.connect.storage.SimpleHeaderConverter"),
            Some("SampleXform"),
            Some("NoSuch"),
            None,
        ],
    ),
    ("key.converter.schemas.enable", &[Some("false"), Some("no"), None]),
    ("key.converter.schemas.cache.size", &[Some("x")]),
    ("key.converter.decimal.format", &[Some("numeric"), Some("x")]),
    ("key.converter.converter.type", &[Some("value"), Some("bad")]),
    ("key.converter.plugin.version", &[Some("4.3.1"), Some("4.3.0"), Some("(1)"), None]),
    ("value.converter", &[Some("StringConverter"), Some("JsonConverter"), Some("Sample"), None]),
    ("value.converter.converter.encoding", &[Some("UTF-16")]),
    ("value.converter.schemas.enable", &[Some("x")]),
    ("value.converter.plugin.version", &[Some("[4.0,5.0)")]),
    (
        "header.converter",
        &[Some("SimpleHeaderConverter"), Some("StringConverter"), Some("org.apache.kafka.connect.json.JsonConverter")],
    ),
    ("header.converter.plugin.version", &[Some("1"), Some("4.3.1")]),
    ("transforms", &[Some("a"), Some("a,b"), Some("a,a"), Some(""), Some("a, ,b"), None]),
    (
        "transforms.a.type",
        &[
            Some("ValidateOracle$SampleXform"),
            Some("SampleXform"),
            Some(" SampleXform "),
            Some("NoSuch"),
            Some("JsonConverter"),
            None,
        ],
    ),
    ("transforms.a.needed", &[Some("1"), Some("0"), Some("x")]),
    ("transforms.a.predicate", &[Some("p"), None]),
    ("transforms.a.negate", &[Some("true"), Some("maybe")]),
    ("transforms.a.plugin.version", &[Some("3.0"), Some("3"), Some("4"), Some("[,"), Some("latest"), None]),
    ("transforms.b.type", &[Some("SampleXform"), Some("SamplePredicate")]),
    ("transforms.b.negate", &[Some("true")]),
    ("predicates", &[Some("p"), Some("p,q"), Some("p,p")]),
    ("predicates.p.type", &[Some("SamplePredicate"), Some("Sample"), Some("NoSuch")]),
    ("predicates.p.pattern", &[Some("x"), None]),
    ("predicates.p.plugin.version", &[Some("undefined"), Some("1")]),
    ("config.action.reload", &[Some("none"), Some("NONE")]),
    ("errors.retry.timeout", &[Some("-1"), Some("1.5")]),
    ("errors.tolerance", &[Some("all"), Some("ALL"), None]),
    ("errors.log.enable", &[Some("true"), Some("1")]),
    ("topics", &[Some("t"), Some("t,u"), Some("t,t"), Some("t,,u"), Some(" "), Some("connect-n"), None]),
    ("topics.regex", &[Some("t.*"), Some(""), Some("d+")]),
    ("errors.deadletterqueue.topic.name", &[Some("t"), Some("ddd"), Some(" ")]),
    ("errors.deadletterqueue.topic.replication.factor", &[Some("1"), Some("70000")]),
    ("topic.creation.groups", &[Some("g"), Some("g,g"), Some("default")]),
    ("topic.creation.default.partitions", &[Some("1"), Some("x")]),
    ("exactly.once.support", &[Some("required"), Some("REQUESTED"), Some("maybe"), None]),
    ("transaction.boundary", &[Some("connector"), Some("Interval"), Some("x")]),
    ("transaction.boundary.interval.ms", &[Some("-1"), Some("5")]),
    ("offsets.storage.topic", &[Some("own"), Some("")]),
    ("producer.override.acks", &[Some("1"), None]),
    ("producer.override.linger.ms", &[Some("5"), Some("x")]),
    ("producer.override.sasl.jaas.config", &[Some("hush hush")]),
    ("producer.override.sasl.mechanism", &[Some("PLAIN")]),
    ("producer.override.compression.type", &[Some("zstd")]),
    ("producer.override.unknown.key", &[Some("x"), None]),
    ("producer.override.metric.reporters", &[Some("a , b")]),
    ("consumer.override.group.id", &[Some("connect-n"), Some("g"), None]),
    ("consumer.override.max.poll.records", &[Some("7"), Some("x")]),
    ("consumer.override.internal.throw.on.fetch.stable.offset.unsupported", &[Some("true")]),
    ("admin.override.retries", &[Some("3")]),
    ("admin.override.ssl.key.password", &[Some("hush")]),
    ("required", &[None, Some("")]),
    ("optional", &[Some("x"), None]),
    ("secret", &[Some("hush"), None]),
    ("numbers", &[Some("3,4"), Some(""), None]),
    ("ratio", &[Some("2"), Some("x"), Some("1e-1")]),
    ("unknown", &[Some("x"), None]),
    ("another.unknown", &[None]),
    ("third", &[None]),
];

type Worker = (&'static str, &'static [(&'static str, &'static str)]);

/// Workers that make a difference.
const ALONE: &[Worker] = &[
    ("standalone", &[]),
    ("standalone", &[("connector.client.config.override.policy", "None")]),
    ("standalone", &[("connector.client.config.override.policy", "Principal"), ("key.converter", "StringConverter")]),
    (
        "standalone",
        &[
            ("connector.client.config.override.policy", "Allowlist"),
            ("connector.client.config.override.allowlist", "linger.ms, group.id"),
            ("key.converter.plugin.version", "4.3.1"),
        ],
    ),
];
const GROUPED: &[Worker] = &[
    ("distributed", &[("group.id", "connect-n")]),
    ("distributed", &[("group.id", "g"), ("exactly.once.source.support", "enabled")]),
    ("distributed", &[("group.id", "g"), ("exactly.once.source.support", "preparing")]),
];

const CLASSES: [&str; 8] = [
    "ValidateOracle$SampleSource",
    "SampleSource",
    "ExactSource",
    "UnsureSource",
    "UnsureSourceConnector",
    "ValidateOracle$SampleSink",
    "SampleSink",
    "SampleSink",
];

/// A request that is mostly right.
fn request() -> impl Strategy<Value = Request> {
    let pair = prop::sample::select(PAIRS).prop_flat_map(|(key, values)| (Just(key), prop::sample::select(values)));
    let class = prop::sample::select(&CLASSES);
    // A distributed herder takes new connectors only once it is in its group.
    let (any, alone) = (prop::sample::select([ALONE, GROUPED].concat()), prop::sample::select(ALONE));
    let asked = prop_oneof![4 => (Just("validate"), any), 1 => (Just("create"), alone)];
    let odd = prop_oneof![12 => Just(None), 1 => Just(Some("connector.class")), 1 => Just(Some("required"))];
    let pairs = prop::collection::vec(pair, 0..9);
    (asked, class, pairs, odd).prop_map(|((op, (mode, worker)), class, pairs, odd)| {
        let text = |text: &str| Some(text.to_owned());
        let mut config = Text::from([
            ("name".to_owned(), text("n")),
            ("connector.class".to_owned(), text(class)),
            ("required".to_owned(), text("v")),
            ("topics".to_owned(), text("t")),
        ]);
        config.extend(pairs.into_iter().map(|(key, value)| (key.to_owned(), value.map(str::to_owned))));
        if let Some(odd) = odd {
            config.remove(odd);
        }
        if odd == Some("connector.class") {
            // The answer has the whole configuration in it: Kafka Connect's with the passwords.
            config.retain(|key, _| !["secret", "password", "jaas"].iter().any(|secret| key.contains(secret)));
        }
        Request {
            op,
            mode,
            worker: worker.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            subject: if op == "create" { "n".to_owned() } else { class.to_owned() },
            config,
        }
    })
}

fn generated(count: usize) -> Vec<Request> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let strategy = request();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Every key alone, with every value, on every worker.
fn single() -> Vec<Request> {
    let mut requests = Vec::new();
    for (mode, worker) in ALONE.iter().chain(GROUPED) {
        for class in ["SampleSource", "SampleSink"] {
            for (key, values) in PAIRS {
                for value in *values {
                    let text = |text: &str| Some(text.to_owned());
                    let mut config = Text::from([
                        ("name".to_owned(), text("n")),
                        ("connector.class".to_owned(), text(class)),
                        ("required".to_owned(), text("v")),
                    ]);
                    config.insert((*key).to_owned(), value.map(str::to_owned));
                    let worker = worker.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
                    requests.push(Request { op: "validate", mode, worker, subject: class.to_owned(), config });
                }
            }
        }
    }
    requests
}

/// The first place in which two answers differ.
fn difference(path: &str, kafka: &Value, own: &Value) -> Option<String> {
    match (kafka, own) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            a.iter().find_map(|(key, value)| difference(&format!("{path}.{key}"), value, &b[key]))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(index, (a, b))| difference(&format!("{path}[{index}]"), a, b))
        }
        _ if kafka == own => None,
        _ => {
            let text = |value: &Value| value.to_string().chars().take(600).collect::<String>();
            Some(format!("{path}:\n    Kafka Connect: {}\n    here:          {}", text(kafka), text(own)))
        }
    }
}

async fn compare(requests: &[Request]) -> Result {
    let answers = kafkas(requests)?;
    assert_eq!(answers.len(), requests.len(), "one answer for each request");
    let plugins = plugins();
    let mut differences = Vec::new();
    for (request, kafka) in requests.iter().zip(&answers) {
        if let Some(text) = difference("", kafka, &ours(&plugins, request).await) {
            differences.push(format!("{}\n  {text}", request.line()));
        }
    }
    let count = differences.len();
    differences.truncate(8);
    assert!(count == 0, "{count} of {} answers differ:\n{}", requests.len(), differences.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_key_is_validated_as_kafka_connect_does() -> Result {
    compare(&single()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn generated_configurations_are_validated_as_kafka_connect_does() -> Result {
    compare(&generated(4000)).await
}

#[test]
fn the_keys_of_connectors_are_kafka_connects() -> Result {
    let output = java::run_source(&java::kafka_class_path()?, &oracle(), &["definitions", ""])?;
    let kafka: Value = serde_json::from_str(&output)?;
    for (name, kind) in [("source", ConnectorKind::Source), ("sink", ConnectorKind::Sink)] {
        let own = serde_json::to_value(connector_definition(kind)?.key_infos())?;
        assert_eq!(difference(name, &kafka[name], &own), None);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_of_transformations_and_predicates_are_kafkas() -> Result {
    let records = RecordPlugins::kafka();
    let transformations =
        records.transformations().iter().map(|plugin| ("transforms", plugin.class(), plugin.definition()));
    let predicates = records.predicates().iter().map(|plugin| ("predicates", plugin.class(), plugin.definition()));
    let mut requests = Vec::new();
    for (section, class, definition) in transformations.chain(predicates) {
        let mut given =
            config(&[("connector.class", "SampleSource"), ("name", "n"), ("required", "v"), (section, "x")]);
        given.insert(format!("{section}.x.type"), Some(class.to_owned()));
        let mut request = |config: &Text| {
            let (worker, subject) = (BTreeMap::new(), "SampleSource".to_owned());
            requests.push(Request { op: "validate", mode: "standalone", worker, subject, config: config.clone() });
        };
        request(&given);
        for key in definition.keys() {
            let name = format!("{section}.x.{}", key.name);
            // Of this one Kafka does not check whether it is there, and ends in a NullPointerException.
            let null = (key.name != "renames").then_some(None);
            for value in null.into_iter().chain([
                Some(""),
                Some("x"),
                Some(" 1, 1"),
                Some("*"),
                Some("(a"),
                Some("true"),
                Some("int8"),
                Some("a,,b"),
            ]) {
                let mut one = given.clone();
                one.insert(name.clone(), value.map(str::to_owned));
                request(&one);
            }
        }
    }
    compare(&requests).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_key_of_every_client_is_shown_as_kafka_connect_shows_it() -> Result {
    let output = java::run_source(&java::kafka_class_path()?, &oracle(), &["definitions", ""])?;
    let kafka: Value = serde_json::from_str(&output)?;
    let mut config = config(&[("connector.class", "SampleSource"), ("name", "n"), ("required", "v")]);
    for client in ["producer", "consumer", "admin"] {
        for key in kafka[client].as_array().unwrap() {
            // Null is a value of every type, and the only one of a class that only a JVM has.
            config.insert(format!("{client}.override.{}", key["name"].as_str().unwrap()), None);
        }
    }
    // Only such a worker's source connectors have all three clients.
    let worker = [("group.id", "g"), ("exactly.once.source.support", "enabled")];
    let worker = worker.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let request = Request { op: "validate", mode: "distributed", worker, subject: "SampleSource".to_owned(), config };
    compare(&[request]).await
}

fn config(pairs: &[(&str, &str)]) -> Text {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), Some((*value).to_owned()))).collect()
}

/// What a standalone worker without settings of its own says.
async fn standalone(plugins: &PluginSet, props: &Props) -> Result<ConfigInfos, RestError> {
    let worker = WorkerSettings::standalone(&BTreeMap::new()).unwrap();
    connector_config(plugins, &worker, props).await
}

/// What it says of one key.
fn at<'a>(infos: &'a ConfigInfos, key: &str) -> &'a ConfigValueInfo {
    infos.configs.iter().filter_map(|config| config.value.as_ref()).find(|value| value.name == key).unwrap()
}

#[tokio::test]
async fn a_variable_is_shown_as_it_was_written() {
    let mut props = props_of(&config(&[("connector.class", "SampleSource"), ("name", "n")]));
    let variables =
        ["required", "secret", "ratio", "producer.override.client.id", "producer.override.sasl.jaas.config"];
    for key in variables {
        let value = Resolved::new(format!("${{vault:{key}}}"), "squeamish", vec!["squeamish".to_owned()]);
        props.insert(key.to_owned(), Prop::Resolved(value));
    }
    let infos = standalone(&plugins(), &props).await.unwrap();
    for key in variables.into_iter().filter(|key| *key != "ratio") {
        assert_eq!(at(&infos, key).value.as_deref(), Some(&*format!("${{vault:{key}}}")), "{key}");
    }
    assert_eq!(
        at(&infos, "ratio").errors,
        [
            "Invalid value ${vault:ratio} for configuration ratio: Not a number of type DOUBLE",
            "Invalid value null for configuration ratio: Value must be non-null"
        ]
    );
    assert!(!serde_json::to_string(&infos).unwrap().contains("squeamish"));
}

#[tokio::test]
async fn a_refused_request_says_nothing_of_secrets() {
    let secret = || Prop::Secret("squeamish".to_owned());
    let key = |key: &str| key.to_owned();
    let requests = [
        Props::from([(key("twitter.oauth.consumerKey"), secret())]),
        Props::from([(key("twitter.oauth.consumerSecret"), "squeamish".into())]),
        Props::from([(key("connector.class"), secret())]),
        Props::from([(key("connector.class"), "SampleSource".into()), (key("producer.override.linger.ms"), secret())]),
        Props::from([
            (key("connector.class"), "SampleSource".into()),
            (key("connector.plugin.version"), Prop::Secret("[squeamish".to_owned())),
        ]),
    ];
    for props in requests {
        let refused = standalone(&plugins(), &props).await.unwrap_err();
        assert!(!refused.to_string().contains("squeamish"), "{refused}");
    }
}

#[tokio::test]
async fn keys_that_nobody_knows_are_errors_if_the_configuration_is_strict() {
    let mut given = config(&[("connector.class", "SampleSource"), ("name", "n"), ("required", "v"), ("taks.max", "1")]);
    given.insert("producer.override.anything".to_owned(), Some("v".to_owned()));
    let lax = standalone(&plugins(), &props_of(&given)).await.unwrap();
    assert_eq!(lax.error_count, 0);
    given.insert("config.strict".to_owned(), Some("true".to_owned()));
    let strict = standalone(&plugins(), &props_of(&given)).await.unwrap();
    assert_eq!(strict.error_count, 1);
    assert_eq!(at(&strict, "taks.max").errors, ["unknown configuration taks.max; did you mean tasks.max?"]);
}

#[tokio::test]
async fn a_compiled_in_connector_is_validated_by_its_own_rules_and_with_the_workers_converters() {
    let twitter: Arc<dyn SourcePlugin> = Arc::new(Source::<TwitterSourceConnector>::new());
    let plugins = PluginSet::worker([Arc::clone(&twitter)]);
    let props = props_of(&config(&[
        ("connector.class", "TwitterSource"),
        ("name", "n"),
        ("key.converter", "AvroConverter"),
        ("key.converter.basic.auth.user.info", "me:squeamish"),
        ("value.converter", "io.confluent.connect.protobuf.ProtobufConverter"),
    ]));
    let own = twitter.validate(&props).await.unwrap();
    assert!(!own.is_valid());
    let infos = standalone(&plugins, &props).await.unwrap();
    for (key, errors) in own.errors() {
        assert_eq!(at(&infos, key).errors, errors, "{key}");
    }
    assert_eq!(at(&infos, "key.converter").value.as_deref(), Some("io.confluent.connect.avro.AvroConverter"));
    assert_eq!(at(&infos, "key.converter.basic.auth.user.info").value.as_deref(), Some("[hidden]"));
    let missing = "Missing required configuration \"schema.registry.url\" which has no default value.";
    assert_eq!(at(&infos, "key.converter.schema.registry.url").errors.first().map(String::as_str), Some(missing));
    let class = "io.confluent.connect.protobuf.ProtobufConverter";
    let unknown = format!("Invalid value {class} for configuration value.converter: Class {class} could not be found.");
    assert_eq!(at(&infos, "value.converter").errors, [unknown]);
}
