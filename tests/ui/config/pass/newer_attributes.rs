//! The attributes beyond Kafka's basic ones.

use std::collections::{BTreeMap, BTreeSet};

use kconnect::{
    ConfigDef, ConfigField, Props, Validation,
    config::{ByteSize, Invalid, Named, Parsed, Recommender, Regex, Url, Validator},
};

struct Even;

impl Validator for Even {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        match value {
            Parsed::Int(number) if number % 2 == 0 => Ok(()),
            other => Err(Invalid::value(other, "Value must be even")),
        }
    }

    fn describe(&self) -> String {
        "even number".to_owned()
    }
}

struct Multiple {
    of: i32,
}

impl Validator for Multiple {
    fn ensure_valid(&self, _name: &str, value: &Parsed) -> Result<(), Invalid> {
        match value {
            Parsed::Int(number) if number % self.of == 0 => Ok(()),
            other => Err(Invalid::value(other, format!("Value must be a multiple of {}", self.of))),
        }
    }

    fn describe(&self) -> String {
        format!("multiple of {}", self.of)
    }
}

struct Regions;

impl Recommender for Regions {
    fn valid_values(&self, _name: &str, _parsed: &BTreeMap<String, Parsed>) -> Result<Vec<Parsed>, String> {
        Ok(vec![Parsed::String("eu".to_owned())])
    }

    fn visible(&self, _name: &str, _parsed: &BTreeMap<String, Parsed>) -> Result<bool, String> {
        Ok(true)
    }
}

#[derive(ConfigField, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[config(matches = "[a-z.]+")]
struct TopicName(String);

#[derive(ConfigField, Clone, Copy, Debug, PartialEq)]
#[config(range = 1..=9)]
struct Digit {
    value: i32,
}

/// A step.
#[derive(ConfigDef, Clone, Debug)]
struct Transform {
    /// What it does.
    #[config(key = "type", importance = high)]
    kind: String,
    /// How often.
    #[config(importance = low, default = 1)]
    times: i32,
}

/// Everything.
#[derive(ConfigDef, Clone, Debug)]
struct Config {
    /// Where.
    #[config(importance = low, default = "eu", dependents = ["zone", "proxy.host"], recommender = Regions)]
    region: String,
    /// Where exactly.
    #[config(importance = low, non_null, no_control_chars, default = "a", alternative = "the first")]
    zone: String,
    /// A number.
    #[config(importance = low, default = 6, validator = Even, validator = Multiple { of: 3 })]
    number: i32,
    /// Names.
    #[config(importance = low, default = ["b", "a"], list_size = 3, non_empty)]
    names: BTreeSet<String>,
    /// How.
    #[config(importance = low, default = "Fast", one_of = ["fast", "slow"], case_insensitive)]
    mode: String,
    /// Port.
    #[config(importance = low, default = 8083, port)]
    port: i32,
    /// Address.
    #[config(importance = low, default = "https://api.x.com", url = ["https"])]
    url: String,
    /// Addresses.
    #[config(importance = low, default = ["http://a", "ftp://b"], url)]
    urls: Vec<String>,
    /// Broker.
    #[config(importance = low, default = "localhost:9092", host_and_port)]
    broker: String,
    /// Filter.
    #[config(importance = low, default = "a|b", pattern)]
    filter: String,
    /// Charset.
    #[config(importance = low, default = "UTF-8", charset = ["UTF-8", "ISO-8859-1"])]
    charset: String,
    /// File.
    #[config(importance = low, file)]
    file: Option<std::path::PathBuf>,
    /// Directory.
    #[config(importance = low, directory = writable)]
    directory: Option<String>,
    /// Topic.
    #[config(importance = low, default = "posts", non_empty)]
    topic: TopicName,
    /// Topics.
    #[config(importance = low, default = ["posts"])]
    topics: Vec<TopicName>,
    /// Digit.
    #[config(importance = low, default = Digit { value: 3 }, range = 2..)]
    digit: Digit,
    /// Parsed address.
    #[config(importance = low, default = "https://a/b")]
    parsed: Url,
    /// Compiled filters.
    #[config(importance = low, default = ["a+", "b"])]
    compiled: Vec<Regex>,
    /// Memory.
    #[config(importance = low, default = ByteSize::mebibytes(1), range = ByteSize::bytes(1)..)]
    memory: ByteSize,
    /// Steps.
    #[config(importance = low, named = "transforms.", group = "Transforms", list_size = 4)]
    transforms: Named<Transform>,
    /// Headers.
    #[config(prefix = "headers.")]
    headers: BTreeMap<String, i32>,
    /// Everything else.
    #[config(prefix = "producer.override.")]
    producer: Props,
    #[config(embed = "proxy.", group = "Proxy")]
    proxy: Proxy,
}

/// A proxy.
#[derive(ConfigDef, Clone, Debug)]
struct Proxy {
    /// Its host.
    #[config(importance = low)]
    host: Option<String>,
}

fn refused(key: &str, value: &str) -> Validation {
    Config::parse(&[(key.to_owned(), value.into())].into()).unwrap_err()
}

fn main() {
    let config = Config::parse(&Props::new()).unwrap();
    assert_eq!((config.topic.0.as_str(), config.digit.value), ("posts", 3));
    assert_eq!((config.parsed.path(), config.compiled[0].as_str(), config.memory.as_u64()), ("/b", "a+", 1_048_576));
    assert!(config.transforms.is_empty() && config.headers.is_empty());
    assert_eq!(refused("digit", "1").error_count(), 1);
    assert_eq!(refused("topics", "a,B").error_count(), 1);
    assert_eq!(refused("transforms", "a").error_count(), 1);
    assert_eq!(refused("number", "4").error_count(), 1);
    assert_eq!(refused("headers.a", "x").error_count(), 1);
}
