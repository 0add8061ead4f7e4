//! What the configuration says before anything connects.

use std::num::NonZeroUsize;

use kconnect::{
    ConfigDef as _, Prop, Props, Validation,
    host::{Source, SourcePlugin as _},
};
use kconnect_twitter::{TwitterSourceConnector, TwitterSourceConnectorConfig};

/// The file that the blog shows.
const PROPERTIES: &str = include_str!("../../config/twitter-source.properties");

fn blog() -> Props {
    let pairs = PROPERTIES.lines().filter_map(|line| line.split_once('='));
    pairs
        .filter(|(key, _)| !["name", "tasks.max", "connector.class"].contains(key))
        .map(|(key, value)| (key.to_owned(), Prop::from(value)))
        .collect()
}

fn with(key: &str, value: &str) -> Validation {
    let mut props = blog();
    props.insert(key.to_owned(), Prop::from(value));
    TwitterSourceConnectorConfig::validate(&props)
}

/// The messages under each key that has any.
fn errors(validation: &Validation) -> Vec<(String, Vec<String>)> {
    let errors = validation.errors().map(|(key, messages)| (key.to_owned(), messages.to_vec()));
    errors.filter(|(_, messages)| !messages.is_empty()).collect()
}

#[test]
fn the_blog_s_file_is_valid_as_it_stands() {
    assert_eq!(errors(&TwitterSourceConnectorConfig::validate(&blog())), []);
}

#[test]
fn the_blog_s_nine_keys_keep_their_order_and_importance() {
    let definition = TwitterSourceConnectorConfig::definition();
    let keys: Vec<_> = definition
        .keys()
        .iter()
        .take(9)
        .map(|key| format!("{} {:?} {:?}", key.name, key.config_type, key.importance))
        .collect();
    assert_eq!(
        keys,
        [
            "twitter.debug Boolean Low",
            "twitter.oauth.consumerKey Password High",
            "twitter.oauth.consumerSecret Password High",
            "twitter.oauth.accessToken Password High",
            "twitter.oauth.accessTokenSecret Password High",
            "filter.keywords List High",
            "kafka.status.topic String High",
            "kafka.delete.topic String High",
            "process.deletes Boolean High",
        ]
    );
}

#[test]
fn deletes_are_refused_with_the_reason_under_their_key() {
    let [(key, messages)] = errors(&with("process.deletes", "true")).try_into().unwrap();
    assert_eq!(key, "process.deletes");
    assert!(messages[0].contains("the filtered stream of X API v2 reports no deletes"), "{messages:?}");
    assert!(messages[0].contains("set process.deletes=false"), "{messages:?}");
}

#[test]
fn keywords_must_have_something_to_search_for() {
    for keywords in ["", "kafka,\""] {
        let [(key, _)] = errors(&with("filter.keywords", keywords)).try_into().unwrap();
        assert_eq!(key, "filter.keywords", "{keywords:?}");
    }
}

#[test]
fn the_address_of_the_api_must_be_one_and_hold_no_credentials() {
    for address in ["api.x.com", "ftp://api.x.com", "https://me:secret@api.x.com", "https://api.x.com/?a=b"] {
        let [(key, _)] = errors(&with("twitter.api.url", address)).try_into().unwrap();
        assert_eq!(key, "twitter.api.url", "{address:?}");
    }
}

#[test]
fn a_missing_secret_is_reported_in_kafka_s_words() {
    let mut props = blog();
    props.remove("twitter.oauth.accessTokenSecret");
    let expected = "Missing required configuration \"twitter.oauth.accessTokenSecret\" which has no default value.";
    let all = errors(&TwitterSourceConnectorConfig::validate(&props));
    assert_eq!(all, [("twitter.oauth.accessTokenSecret".to_owned(), vec![expected.to_owned()])]);
}

#[test]
fn secrets_are_hidden_in_the_configuration_s_debug_output() {
    let mut props = blog();
    for key in ["consumerKey", "consumerSecret", "accessToken", "accessTokenSecret"] {
        props.insert(format!("twitter.oauth.{key}"), Prop::from("hush-hush"));
    }
    let config = TwitterSourceConnectorConfig::parse(&props).unwrap();
    assert!(!format!("{config:?}").contains("hush-hush"));
}

#[tokio::test]
async fn there_is_one_task_however_many_are_allowed() {
    let plugin = Source::<TwitterSourceConnector>::new();
    let tasks = plugin.task_configs(&blog(), NonZeroUsize::new(5).unwrap()).await.unwrap();
    assert_eq!(tasks.len(), 1);
}
