//! The converters of this worker.
//!
//! All of Kafka Connect's, under its keys. The Avro converter answers to Confluent's name and reads
//! Confluent's keys; their descriptions are ours.

use kconnect::{
    avro::AvroDataConfig,
    config::{ConfigKey, ConfigType as T, Definition, Importance as I, NonEmptyList},
};

use super::{kafka_plugins, plugin::ClassDescription};
use crate::config::kafka::{Default as D, KafkaKey};

const AVRO_CONVERTER: &str = "io.confluent.connect.avro.AvroConverter";
const TOPIC_NAME_STRATEGY: &str = "io.confluent.kafka.serializers.subject.TopicNameStrategy";

/// The keys of the Avro converter that say something of its own; what is right for them together is seen when it starts.
static AVRO: [KafkaKey; 19] = [
    KafkaKey::new(
        "schema.registry.url",
        T::List,
        I::High,
        "The addresses of the schema registry, http:// or https://.",
    )
    .rule(&NonEmptyList),
    KafkaKey::new(
        "auto.register.schemas",
        T::Boolean,
        I::Medium,
        "Whether schemas are registered that the registry does not have.",
    )
    .or(D::Boolean(true)),
    KafkaKey::new(
        "use.latest.version",
        T::Boolean,
        I::Low,
        "Whether records are written with the newest schema of the subject, if none is registered.",
    )
    .or(D::Boolean(false)),
    KafkaKey::new(
        "latest.compatibility.strict",
        T::Boolean,
        I::Low,
        "Whether the newest schema has to be compatible with that of the records.",
    )
    .or(D::Boolean(true)),
    KafkaKey::new(
        "use.schema.id",
        T::Int,
        I::Low,
        "The id of the schema that records are written with; -1: of their own.",
    )
    .or(D::Int(-1)),
    KafkaKey::new(
        "id.compatibility.strict",
        T::Boolean,
        I::Low,
        "Whether the schema of that id has to be compatible with that of the records.",
    )
    .or(D::Boolean(true)),
    KafkaKey::new(
        "latest.cache.ttl.sec",
        T::Long,
        I::Low,
        "How long the newest schema of a subject is remembered; -1: for ever.",
    )
    .or(D::Long(-1)),
    KafkaKey::new("normalize.schemas", T::Boolean, I::Low, "Whether the registry brings schemas into a normal form.")
        .or(D::Boolean(false)),
    KafkaKey::new(
        "key.subject.name.strategy",
        T::String,
        I::Medium,
        "How the subject of a key's schema is named: by the topic, the record, or both.",
    )
    .or(D::String(TOPIC_NAME_STRATEGY)),
    KafkaKey::new(
        "value.subject.name.strategy",
        T::String,
        I::Medium,
        "How the subject of a value's schema is named: by the topic, the record, or both.",
    )
    .or(D::String(TOPIC_NAME_STRATEGY)),
    KafkaKey::new(
        "basic.auth.credentials.source",
        T::String,
        I::Medium,
        "Where user and password are: URL, USER_INFO or SASL_INHERIT.",
    )
    .or(D::String("URL")),
    KafkaKey::new("basic.auth.user.info", T::Password, I::Medium, "User and password for the registry: user:password.")
        .or(D::Null),
    KafkaKey::new(
        "bearer.auth.credentials.source",
        T::String,
        I::Medium,
        "Where the bearer token comes from: STATIC_TOKEN, OAUTHBEARER, or nothing.",
    )
    .or(D::Null),
    KafkaKey::new("bearer.auth.token", T::Password, I::Medium, "The bearer token for the registry.").or(D::Null),
    KafkaKey::new("max.retries", T::Int, I::Low, "How often a failed request is tried again.").or(D::Int(3)),
    KafkaKey::new("retries.wait.ms", T::Int, I::Low, "The pause before the first further attempt.").or(D::Int(1000)),
    KafkaKey::new("retries.max.wait.ms", T::Int, I::Low, "The longest pause between two attempts.").or(D::Int(20_000)),
    KafkaKey::new("http.connect.timeout.ms", T::Int, I::Low, "How long connecting may take.").or(D::Int(60_000)),
    KafkaKey::new("http.read.timeout.ms", T::Int, I::Low, "How long an answer may take.").or(D::Int(60_000)),
];

/// The converters of keys and values.
pub(super) fn converters() -> impl Iterator<Item = ClassDescription> {
    // The keys do not clash; a test looks for each of them.
    let mapping = AvroDataConfig::definition().keys().iter().cloned();
    let definition = Definition::new(AVRO.iter().map(ConfigKey::from).chain(mapping)).unwrap_or_default();
    let kafkas = kafka_plugins::converters().map(this_version);
    kafkas.chain([this_version(ClassDescription::new(AVRO_CONVERTER, definition))])
}

/// The converters of headers.
pub(super) fn header_converters() -> impl Iterator<Item = ClassDescription> {
    kafka_plugins::header_converters().map(this_version)
}

fn this_version(class: ClassDescription) -> ClassDescription {
    class.with_version(env!("CARGO_PKG_VERSION"))
}
