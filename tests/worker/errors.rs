//! What becomes of a source's records that cannot be handled, and of those around them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod script;
mod spoil;
mod stage;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    extract::{Request, State as Shared},
    http::StatusCode,
    response::IntoResponse,
};
use kconnect_tests::{kafka, unique};
use kconnect_worker::{
    ConsumedRecord, RunningWorker, State, TopicReader, Worker, dev::MockRegistry, errors::ErrorReading,
};
use rdkafka::{
    ClientConfig,
    consumer::{BaseConsumer, Consumer as _},
};
use tempfile::TempDir;

use script::ScriptConnector;
use spoil::Spoil;
use stage::{LIMIT, Stage, until};

const JSON: &str = "org.apache.kafka.connect.json.JsonConverter";
const AVRO: &str = "io.confluent.connect.avro.AvroConverter";
const ALL: (&str, &str) = ("errors.tolerance", "all");
const HEADERS: (&str, &str) = ("errors.deadletterqueue.context.headers.enable", "true");
const SPOIL: (&str, &str) = ("transforms.s.type", "com.example.Spoil");

/// A worker that can spoil records, and that writes keys, values and headers only as their schemas say.
async fn set() -> Stage {
    let json = [("key.converter", JSON), ("value.converter", JSON), ("header.converter", JSON)];
    let mut config = json.to_vec();
    config.extend([("key.converter.schemas.enable", "true"), ("value.converter.schemas.enable", "true")]);
    Stage::hosting(Worker::new().transformation::<Spoil>(), &config).await
}

/// The usual worker, which can spoil records.
async fn plain(config: &[(&str, &str)]) -> Stage {
    Stage::hosting(Worker::new().transformation::<Spoil>(), config).await
}

/// The keys of one transformation that spoils the record of a line.
fn spoil<'a>(line: &'a str, how: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("transforms", "s"), SPOIL, ("transforms.s.line", line), ("transforms.s.how", how)]
}

/// The keys of a dead letter queue, whose topic is made.
fn queue<'a>(stage: &Stage, topic: &'a str) -> Vec<(&'a str, &'a str)> {
    stage.broker.create_topic(topic, 1).unwrap();
    vec![("errors.deadletterqueue.topic.name", topic), HEADERS]
}

fn letters(stage: &Stage, topic: &str, count: usize) -> Vec<ConsumedRecord> {
    tokio::task::block_in_place(|| {
        let reader = TopicReader::open(&stage.broker.bootstrap(), topic, LIMIT).unwrap();
        (0..count).map(|_| reader.poll(LIMIT).unwrap().expect("a letter arrives")).collect()
    })
}

/// A header of a letter, as text.
fn header<'a>(letter: &'a ConsumedRecord, name: &str) -> Option<&'a str> {
    let name = format!("__connect.errors.{name}");
    let value = letter.headers.iter().find(|(key, _)| *key == name)?.1.as_deref()?;
    Some(std::str::from_utf8(value).unwrap())
}

fn errors(stage: &Stage) -> ErrorReading {
    stage.task("c", 0).errors.read()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transformation_that_fails_for_a_while_is_tried_again_and_its_record_arrives_in_its_place() {
    let mut stage = plain(&[]).await;
    let name = unique("attempts");
    let mut config = spoil("2", "fail-twice");
    config.extend([("transforms.s.name", name.as_str()), ("errors.retry.timeout", "60000")]);
    stage.create("c", "push push push", &config).await.unwrap();
    assert_eq!(stage.values(3), ["line 1", "line 2", "line 3"]);
    assert_eq!(errors(&stage).total_retries, 2);
    assert_eq!(errors(&stage).total_record_errors, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_handled_fails_the_task_at_every_stage_and_holds_back_its_offset() {
    for how in ["fail", "fail-for-good", "fail-for-now", "header", "key", "value"] {
        let mut stage = set().await;
        stage.create("c", "push push push", &spoil("2", how)).await.unwrap();
        let failure = stage.failure("c", 0).await;
        assert!(failure.starts_with("Tolerance exceeded in error handler: "), "{how}: {failure}");
        stage.committed("c", 1).await;
        assert_eq!(stage.stop().await.committed("c").await, Some(1), "{how}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_handled_is_skipped_at_every_stage_where_that_is_tolerated() {
    for how in ["fail", "fail-for-good", "fail-for-now", "header", "key", "value"] {
        let mut stage = set().await;
        let mut config = spoil("2", how);
        config.push(ALL);
        stage.create("c", "push push push", &config).await.unwrap();
        let keys: Vec<_> = stage.records(2).into_iter().map(|record| record.key.unwrap()).collect();
        let key = |line: u8| format!(r#"{{"schema":{{"type":"int64","optional":false}},"payload":{line}}}"#);
        assert_eq!(keys, [key(1).into_bytes(), key(3).into_bytes()], "{how}");
        stage.committed("c", 3).await;
        assert_eq!(errors(&stage).total_records_skipped, 1, "{how}");
        assert_eq!(stage.task("c", 0).status.state, State::Running, "{how}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_record_is_transformed_then_its_header_its_key_and_its_value_are_converted() {
    let mut stage = set().await;
    let topic = unique("dlq");
    let stages = ["fail", "header", "key", "value"];
    let (aliases, mut config) = (["a", "b", "c", "d"], queue(&stage, &topic));
    // The first line meets all four, the second one but the first, and so on.
    let mut keys = Vec::new();
    for line in 1..=4 {
        for (alias, how) in aliases.iter().zip(stages).skip(line - 1).rev() {
            keys.push((format!("{alias}{line}"), how, line.to_string()));
        }
    }
    // What spoils the key comes last: the others find their line by it.
    keys.sort_by_key(|(_, how, _)| *how == "key");
    let names = keys.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>().join(",");
    let own: Vec<_> = keys
        .iter()
        .flat_map(|(name, how, line)| {
            [("type", "com.example.Spoil"), ("how", how), ("line", line)]
                .map(|(key, value)| (format!("transforms.{name}.{key}"), value.to_owned()))
        })
        .collect();
    config.extend(own.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    config.extend([("transforms", names.as_str()), ALL]);
    stage.create("c", "push push push push", &config).await.unwrap();
    let letters = letters(&stage, &topic, 4);
    let stages: Vec<_> = letters.iter().map(|letter| header(letter, "stage").unwrap()).collect();
    assert_eq!(stages, ["TRANSFORMATION", "HEADER_CONVERTER", "KEY_CONVERTER", "VALUE_CONVERTER"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dead_letter_of_a_source_record_has_what_was_converted_and_the_rest_as_json() {
    let mut stage = set().await;
    let topic = unique("dlq");
    let mut config = spoil("1", "value");
    config.extend(queue(&stage, &topic));
    config.push(ALL);
    stage.create("c", "push-with-header", &config).await.unwrap();
    let letter = &letters(&stage, &topic, 1)[0];
    let key = br#"{"schema":{"type":"int64","optional":false},"payload":1}"#;
    assert_eq!(letter.key.as_deref(), Some(key.as_slice()));
    assert_eq!(letter.headers[0].0, "line");
    assert!(String::from_utf8_lossy(letter.value.as_deref().unwrap()).contains("no number"));
    let class = "org.apache.kafka.connect.errors.DataException";
    let message = header(letter, "exception.message").unwrap();
    assert_eq!(header(letter, "topic"), Some(stage.topic.as_str()));
    assert_eq!(header(letter, "partition"), Some(r#"{"file":"0.txt"}"#));
    assert_eq!(header(letter, "offset"), Some(r#"{"line":1}"#));
    assert_eq!(header(letter, "connector.name"), Some("c"));
    assert_eq!(header(letter, "task.id"), Some("0"));
    assert_eq!(header(letter, "class.name"), Some(JSON));
    assert_eq!(header(letter, "exception.class.name"), Some(class));
    assert!(header(letter, "exception.stacktrace").unwrap().starts_with(&format!("{class}: {message}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_that_a_source_rejects_is_in_the_dead_letter_queue_as_it_came() {
    let mut stage = plain(&[]).await;
    let topic = unique("dlq");
    let mut config = queue(&stage, &topic);
    config.push(ALL);
    stage.create("c", "push reject push", &config).await.unwrap();
    let letter = &letters(&stage, &topic, 1)[0];
    assert_eq!((letter.key.as_deref(), letter.value.as_deref()), (None, Some(b"\xff".as_slice())));
    assert_eq!(header(letter, "stage"), Some("TASK_POLL"));
    assert_eq!(header(letter, "class.name"), Some("com.example.ScriptConnector"));
    assert_eq!(header(letter, "offset"), Some(r#"{"line":2}"#));
    assert_eq!(header(letter, "exception.message"), Some("not a line"));
    assert_eq!(stage.values(2), ["line 1", "line 3"]);
    stage.committed("c", 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_is_not_tolerated_is_in_the_dead_letter_queue_too() {
    let mut stage = plain(&[]).await;
    let topic = unique("dlq");
    let mut config = spoil("1", "fail");
    config.extend(queue(&stage, &topic));
    stage.create("c", "push", &config).await.unwrap();
    stage.failure("c", 0).await;
    assert_eq!(header(&letters(&stage, &topic, 1)[0], "stage"), Some("TRANSFORMATION"));
}

/// Starts a worker on a real broker, which makes topics only when it is told to, and a connector whose first input is unusable.
async fn on_a_real_broker(replication: &str) -> (TempDir, RunningWorker, String) {
    let (bootstrap, queue, directory) = (kafka::bootstrap().unwrap(), unique("dlq"), TempDir::new().unwrap());
    let topic = unique("lines");
    kafka::create_topic(bootstrap, &topic, 1).unwrap();
    let file = directory.path().join("offsets").display().to_string();
    let string = "org.apache.kafka.connect.storage.StringConverter";
    let owned = |config: &[(&str, &str)]| {
        config.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
    };
    let config = owned(&[
        ("bootstrap.servers", bootstrap),
        ("key.converter", string),
        ("value.converter", string),
        ("offset.storage.file.filename", &file),
    ]);
    let worker = Worker::new().source::<ScriptConnector>().start(config).await.unwrap();
    let connector = owned(&[
        ("name", "c"),
        ("connector.class", "com.example.ScriptConnector"),
        ("script", "reject"),
        ("topic", &topic),
        ("errors.tolerance", "all"),
        ("errors.deadletterqueue.topic.name", &queue),
        ("errors.deadletterqueue.topic.replication.factor", replication),
    ]);
    worker.create(connector).await.unwrap();
    (directory, worker, queue)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_queue_that_is_not_there_is_made_with_one_partition() {
    let (_directory, worker, queue) = on_a_real_broker("1").await;
    until("the topic is there", async || {
        kafka::topic_exists(kafka::bootstrap().unwrap(), &queue).unwrap().then_some(())
    })
    .await;
    let letter = tokio::task::block_in_place(|| {
        let reader = TopicReader::open(kafka::bootstrap().unwrap(), &queue, LIMIT).unwrap();
        reader.poll(LIMIT).unwrap().expect("a letter arrives")
    });
    assert_eq!((letter.partition, letter.value.as_deref()), (0, Some(b"\xff".as_slice())));
    assert_eq!(letter.headers, [], "nobody asked for headers");
    let client: BaseConsumer =
        ClientConfig::new().set("bootstrap.servers", kafka::bootstrap().unwrap()).create().unwrap();
    let metadata = tokio::task::block_in_place(|| client.fetch_metadata(Some(&queue), LIMIT)).unwrap();
    assert_eq!(metadata.topics()[0].partitions().len(), 1);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_queue_that_cannot_be_made_fails_the_task() {
    let (_directory, worker, queue) = on_a_real_broker("3").await;
    let failure = until("the task is FAILED", async || {
        let status = worker.connectors()[0].tasks.first()?.status.clone();
        (status.state == State::Failed).then_some(status.trace?)
    })
    .await;
    assert!(failure.starts_with(&format!("Could not initialize dead letter queue with topic={queue}: ")), "{failure}");
    worker.stop().await;
}

/// A registry that cannot answer so many requests, and then can.
async fn registry(name: &str, failures: usize) -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let scope = MockRegistry::scope(name);
    let answer = move |Shared(asked): Shared<Arc<AtomicUsize>>, request: Request| async move {
        if asked.fetch_add(1, Ordering::SeqCst) < failures {
            return (StatusCode::SERVICE_UNAVAILABLE, r#"{"error_code":50003,"message":"not now"}"#.to_owned());
        }
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let path = parts.uri.path_and_query().unwrap().as_str();
        let (status, text) = scope.answer(parts.method.as_str(), path, std::str::from_utf8(&body).unwrap());
        (StatusCode::from_u16(status).unwrap(), text)
    };
    let answer = move |shared, request| {
        let answered = answer(shared, request);
        async move { answered.await.into_response() }
    };
    let router = Router::new().fallback(answer).with_state(Arc::clone(&asked));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

/// Its own repetitions are few, so that the worker's count.
fn avro(url: &str) -> [(&str, &str); 3] {
    [("value.converter", AVRO), ("value.converter.schema.registry.url", url), ("value.converter.max.retries", "0")]
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_registry_cannot_answer_nothing_is_skipped_and_afterwards_everything_arrives() {
    // On the direct lane, and behind a transformation.
    for how in [None, Some("nothing")] {
        let (url, asked) = registry(&unique("registry"), 3).await;
        let mut stage = plain(&avro(&url)).await;
        let topic = unique("dlq");
        let mut config = how.map_or_else(Vec::new, |how| spoil("0", how));
        config.extend(queue(&stage, &topic));
        config.push(ALL);
        stage.create("c", "push push push", &config).await.unwrap();
        let ends: Vec<_> = stage.records(3).into_iter().map(|record| *record.value.unwrap().last().unwrap()).collect();
        assert_eq!(ends, *b"123");
        stage.committed("c", 3).await;
        assert_eq!(errors(&stage).deadletterqueue_produce_requests, 0);
        assert_eq!(errors(&stage).total_records_skipped, 0);
        assert!(asked.load(Ordering::SeqCst) > 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_longer_than_the_retries_may_last_is_treated_as_kafka_connect_treats_it() {
    let (url, _) = registry(&unique("registry"), usize::MAX).await;
    let mut stage = plain(&avro(&url)).await;
    let topic = unique("dlq");
    let mut config = queue(&stage, &topic);
    config.extend([ALL, ("errors.retry.timeout", "400")]);
    stage.create("c", "push", &config).await.unwrap();
    let letter = &letters(&stage, &topic, 1)[0];
    assert_eq!(letter.value.as_deref(), Some(br#""line 1""#.as_slice()));
    assert_eq!(header(letter, "stage"), Some("VALUE_CONVERTER"));
    assert_eq!(header(letter, "exception.class.name"), Some("org.apache.kafka.connect.errors.RetriableException"));
    stage.committed("c", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_cannot_answer_fails_a_task_that_tolerates_nothing_and_retries_nothing() {
    let (url, _) = registry(&unique("registry"), usize::MAX).await;
    let mut stage = plain(&avro(&url)).await;
    stage.create("c", "push", &[]).await.unwrap();
    let failure = stage.failure("c", 0).await;
    assert!(failure.contains("is not able to answer now (HTTP 503)"), "{failure}");
    assert_eq!(stage.stop().await.committed("c").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_waits_for_the_registry_stops_when_asked_and_commits_nothing_of_what_waits() {
    let (url, asked) = registry(&unique("registry"), usize::MAX).await;
    let mut stage = plain(&[&avro(&url)[..], &[("offset.flush.timeout.ms", "500")]].concat()).await;
    stage.create("c", "push push", &[("errors.retry.timeout", "-1")]).await.unwrap();
    until("the registry was asked twice", async || (asked.load(Ordering::SeqCst) > 1).then_some(())).await;
    let seen = stage.seen();
    assert_eq!(stage.stop().await.committed("c").await, None);
    assert!(seen.stopped());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_kafka_does_not_take_fails_the_task() {
    let mut stage = plain(&[]).await;
    stage.create("c", "push push push", &spoil("2", "size")).await.unwrap();
    let failure = stage.failure("c", 0).await;
    assert!(failure.starts_with("Unrecoverable exception from producer send callback: "), "{failure}");
    assert_eq!(stage.stop().await.committed("c").await, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_kafka_does_not_take_is_reported_and_told_of_and_passed_where_that_is_tolerated() {
    let mut stage = plain(&[("producer.max.request.size", "1048576")]).await;
    let topic = unique("dlq");
    let mut config = spoil("2", "size");
    config.extend(queue(&stage, &topic));
    config.push(ALL);
    stage.create("c", "push-and-tell push-and-tell push-and-tell", &config).await.unwrap();
    assert_eq!(stage.values(2), ["line 1", "line 3"]);
    stage.committed("c", 3).await;
    assert_eq!(stage.seen().deliveries(), [2, 1]);
    // The queue does not take it either, which changes nothing.
    assert_eq!(errors(&stage).deadletterqueue_produce_requests, 1);
    assert_eq!(errors(&stage).deadletterqueue_produce_failures, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_cannot_be_written_to_fails_the_task_whatever_is_tolerated() {
    let mut stage = plain(&[]).await;
    let mut config = spoil("2", "topic");
    config.push(ALL);
    stage.create("c", "push push push", &config).await.unwrap();
    let failure = stage.failure("c", 0).await;
    assert!(failure.starts_with("Unrecoverable exception trying to send: "), "{failure}");
    assert_eq!(stage.stop().await.committed("c").await, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_whose_records_are_all_dropped_is_told_and_its_offsets_are_committed() {
    let mut stage = plain(&[]).await;
    stage.create("c", "push-and-tell push-and-tell, push-and-tell", &spoil("0", "drop")).await.unwrap();
    stage.committed("c", 3).await;
    assert_eq!(stage.seen().deliveries(), [0, 3]);
    let read = stage.reading("c", 0);
    assert_eq!((read.records_filtered, read.source_record_write_total, read.source_record_active_count), (3, 0, 0));
}

/// A task has 32 MiB under way at most, and the record that reaches them.
#[tokio::test(flavor = "multi_thread")]
async fn transformed_records_that_wait_for_a_broker_are_bounded() {
    let mut stage = plain(&[("producer.buffer.memory", "134217728")]).await;
    let mut config = spoil("0", "nothing");
    config.push(("size", "32768"));
    stage.create("c", "push again", &config).await.unwrap();
    stage.first_commit("c").await;
    stage.broker.set_up(false).unwrap();
    let standstill = stage.standstill("c", 0).await;
    assert!((1000..=1024).contains(&standstill.source_record_active_count), "{standstill:?}");
    stage.broker.set_up(true).unwrap();
    stage.goes_on("c", 0).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_the_producer_has_no_room_for_are_sent_later_in_their_order() {
    let mut stage = plain(&[("producer.buffer.memory", "20480")]).await;
    let script = vec!["push"; 200].join(" ");
    stage.create("c", &script, &[("size", "1000")]).await.unwrap();
    let numbers: Vec<_> = stage
        .values(200)
        .iter()
        .map(|value| value.trim_end_matches('.').strip_prefix("line ").unwrap().parse::<usize>().unwrap())
        .collect();
    assert_eq!(numbers, (1..=200).collect::<Vec<_>>());
    stage.committed("c", 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_that_may_succeed_later_is_repeated_and_what_it_handed_over_arrives() {
    let mut stage = plain(&[]).await;
    stage.create("c", "push fail-for-now, push", &[]).await.unwrap();
    assert_eq!(stage.values(2), ["line 1", "line 2"]);
    assert_eq!(stage.task("c", 0).status.state, State::Running);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_that_hands_over_nothing_is_followed_by_another() {
    let mut stage = plain(&[]).await;
    stage.create("c", "rest, rest, push", &[]).await.unwrap();
    assert_eq!(stage.values(1), ["line 1"]);
}
