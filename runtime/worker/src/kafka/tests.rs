//! Producer, reader and translation against librdkafka itself and its mock cluster.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use kconnect::{ErrorKind, Prop, Props};

use super::*;

const LIMIT: Duration = Duration::from_secs(20);

/// Passes every delivery on.
struct Channel(mpsc::Sender<(u64, Result<Delivered, KafkaError>)>);

impl Deliveries for Channel {
    fn delivered(&self, sequence: u64, result: Result<Delivered, KafkaError>) {
        // A test that has seen enough is gone before its producer.
        self.0.send((sequence, result)).ok();
    }
}

type Received = mpsc::Receiver<(u64, Result<Delivered, KafkaError>)>;

fn channel() -> (Arc<dyn Deliveries>, Received) {
    let (sender, receiver) = mpsc::channel();
    (Arc::new(Channel(sender)), receiver)
}

fn map(entries: &[(&str, &str)]) -> Props {
    entries.iter().map(|(key, value)| ((*key).to_owned(), Prop::from(*value))).collect()
}

fn config(bootstrap: &str, overrides: &[(&str, &str)]) -> ClientConfig {
    ClientConfig::producer(&bootstrap.into(), &Props::new(), &map(overrides)).unwrap().config
}

fn problems(props: &[(&str, &str)]) -> Vec<String> {
    let problems = ClientConfig::translate(ClientKind::Producer, &map(props)).unwrap_err();
    problems.into_iter().map(|problem| format!("{}: {}", problem.key, problem.message)).collect()
}

fn record<'a>(topic: &'a str, key: &'a [u8], value: &'a [u8]) -> ProducedRecord<'a> {
    let (key, value) = (Some(key), Some(value));
    ProducedRecord { topic, partition: None, key, value, timestamp_ms: None, headers: &[] }
}

#[test]
fn a_record_arrives_as_it_was_sent() {
    let broker = MockBroker::start().unwrap();
    let producer = Producer::new(config(&broker.bootstrap(), &[])).unwrap();
    let (deliveries, received) = channel();
    let headers: &[(&str, Option<&[u8]>)] = &[("a", Some(b"1")), ("a", None)];
    let full = ProducedRecord { timestamp_ms: Some(1_700_000_000_000), headers, ..record("t", b"k", b"v") };
    let tombstone = ProducedRecord { value: None, partition: Some(2), ..record("t", b"", b"") };
    producer.send(&full, &deliveries, 7).unwrap();
    producer.send(&tombstone, &deliveries, 8).unwrap();
    producer.flush(LIMIT).unwrap();
    let mut acknowledged: Vec<u64> =
        received.try_iter().map(|(sequence, result)| result.map(|_| sequence).unwrap()).collect();
    acknowledged.sort_unstable();
    assert_eq!(acknowledged, [7, 8]);

    let reader = TopicReader::open(&broker.bootstrap(), "t", LIMIT).unwrap();
    let mut read: Vec<_> = (0..2).map(|_| reader.poll(LIMIT).unwrap().unwrap()).collect();
    read.sort_by_key(|record| record.value.is_none());
    assert_eq!(read[0].key.as_deref(), Some(b"k".as_slice()));
    assert_eq!(read[0].value.as_deref(), Some(b"v".as_slice()));
    assert_eq!(read[0].timestamp_ms, Some(1_700_000_000_000));
    assert_eq!(read[0].headers, [("a".to_owned(), Some(b"1".to_vec())), ("a".to_owned(), None)]);
    assert_eq!((read[1].key.as_deref(), &read[1].value, read[1].partition), (Some(b"".as_slice()), &None, 2));
}

#[test]
fn keys_go_to_the_partitions_that_java_chooses() {
    // (hash & 0x7fffffff) % 7 of org.apache.kafka.common.utils.Utils.murmur2, as its own test states the hashes.
    let hashes: [(&str, i32); 6] = [
        ("21", -973_932_308),
        ("foobar", -790_332_482),
        ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
        ("abc", 479_470_107),
    ];
    let broker = MockBroker::start().unwrap();
    broker.create_topic("t", 7).unwrap();
    let producer = Producer::new(config(&broker.bootstrap(), &[])).unwrap();
    let (deliveries, received) = channel();
    for (key, sequence) in hashes.iter().map(|(key, _)| key).zip(0..) {
        producer.send(&record("t", key.as_bytes(), b"v"), &deliveries, sequence).unwrap();
    }
    producer.flush(LIMIT).unwrap();
    let mut partitions: Vec<_> =
        received.try_iter().map(|(sequence, result)| (sequence, result.unwrap().partition)).collect();
    partitions.sort_unstable();
    let expected: Vec<_> = (0..).zip(hashes.map(|(_, hash)| (hash & 0x7fff_ffff) % 7)).collect();
    assert_eq!(partitions, expected);
}

#[test]
fn what_was_given_up_is_called_back() {
    let broker = MockBroker::start().unwrap();
    broker.set_up(false).unwrap();
    let producer = Producer::new(config(&broker.bootstrap(), &[])).unwrap();
    let (deliveries, received) = channel();
    for sequence in 0..3 {
        producer.send(&record("t", b"k", b"v"), &deliveries, sequence).unwrap();
    }
    producer.purge();
    for _ in 0..3 {
        let (_, result) = received.recv_timeout(LIMIT).unwrap();
        assert!(matches!(result, Err(KafkaError::GivenUp { .. })), "{result:?}");
    }
}

#[test]
fn dropping_the_producer_calls_back_for_every_record() {
    let (deliveries, received) = channel();
    let producer = Producer::new(config("127.0.0.1:1", &[])).unwrap();
    producer.send(&record("t", b"k", b"v"), &deliveries, 1).unwrap();
    drop((producer, deliveries));
    let fates: Vec<_> = received.iter().collect();
    assert!(matches!(fates.as_slice(), [(1, Err(KafkaError::GivenUp { .. }))]), "{fates:?}");
}

#[test]
fn a_full_buffer_says_so_and_calls_nothing_back() {
    let producer = Producer::new(config("127.0.0.1:1", &[("buffer.memory", "10240")])).unwrap();
    let (deliveries, received) = channel();
    let value = [0; 4000];
    let refused =
        (0..4).map(|sequence| producer.send(&record("t", b"k", &value), &deliveries, sequence)).find(Result::is_err);
    assert!(matches!(refused, Some(Err(SendError::QueueFull))), "{refused:?}");
    assert!(received.try_recv().is_err());
}

#[test]
fn a_record_that_is_too_large_is_refused_in_kafkas_words() {
    let producer = Producer::new(config("127.0.0.1:1", &[("max.request.size", "1000")])).unwrap();
    let (deliveries, _received) = channel();
    let Err(SendError::Rejected(error)) = producer.send(&record("t", b"", &[0; 2000]), &deliveries, 1) else {
        panic!("it was taken")
    };
    let error = kconnect::Error::from(error);
    assert_eq!(error.kind(), ErrorKind::Data);
    assert_eq!(
        error.to_string(),
        "The message is 2000 bytes when serialized which is larger than 1000, which is the value of the max.request.size \
         configuration."
    );
}

#[tokio::test]
async fn an_unreachable_broker_is_named_with_the_key_to_check() {
    let producer = Arc::new(Producer::new(config("127.0.0.1:1", &[])).unwrap());
    let error = producer.check(Duration::from_secs(2)).await.unwrap_err();
    assert_eq!(error.to_string(), "could not reach Kafka at 127.0.0.1:1 (connection refused); check bootstrap.servers");
    assert!(matches!(kconnect::Error::from(error).kind(), ErrorKind::Retriable { .. }));
}

#[tokio::test]
async fn a_listener_of_another_protocol_is_told_from_a_missing_one() {
    let broker = MockBroker::start().unwrap();
    let tls = config(&broker.bootstrap(), &[("security.protocol", "SSL")]);
    let error = Arc::new(Producer::new(tls).unwrap()).check(Duration::from_secs(2)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "could not talk to Kafka at {} (the broker hung up; it seems not to want TLS: PLAINTEXT or SASL_PLAINTEXT); check \
             security.protocol and the port",
            broker.bootstrap()
        )
    );
}

#[tokio::test]
async fn a_reachable_cluster_tells_its_id() {
    let broker = MockBroker::start().unwrap();
    let producer = Arc::new(Producer::new(config(&broker.bootstrap(), &[])).unwrap());
    assert!(!producer.check(LIMIT).await.unwrap().is_empty());
}

#[tokio::test]
async fn trouble_comes_and_goes_with_the_broker() {
    let broker = MockBroker::start().unwrap();
    let producer = Arc::new(Producer::new(config(&broker.bootstrap(), &[])).unwrap());
    producer.check(LIMIT).await.unwrap();
    let mut trouble = producer.trouble();
    broker.set_up(false).unwrap();
    let found = tokio::time::timeout(LIMIT, trouble.wait_for(Option::is_some)).await.unwrap().unwrap().clone();
    assert!(matches!(found, Some(KafkaError::Unreachable { .. })), "{found:?}");
    let (deliveries, received) = channel();
    producer.send(&record("t", b"k", b"v"), &deliveries, 1).unwrap();
    broker.set_up(true).unwrap();
    tokio::time::timeout(LIMIT, trouble.wait_for(Option::is_none)).await.unwrap().unwrap();
    assert!(received.recv_timeout(LIMIT).unwrap().1.is_ok());
}

#[test]
fn tasks_with_equal_settings_share_a_producer() {
    let producers = Producers::default();
    let one = producers.get(&config("127.0.0.1:1", &[])).unwrap();
    let same = producers.get(&config("127.0.0.1:1", &[])).unwrap();
    let other = producers.get(&config("127.0.0.1:1", &[("linger.ms", "7")])).unwrap();
    assert!(Arc::ptr_eq(&one, &same) && !Arc::ptr_eq(&one, &other));
}

#[test]
fn a_connectors_producer_has_kafka_connects_defaults_then_the_workers_then_its_own() {
    let worker = map(&[("linger.ms", "5"), ("acks", "1")]);
    let config = ClientConfig::producer(&"b:9092".into(), &worker, &map(&[("linger.ms", "9")])).unwrap().config;
    let get = |key: &str| config.values.get(key).map(String::as_str);
    assert_eq!(get("linger.ms"), Some("9"));
    assert_eq!(get("acks"), Some("1"));
    assert_eq!(get("max.in.flight.requests.per.connection"), Some("1"));
    assert_eq!(get("delivery.timeout.ms"), Some("2147483647"));
    assert_eq!(get("enable.idempotence"), Some("false"));
    assert_eq!(get("partitioner"), Some("murmur2_random"));
}

#[test]
fn librdkafka_takes_every_translated_setting() {
    let all = map(&[
        ("bootstrap.servers", "PLAINTEXT://127.0.0.1:1,[::1]:2"),
        ("client.id", "c"),
        ("client.rack", "r"),
        ("client.dns.lookup", "resolve_canonical_bootstrap_servers_only"),
        ("metadata.max.age.ms", "300000"),
        ("metadata.recovery.strategy", "none"),
        ("metadata.recovery.rebootstrap.trigger.ms", "300000"),
        ("reconnect.backoff.ms", "50"),
        ("reconnect.backoff.max.ms", "1000"),
        ("retry.backoff.ms", "100"),
        ("retry.backoff.max.ms", "1000"),
        ("connections.max.idle.ms", "-1"),
        ("request.timeout.ms", "900001"),
        ("send.buffer.bytes", "-1"),
        ("receive.buffer.bytes", "32768"),
        ("socket.connection.setup.timeout.ms", "10000"),
        ("enable.metrics.push", "false"),
        ("acks", "all"),
        ("linger.ms", "0"),
        ("batch.size", "16384"),
        ("max.request.size", "1048576"),
        ("buffer.memory", "33554432"),
        ("delivery.timeout.ms", "2147483647"),
        ("retries", "2147483647"),
        ("max.in.flight.requests.per.connection", "5"),
        ("enable.idempotence", "true"),
        ("compression.type", "zstd"),
        ("compression.zstd.level", "22"),
        ("partitioner.ignore.keys", "true"),
        ("transaction.timeout.ms", "60000"),
        ("security.protocol", "SASL_PLAINTEXT"),
        ("sasl.mechanism", "SCRAM-SHA-512"),
        ("sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required username=a password=b;"),
    ]);
    let configured = ClientConfig::translate(ClientKind::Producer, &all).unwrap();
    assert_eq!(
        configured.warnings,
        [
            "compression.zstd.level=22 is beyond what this client can do; it uses 12",
            "request.timeout.ms=900001 is beyond what this client can do; it uses 900000",
        ]
    );
    Producer::new(configured.config).unwrap();
    for codec in ["none", "gzip", "snappy", "lz4", "zstd"] {
        Producer::new(config("127.0.0.1:1", &[("compression.type", codec)])).unwrap();
    }
    let jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username='a' password='b';";
    Producer::new(config(
        "127.0.0.1:1",
        &[("security.protocol", "SASL_SSL"), ("sasl.mechanism", "PLAIN"), ("sasl.jaas.config", jaas)],
    ))
    .unwrap();
    let jaas = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId='a' clientSecret='b' \
                scope='c' extension_logicalCluster='d';";
    let oauth = [
        ("security.protocol", "SASL_SSL"),
        ("sasl.mechanism", "OAUTHBEARER"),
        (
            "sasl.login.callback.handler.class",
            "org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler",
        ),
        ("sasl.oauthbearer.token.endpoint.url", "https://127.0.0.1:1/token"),
        ("sasl.jaas.config", jaas),
    ];
    let config = config("127.0.0.1:1", &oauth);
    assert_eq!(config.values.get("sasl.oauthbearer.extensions").map(String::as_str), Some("logicalCluster=d"));
    Producer::new(config).unwrap();
}

/// The token endpoint is asked by the curl that is linked into librdkafka.
#[test]
fn oauthbearer_asks_the_token_endpoint_with_the_clients_credentials() {
    use std::io::{Read as _, Write as _};
    let endpoint = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/token", endpoint.local_addr().unwrap());
    let jaas = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId='alice' \
                clientSecret='wonder' scope='kafka';";
    let _producer = Producer::new(config(
        "127.0.0.1:1",
        &[
            ("security.protocol", "SASL_PLAINTEXT"),
            ("sasl.mechanism", "OAUTHBEARER"),
            ("sasl.oauthbearer.token.endpoint.url", &url),
            ("sasl.jaas.config", jaas),
        ],
    ))
    .unwrap();
    let (sender, requests) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = endpoint.accept().unwrap();
        let mut request = String::new();
        while !request.contains("scope=kafka") {
            let mut part = [0; 1024];
            let length = stream.read(&mut part).unwrap();
            assert!(length > 0, "{request}");
            request.push_str(std::str::from_utf8(&part[..length]).unwrap());
        }
        sender.send(request).unwrap();
        stream.write_all(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    });
    let request = requests.recv_timeout(LIMIT).unwrap();
    assert!(request.starts_with("POST /token HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("Authorization: Basic YWxpY2U6d29uZGVy\r\n"), "{request}");
    assert!(request.contains("grant_type=client_credentials"), "{request}");
}

#[test]
fn unknown_and_needless_keys_are_reported() {
    let props = map(&[
        ("bootstrap.servers", "b:1"),
        ("linger.msec", "1"),
        ("metric.reporters", "x"),
        ("ssl.protocol", "TLSv1.3"),
    ]);
    let configured = ClientConfig::translate(ClientKind::Producer, &props).unwrap();
    assert_eq!(configured.unknown, ["linger.msec is not a known Kafka client configuration; did you mean linger.ms?"]);
    assert_eq!(
        configured.warnings,
        [
            "these settings of Java's security have no effect here: ssl.protocol",
            "these Kafka client configurations have no effect here: metric.reporters",
        ]
    );
}

#[test]
fn all_mistakes_come_at_once() {
    let found = problems(&[
        ("bootstrap.servers", "localhost"),
        ("acks", "2"),
        ("linger.ms", "soon"),
        ("partitioner.class", "com.example.P"),
        ("security.protocol", "SASL_SSL"),
        ("sasl.mechanism", "GSSAPI"),
    ]);
    assert_eq!(
        found,
        [
            "acks: Invalid value 2 for configuration acks: String must be one of: all, -1, 0, 1",
            "bootstrap.servers: Invalid url in bootstrap.servers: localhost; write host:port",
            "linger.ms: Invalid value soon for configuration linger.ms: Not a number of type LONG",
            "partitioner.class: Invalid value com.example.P for configuration partitioner.class: only Kafka's default \
             partitioner is available; remove the key, or set partitioner.ignore.keys=true",
            "sasl.mechanism: Invalid value GSSAPI for configuration sasl.mechanism: Kerberos, Kafka's default, is not \
             available here; use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER",
        ]
    );
}

#[test]
fn conditions_between_keys_are_kafkas() {
    let found = problems(&[
        ("bootstrap.servers", "b:1"),
        ("enable.idempotence", "true"),
        ("acks", "1"),
        ("max.in.flight.requests.per.connection", "6"),
        ("retries", "0"),
        ("delivery.timeout.ms", "1000"),
    ]);
    assert_eq!(
        found,
        [
            "acks: Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.",
            "max.in.flight.requests.per.connection: Must set max.in.flight.requests.per.connection to at most 5 to use the \
             idempotent producer.",
            "retries: Must set retries to non-zero when using the idempotent producer.",
            "delivery.timeout.ms: delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms",
        ]
    );
}

#[test]
fn every_codec_writes_what_is_read_again() {
    let broker = MockBroker::start().unwrap();
    let value = vec![b'x'; 10_000];
    for codec in ["none", "gzip", "snappy", "lz4", "zstd"] {
        let producer = Producer::new(config(&broker.bootstrap(), &[("compression.type", codec)])).unwrap();
        let (deliveries, received) = channel();
        producer.send(&record(codec, b"k", &value), &deliveries, 1).unwrap();
        producer.flush(LIMIT).unwrap();
        assert!(received.recv().unwrap().1.is_ok(), "{codec}");
        let reader = TopicReader::open(&broker.bootstrap(), codec, LIMIT).unwrap();
        assert_eq!(reader.poll(LIMIT).unwrap().unwrap().value.as_ref(), Some(&value), "{codec}");
    }
}

#[test]
fn what_the_broker_refuses_ends_the_task_or_the_record() {
    use rdkafka::types::RDKafkaErrorCode as Code;
    let kind = |code: Code| {
        let error = rdkafka::error::KafkaError::MessageProduction(code);
        kconnect::Error::from(KafkaError::of_record(&error, "t", 10, 1000)).kind()
    };
    assert_eq!(kind(Code::TopicAuthorizationFailed), ErrorKind::Fatal);
    assert_eq!(kind(Code::InvalidTopic), ErrorKind::Fatal);
    assert_eq!(kind(Code::UnknownTopic), ErrorKind::Fatal);
    assert_eq!(kind(Code::InvalidRecord), ErrorKind::Data);
    assert_eq!(kind(Code::MessageSizeTooLarge), ErrorKind::Data);
    assert_eq!(kind(Code::MessageTimedOut), ErrorKind::Retriable { after: None });
}

#[test]
fn java_stores_are_refused_with_the_line_that_converts_them() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.jks");
    std::fs::write(&path, b"\xfe\xed\xfe\xed\0\0\0\x02").unwrap();
    let path = path.to_str().unwrap();
    let found = problems(&[
        ("bootstrap.servers", "b:1"),
        ("security.protocol", "SSL"),
        ("ssl.truststore.location", path),
        ("ssl.keystore.location", path),
    ]);
    let base = path.strip_suffix(".jks").unwrap();
    assert!(found[0].contains(&format!("`keytool -list -rfc -keystore {path} > {base}.pem`")), "{found:?}");
    let line = format!("`keytool -importkeystore -srckeystore {path} -destkeystore {base}.p12 -deststoretype PKCS12`");
    assert!(found[1].contains(&line), "{found:?}");
}

#[test]
fn secrets_are_in_no_text() {
    const SECRET: &str = "hunter2";
    let jaas =
        format!("org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password='{SECRET}';");
    let ok = map(&[
        ("bootstrap.servers", "127.0.0.1:1"),
        ("security.protocol", "SASL_SSL"),
        ("sasl.mechanism", "PLAIN"),
        ("sasl.jaas.config", &jaas),
        ("ssl.key.password", SECRET),
    ]);
    let configured = ClientConfig::translate(ClientKind::Producer, &ok).unwrap();
    let producer = Producer::new(configured.config.clone()).unwrap();
    let mut texts = format!("{configured:?} {producer:?}");
    for mistake in [("sasl.mechanism", "SCRAM-SHA-256"), ("sasl.jaas.config", "x required password='hunter2'")] {
        let mut wrong = ok.clone();
        wrong.insert(mistake.0.to_owned(), mistake.1.into());
        let problems = ClientConfig::translate(ClientKind::Producer, &wrong).unwrap_err();
        texts.extend(problems.iter().map(|problem| format!("{problem:?}")));
    }
    let mut pem = ok;
    pem.insert(
        "ssl.keystore.key".to_owned(),
        format!("-----BEGIN PRIVATE KEY-----{SECRET}-----END PRIVATE KEY-----").into(),
    );
    pem.insert("ssl.keystore.certificate.chain".to_owned(), SECRET.into());
    let pem = ClientConfig::translate(ClientKind::Producer, &pem).unwrap();
    texts += &Producer::new(pem.config).unwrap_err().to_string();
    assert!(!texts.contains(SECRET), "{texts}");
}
