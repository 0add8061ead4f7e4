//! A derived configuration, as its users see it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a value that is not as expected is a failure")]

use std::time::Duration;

use kconnect::{
    ConfigDef, ConfigEnum, Password, Prop, Props, Validation,
    config::{ConfigType, Importance, Parsed},
};

/// Credentials.
#[derive(ConfigDef, Clone, Debug, PartialEq)]
#[config(validate = both_or_none)]
struct OAuth {
    /// The consumer key.
    #[config(key = "consumerKey", importance = high)]
    consumer_key: Password,
    /// The consumer's secret.
    #[config(key = "consumerSecret", importance = high, default = "")]
    consumer_secret: Password,
}

fn both_or_none(oauth: &OAuth, validation: &mut Validation) {
    if oauth.consumer_secret.expose().is_empty() {
        validation.error(OAuth::CONSUMER_SECRET_CONF, "a consumer key needs its secret");
    }
}

#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq)]
enum Behavior {
    Fail,
    SkipRecord,
}

fn no_underscore(topic: &str) -> Result<(), String> {
    if topic.contains('_') { Err(format!("{topic} collides with a metric's name")) } else { Ok(()) }
}

/// Reads posts.
#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct PostSourceConfig {
    #[config(embed = "twitter.oauth.")]
    oauth: OAuth,
    /// Keywords that a post has to contain,
    /// any of them.
    #[config(key = "filter.keywords", importance = high, non_empty)]
    keywords: Vec<String>,
    /// The topic of the posts.
    #[config(key = "kafka.status.topic", alias = "topic", importance = high, group = "Kafka", validate = no_underscore)]
    topic: String,
    /// What happens to a post that cannot be read.
    #[config(importance = medium, default = Behavior::Fail)]
    behavior: Behavior,
    /// Where to start.
    #[config(importance = low, range = 0..)]
    offset: Option<i64>,
    /// Pause between two requests.
    #[config(key = "poll.interval.ms", importance = low, default = Duration::from_secs(5))]
    poll_interval: Duration,
    /// Which share of the posts is read.
    #[config(importance = low, default = 1.0, range = 0.0..=1.0)]
    share: f64,
    /// The keywords' positions.
    #[config(internal, default)]
    positions: Vec<i32>,
    /// Settings of the producer.
    #[config(prefix = "producer.override.")]
    producer: Props,
}

fn props(given: &[(&str, &str)]) -> Props {
    given.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect()
}

fn minimal() -> Props {
    props(&[
        ("twitter.oauth.consumerKey", "abcd"),
        ("twitter.oauth.consumerSecret", "squeamish"),
        ("filter.keywords", "olympics,san jose, kafka"),
        ("kafka.status.topic", "twitter"),
    ])
}

fn with(key: &str, value: &str) -> Props {
    let mut props = minimal();
    props.insert(key.to_owned(), value.into());
    props
}

fn errors(props: &Props) -> String {
    PostSourceConfig::parse(props).unwrap_err().to_string()
}

#[test]
fn values_have_the_types_of_the_fields() {
    let config = PostSourceConfig::parse(&with("poll.interval.ms", " 250 ")).unwrap();
    assert_eq!(config.keywords, ["olympics", "san jose", "kafka"]);
    assert_eq!(config.poll_interval, Duration::from_millis(250));
    assert_eq!((config.behavior, config.offset), (Behavior::Fail, None));
    assert_eq!(config.oauth.consumer_key.expose(), "abcd");
}

#[test]
fn every_error_is_reported_at_once() {
    let given = props(&[("offset", "x"), ("behavior", "ignore"), ("share", "1.5"), ("poll.interval.ms", "-1")]);
    assert_eq!(
        errors(&given),
        "Invalid value ignore for configuration behavior: String must be one of: fail, skip_record\n\
         Missing required configuration \"filter.keywords\" which has no default value.\n\
         Invalid value null for configuration filter.keywords: Empty list\n\
         Missing required configuration \"kafka.status.topic\" which has no default value.\n\
         Invalid value x for configuration offset: Not a number of type LONG\n\
         Invalid value -1 for configuration poll.interval.ms: Value must be at least 0\n\
         Invalid value 1.5 for configuration share: Value must be no more than 1.0\n\
         Missing required configuration \"twitter.oauth.consumerKey\" which has no default value."
    );
}

#[test]
fn a_bad_number_in_a_range_has_both_of_kafkas_messages() {
    let validation = PostSourceConfig::validate(&with("share", "abc"));
    assert_eq!(
        validation.get("share").unwrap().errors,
        [
            "Invalid value abc for configuration share: Not a number of type DOUBLE",
            "Invalid value null for configuration share: Value must be non-null",
        ]
    );
}

#[test]
fn null_is_no_value_of_a_field_that_has_none() {
    let mut given = minimal();
    given.insert("kafka.status.topic".to_owned(), Prop::Null);
    given.insert("offset".to_owned(), Prop::Null);
    assert_eq!(errors(&given), "Invalid value null for configuration kafka.status.topic: entry must be non null");
}

#[test]
fn an_element_of_a_list_that_does_not_parse_is_named() {
    assert_eq!(
        errors(&with("positions", "1, two")),
        "Invalid value two for configuration positions: Not a number of type INT"
    );
}

#[test]
fn a_function_of_the_user_validates_the_typed_value() {
    assert_eq!(
        errors(&with("kafka.status.topic", "a_b")),
        "Invalid value a_b for configuration kafka.status.topic: a_b collides with a metric's name"
    );
}

#[test]
fn a_rule_of_an_embedded_configuration_names_the_outer_key() {
    let mut given = minimal();
    given.remove("twitter.oauth.consumerSecret");
    let validation = PostSourceConfig::parse(&given).unwrap_err();
    let errors: Vec<_> = validation.errors().collect();
    assert_eq!(errors, [("twitter.oauth.consumerSecret", &["a consumer key needs its secret".to_owned()][..])]);
}

#[test]
fn an_open_prefix_takes_every_key_under_it() {
    let config = PostSourceConfig::parse(&with("producer.override.linger.ms", "5")).unwrap();
    assert_eq!(config.producer, props(&[("linger.ms", "5")]));
    assert!(PostSourceConfig::definition().unknown(&with("producer.override.linger.ms", "5")).is_empty());
}

#[test]
fn what_is_written_reads_back_equal() {
    let mut config = PostSourceConfig::parse(&with("producer.override.linger.ms", "5")).unwrap();
    config.positions = vec![0, 2];
    config.offset = Some(7);
    config.behavior = Behavior::SkipRecord;
    config.share = 0.1;
    assert_eq!(PostSourceConfig::parse(&config.to_props()).unwrap(), config);
}

#[test]
fn a_missing_optional_value_is_written_as_missing() {
    assert!(!PostSourceConfig::parse(&minimal()).unwrap().to_props().contains_key("offset"));
}

/// Has a default that null has to get past.
#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Limits {
    /// The largest number of posts.
    #[config(importance = low, default = Some(100))]
    limit: Option<i32>,
}

#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq)]
#[config(case_insensitive)]
enum Support {
    Requested,
    Required,
}

/// Keys whose values are names.
#[derive(ConfigDef, Clone, Debug, PartialEq)]
struct Names {
    /// What happens, in order.
    #[config(importance = low, default)]
    behaviors: Vec<Behavior>,
    /// What a connector promises.
    #[config(importance = low, default = Support::Requested)]
    support: Support,
}

#[test]
fn a_list_of_names_takes_these_and_no_others() {
    let refused = |list| Names::parse(&props(&[("behaviors", list)])).unwrap_err().to_string();
    let read = Names::parse(&props(&[("behaviors", "skip_record, fail")])).unwrap();
    assert_eq!(read.behaviors, [Behavior::SkipRecord, Behavior::Fail]);
    assert_eq!(
        refused("fail,stop"),
        "Invalid value stop for configuration behaviors: String must be one of: fail, skip_record"
    );
}

#[test]
fn a_name_given_twice_counts_once_and_is_an_error_of_the_file() {
    let given = props(&[("behaviors", "fail,fail")]);
    assert_eq!(Names::parse(&given).unwrap().behaviors, [Behavior::Fail]);
    assert_eq!(Names::validate(&given).to_string(), "Configuration 'behaviors' values must not be duplicated.");
}

#[test]
fn a_name_may_come_in_any_case_if_the_enum_says_so() {
    assert_eq!(Names::parse(&props(&[("support", "requIRED")])).unwrap().support, Support::Required);
    assert_eq!(
        Names::parse(&props(&[("support", "none")])).unwrap_err().to_string(),
        "Invalid value none for configuration support: String must be one of (case insensitive): REQUIRED, REQUESTED"
    );
}

#[test]
fn null_survives_being_written_where_it_is_not_the_default() {
    let unlimited = Limits { limit: None };
    assert_eq!(Limits::parse(&unlimited.to_props()).unwrap(), unlimited);
}

#[test]
fn a_password_is_written_as_a_secret() {
    let written = PostSourceConfig::parse(&minimal()).unwrap().to_props();
    assert_eq!(written["twitter.oauth.consumerSecret"], Prop::Secret("squeamish".to_owned()));
}

#[test]
fn no_text_of_any_kind_shows_a_secret() {
    let mut given = minimal();
    for (key, value) in [("kafka.status.topic", "squeamish_topic"), ("share", "squeamish"), ("behavior", "squeamish")] {
        given.insert(key.to_owned(), Prop::Secret(value.to_owned()));
    }
    let validation = PostSourceConfig::validate(&given);
    let shown = format!("{validation} {validation:?} {}", validation.dump("PostSourceConfig"));
    assert_eq!(validation.error_count(), 4);
    assert!(!shown.contains("squeamish"), "{shown}");
    assert!(shown.contains("Invalid value [hidden] for configuration share: Not a number of type DOUBLE"), "{shown}");
}

#[test]
fn an_old_name_is_read_with_a_warning() {
    let mut given = with("topic", "old");
    given.remove("kafka.status.topic");
    let validation = PostSourceConfig::validate(&given);
    assert_eq!(validation.get("kafka.status.topic").unwrap().value, Parsed::String("old".to_owned()));
    assert_eq!(validation.warnings(), ["configuration topic is deprecated: use kafka.status.topic"]);
}

#[test]
fn the_new_name_wins_over_the_old_one() {
    let given = with("topic", "old");
    assert_eq!(PostSourceConfig::parse(&given).unwrap().topic, "twitter");
    let warnings = PostSourceConfig::validate(&given).warnings().to_vec();
    assert_eq!(
        warnings,
        ["configuration topic is ignored: it is an old name of kafka.status.topic, which is given too"]
    );
}

#[test]
fn a_misspelt_key_is_found_with_what_was_meant() {
    let unknown = PostSourceConfig::definition().unknown(&with("filter.keyword", "a"));
    let messages: Vec<_> = unknown.iter().map(ToString::to_string).collect();
    assert_eq!(messages, ["unknown configuration filter.keyword; did you mean filter.keywords?"]);
}

#[test]
fn a_foreign_key_is_found_without_a_guess() {
    let unknown = PostSourceConfig::definition().unknown(&with("queue.batch.size", "1"));
    assert_eq!(unknown[0].to_string(), "unknown configuration queue.batch.size");
}

#[test]
fn the_dump_is_kafkas() {
    let validation = PostSourceConfig::validate(&minimal());
    assert_eq!(
        validation.dump(PostSourceConfig::NAME),
        "PostSourceConfig values: \n\
         \tbehavior = fail\n\
         \tfilter.keywords = [olympics, san jose, kafka]\n\
         \tkafka.status.topic = twitter\n\
         \toffset = null\n\
         \tpoll.interval.ms = 5000\n\
         \tpositions = []\n\
         \tshare = 1.0\n\
         \ttwitter.oauth.consumerKey = [hidden]\n\
         \ttwitter.oauth.consumerSecret = [hidden]\n"
    );
}

#[test]
fn a_row_says_what_the_attributes_say() {
    let definition = PostSourceConfig::definition();
    let key = definition.get("filter.keywords").unwrap();
    assert_eq!(key.doc(), "Keywords that a post has to contain, any of them.");
    assert_eq!((key.config_type, key.importance, key.default_value()), (ConfigType::List, Importance::High, None));
    assert_eq!((key.display_name.as_ref(), key.order, key.group.as_deref()), ("filter.keywords", 1, None));
}

#[test]
fn constants_hold_the_names() {
    assert_eq!(PostSourceConfig::KAFKA_STATUS_TOPIC_CONF, "kafka.status.topic");
    assert_eq!(OAuth::CONSUMER_KEY_CONF, "consumerKey");
}

#[test]
fn markdown_has_a_table_for_every_group_and_no_internal_key() {
    assert_eq!(
        PostSourceConfig::definition().to_markdown(),
        "| Key | Type | Default | Importance | Description |\n\
         | --- | --- | --- | --- | --- |\n\
         | `filter.keywords` | list | required | high | Keywords that a post has to contain, any of them. Valid: `non-empty list`. |\n\
         | `behavior` | string | `fail` | medium | What happens to a post that cannot be read. Valid: `[fail, skip_record]`. |\n\
         | `offset` | long | `null` | low | Where to start. Valid: `[0,...]`. |\n\
         | `poll.interval.ms` | long | `5000 (5 seconds)` | low | Pause between two requests. Valid: `[0,...]`. |\n\
         | `share` | double | `1.0` | low | Which share of the posts is read. Valid: `[0.0,...,1.0]`. |\n\
         | `twitter.oauth.consumerKey` | password | required | high | The consumer key. |\n\
         | `twitter.oauth.consumerSecret` | password | `[hidden]` | high | The consumer's secret. |\n\
         | `producer.override.*` |  |  |  | Settings of the producer. |\n\
         \n\
         ### Kafka\n\
         \n\
         | Key | Type | Default | Importance | Description |\n\
         | --- | --- | --- | --- | --- |\n\
         | `kafka.status.topic` | string | required | high | The topic of the posts. |\n"
    );
}
