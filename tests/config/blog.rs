//! The configuration chapter of the blog post that the Twitter source comes from, as it is told there.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use kconnect::{ConfigDef as _, Prop, Props, config::ConfigKey};
use kconnect_twitter::TwitterSourceConnectorConfig as Config;
use kconnect_worker::properties::Properties;

/// The post's file, word for word.
const FILE: &str = "\
name=TwitterSourceConnector
tasks.max=1
connector.class=io.confluent.kafka.connect.twitter.TwitterSourceConnector
twitter.oauth.consumerKey=<insert your value>
twitter.oauth.consumerSecret=<insert your value>
twitter.oauth.accessToken=<insert your value>
twitter.oauth.accessTokenSecret=<insert your value>
filter.keywords=olympics,san jose,kafka
kafka.status.topic=twitter
kafka.delete.topic=asdf
process.deletes=false
";

fn props() -> Props {
    let properties = Properties::parse("twitter-source.properties", FILE.as_bytes()).unwrap();
    properties.into_map().into_iter().map(|(key, value)| (key, Prop::from(value))).collect()
}

fn key(name: &str) -> ConfigKey {
    Config::definition().get(name).unwrap().clone()
}

#[test]
fn conf_defines_the_posts_nine_keys() {
    let keys = [
        (Config::TWITTER_DEBUG_CONF, "BOOLEAN", Some("false"), "LOW"),
        (Config::TWITTER_OAUTH_CONSUMER_KEY_CONF, "PASSWORD", None, "HIGH"),
        // The post has it as TWITTER_OAUTH_SECRET_KEY_CONF; ours follow the text of the key.
        (Config::TWITTER_OAUTH_CONSUMER_SECRET_CONF, "PASSWORD", None, "HIGH"),
        (Config::TWITTER_OAUTH_ACCESS_TOKEN_CONF, "PASSWORD", None, "HIGH"),
        (Config::TWITTER_OAUTH_ACCESS_TOKEN_SECRET_CONF, "PASSWORD", None, "HIGH"),
        (Config::FILTER_KEYWORDS_CONF, "LIST", None, "HIGH"),
        (Config::KAFKA_STATUS_TOPIC_CONF, "STRING", None, "HIGH"),
        (Config::KAFKA_DELETE_TOPIC_CONF, "STRING", None, "HIGH"),
        (Config::PROCESS_DELETES_CONF, "BOOLEAN", None, "HIGH"),
    ];
    for (name, config_type, default, importance) in keys {
        let key = key(name);
        let found = (key.config_type.name(), key.default_text(), key.importance.name());
        assert_eq!(found, (config_type, default.map(str::to_owned), importance), "{name}");
    }
}

#[test]
fn every_constant_is_the_text_in_the_file() {
    let constants = [
        (Config::TWITTER_DEBUG_CONF, "twitter.debug"),
        (Config::TWITTER_OAUTH_CONSUMER_KEY_CONF, "twitter.oauth.consumerKey"),
        (Config::TWITTER_OAUTH_CONSUMER_SECRET_CONF, "twitter.oauth.consumerSecret"),
        (Config::TWITTER_OAUTH_ACCESS_TOKEN_CONF, "twitter.oauth.accessToken"),
        (Config::TWITTER_OAUTH_ACCESS_TOKEN_SECRET_CONF, "twitter.oauth.accessTokenSecret"),
        (Config::FILTER_KEYWORDS_CONF, "filter.keywords"),
        (Config::KAFKA_STATUS_TOPIC_CONF, "kafka.status.topic"),
        (Config::KAFKA_DELETE_TOPIC_CONF, "kafka.delete.topic"),
        (Config::PROCESS_DELETES_CONF, "process.deletes"),
    ];
    for (constant, text) in constants {
        assert_eq!(constant, text);
    }
}

#[test]
fn the_documentation_begins_with_the_posts_words() {
    let documentation = [
        (Config::KAFKA_STATUS_TOPIC_CONF, "Kafka topic to write the statuses to."),
        (Config::KAFKA_DELETE_TOPIC_CONF, "Kafka topic to write delete events to."),
        (Config::PROCESS_DELETES_CONF, "Should this connector process deletes."),
    ];
    for (name, words) in documentation {
        let key = key(name);
        let documentation = key.doc();
        assert!(documentation.starts_with(words), "{name}: {documentation}");
    }
}

#[test]
fn everything_but_the_posts_keys_has_a_default() {
    let required: Vec<_> = Config::definition()
        .keys()
        .iter()
        .filter(|key| key.default_value().is_none())
        .map(|key| key.name.clone())
        .collect();
    let unset: Vec<_> = required.iter().filter(|name| !props().contains_key(&***name)).collect();
    assert!(unset.is_empty(), "the post's file does not set {unset:?}");
}

#[test]
fn the_file_of_the_repository_is_the_posts() {
    assert_eq!(include_str!("../../connectors/twitter/config/twitter-source.properties"), FILE);
}

#[test]
fn the_start_up_dump_has_every_line_of_the_posts() {
    let dump = Config::validate(&props()).dump(Config::NAME);
    let mut lines = dump.lines();
    assert_eq!(lines.next(), Some("TwitterSourceConnectorConfig values: "));
    let lines: Vec<_> = lines.collect();
    for line in [
        "\ttwitter.oauth.accessTokenSecret = [hidden]",
        "\tprocess.deletes = false",
        "\tfilter.keywords = [olympics, san jose, kafka]",
        "\tkafka.status.topic = twitter",
        "\tkafka.delete.topic = asdf",
        "\ttwitter.oauth.consumerSecret = [hidden]",
        "\ttwitter.oauth.accessToken = [hidden]",
        "\ttwitter.oauth.consumerKey = [hidden]",
        "\ttwitter.debug = false",
    ] {
        assert!(lines.contains(&line), "{line:?} is missing in:\n{dump}");
    }
    assert!(!dump.contains("insert your value"), "a secret is shown:\n{dump}");
}

#[test]
fn one_call_validates_what_a_connector_is_started_with() {
    let config = Config::parse(&props()).unwrap();
    assert_eq!(config.keywords, ["olympics", "san jose", "kafka"]);
    assert_eq!(config.consumer_key.expose(), "<insert your value>");
    assert_eq!(format!("{:?}", config.consumer_key), "[hidden]");
}

#[test]
fn a_missing_value_is_named_as_in_the_post() {
    let mut props = props();
    props.remove(Config::TWITTER_OAUTH_ACCESS_TOKEN_SECRET_CONF);
    let error = Config::parse(&props).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Missing required configuration \"twitter.oauth.accessTokenSecret\" which has no default value."
    );
}
