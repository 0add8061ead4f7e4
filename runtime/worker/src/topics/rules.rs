//! What a connector's configuration says about the topics that are made for it.

use std::{collections::BTreeMap, fmt};

use kconnect::{
    Prop, Props,
    config::{ConfigType, Invalid, Parsed},
};

use super::group::{Names, TopicGroup};

const PREFIX: &str = "topic.creation.";
const GROUPS: &str = "topic.creation.groups";
const DEFAULT: &str = "default";
const INCLUDE: &str = "include";
const EXCLUDE: &str = "exclude";
const REPLICATION_FACTOR: &str = "replication.factor";
const PARTITIONS: &str = "partitions";

/// The groups of a connector, and the default that every other topic belongs to.
#[derive(Debug, Clone)]
pub struct TopicRules {
    /// In the order of `topic.creation.groups`, the default aside.
    groups: Vec<TopicGroup>,
    default: TopicGroup,
}

/// Everything that is wrong with the keys under `topic.creation.`, in Kafka's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidRules {
    /// A message for each mistake.
    pub messages: Vec<String>,
}

impl fmt::Display for InvalidRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.messages.join("\n"))
    }
}

impl std::error::Error for InvalidRules {}

impl TopicRules {
    /// Reads the keys under `topic.creation.` of a connector's configuration; `None` when there are none, so that its
    /// topics are the brokers' business (`SourceConnectorConfig.usesTopicCreation`).
    ///
    /// # Errors
    /// Every mistake at once.
    pub fn parse(connector: &Props) -> Result<Option<Self>, InvalidRules> {
        if !connector.keys().any(|key| key.starts_with(PREFIX)) {
            return Ok(None);
        }
        let mut reader = Reader { props: connector, messages: Vec::new() };
        let names = reader.list(GROUPS, GROUPS);
        let mut seen = Vec::new();
        for name in &names {
            if seen.contains(&name) {
                let given = Parsed::List(names.clone());
                reader.refuse(GROUPS, &Invalid::value(&given, "Duplicate alias provided."));
                break;
            }
            seen.push(name);
        }
        let default = reader.default_group();
        let others = names.iter().filter(|name| *name != DEFAULT);
        let groups = others.filter_map(|name| reader.group(name, default.as_ref())).collect();
        match (default, reader.messages.is_empty()) {
            (Some(default), true) => Ok(Some(Self { groups, default })),
            _ => Err(InvalidRules { messages: reader.messages }),
        }
    }

    /// The first group, in their order, that the topic belongs to.
    ///
    /// # Errors
    /// A regular expression that takes too long.
    pub fn group_of(&self, topic: &str) -> kconnect::Result<&TopicGroup> {
        for group in &self.groups {
            if group.matches(topic)? {
                return Ok(group);
            }
        }
        Ok(&self.default)
    }
}

struct Reader<'a> {
    props: &'a Props,
    messages: Vec<String>,
}

impl Reader<'_> {
    fn default_group(&mut self) -> Option<TopicGroup> {
        // What the default includes and excludes is not looked at.
        let everything = Names::any_of(&[".*".to_owned()]).ok()?;
        let nothing = Names::any_of(&[]).ok()?;
        let replication_factor = self.number(DEFAULT, REPLICATION_FACTOR, None);
        let partitions = self.number(DEFAULT, PARTITIONS, None);
        Some(TopicGroup {
            name: DEFAULT.to_owned(),
            include: everything,
            exclude: nothing,
            partitions: partitions?,
            replication_factor: i16::try_from(replication_factor?).ok()?,
            configs: self.configs(DEFAULT),
        })
    }

    fn group(&mut self, name: &str, default: Option<&TopicGroup>) -> Option<TopicGroup> {
        let include = self.names(name, INCLUDE);
        let exclude = self.names(name, EXCLUDE);
        let inherited = default.map_or(-1, |default| i32::from(default.replication_factor));
        let replication_factor = self.number(name, REPLICATION_FACTOR, Some(inherited));
        let partitions = self.number(name, PARTITIONS, Some(default.map_or(-1, |default| default.partitions)));
        Some(TopicGroup {
            name: name.to_owned(),
            include: include?,
            exclude: exclude?,
            partitions: partitions?,
            replication_factor: i16::try_from(replication_factor?).ok()?,
            configs: self.configs(name),
        })
    }

    /// A number of partitions, or a replication factor.
    fn number(&mut self, group: &str, key: &str, default: Option<i32>) -> Option<i32> {
        let full = format!("{PREFIX}{group}.{key}");
        let Some(text) = self.text(&full) else {
            if default.is_none() {
                self.messages.push(format!("Missing required configuration \"{full}\" which has no default value."));
            }
            return default;
        };
        let (config_type, rule) = match key {
            PARTITIONS => (ConfigType::Int, "Number of partitions must be positive, or -1 to use the broker's default"),
            _ => (
                ConfigType::Short,
                "Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, or -1 \
                 to use the broker's default",
            ),
        };
        let number = match config_type.parse(&Parsed::String(text)) {
            Ok(Parsed::Int(number)) => number,
            Ok(Parsed::Short(number)) => i32::from(number),
            Ok(_) => return default,
            Err(invalid) => {
                self.refuse(&full, &invalid);
                return None;
            }
        };
        if number > 0 || number == -1 {
            return Some(number);
        }
        self.refuse(&full, &Invalid::value(&Parsed::Int(number), rule));
        None
    }

    /// Regular expressions for names of topics.
    fn names(&mut self, group: &str, key: &str) -> Option<Names> {
        let full = format!("{PREFIX}{group}.{key}");
        let patterns = self.list(&full, &full);
        Names::any_of(&patterns)
            .map_err(|reason| {
                let message = format!("Syntax error in regular expression: {reason}");
                self.refuse(&full, &Invalid::value(&Parsed::List(patterns), message));
            })
            .ok()
    }

    fn list(&mut self, key: &str, shown: &str) -> Vec<String> {
        let Some(text) = self.text(key) else { return Vec::new() };
        match ConfigType::List.parse(&Parsed::String(text)) {
            Ok(Parsed::List(list)) => list,
            Ok(_) => Vec::new(),
            Err(invalid) => {
                self.refuse(shown, &invalid);
                Vec::new()
            }
        }
    }

    /// What else a group says is a topic's setting.
    fn configs(&self, group: &str) -> BTreeMap<String, String> {
        let prefix = format!("{PREFIX}{group}.");
        let own = [INCLUDE, EXCLUDE, REPLICATION_FACTOR, PARTITIONS];
        self.props
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix(&prefix)?, value.expose()?)))
            .filter(|(key, _)| !own.contains(key))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    fn text(&self, key: &str) -> Option<String> {
        self.props.get(key).and_then(Prop::expose).map(str::to_owned)
    }

    fn refuse(&mut self, key: &str, invalid: &Invalid) {
        self.messages.push(invalid.text(key));
    }
}
