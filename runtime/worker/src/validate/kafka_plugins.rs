//! The converters of Kafka Connect's own distribution, with the keys that they have.
//!
//! The texts are Apache Kafka's (release 4.3, Apache License 2.0), as an answer of its REST interface has them.

use std::borrow::Cow;

use kconnect::config::{
    CaseInsensitiveValidString, ConfigKey, ConfigType as T, Definition, Importance as I, ValidString, Width as W,
};

use super::plugin::ClassDescription;
use crate::config::kafka::{Default as D, KafkaKey};

/// The release whose converters these are.
const RELEASE: &str = "4.3.1";

static TYPE: KafkaKey =
    KafkaKey::new("converter.type", T::String, I::Low, "How this converter will be used.").rule(&TYPES);

static JSON: [KafkaKey; 5] = [
    KafkaKey::new("schemas.enable", T::Boolean, I::High, "Include schemas within each of the serialized values and keys.").or(D::Boolean(true)).at("Schemas", 0).shown(W::Medium, "Enable Schemas"),
    KafkaKey::new("schemas.cache.size", T::Int, I::High, "The maximum number of schemas that can be cached in this converter instance.").or(D::Int(1000)).at("Schemas", 1).shown(W::Medium, "Schema Cache Size"),
    KafkaKey::new("schema.content", T::String, I::High, "When set, this is used as the schema for all messages, and the schemas within each of the message will be ignored.Otherwise, the schema will be included in the content of each message. This configuration applies only 'schemas.enable' is true, and it exclusively affects the sink connector.").or(D::Null).at("Schemas", 2).shown(W::Medium, "Schema Content"),
    KafkaKey::new("decimal.format", T::String, I::Low, "Controls which format this converter will serialize decimals in. This value is case insensitive and can be either 'BASE64' (default) or 'NUMERIC'").or(D::String("BASE64")).at("Serialization", 0).shown(W::Medium, "Decimal Format").rule(&DECIMAL_FORMATS),
    KafkaKey::new("replace.null.with.default", T::Boolean, I::Low, "Whether to replace fields that have a default value and that are null to the default value. When set to true, the default value is used, otherwise null is used.").or(D::Boolean(true)).at("Serialization", 1).shown(W::Medium, "Replace null with default"),
];

static STRING: [KafkaKey; 1] = [KafkaKey::new(
    "converter.encoding",
    T::String,
    I::High,
    "The name of the Java character set to use for encoding strings as byte arrays.",
)
.or(D::String("UTF-8"))
.shown(W::Medium, "Encoding")];

static TYPES: ValidString =
    ValidString { values: Cow::Borrowed(&[Cow::Borrowed("key"), Cow::Borrowed("value"), Cow::Borrowed("header")]) };
static DECIMAL_FORMATS: CaseInsensitiveValidString =
    CaseInsensitiveValidString { values: Cow::Borrowed(&[Cow::Borrowed("NUMERIC"), Cow::Borrowed("BASE64")]) };

pub(super) const JSON_CONVERTER: &str = "org.apache.kafka.connect.json.JsonConverter";
pub(super) const STRING_CONVERTER: &str = "org.apache.kafka.connect.storage.StringConverter";
pub(super) const SIMPLE_HEADER_CONVERTER: &str = "org.apache.kafka.connect.storage.SimpleHeaderConverter";

/// Converters of keys, values and headers with no settings of their own, in `org.apache.kafka.connect.converters`.
const PLAIN: [&str; 7] = [
    "BooleanConverter",
    "ByteArrayConverter",
    "DoubleConverter",
    "FloatConverter",
    "IntegerConverter",
    "LongConverter",
    "ShortConverter",
];

/// The converters of keys and values.
pub(super) fn converters() -> impl Iterator<Item = ClassDescription> {
    let plain = PLAIN.iter().map(|name| described(&format!("org.apache.kafka.connect.converters.{name}"), &[]));
    plain.chain([described(JSON_CONVERTER, &JSON), described(STRING_CONVERTER, &STRING)])
}

/// The converters of headers.
pub(super) fn header_converters() -> impl Iterator<Item = ClassDescription> {
    let simple = ClassDescription::new(SIMPLE_HEADER_CONVERTER, Definition::default()).with_version(RELEASE);
    converters().chain([simple])
}

fn described(class: &str, own: &[KafkaKey]) -> ClassDescription {
    let keys = std::iter::once(&TYPE).chain(own).map(ConfigKey::from);
    // Kafka's keys do not clash; a test compares all of them with Kafka's classes.
    ClassDescription::new(class, Definition::new(keys).unwrap_or_default()).with_version(RELEASE)
}
