//! `RegexRouter`: another topic, by the name of the topic.

use kconnect::{
    ConnectRecord, Error, Result, Transformation,
    config::{ConfigType as T, Importance as I},
};

use super::{
    TransformException,
    keys::{RELEASE, kafka_config},
};
use crate::{
    config::kafka::KafkaKey,
    java_regex::{JavaRegex, JavaRegexRule, Replacement},
};

static REGEX: KafkaKey =
    KafkaKey::new("regex", T::String, I::High, "Regular expression to use for matching.").rule(&JavaRegexRule);
static REPLACEMENT: KafkaKey = KafkaKey::new("replacement", T::String, I::High, "Replacement string.");

kafka_config! {
    /// The configuration of [`RegexRouter`].
    RegexRouterConfig {
        /// What the whole name of the topic has to match.
        regex: String = REGEX;
        /// The new name.
        replacement: String = REPLACEMENT;
    }
}

/// Sends records to another topic, if the name of theirs matches (Kafka's `RegexRouter`).
///
/// | Key | |
/// | --- | --- |
/// | `regex` | A regular expression of Java's, which has to match the whole name of the topic. |
/// | `replacement` | What the first match is replaced by, which is mostly the whole name. `$1` and `${name}` are groups, `\$` is a dollar sign. |
///
/// An expression that would mean something else here is refused with the reason.
///
/// ```
/// use kconnect::{ConnectRecord, Headers, Props, SchemaAndValue};
/// use kconnect_worker::transforms::RecordPlugins;
///
/// # fn main() -> kconnect::Result<()> {
/// let config = [("regex", r"(?<db>\w+)\.(?<table>\w+)"), ("replacement", "${table}-of-${db}")];
/// let config: Props = config.map(|(key, value)| (key.to_owned(), value.into())).into();
/// let router = RecordPlugins::kafka().transformation("RegexRouter").unwrap().configure(&config)?;
/// let record = ConnectRecord {
///     topic: "shop.orders".into(),
///     kafka_partition: None,
///     key: SchemaAndValue::NULL,
///     value: SchemaAndValue::NULL,
///     timestamp_ms: None,
///     headers: Headers::default(),
///     origin: None,
/// };
/// assert_eq!(&*router.apply(record)?.unwrap().topic, "orders-of-shop");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct RegexRouter {
    regex: JavaRegex,
    /// Kafka looks at the replacement when the first topic matches, and so do we.
    replacement: Result<Replacement, String>,
}

impl Transformation for RegexRouter {
    const CLASS: &'static str = "org.apache.kafka.connect.transforms.RegexRouter";
    const VERSION: &'static str = RELEASE;
    type Config = RegexRouterConfig;

    fn configure(config: Self::Config) -> Result<Self> {
        let regex = JavaRegex::new(&config.regex).map_err(Error::fatal)?;
        let replacement = regex.replacement(&config.replacement);
        if let Err(problem) = &replacement {
            let replacement = &config.replacement;
            tracing::warn!(
                "RegexRouter's replacement {replacement} will fail with every topic that matches: {problem}"
            );
        }
        Ok(Self { regex, replacement })
    }

    fn apply(&self, mut record: ConnectRecord) -> Result<Option<ConnectRecord>> {
        if self.regex.matches(&record.topic)? {
            let replacement = self.replacement.as_ref().map_err(TransformException::illegal_argument)?;
            record.topic = self.regex.replace_first(&record.topic, replacement)?.into();
        }
        Ok(Some(record))
    }
}
