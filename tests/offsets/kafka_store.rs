//! Offsets in a topic: what other workers see of it, and what they do to it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "shared with other tests")]
mod common;

use std::collections::BTreeMap;

use common::worker;
use kconnect::{Prop, Props};
use kconnect_tests::{Result, kafka, unique};
use kconnect_worker::{
    TopicReader,
    offsets::{FileOffsetStore, KafkaOffsetStore, OffsetError, Offsets},
};
use rdkafka::{
    ClientConfig,
    admin::{AdminClient, AdminOptions, ResourceSpecifier},
    client::DefaultClientContext,
};

const LIMIT: std::time::Duration = std::time::Duration::from_secs(30);

async fn open(topic: &str) -> Result<Offsets> {
    Ok(Offsets::open(KafkaOffsetStore::of_worker(&worker(&[("offset.storage.topic", topic)])?)?).await?)
}

async fn get(offsets: &Offsets, partition: &str) -> Result<Option<String>> {
    Ok(offsets.get("c", partition).await?.map(|bytes| String::from_utf8(bytes).unwrap()))
}

/// Every record of a topic, in the order of its partitions.
fn records(topic: &str, count: usize) -> Result<Vec<(String, Option<String>)>> {
    let reader = TopicReader::open(kafka::bootstrap()?, topic, LIMIT)?;
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let mut records = Vec::new();
    while records.len() < count {
        let record = reader.poll(LIMIT)?.unwrap();
        records.push((text(record.key.unwrap()), record.value.map(text)));
    }
    Ok(records)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_see_each_others_offsets() -> Result {
    let topic = unique("offsets");
    let (one, two) = (open(&topic).await?, open(&topic).await?);
    for round in 0..20 {
        let (partition, offset) = (r#"{"p":1}"#, format!(r#"{{"o":{round}}}"#));
        let (writer, reader) = if round % 2 == 0 { (&one, &two) } else { (&two, &one) };
        writer.commit("c", [(partition, offset.as_str())]).await?;
        assert_eq!(get(reader, partition).await?, Some(offset));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn offsets_outlive_the_worker_and_null_removes_them() -> Result {
    let topic = unique("offsets");
    let offsets = open(&topic).await?;
    let entries: Vec<_> = (0..500).map(|i| (format!(r#"{{"p":{i}}}"#), format!(r#"{{"o":{i}}}"#))).collect();
    offsets.commit("c", entries.iter().map(|(partition, offset)| (partition.as_str(), offset.as_str()))).await?;
    offsets.commit("c", [(r#"{"p":7}"#, "null")]).await?;
    drop(offsets);
    let offsets = open(&topic).await?;
    assert_eq!(get(&offsets, r#"{"p":499}"#).await?.as_deref(), Some(r#"{"o":499}"#));
    assert_eq!(get(&offsets, r#"{"p":7}"#).await?, None);
    assert_eq!(offsets.partitions().await?["c"].len(), 499);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partition_keeps_the_key_that_another_worker_gave_it() -> Result {
    let topic = unique("offsets");
    let one = open(&topic).await?;
    one.commit("c", [(r#"{"b":1,"a":2}"#, r#"{"o":1}"#)]).await?;
    let two = open(&topic).await?;
    two.commit("c", [(r#"{"a":2,"b":1}"#, r#"{"o":2}"#)]).await?;
    two.commit("c", [(r#"{"a":2,"b":1}"#, "null")]).await?;
    let key = || r#"["c",{"b":1,"a":2}]"#.to_owned();
    let written = [(key(), Some(r#"{"o":1}"#.to_owned())), (key(), Some(r#"{"o":2}"#.to_owned())), (key(), None)];
    assert_eq!(records(&topic, 3)?, written);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_topic_is_made_as_the_worker_says() -> Result {
    let topic = unique("offsets");
    let keys = [
        ("offset.storage.topic", topic.as_str()),
        ("offset.storage.partitions", "3"),
        ("offset.storage.segment.ms", "3600000"),
        ("offset.storage.cleanup.policy", "delete"),
    ];
    Offsets::open(KafkaOffsetStore::of_worker(&worker(&keys)?)?).await?;
    let admin: AdminClient<DefaultClientContext> =
        ClientConfig::new().set("bootstrap.servers", kafka::bootstrap()?).create()?;
    let configs = admin.describe_configs([&ResourceSpecifier::Topic(&topic)], &AdminOptions::new()).await?;
    let config = configs.into_iter().next().unwrap().unwrap();
    let value = |key: &str| config.get(key).and_then(|entry| entry.value.clone());
    // What the user says of compaction does not count.
    assert_eq!(value("cleanup.policy").as_deref(), Some("compact"));
    assert_eq!(value("segment.ms").as_deref(), Some("3600000"));
    let metadata = admin.inner().fetch_metadata(Some(&topic), LIMIT)?;
    assert_eq!(metadata.topics().first().unwrap().partitions().len(), 3);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_forgets_is_refused_in_kafkas_words() -> Result {
    let topic = unique("offsets");
    kafka::create_topic(kafka::bootstrap()?, &topic, 1)?;
    let error = open(&topic).await.unwrap_err().to_string();
    let expected = format!(
        "Topic '{topic}' supplied via the 'offset.storage.topic' property is required to have 'cleanup.policy=compact' to \
         guarantee consistency and durability of source connector offsets, but found the topic currently has \
         'cleanup.policy=delete'. Continuing would likely result in eventually losing source connector offsets and problems \
         restarting this Connect cluster in the future. Change the 'offset.storage.topic' property in the Connect worker \
         configurations to use a topic with 'cleanup.policy=compact'."
    );
    assert_eq!(error, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_no_topic_has_are_refused() -> Result {
    let refused = |keys: &[(&str, &str)]| -> Result<String> {
        Ok(KafkaOffsetStore::of_worker(&worker(keys)?).unwrap_err().to_string())
    };
    assert_eq!(refused(&[])?, "offset.storage.topic: the name of a topic is needed");
    assert_eq!(
        refused(&[("offset.storage.topic", "t"), ("offset.storage.partitions", "0")])?,
        "Invalid value 0 for configuration offset.storage.partitions: Number of partitions must be positive, or -1 to use \
         the broker's default"
    );
    let topic = unique("offsets");
    let keys = [("offset.storage.topic", topic.as_str()), ("offset.storage.no.such.setting", "1")];
    let error = Offsets::open(KafkaOffsetStore::of_worker(&worker(&keys)?)?).await.unwrap_err();
    assert!(error.to_string().starts_with(&format!("Unable to create topic(s) '{topic}' as ")), "{error}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connectors_own_topic_goes_before_the_workers() -> Result {
    let (of_worker, own) = (unique("offsets"), unique("own-offsets"));
    let props = worker(&[("offset.storage.topic", &of_worker)])?;
    let connector = Props::from([("offsets.storage.topic".to_owned(), Prop::from(own.as_str()))]);
    let shared = Offsets::of_worker(&props).await?;
    shared.commit("c", [(r#"{"p":1}"#, r#"{"o":"worker"}"#), (r#"{"p":2}"#, r#"{"o":"worker"}"#)]).await?;
    let offsets = shared.of_connector(&props, &connector).await?;
    assert_eq!(get(&offsets, r#"{"p":1}"#).await?.as_deref(), Some(r#"{"o":"worker"}"#), "what only the worker has");

    offsets.commit("c", [(r#"{"p":1}"#, r#"{"o":"own"}"#)]).await?;
    shared.commit("c", [(r#"{"p":1}"#, r#"{"o":"worker again"}"#)]).await?;
    assert_eq!(get(&offsets, r#"{"p":1}"#).await?.as_deref(), Some(r#"{"o":"own"}"#), "its own goes first");

    offsets.commit("c", [(r#"{"p":1}"#, "null"), (r#"{"p":2}"#, "null")]).await?;
    assert_eq!(get(&shared, r#"{"p":1}"#).await?, None, "what is removed cannot come back from the worker's topic");
    assert_eq!(get(&offsets, r#"{"p":1}"#).await?, None);
    assert_eq!(get(&offsets, r#"{"p":2}"#).await?, None);

    let alone = Offsets::open(KafkaOffsetStore::of_connector(&props, &connector)?.unwrap()).await?;
    assert_eq!(alone.partitions().await?, BTreeMap::from([("c".to_owned(), Vec::new())]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_to_a_connectors_own_topic_goes_to_the_workers_too() -> Result {
    let (of_worker, own) = (unique("offsets"), unique("own-offsets"));
    let props = worker(&[("offset.storage.topic", &of_worker)])?;
    let connector = Props::from([("offsets.storage.topic".to_owned(), Prop::from(own.as_str()))]);
    let offsets = Offsets::of_worker(&props).await?.of_connector(&props, &connector).await?;
    offsets.commit("c", [(r#"{"p":1}"#, r#"{"o":1}"#)]).await?;
    let record = (r#"["c",{"p":1}]"#.to_owned(), Some(r#"{"o":1}"#.to_owned()));
    assert_eq!(records(&own, 1)?, std::slice::from_ref(&record));
    assert_eq!(records(&of_worker, 1)?, [record]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connector_that_names_the_workers_topic_has_that_alone() -> Result {
    let topic = unique("offsets");
    let props = worker(&[("offset.storage.topic", &topic)])?;
    let connector = Props::from([("offsets.storage.topic".to_owned(), Prop::from(topic.as_str()))]);
    let offsets = Offsets::of_worker(&props).await?.of_connector(&props, &connector).await?;
    offsets.commit("c", [(r#"{"p":1}"#, r#"{"o":1}"#)]).await?;
    offsets.commit("c", [(r#"{"p":1}"#, r#"{"o":2}"#)]).await?;
    let key = r#"["c",{"p":1}]"#;
    let written = [r#"{"o":1}"#, r#"{"o":2}"#].map(|offset| (key.to_owned(), Some(offset.to_owned())));
    assert_eq!(records(&topic, 2)?, written, "each is written once");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_counts_when_a_worker_names_both() -> Result {
    let directory = tempfile::tempdir()?;
    let (file, topic) = (directory.path().join("offsets"), unique("offsets"));
    let keys = [("offset.storage.topic", topic.as_str()), ("offset.storage.file.filename", file.to_str().unwrap())];
    Offsets::of_worker(&worker(&keys)?).await?.commit("c", [(r#"{"p":1}"#, r#"{"o":1}"#)]).await?;
    let kept = Offsets::open(FileOffsetStore::new(&file)).await?;
    assert_eq!(get(&kept, r#"{"p":1}"#).await?.as_deref(), Some(r#"{"o":1}"#));
    assert!(!kafka::topic_exists(kafka::bootstrap()?, &topic)?, "the topic is not even made");
    let neither = Offsets::of_worker(&worker(&[])?).await.unwrap_err();
    assert!(matches!(neither, OffsetError::Topic(_)), "{neither}");
    Ok(())
}
