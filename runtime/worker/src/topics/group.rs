//! One of the groups of `topic.creation.groups`.

use std::{collections::BTreeMap, fmt};

use crate::{java_regex::JavaRegex, kafka::NewTopic};

/// How topics with certain names are made (Kafka Connect's `TopicCreationGroup`).
#[derive(Debug, Clone)]
pub struct TopicGroup {
    pub(super) name: String,
    pub(super) include: Names,
    pub(super) exclude: Names,
    pub(super) partitions: i32,
    pub(super) replication_factor: i16,
    pub(super) configs: BTreeMap<String, String>,
}

/// The names that one of several regular expressions matches as a whole.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// All of them, as Java has them.
    text: String,
    pattern: JavaRegex,
}

impl Names {
    /// # Errors
    /// Why this is no regular expression.
    pub(super) fn any_of(patterns: &[String]) -> Result<Self, String> {
        let text = patterns.join("|");
        let pattern = JavaRegex::new(&text).map_err(|error| error.to_string())?;
        Ok(Self { text, pattern })
    }

    fn contains(&self, name: &str) -> kconnect::Result<bool> {
        self.pattern.matches(name)
    }
}

impl TopicGroup {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a topic of that name is made as this group says. What is excluded is not, whatever is included.
    ///
    /// # Errors
    /// A regular expression that takes too long.
    pub fn matches(&self, topic: &str) -> kconnect::Result<bool> {
        Ok(!self.exclude.contains(topic)? && self.include.contains(topic)?)
    }

    /// The topic of that name, as it is to be made.
    pub(crate) fn new_topic(&self, name: &str) -> NewTopic {
        NewTopic {
            name: name.to_owned(),
            partitions: self.partitions,
            replication_factor: self.replication_factor,
            configs: self.configs.clone(),
        }
    }
}

/// As Java shows it, in its order of settings: a `HashMap`'s for them, ours by name.
impl fmt::Display for TopicGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let configs: Vec<_> = self.configs.iter().map(|(key, value)| format!("{key}={value}")).collect();
        write!(
            f,
            "TopicCreationGroup{{name='{}', inclusionPattern={}, exclusionPattern={}, numPartitions={}, \
             replicationFactor={}, otherConfigs={{{}}}}}",
            self.name,
            self.include.text,
            self.exclude.text,
            self.partitions,
            self.replication_factor,
            configs.join(", ")
        )
    }
}
