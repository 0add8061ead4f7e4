//! Topics, made and removed through the admin API.

use std::time::Duration;

use rdkafka::{
    ClientConfig,
    admin::{AdminClient, AdminOptions, NewTopic, TopicReplication},
    client::DefaultClientContext,
    consumer::{BaseConsumer, Consumer as _},
    error::RDKafkaErrorCode,
};

use crate::{Failure, Result, blocking::block_on};

const LIMIT: Duration = Duration::from_secs(30);

/// Makes a topic with so many partitions.
///
/// # Errors
/// If the broker refuses it, an existing topic included.
pub fn create_topic(bootstrap: &str, name: &str, partitions: i32) -> Result {
    let topic = NewTopic::new(name, partitions, TopicReplication::Fixed(1));
    let options = AdminOptions::new().operation_timeout(Some(LIMIT));
    let results = block_on(async { Ok(admin(bootstrap)?.create_topics([&topic], &options).await?) })?;
    checked(results)
}

/// Removes a topic.
///
/// # Errors
/// If the broker refuses it, an unknown topic included.
pub fn delete_topic(bootstrap: &str, name: &str) -> Result {
    let options = AdminOptions::new().operation_timeout(Some(LIMIT));
    let results = block_on(async { Ok(admin(bootstrap)?.delete_topics(&[name], &options).await?) })?;
    checked(results)
}

/// Whether the topic is there. Asking does not make it.
///
/// # Errors
/// If the broker does not answer.
pub fn topic_exists(bootstrap: &str, name: &str) -> Result<bool> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("allow.auto.create.topics", "false");
    let consumer: BaseConsumer = config.create()?;
    let metadata = consumer.fetch_metadata(None, LIMIT)?;
    Ok(metadata.topics().iter().any(|topic| topic.name() == name))
}

fn admin(bootstrap: &str) -> Result<AdminClient<DefaultClientContext>> {
    Ok(ClientConfig::new().set("bootstrap.servers", bootstrap).create()?)
}

fn checked(results: Vec<Result<String, (String, RDKafkaErrorCode)>>) -> Result {
    for result in results {
        result.map_err(|(topic, code)| Failure::new(format!("topic {topic}: {code}")))?;
    }
    Ok(())
}
