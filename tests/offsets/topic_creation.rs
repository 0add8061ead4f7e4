//! `topic.creation.*`: which topic is made how, and what is wrong with rules; against a real broker.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "shared with other tests")]
mod common;

use std::time::Duration;

use common::worker;
use kconnect::{ErrorKind, Prop, Props};
use kconnect_tests::{Result, kafka, unique};
use kconnect_worker::topics::{TopicCreation, TopicRules};
use rdkafka::{
    ClientConfig,
    admin::{AdminClient, AdminOptions, ResourceSpecifier},
    client::DefaultClientContext,
};

fn props(keys: &[(&str, &str)]) -> Props {
    keys.iter().map(|(key, value)| (format!("topic.creation.{key}"), Prop::from(*value))).collect()
}

fn rules(keys: &[(&str, &str)]) -> TopicRules {
    TopicRules::parse(&props(keys)).unwrap().unwrap()
}

const DEFAULT: [(&str, &str); 2] = [("default.partitions", "-1"), ("default.replication.factor", "-1")];

/// A default group, and what else.
fn with_default<'a>(keys: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    DEFAULT.iter().chain(keys).copied().collect()
}

#[test]
fn the_first_group_that_matches_makes_the_topic() {
    let rules = rules(&with_default(&[
        ("default.retention.ms", "5"),
        ("groups", "g,h"),
        ("g.include", "a, b"),
        ("h.include", "a.*"),
        ("h.exclude", "abc"),
        ("h.partitions", "7"),
        ("h.cleanup.policy", "compact"),
    ]));
    let group = |topic: &str| rules.group_of(topic).unwrap().to_string();
    // As Kafka Connect 4.3 shows its groups.
    let g = "TopicCreationGroup{name='g', inclusionPattern=a|b, exclusionPattern=, numPartitions=-1, \
             replicationFactor=-1, otherConfigs={}}";
    let h = "TopicCreationGroup{name='h', inclusionPattern=a.*, exclusionPattern=abc, numPartitions=7, \
             replicationFactor=-1, otherConfigs={cleanup.policy=compact}}";
    let default = "TopicCreationGroup{name='default', inclusionPattern=.*, exclusionPattern=, numPartitions=-1, \
                   replicationFactor=-1, otherConfigs={retention.ms=5}}";
    assert_eq!([group("a"), group("b"), group("ab"), group("abc")], [g, g, h, default]);
}

#[test]
fn a_group_that_is_named_default_and_one_that_includes_nothing_match_no_topic() {
    let rules = rules(&with_default(&[("groups", "default,empty"), ("default.exclude", "a"), ("empty.exclude", "a")]));
    assert_eq!(rules.group_of("a").unwrap().name(), "default");
    assert_eq!(rules.group_of("b").unwrap().name(), "default");
}

#[test]
fn without_a_key_there_are_no_rules() {
    assert!(TopicRules::parse(&Props::from([("topic".to_owned(), Prop::from("t"))])).unwrap().is_none());
}

#[test]
fn every_mistake_is_told_in_kafkas_words() {
    let wrong = |keys: &[(&str, &str)]| TopicRules::parse(&props(keys)).unwrap_err().messages;
    assert_eq!(
        wrong(&[("groups", "g")]),
        [
            "Missing required configuration \"topic.creation.default.replication.factor\" which has no default value.",
            "Missing required configuration \"topic.creation.default.partitions\" which has no default value.",
        ]
    );
    assert_eq!(
        wrong(&[
            ("default.partitions", "0"),
            ("default.replication.factor", "99999"),
            ("groups", "g,g"),
            ("g.include", "a["),
            ("g.replication.factor", "-3"),
        ])[..3],
        [
            "Invalid value [g, g] for configuration topic.creation.groups: Duplicate alias provided.",
            "Invalid value 99999 for configuration topic.creation.default.replication.factor: Not a number of type SHORT",
            "Invalid value 0 for configuration topic.creation.default.partitions: Number of partitions must be positive, or \
             -1 to use the broker's default",
        ]
    );
    let pattern = wrong(&with_default(&[("groups", "g"), ("g.include", "a[")]));
    let expected = "Invalid value [a[] for configuration topic.creation.g.include: Syntax error in regular expression: \
                    Unclosed character class near index 1";
    assert!(pattern[0].starts_with(expected), "{pattern:?}");
    assert_eq!(
        wrong(&with_default(&[("groups", "g"), ("g.include", "a"), ("g.replication.factor", "-3")])),
        [
            "Invalid value -3 for configuration topic.creation.g.replication.factor: Replication factor must be positive and \
             not larger than the number of brokers in the Kafka cluster, or -1 to use the broker's default",
        ]
    );
}

/// How many partitions a topic has, and its clean-up policy.
async fn made(topic: &str) -> Result<(usize, String)> {
    let admin: AdminClient<DefaultClientContext> =
        ClientConfig::new().set("bootstrap.servers", kafka::bootstrap()?).create()?;
    let configs = admin.describe_configs([&ResourceSpecifier::Topic(topic)], &AdminOptions::new()).await?;
    let config = configs.into_iter().next().unwrap().unwrap();
    let policy = config.get("cleanup.policy").unwrap().value.clone().unwrap();
    let metadata = admin.inner().fetch_metadata(Some(topic), Duration::from_secs(30))?;
    Ok((metadata.topics().first().unwrap().partitions().len(), policy))
}

#[tokio::test]
async fn topics_are_made_by_their_group_before_the_first_record() -> Result {
    let (compacted, other) = (unique("compacted"), unique("other"));
    let rules = rules(&[
        ("default.partitions", "2"),
        ("default.replication.factor", "1"),
        ("groups", "c"),
        ("c.include", r"\Qcompacted\E.*"),
        ("c.partitions", "3"),
        ("c.cleanup.policy", "compact"),
    ]);
    let topics = TopicCreation::connect(rules, &worker(&[])?, &Props::new())?;
    topics.ensure(&compacted).await?;
    topics.ensure(&other).await?;
    assert_eq!(made(&compacted).await?, (3, "compact".to_owned()));
    assert_eq!(made(&other).await?, (2, "delete".to_owned()));
    Ok(())
}

#[tokio::test]
async fn a_topic_that_is_there_is_left_as_it_is() -> Result {
    let topic = unique("there");
    kafka::create_topic(kafka::bootstrap()?, &topic, 1)?;
    let rules = rules(&[("default.partitions", "5"), ("default.replication.factor", "1")]);
    TopicCreation::connect(rules, &worker(&[])?, &Props::new())?.ensure(&topic).await?;
    assert_eq!(made(&topic).await?.0, 1);
    Ok(())
}

#[tokio::test]
async fn without_rules_no_topic_is_made() -> Result {
    let topic = unique("not-made");
    TopicCreation::none().ensure(&topic).await?;
    assert!(!kafka::topic_exists(kafka::bootstrap()?, &topic)?);
    Ok(())
}

#[tokio::test]
async fn what_the_broker_refuses_fails_the_task() -> Result {
    let topic = unique("refused");
    let refused = async |keys: &[(&str, &str)]| -> Result<kconnect::Error> {
        let topics = TopicCreation::connect(rules(keys), &worker(&[])?, &Props::new())?;
        Ok(topics.ensure(&topic).await.unwrap_err())
    };
    let config =
        refused(&[("default.partitions", "1"), ("default.replication.factor", "1"), ("default.no.such", "1")]).await?;
    assert_eq!(config.kind(), ErrorKind::Fatal);
    let expected =
        format!("Unable to create topic(s) '{topic}' as (name={topic}, numPartitions=1, replicationFactor=1, ");
    assert!(config.to_string().starts_with(&expected), "{config}");
    let brokers = refused(&[("default.partitions", "1"), ("default.replication.factor", "7")]).await?;
    assert_eq!(brokers.kind(), ErrorKind::Fatal);
    assert!(brokers.chain().contains("the cluster may have fewer brokers than that"), "{}", brokers.chain());
    assert!(!kafka::topic_exists(kafka::bootstrap()?, &topic)?);
    Ok(())
}
