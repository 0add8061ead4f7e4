//! Every attribute in one place.

use std::{path::PathBuf, time::Duration};

use kconnect::{ConfigDef, ConfigEnum, Password, Props, Validation};

#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq, Default)]
#[config(rename_all = "UPPERCASE", case_insensitive)]
enum Level {
    #[default]
    Info,
    #[config(rename = "LOUD")]
    Debug,
}

#[derive(ConfigEnum, Clone, Copy, Debug, PartialEq)]
enum Expansion {
    AuthorId,
    Place,
}

/// Credentials.
#[derive(ConfigDef, Clone, Debug)]
struct OAuth {
    /// Consumer key.
    #[config(key = "consumerKey", importance = high)]
    consumer_key: Password,
}

const LARGEST: i32 = 500;

fn not_reserved(topic: &str) -> Result<(), String> {
    if topic.starts_with("__") { Err("the name is reserved".to_owned()) } else { Ok(()) }
}

fn together(config: &Config, validation: &mut Validation) {
    if config.size > 100 && config.pause.is_zero() {
        validation.error(Config::SIZE_CONF, "a large batch needs a pause");
    }
}

/// Everything.
#[derive(ConfigDef, Clone, Debug)]
#[config(validate = together, crate = ::kconnect)]
pub struct Config {
    #[config(embed = "twitter.oauth.")]
    oauth: OAuth,
    /// Topic.
    #[config(
        key = "kafka.status.topic",
        alias = "topic",
        alias = "status.topic",
        importance = high,
        group = "Kafka",
        order = 2,
        width = long,
        display_name = "Topic",
        non_empty,
        validate = not_reserved,
    )]
    topic: String,
    /// Size.
    #[config(importance = medium, default = 100, range = 1..=LARGEST)]
    size: i32,
    /// Ratio.
    #[config(importance = low, default = 0.5, range = 0.0..=1.0)]
    ratio: f64,
    /// Partitions.
    #[config(importance = low, default = -1, range = -1..)]
    partitions: i16,
    /// Offset.
    #[config(importance = low)]
    offset: Option<i64>,
    /// Pause.
    #[config(key = "pause.ms", importance = low, default, range = Duration::ZERO..=Duration::from_mins(1))]
    pause: Duration,
    /// Behaviour.
    #[config(importance = low, default = "fail", one_of = ["fail", "skip"])]
    behavior: String,
    /// Fields.
    #[config(importance = low, default = ["id", "text"], one_of = ["id", "text", "lang"])]
    fields: Vec<String>,
    /// Expansions.
    #[config(importance = low, default)]
    expansions: Vec<Expansion>,
    /// Level.
    #[config(importance = low, default)]
    level: Level,
    /// File.
    #[config(importance = low, default = "/tmp/offsets")]
    file: PathBuf,
    /// Task.
    #[config(internal, default = false)]
    task: bool,
    /// Overrides of the producer.
    #[config(prefix = "producer.override.")]
    producer: Props,
}

fn main() {
    let config = Config::parse(
        &[("twitter.oauth.consumerKey".to_owned(), "k".into()), ("topic".to_owned(), "twitter".into())].into(),
    )
    .unwrap();
    assert_eq!((config.topic.as_str(), config.fields.len(), config.level), ("twitter", 2, Level::Info));
    assert_eq!((config.oauth.consumer_key.expose(), config.task), ("k", false));
    assert!(config.producer.is_empty() && config.offset.is_none() && config.expansions.is_empty());
    assert_eq!((config.ratio, config.partitions, config.behavior.as_str()), (0.5, -1, "fail"));
    assert_eq!(config.file, PathBuf::from("/tmp/offsets"));
}
