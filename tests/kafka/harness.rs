//! The harness itself: each of the real systems is real, and does what the other tests count on.

use std::{
    collections::BTreeMap,
    net::TcpStream,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use kconnect_tests::{
    Failure, Result, binaries, console, consume, decode, java,
    kafka::{self, Broker, Listener},
    process::Process,
    registry, unique,
};
use rdkafka::{
    ClientConfig, Message,
    message::{Header, OwnedHeaders},
    producer::{BaseProducer, BaseRecord, DeliveryResult, Producer as _, ProducerContext, ThreadedProducer},
};
use serde_json::json;

const LIMIT: Duration = Duration::from_mins(1);

/// Key and value.
type Parts<'a> = (Option<&'a [u8]>, Option<&'a [u8]>);

/// Writes records and waits until the broker has them.
fn produce(config: &[(&str, &str)], topic: &str, records: &[Parts<'_>]) -> Result {
    let producer: BaseProducer = client(config).create()?;
    for (key, value) in records {
        let mut record: BaseRecord<'_, [u8], [u8]> = BaseRecord::to(topic).timestamp(1_700_000_000_123);
        record = record.headers(OwnedHeaders::new().insert(Header { key: "origin", value: Some("harness") }));
        record.key = *key;
        record.payload = *value;
        producer.send(record).map_err(|(error, _)| error)?;
    }
    producer.flush(LIMIT)?;
    Ok(())
}

fn client(config: &[(&str, &str)]) -> ClientConfig {
    let mut client = ClientConfig::new();
    for (key, value) in config {
        client.set(*key, *value);
    }
    client
}

/// Registers a schema and puts Confluent's header before the bytes.
fn framed(subject: &str, schema: &serde_json::Value, body: &[u8]) -> Result<Vec<u8>> {
    let schema = json!({"schema": schema.to_string()});
    let (status, answer) = registry::post(&format!("/subjects/{subject}/versions"), &schema)?;
    assert_eq!(status, 200, "{answer}");
    let id = answer.get("id").and_then(serde_json::Value::as_u64).and_then(|id| u32::try_from(id).ok());
    let id = id.ok_or_else(|| Failure::new(format!("no id in {answer}")))?;
    Ok([&[0], &id.to_be_bytes()[..], body].concat())
}

#[test]
fn the_shared_broker_keeps_records_as_they_were_written() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("harness-bytes"));
    kafka::create_topic(bootstrap, &topic, 1)?;
    let config = [("bootstrap.servers", bootstrap)];
    produce(&config, &topic, &[(Some(b"a"), Some(b"\x00\xff")), (Some(b"a"), None), (None, Some(b""))])?;

    let records = consume::everything(bootstrap, &topic)?;

    let parts: Vec<_> = records.iter().map(|record| (record.key.as_deref(), record.value.as_deref())).collect();
    let expected: [Parts<'_>; 3] = [(Some(b"a"), Some(b"\x00\xff")), (Some(b"a"), None), (None, Some(b""))];
    assert_eq!(parts, expected);
    assert_eq!(records[1].offset, 1);
    assert_eq!(records[1].timestamp, Some(1_700_000_000_123));
    assert_eq!(records[1].headers, [("origin".to_owned(), Some(b"harness".to_vec()))]);
    Ok(())
}

#[test]
fn waiting_for_records_ends_when_they_come_and_fails_when_they_do_not() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("harness-wait"));
    let config = [("bootstrap.servers", bootstrap)];
    // The topic is not there yet when the wait begins.
    let waiting = thread::spawn({
        let topic = topic.clone();
        move || consume::records(bootstrap, &topic, 2, LIMIT)
    });
    kafka::create_topic(bootstrap, &topic, 3)?;
    produce(&config, &topic, &[(Some(b"a"), Some(b"1")), (Some(b"b"), Some(b"2"))])?;
    assert_eq!(waiting.join().unwrap()?.len(), 2);

    let missing = consume::records(bootstrap, &topic, 3, Duration::from_secs(1)).unwrap_err();

    assert_eq!(missing.to_string(), format!("{topic} has 2 of 3 records after 1s"));
    Ok(())
}

#[test]
fn topics_can_be_made_found_and_removed() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("harness-topic"));
    assert!(!kafka::topic_exists(bootstrap, &topic)?);
    kafka::create_topic(bootstrap, &topic, 2)?;
    assert!(kafka::topic_exists(bootstrap, &topic)?);
    let again = kafka::create_topic(bootstrap, &topic, 2).unwrap_err();
    assert!(again.to_string().contains("already exists"), "{again}");
    kafka::delete_topic(bootstrap, &topic)?;
    let end = Instant::now() + LIMIT;
    while kafka::topic_exists(bootstrap, &topic)? {
        assert!(Instant::now() < end, "{topic} is still there");
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

#[test]
fn the_registry_gives_one_id_to_one_schema_and_keeps_its_text() -> Result {
    let (first, second) = (unique("first-value"), unique("second-value"));
    let schema = json!({"type": "record", "name": unique("R").replace('-', "_"), "connect.name": "n.R",
        "fields": [{"name": "id", "type": "long", "doc": "a doc"}]});
    let text = schema.to_string();
    let body = json!({"schema": text});

    let (status, answer) = registry::post(&format!("/subjects/{first}/versions"), &body)?;
    assert_eq!(status, 200, "{answer}");
    let (_, again) = registry::post(&format!("/subjects/{second}/versions"), &body)?;
    assert_eq!(answer["id"], again["id"]);

    let (status, by_id) = registry::get(&format!("/schemas/ids/{}", answer["id"]))?;
    assert_eq!((status, by_id["schema"].as_str()), (200, Some(text.as_str())));
    let (_, subjects) = registry::get("/subjects")?;
    assert!(subjects.as_array().is_some_and(|all| all.contains(&json!(first))), "{subjects}");
    let (_, found) = registry::post(&format!("/subjects/{first}"), &body)?;
    assert_eq!((&found["version"], &found["id"]), (&json!(1), &answer["id"]));
    Ok(())
}

#[test]
fn the_registry_refuses_with_confluents_codes() -> Result {
    let subject = unique("refused-value");
    let record = |kind: &str| {
        let schema = json!({"type": "record", "name": "R", "fields": [{"name": "id", "type": kind}]});
        json!({"schema": schema.to_string()})
    };
    let versions = format!("/subjects/{subject}/versions");
    let code = |(status, body): (u16, serde_json::Value)| (status, body["error_code"].clone());

    assert_eq!(code(registry::get(&versions)?), (404, json!(40401)));
    assert_eq!(code(registry::get("/schemas/ids/2000000000")?), (404, json!(40403)));
    assert_eq!(code(registry::post(&versions, &json!({"schema": "{\"type\": \"recrd\"}"}))?), (422, json!(42201)));
    assert_eq!(registry::post(&versions, &record("long"))?.0, 200);
    assert_eq!(code(registry::get(&format!("{versions}/7"))?), (404, json!(40402)));
    assert_eq!(code(registry::post(&format!("/subjects/{subject}"), &record("int"))?), (404, json!(40403)));
    // The level is BACKWARD.
    assert_eq!(code(registry::post(&versions, &record("string"))?), (409, json!(409)));
    Ok(())
}

#[test]
fn confluents_python_client_decodes_what_lies_in_the_topic() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("harness-avro"));
    kafka::create_topic(bootstrap, &topic, 1)?;
    let key_schema = json!({"type": "record", "name": "K", "fields": [{"name": "id", "type": "long"}]});
    let value_schema = json!({"type": "record", "name": "V", "fields": [
        {"name": "text", "type": "string"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "gone", "type": ["null", "string"], "default": null}]});
    // Zigzag 2 is 4; "é" is two bytes; 64 ms needs two bytes as zigzag; the first branch is null.
    let key = framed(&format!("{topic}-key"), &key_schema, &[4])?;
    let value = framed(&format!("{topic}-value"), &value_schema, b"\x04\xc3\xa9\x80\x01\x00")?;
    produce(&[("bootstrap.servers", bootstrap)], &topic, &[(Some(&key), Some(&value)), (Some(&key), None)])?;

    let records = decode::avro(bootstrap, registry::url()?, &topic, 2, LIMIT)?;

    assert_eq!(records[0].key, json!({"id": 2}));
    assert_eq!(records[0].value, json!({"text": "é", "at": 64, "gone": null}));
    assert_eq!(records[0].headers, [("origin".to_owned(), Some("harness".to_owned()))]);
    assert_eq!((records[1].key.clone(), records[1].value.clone()), (json!({"id": 2}), json!(null)));
    assert_eq!((records[1].offset, records[1].timestamp), (1, Some(1_700_000_000_123)));
    Ok(())
}

#[test]
fn the_python_client_says_so_when_records_are_missing() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("harness-few"));
    kafka::create_topic(bootstrap, &topic, 1)?;
    let few = decode::avro(bootstrap, registry::url()?, &topic, 1, Duration::from_secs(1)).unwrap_err();
    assert!(few.to_string().contains(&format!("{topic} has 0 of 1 records")), "{few}");
    Ok(())
}

#[test]
fn the_console_consumer_prints_keys() -> Result {
    let (bootstrap, topic) = (kafka::bootstrap()?, unique("harness-console"));
    kafka::create_topic(bootstrap, &topic, 1)?;
    let records: [Parts<'_>; 2] = [(Some(b"1454502654402150402"), Some(b"v")), (Some(b"1454502654402150403"), None)];
    produce(&[("bootstrap.servers", bootstrap)], &topic, &records)?;
    let keys = console::keys(bootstrap, &topic, 2, &[])?;
    assert_eq!(keys, ["1454502654402150402", "1454502654402150403"]);
    Ok(())
}

#[test]
fn a_java_source_file_runs_with_kafkas_classes() -> Result {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(unique("java"));
    std::fs::create_dir_all(&folder)?;
    let source = folder.join("Version.java");
    let text = "class Version { public static void main(String[] args) {
        System.out.println(args[0] + org.apache.kafka.common.utils.AppInfoParser.getVersion()); } }";
    std::fs::write(&source, text)?;
    let printed = java::run_source(&java::kafka_class_path()?, &source, &["Kafka "])?;
    std::fs::remove_dir_all(&folder)?;
    assert!(printed.starts_with("Kafka 4."), "{printed}");
    Ok(())
}

/// Sends a record in the background and keeps what became of it.
struct Outcome(std::sync::mpsc::Sender<Result<i64, String>>);

impl rdkafka::ClientContext for Outcome {}

impl ProducerContext for Outcome {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        let outcome = result.as_ref().map(Message::offset).map_err(|(error, _)| error.to_string());
        // Nobody asks any more when the test has failed.
        let _ = self.0.send(outcome);
    }
}

#[test]
fn an_own_broker_can_be_paused_killed_and_started_again_with_its_data() -> Result {
    let mut broker = Broker::start()?;
    let (bootstrap, topic) = (broker.bootstrap().to_owned(), unique("harness-outage"));
    kafka::create_topic(&bootstrap, &topic, 1)?;
    let (sender, outcomes) = std::sync::mpsc::channel();
    let config = client(&[("bootstrap.servers", &bootstrap), ("log_level", "0")]);
    let producer: ThreadedProducer<Outcome> = config.create_with_context(Outcome(sender))?;
    let send = |value: &str| {
        producer.send(BaseRecord::<(), str>::to(&topic).payload(value)).map_err(|(error, _)| Failure::from(error))
    };
    send("before")?;
    assert_eq!(outcomes.recv_timeout(LIMIT)?, Ok(0));

    broker.pause()?;
    send("paused")?;
    assert!(outcomes.recv_timeout(Duration::from_millis(500)).is_err(), "a paused broker has acknowledged");
    broker.resume()?;
    assert_eq!(outcomes.recv_timeout(LIMIT)?, Ok(1));

    broker.kill()?;
    assert!(TcpStream::connect(&bootstrap).is_err(), "a killed broker accepts connections");
    send("killed")?;
    broker.restart()?;
    assert_eq!(outcomes.recv_timeout(LIMIT)?, Ok(2));

    let values: Vec<_> = consume::everything(&bootstrap, &topic)?.into_iter().filter_map(|raw| raw.value).collect();
    assert_eq!(values, [b"before".to_vec(), b"paused".to_vec(), b"killed".to_vec()]);
    Ok(())
}

#[test]
fn an_own_broker_asks_for_users_and_speaks_tls() -> Result {
    let listeners = [Listener::SaslPlaintext, Listener::Ssl, Listener::SaslSsl];
    let settings = listeners.iter().fold(Broker::settings(), |settings, listener| settings.listener(*listener));
    let broker = settings.user("alice", "secret1").start()?;
    let topic = unique("harness-secure");
    kafka::create_topic(broker.bootstrap(), &topic, 1)?;
    let authority = broker.ca_pem()?.display().to_string();

    let mut written: BTreeMap<String, bool> = BTreeMap::new();
    for listener in listeners {
        let mechanisms: &[&str] = match listener {
            Listener::Ssl => &["none"],
            _ => &["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"],
        };
        for mechanism in mechanisms {
            for password in ["secret1", "wrong"] {
                let mut config = client(&[
                    ("bootstrap.servers", broker.address(listener)?),
                    ("security.protocol", listener.protocol()),
                    ("message.timeout.ms", "4000"),
                    ("log_level", "0"),
                ]);
                if listener != Listener::SaslPlaintext {
                    config.set("ssl.ca.location", &authority);
                }
                if listener != Listener::Ssl {
                    config
                        .set("sasl.mechanism", *mechanism)
                        .set("sasl.username", "alice")
                        .set("sasl.password", password);
                }
                let (sender, outcomes) = std::sync::mpsc::channel();
                let producer: ThreadedProducer<Outcome> = config.create_with_context(Outcome(sender))?;
                producer.send(BaseRecord::<(), str>::to(&topic).payload("x")).map_err(|(error, _)| error)?;
                let name = format!("{} {mechanism} {password}", listener.protocol());
                written.insert(name, outcomes.recv_timeout(LIMIT)?.is_ok());
            }
        }
    }

    let refused: Vec<_> = written.iter().filter(|(_, written)| !**written).map(|(name, _)| name.as_str()).collect();
    let wrong = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"].map(|mechanism| format!("{mechanism} wrong"));
    let expected: Vec<_> =
        ["SASL_PLAINTEXT", "SASL_SSL"].iter().flat_map(|p| wrong.iter().map(move |w| format!("{p} {w}"))).collect();
    assert_eq!(refused, expected);
    assert_eq!(written.len(), 14);
    Ok(())
}

#[test]
fn a_process_is_read_signalled_and_waited_for() -> Result {
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap 'echo bye >&2; exit 3' TERM; echo ready; while :; do sleep 0.05; done"]);
    let mut shell = Process::start(shell)?;
    assert_eq!(shell.wait_for("read", LIMIT)?, "ready");
    let missing = shell.wait_for("never", Duration::from_millis(100)).unwrap_err().to_string();
    assert!(missing.contains("did not print `never` within 100ms; it printed:\nready\n"), "{missing}");
    shell.terminate()?;
    assert_eq!(shell.wait(LIMIT)?.code(), Some(3));
    assert_eq!((shell.stdout().as_str(), shell.stderr().as_str()), ("ready\n", "bye\n"));
    let ended = shell.wait_for("never", LIMIT).unwrap_err().to_string();
    assert!(ended.contains("ended with exit status: 3 and did not print `never`"), "{ended}");
    Ok(())
}

#[test]
fn a_process_ends_with_a_test_that_is_killed() -> Result {
    let mut test = Process::start(Command::new(env!("CARGO_BIN_EXE_hold")))?;
    let line = test.wait_for("holds ", LIMIT)?;
    let id = line.trim_start_matches("holds ");
    let runs = || Command::new("kill").args(["-0", id]).output().map(|output| output.status.success());
    assert!(runs()?, "{line}");
    test.kill()?;
    let end = Instant::now() + LIMIT;
    while runs()? {
        assert!(Instant::now() < end, "process {id} outlived its test");
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

#[test]
fn the_workspaces_binaries_are_built_and_run() -> Result {
    let mut help = Command::new(binaries::x_api()?);
    help.arg("--help");
    let mut help = Process::start(help)?;
    assert!(help.wait(LIMIT)?.success(), "{}", help.output());
    assert!(help.stdout().contains("Usage:"), "{}", help.output());
    Ok(())
}
