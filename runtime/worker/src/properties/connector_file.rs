//! A connector's configuration file in any of the three forms that `connect-standalone` takes (KIP-980).

use std::collections::BTreeMap;

use kconnect::properties::{Entry, Malformed, Properties};

use crate::stores::TargetState;

/// A connector as its file describes it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ConnectorFile {
    /// The connector's name, also under `name` in the properties.
    pub name: String,
    /// Its configuration.
    pub properties: Properties,
    /// Keys whose value is null, which only JSON has. Kafka Connect refuses each of them when the connector is created.
    pub nulls: Vec<String>,
    /// The state to start in; RUNNING when the file says nothing.
    pub initial_state: InitialState,
}

/// In which state a connector starts (KIP-980).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InitialState {
    /// It runs.
    #[default]
    Running,
    /// It is created paused.
    Paused,
    /// It is created stopped, without tasks.
    Stopped,
}

impl From<InitialState> for TargetState {
    fn from(state: InitialState) -> Self {
        match state {
            InitialState::Running => Self::Started,
            InitialState::Paused => Self::Paused,
            InitialState::Stopped => Self::Stopped,
        }
    }
}

/// A connector file that cannot be used. Values are not part of any message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The properties syntax is broken.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The JSON syntax is broken.
    #[error("{file}:{}:{}: {message}", .source.line(), .source.column())]
    Json {
        /// The file, as the user named it.
        file: String,
        /// What is wrong, without the position.
        message: String,
        /// The parser's own error.
        source: serde_json::Error,
    },
    /// A key of a JSON file holds something that is no configuration value.
    #[error("{file}: the value of `{key}` is {found}; write a string")]
    NotText {
        /// The file, as the user named it.
        file: String,
        /// The key.
        key: String,
        /// What stands there.
        found: &'static str,
    },
    /// No `name`.
    #[error("Connector configuration at '{file}' is missing the mandatory 'name' configuration")]
    NoName {
        /// The file, as the user named it.
        file: String,
    },
    /// Two names.
    #[error("Connector name configuration in 'config' doesn't match the one specified in 'name' at '{file}'")]
    TwoNames {
        /// The file, as the user named it.
        file: String,
    },
    /// An initial state that does not exist.
    #[error("{file}: `initial_state` is `{found}`; write RUNNING, PAUSED or STOPPED")]
    InitialState {
        /// The file, as the user named it.
        file: String,
        /// What stands there.
        found: String,
    },
}

impl ConnectorFile {
    /// Reads a connector's file: JSON when its first character is `{`, properties otherwise.
    ///
    /// JSON is either flat (`{"name": …, "connector.class": …}`) or the body of `POST /connectors`
    /// (`{"name": …, "config": {…}, "initial_state": …}`). `file` is its name in messages.
    ///
    /// # Errors
    /// [`FileError`], with Kafka's own words where it has some.
    pub fn parse(file: &str, source: &[u8]) -> Result<Self, FileError> {
        if source.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
            return from_json(file, source);
        }
        let properties = Properties::parse(file, source)?;
        let name = named(file, &properties)?;
        Ok(Self { name, properties, nulls: Vec::new(), initial_state: InitialState::default() })
    }

    /// The configuration, with its name and its nulls.
    #[must_use]
    pub fn config(self) -> BTreeMap<String, Option<String>> {
        let mut config: BTreeMap<_, _> =
            self.properties.into_map().into_iter().map(|(key, value)| (key, Some(value))).collect();
        config.extend(self.nulls.into_iter().map(|key| (key, None)));
        config.insert("name".to_owned(), Some(self.name));
        config
    }
}

fn from_json(file: &str, source: &[u8]) -> Result<ConnectorFile, FileError> {
    let mut top: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(source).map_err(|source| {
        let message = source.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text).to_owned();
        FileError::Json { file: file.to_owned(), message, source }
    })?;
    let Some(serde_json::Value::Object(config)) = top.get_mut("config").map(serde_json::Value::take) else {
        let (properties, nulls) = entries(file, top)?;
        let name = named(file, &properties)?;
        return Ok(ConnectorFile { name, properties, nulls, initial_state: InitialState::default() });
    };
    let initial_state = match top.get("initial_state") {
        None | Some(serde_json::Value::Null) => InitialState::default(),
        Some(found) => match found.as_str().map(str::to_ascii_uppercase).as_deref() {
            Some("RUNNING") => InitialState::Running,
            Some("PAUSED") => InitialState::Paused,
            Some("STOPPED") => InitialState::Stopped,
            _ => return Err(FileError::InitialState { file: file.to_owned(), found: found.to_string() }),
        },
    };
    let outer = top.get("name").and_then(serde_json::Value::as_str).map(str::to_owned);
    let (mut properties, nulls) = entries(file, config)?;
    let inner = properties.get("name").map(|entry| entry.value.clone());
    let name = match (outer, inner) {
        (Some(outer), Some(inner)) if outer != inner => return Err(FileError::TwoNames { file: file.to_owned() }),
        // Kafka's request has a mandatory outer name; taking the inner one alone hurts nobody.
        (Some(name), Some(_)) | (None, Some(name)) => name,
        (Some(name), None) => {
            properties.extend([Entry { key: "name".to_owned(), value: name.clone(), span: None }]);
            name
        }
        (None, None) => return Err(FileError::NoName { file: file.to_owned() }),
    };
    Ok(ConnectorFile { name, properties, nulls, initial_state })
}

/// Scalars as text, as Jackson reads a `Map<String, String>`, and the keys of nulls.
fn entries(
    file: &str,
    object: serde_json::Map<String, serde_json::Value>,
) -> Result<(Properties, Vec<String>), FileError> {
    use serde_json::Value;
    let (mut entries, mut nulls) = (Vec::new(), Vec::new());
    for (key, value) in object {
        let found = match value {
            Value::String(value) => {
                entries.push(Entry { key, value, span: None });
                continue;
            }
            Value::Bool(_) | Value::Number(_) => {
                entries.push(Entry { key, value: value.to_string(), span: None });
                continue;
            }
            Value::Null => {
                nulls.push(key);
                continue;
            }
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        return Err(FileError::NotText { file: file.to_owned(), key, found });
    }
    Ok((entries.into_iter().collect(), nulls))
}

fn named(file: &str, properties: &Properties) -> Result<String, FileError> {
    properties.get("name").map(|entry| entry.value.clone()).ok_or_else(|| FileError::NoName { file: file.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        ConnectorFile::parse("c.json", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_flat_object_is_a_configuration() {
        let file = ConnectorFile::parse("c.json", br#"{"name":"a","tasks.max":2,"x":true}"#).unwrap();
        assert_eq!(file.name, "a");
        let map = file.properties.into_map();
        assert_eq!(map.get("tasks.max").map(String::as_str), Some("2"));
        assert_eq!(map.get("x").map(String::as_str), Some("true"));
    }

    #[test]
    fn the_body_of_a_create_request_is_one_too() {
        let text = br#"{"name":"a","config":{"k":"v"},"initial_state":"STOPPED","later":1}"#;
        let file = ConnectorFile::parse("c.json", text).unwrap();
        assert_eq!(file.initial_state, InitialState::Stopped);
        assert_eq!(file.properties.get("name").map(|entry| entry.value.as_str()), Some("a"));
        assert_eq!(file.properties.get("k").map(|entry| entry.value.as_str()), Some("v"));
    }

    #[test]
    fn nulls_are_kept_for_the_validation_to_refuse() {
        let file = ConnectorFile::parse("c.json", br#"{"name":"a","config":{"k":null,"l":"v"}}"#).unwrap();
        let expected = [("k", None), ("l", Some("v")), ("name", Some("a"))];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.map(str::to_owned)));
        assert_eq!(file.config(), BTreeMap::from(expected));
    }

    #[test]
    fn mistakes_in_json_are_named() {
        assert_eq!(error("{\"name\":\"a\",\n}"), "c.json:2:1: trailing comma");
        assert_eq!(error(r#"{"name":"a","k":[1]}"#), "c.json: the value of `k` is a list; write a string");
        assert_eq!(
            error(r#"{"k":"v"}"#),
            "Connector configuration at 'c.json' is missing the mandatory 'name' configuration"
        );
        assert_eq!(
            error(r#"{"name":"a","config":{"name":"b"}}"#),
            "Connector name configuration in 'config' doesn't match the one specified in 'name' at 'c.json'"
        );
        assert_eq!(
            error(r#"{"name":"a","config":{},"initial_state":"GONE"}"#),
            "c.json: `initial_state` is `\"GONE\"`; write RUNNING, PAUSED or STOPPED"
        );
    }

    #[test]
    fn a_properties_file_needs_a_name_as_well() {
        assert_eq!(
            ConnectorFile::parse("c.properties", b"k=v").unwrap_err().to_string(),
            "Connector configuration at 'c.properties' is missing the mandatory 'name' configuration"
        );
    }
}
