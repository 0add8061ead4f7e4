//! The topics of workers: Kafka Connect's own stores read what ours wrote, and ours read what they wrote.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "shared with other tests")]
mod common;

use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

use common::{oracle, worker};
use kconnect_tests::{Result, kafka, unique};
use kconnect_worker::{
    offsets::{KafkaOffsetStore, Offsets},
    stores::{
        ConfigRecord, ConfigStore as _, KafkaConfigStore, KafkaStatusStore, SessionKey, StatusState, StatusStore as _,
        StoredConnector, StoredState, StoredStatus, TargetState, TopicStatus, WrittenConfig,
    },
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use rdkafka::{
    ClientConfig,
    producer::{BaseRecord, Producer as _, ThreadedProducer},
};

async fn offsets(topic: &str) -> Result<Offsets> {
    Ok(Offsets::open(KafkaOffsetStore::of_worker(&worker(&[("offset.storage.topic", topic)])?)?).await?)
}

async fn configs(topic: &str) -> Result<KafkaConfigStore> {
    Ok(KafkaConfigStore::open(&worker(&[("config.storage.topic", topic)])?).await?)
}

async fn statuses(topic: &str) -> Result<KafkaStatusStore> {
    Ok(KafkaStatusStore::open(&worker(&[("status.storage.topic", topic)])?).await?)
}

/// Writes raw records, in their order.
fn write(topic: &str, records: &[(String, Option<String>)]) -> Result {
    let producer: ThreadedProducer<_> = ClientConfig::new()
        .set("bootstrap.servers", kafka::bootstrap()?)
        .set("max.in.flight.requests.per.connection", "1")
        .create()?;
    for (key, value) in records {
        let mut record = BaseRecord::<str, str>::to(topic).key(key.as_str());
        record.payload = value.as_deref();
        producer.send(record).map_err(|(error, _)| error)?;
    }
    Ok(producer.flush(Duration::from_secs(30))?)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_jvm_reads_the_offsets_that_we_wrote() -> Result {
    let topic = unique("offsets");
    let ours = offsets(&topic).await?;
    ours.commit("c", [(r#"{"filename":"ü.txt"}"#, r#"{"position":3}"#), (r#"{"p":2}"#, r#"{"o":1.5}"#)]).await?;
    ours.commit("d", [(r#"{"p":2}"#, r#"{"o":true}"#)]).await?;
    ours.commit("c", [(r#"{"p":2}"#, "null")]).await?;
    let keys = [r#"["c",{"filename":"ü.txt"}]"#, r#"["c",{"p":2}]"#, r#"["d",{"p":2}]"#];
    let expected = [
        r#"["c",{"filename":"ü.txt"}] = {"position":3}"#,
        r#"["c",{"p":2}] = null"#,
        r#"["d",{"p":2}] = {"o":true}"#,
        "[{filename=ü.txt}]\n",
    ];
    assert_eq!(oracle("offset-read", &topic, &keys)?, expected.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn we_see_the_offsets_that_the_jvm_writes_while_we_run() -> Result {
    let topic = unique("offsets");
    let ours = offsets(&topic).await?;
    ours.commit("c", [(r#"{"p":1}"#, r#"{"o":1}"#), (r#"{"p":2}"#, r#"{"o":1}"#)]).await?;
    let theirs = [r#"["c",{"p":1}]"#, r#"{"o":9223372036854775807,"f":1.0E-10}"#, r#"["c",{"p":2}]"#, "null"];
    oracle("offset-write", &topic, &theirs)?;
    let found = ours.get("c", r#"{"p":1}"#).await?;
    assert_eq!(found.as_deref(), Some(theirs[1].as_bytes()));
    assert_eq!(ours.get("c", r#"{"p":2}"#).await?, None);
    Ok(())
}

fn written(entries: &[(&str, &str)]) -> WrittenConfig {
    entries.iter().map(|(key, value)| ((*key).to_owned(), Some((*value).to_owned()))).collect()
}

/// As Java shows a map.
fn shown(config: &WrittenConfig) -> String {
    let entries = config.iter().map(|(key, value)| format!("{key}={}", value.as_deref().unwrap_or("null")));
    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
}

/// As the oracle prints connectors.
fn printed(connectors: &[StoredConnector]) -> String {
    let mut text = String::new();
    for connector in connectors {
        let inconsistent = if connector.inconsistent { " inconsistent" } else { "" };
        let tasks = connector.tasks.iter().map(|task| format!(" {}", shown(task))).collect::<Vec<_>>().concat();
        let (name, target) = (&connector.name, connector.target);
        writeln!(text, "{name} {target} {}{inconsistent}{tasks}", shown(&connector.config)).unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_jvm_reads_the_configurations_that_we_wrote() -> Result {
    let topic = unique("configs");
    let ours = configs(&topic).await?;
    ours.put_connector("a", &written(&[("name", "a"), ("x", "ü\"\\")]), None).await?;
    ours.put_task_configs("a", &[written(&[("t", "0")]), written(&[("t", "1")]), written(&[("t", "2")])]).await?;
    ours.put_task_configs("a", &[written(&[("t", "new")]), written(&[("t", "newer")])]).await?;
    ours.put_connector("b-1", &written(&[("name", "b-1")]), Some(TargetState::Stopped)).await?;
    ours.put_connector("gone", &written(&[]), None).await?;
    ours.put_task_configs("gone", &[written(&[])]).await?;
    ours.remove_connector("gone").await?;
    ours.put_target_state("a", TargetState::Paused).await?;
    let expected = "a PAUSED {name=a, x=ü\"\\} {t=new} {t=newer}\nb-1 STOPPED {name=b-1}\n";
    assert_eq!(printed(&ours.snapshot().await?), expected);
    assert_eq!(oracle("config-read", &topic, &[])?, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn we_read_the_configurations_that_the_jvm_wrote() -> Result {
    let topic = unique("configs");
    let ours = configs(&topic).await?;
    oracle("config-write", &topic, &[])?;
    let state = ours.state().await?;
    let expected = "a PAUSED {name=a, x=ü\"\\} {t=new} {t=newer}\nb-1 STOPPED {name=b-1}\n";
    assert_eq!(printed(&state.connectors()), expected);
    assert_eq!(state.task_count_record("a"), Some(2));
    assert_eq!(state.loggers(), &BTreeMap::from([("org.example".to_owned(), "TRACE".to_owned())]));
    let key = SessionKey { key: vec![0, 0xff], algorithm: "HmacSHA256".to_owned(), created_ms: 1_700_000_000_000 };
    assert_eq!(state.session_key(), Some(&key));
    Ok(())
}

/// A record that a topic may have after others were compacted away, and some that nobody writes.
fn any_record(random: &mut StdRng) -> (String, Option<String>) {
    let connector = ["a", "b-1", "c"][random.random_range(0..3)];
    let number = random.random_range(0..3);
    let text = |text: &str| Some(text.to_owned());
    match random.random_range(0..16) {
        0..2 => (format!("connector-{connector}"), Some(format!(r#"{{"properties":{{"n":"{number}"}}}}"#))),
        2 => (format!("connector-{connector}"), None),
        3..8 => (format!("task-{connector}-{number}"), Some(format!(r#"{{"properties":{{"t":"{number}"}}}}"#))),
        8..12 => (format!("commit-{connector}"), Some(format!(r#"{{"tasks":{number}}}"#))),
        12 => {
            let state = ["STARTED", "PAUSED", "STOPPED", "ASLEEP"][random.random_range(0..4)];
            (format!("target-state-{connector}"), Some(format!(r#"{{"state":"PAUSED","state.v2":"{state}"}}"#)))
        }
        13 => (format!("target-state-{connector}"), [None, text(r#"{"state":"PAUSED"}"#)][number % 2].clone()),
        14 => (format!("task-{connector}-{number}"), None),
        _ => {
            let odd = [
                ("task-x", r#"{"properties":{}}"#),
                ("connector-a", r#"{"properties":[]}"#),
                ("target-state-a", r#"{"state":7}"#),
                ("commit-a", r#"["tasks"]"#),
                ("surprise", "{}"),
            ];
            let (key, value) = odd[random.random_range(0..odd.len())];
            (key.to_owned(), text(value))
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_records_of_a_config_topic_come_to_the_same_as_in_the_jvm() -> Result {
    for seed in 0..4 {
        let topic = unique("configs");
        let ours = configs(&topic).await?;
        let mut random = StdRng::seed_from_u64(seed);
        let records: Vec<_> = (0..120).map(|_| any_record(&mut random)).collect();
        write(&topic, &records)?;
        let came = printed(&ours.snapshot().await?);
        assert_eq!(came, oracle("config-read", &topic, &[])?, "seed {seed}: {records:#?}");
    }
    Ok(())
}

fn status(state: StoredState, trace: Option<&str>, version: Option<&str>) -> StoredStatus {
    StoredStatus {
        state,
        trace: trace.map(str::to_owned),
        worker_id: "h:1".to_owned(),
        generation: 3,
        version: version.map(str::to_owned),
    }
}

const STATUSES: &str = "a RUNNING null h:1 3 4.3.0\n  0 FAILED boom\n\tat x h:1 3 null\n  1 RUNNING null h:1 3 null\n  topic t 1 1700000000000\n";

/// As the oracle prints statuses.
fn printed_statuses(state: &StatusState) -> String {
    let show = |status: &StoredStatus| {
        let StoredStatus { state, trace, worker_id, generation, version } = status;
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "null".to_owned());
        format!("{state} {} {worker_id} {generation} {}", text(trace), text(version))
    };
    let mut text = String::new();
    for connector in state.connectors() {
        let of_it = state.connector(&connector).map_or_else(|| "none".to_owned(), show);
        writeln!(text, "{connector} {of_it}").unwrap();
        for (task, status) in state.tasks(&connector) {
            writeln!(text, "  {task} {}", show(status)).unwrap();
        }
        for TopicStatus { topic, task, discovered_ms, .. } in state.topics(&connector) {
            writeln!(text, "  topic {topic} {task} {discovered_ms}").unwrap();
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_jvm_reads_the_statuses_that_we_wrote() -> Result {
    let topic = unique("statuses");
    let ours = statuses(&topic).await?;
    let running = || status(StoredState::Running, None, None);
    ours.put_connector("a", &status(StoredState::Running, None, Some("4.3.0")));
    ours.put_task("a", 0, &running());
    ours.put_task("a", 0, &status(StoredState::Failed, Some("boom\n\tat x"), None));
    ours.put_task("a", 1, &running());
    ours.put_connector("gone", &running());
    ours.flush().await;
    ours.put_connector("gone", &status(StoredState::Destroyed, None, None));
    let found =
        TopicStatus { topic: "t".to_owned(), connector: "a".to_owned(), task: 1, discovered_ms: 1_700_000_000_000 };
    ours.put_topic(&found);
    ours.put_topic(&TopicStatus { topic: "left".to_owned(), ..found });
    ours.flush().await;
    ours.remove_topic("a", "left");
    ours.flush().await;
    assert_eq!(printed_statuses(&ours.state().await?), STATUSES);
    assert_eq!(oracle("status-read", &topic, &[])?, STATUSES);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn we_read_the_statuses_that_the_jvm_wrote() -> Result {
    let topic = unique("statuses");
    let ours = statuses(&topic).await?;
    oracle("status-write", &topic, &[])?;
    assert_eq!(printed_statuses(&ours.state().await?), STATUSES);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_of_an_older_generation_does_not_replace_a_newer_one() -> Result {
    let topic = unique("statuses");
    let ours = statuses(&topic).await?;
    let of = |worker: &str, generation, state| StoredStatus {
        worker_id: worker.to_owned(),
        generation,
        ..status(state, None, None)
    };
    ours.put_task("a", 0, &of("new:1", 5, StoredState::Running));
    ours.flush().await;
    ours.state().await?;
    // Neither what is held back here nor what another worker writes all the same.
    ours.put_task_safely("a", 0, &of("old:1", 4, StoredState::Paused));
    ours.put_task("a", 0, &of("old:1", 4, StoredState::Unassigned));
    ours.flush().await;
    ours.state().await?;
    assert_eq!(ours.task("a", 0), Some(of("new:1", 5, StoredState::Running)));
    ours.put_task_safely("a", 0, &of("newer:1", 6, StoredState::Paused));
    ours.flush().await;
    ours.state().await?;
    assert_eq!(ours.task("a", 0), Some(of("newer:1", 6, StoredState::Paused)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_config_topic_has_one_partition() -> Result {
    let topic = unique("configs");
    // Made compacted, with three partitions: by a store that may have several.
    let made = [("status.storage.topic", topic.as_str()), ("status.storage.partitions", "3")];
    drop(KafkaStatusStore::open(&worker(&made)?).await?);
    let error = KafkaConfigStore::open(&worker(&[("config.storage.topic", &topic)])?).await.unwrap_err();
    let expected = format!(
        "Topic '{topic}' supplied via the 'config.storage.topic' property is required to have a single partition in order \
         to guarantee consistency of connector configurations, but found 3 partitions."
    );
    assert_eq!(error.to_string(), expected);
    Ok(())
}

#[test]
fn a_session_key_is_in_no_text() {
    let key = SessionKey { key: b"hunter2".to_vec(), algorithm: "HmacSHA256".to_owned(), created_ms: 1 };
    let debug = format!("{:?}", ConfigRecord::SessionKey(key));
    assert!(debug.contains("HmacSHA256") && !debug.contains("104"), "{debug}");
}
