//! `TopicNameMatches`: records of some topics.

use kconnect::{
    ConnectRecord, Error, Predicate, Result,
    config::{ConfigType as T, Importance as I, Invalid, NonEmptyString, Parsed, Validator},
};

use crate::{
    config::kafka::KafkaKey,
    java_regex::{JavaRegex, JavaRegexRule},
    transforms::keys::{RELEASE, kafka_config},
};

static PATTERN: KafkaKey = KafkaKey::new(
    "pattern",
    T::String,
    I::Medium,
    "A Java regular expression for matching against the name of a record's topic.",
)
.rule(&NonEmptyRegex);

/// `CompositeValidator.of(new NonEmptyString(), new RegexValidator())`.
#[derive(Debug)]
struct NonEmptyRegex;

impl Validator for NonEmptyRegex {
    fn ensure_valid(&self, name: &str, value: &Parsed) -> std::result::Result<(), Invalid> {
        NonEmptyString.ensure_valid(name, value)?;
        JavaRegexRule.ensure_valid(name, value)
    }

    fn describe(&self) -> String {
        format!("{}, {}", NonEmptyString.describe(), JavaRegexRule.describe())
    }
}

kafka_config! {
    /// The configuration of [`TopicNameMatches`].
    TopicNameMatchesConfig {
        /// What the whole name of the topic has to match.
        pattern: String = PATTERN;
    }
}

/// Is for records whose topic has a name that a regular expression of Java's matches as a whole (Kafka's
/// `TopicNameMatches`).
///
/// ```
/// use kconnect::{ConnectRecord, Headers, Props, SchemaAndValue};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = Props::from([("pattern".to_owned(), "posts-.*".into())]);
/// let matches = RecordPlugins::kafka().predicate("TopicNameMatches").unwrap().configure(&config)?;
/// let record = ConnectRecord {
///     topic: "posts-2026".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue::NULL,
///     timestamp_ms: None,
///     headers: Headers::default(),
///     origin: None,
/// };
/// assert!(matches.test(&record)?);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct TopicNameMatches(JavaRegex);

impl Predicate for TopicNameMatches {
    const CLASS: &'static str = "org.apache.kafka.connect.transforms.predicates.TopicNameMatches";
    const VERSION: &'static str = RELEASE;
    type Config = TopicNameMatchesConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        Ok(Self(JavaRegex::new(&config.pattern).map_err(Error::fatal)?))
    }

    fn test(&self, record: &ConnectRecord) -> Result<bool> {
        self.0.matches(&record.topic)
    }
}
