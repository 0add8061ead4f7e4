//! Makes topics before the first record goes to them.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use kconnect::{Error, Props, Result};

use super::TopicRules;
use crate::{
    kafka::{Admin, AdminError, ClientConfig, Configured, Created, KafkaError},
    raw,
};

/// Makes the topics of a connector's tasks, each before its first record (`AbstractWorkerSourceTask.maybeCreateTopic`).
///
/// Topics that are there are left as they are. Without rules nothing is made, and nobody is asked.
#[derive(Debug, Default)]
pub struct TopicCreation {
    how: Option<(TopicRules, Admin)>,
    known: Mutex<HashSet<String>>,
}

impl TopicCreation {
    /// Makes no topics: `topic.creation.enable=false`, or a connector without a key under `topic.creation.`.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// With a client of its own, from the worker's configuration (its own keys, and those under `admin.`) and a
    /// connector's (those under `admin.override.`). Connects in the background.
    ///
    /// # Errors
    /// What is wrong with the client's configuration.
    pub fn connect(rules: TopicRules, worker: &Props, connector: &Props) -> Result<Self, KafkaError> {
        let overrides = raw::below(connector, "admin.override.");
        let Configured { config, .. } = ClientConfig::admin(worker, &overrides)
            .map_err(|problems| KafkaError::Config(raw::lines(&problems).join("; ")))?;
        Ok(Self { how: Some((rules, Admin::new(&config)?)), known: Mutex::default() })
    }

    /// Makes the topic if it is not there. Asks once for each topic; later calls cost a look into a set. Cancel safe.
    ///
    /// # Errors
    /// Retriable when the brokers do not answer; otherwise fatal, in Kafka Connect's words: the user may not look at
    /// topics or make them, or a setting is none that a topic has.
    pub async fn ensure(&self, topic: &str) -> Result<()> {
        let Some((rules, admin)) = &self.how else { return Ok(()) };
        if self.known.lock().unwrap_or_else(PoisonError::into_inner).contains(topic) {
            return Ok(());
        }
        tracing::info!(
            "The task will send records to topic '{topic}' for the first time. Checking whether topic exists"
        );
        if admin.topic(topic).await.map_err(|error| looking(topic, error))?.is_some() {
            tracing::info!("Topic '{topic}' already exists.");
        } else {
            tracing::info!("Creating topic '{topic}'");
            let group = rules.group_of(topic)?;
            tracing::debug!("Topic '{topic}' matched topic creation group: {group}");
            let new = group.new_topic(topic);
            match admin.create(&new).await.map_err(|error| making(topic, &new.to_string(), error))? {
                Created::New => tracing::info!("Created topic '{new}' using creation group {group}"),
                Created::Existing => tracing::info!("Found existing topic '{new}'"),
            }
        }
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(topic.to_owned());
        Ok(())
    }
}

/// `TopicAdmin.describeTopics`.
fn looking(topic: &str, error: AdminError) -> Error {
    match &error {
        AdminError::Unreachable(_) => {
            Error::retriable(Explained::new(format!("Timed out while describing topics '{topic}'"), error))
        }
        AdminError::NotAuthorized { bootstrap, .. } => {
            let message = format!("Not authorized to describe topic(s) '{topic}' on the brokers {bootstrap}");
            Error::fatal(Explained::new(message, error))
        }
        AdminError::Unsupported { bootstrap } => Error::fatal(Explained::new(
            format!(
                "Unable to describe topic(s) '{topic}' since the brokers at {bootstrap} do not support the DescribeTopics \
                 API."
            ),
            error,
        )),
        _ => Error::fatal(Explained::new(format!("Error while attempting to describe topics '{topic}'"), error)),
    }
}

/// `TopicAdmin.createOrFindTopics`, and what a task makes of it.
fn making(topic: &str, new: &str, error: AdminError) -> Error {
    let message = match &error {
        AdminError::NotAuthorized { .. } | AdminError::Unsupported { .. } => {
            tracing::warn!("Request to create new topic '{topic}' failed");
            format!(
                "Task failed to create new topic {new}. Ensure that the task is authorized to create topics or that the \
                 topic exists and restart the task"
            )
        }
        AdminError::InvalidConfig(_) => format!("Unable to create topic(s) '{topic}' as {new}"),
        AdminError::Unreachable(_) => format!(
            "Timed out while checking for or creating topic(s) '{topic}'. This could indicate a connectivity issue, \
             unavailable topic partitions, or if this is your first use of the topic it may have taken too long to create."
        ),
        _ => format!("Error while attempting to create/find topic(s) '{topic}' as {new}"),
    };
    Error::fatal(Explained::new(message, error))
}

/// Kafka Connect's words, and the cause.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Explained {
    message: String,
    source: AdminError,
}

impl Explained {
    fn new(message: String, source: AdminError) -> Self {
        Self { message, source }
    }
}
