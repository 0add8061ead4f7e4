//! Validates connectors' configurations as Kafka Connect's herder does, with its answers letter for letter.
//!
//! Every function here is pure: it knows the plugins, the worker and the configuration that it is given, and connects to
//! nothing unless a connector's own check does. [`plugin_config`] and [`new_connector`] answer as the REST interface does,
//! [`connector_config`] is what they have in common.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use kconnect::config::{ConfigKey, ConfigType, Definition, Importance};
//! use kconnect_worker::validate::{PluginDescription, PluginSet, WorkerSettings, connector_config, props_of};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let definition = Definition::new([ConfigKey::new("topic", ConfigType::String, Importance::High)])?;
//! let plugins = PluginSet::kafka().with_connector(PluginDescription::source("io.example.SampleSource", definition));
//! let worker = WorkerSettings::standalone(&BTreeMap::new())?;
//! let config = BTreeMap::from(["connector.class", "name"].map(|key| (key.to_owned(), Some("SampleSource".to_owned()))));
//! let answer = connector_config(&plugins, &worker, &props_of(&config)).await?;
//! let topic = answer.configs.iter().filter_map(|config| config.value.as_ref()).find(|value| value.name == "topic");
//! assert_eq!(
//!     topic.map(|value| &*value.errors),
//!     Some(["Missing required configuration \"topic\" which has no default value.".to_owned()].as_slice())
//! );
//! # Ok(())
//! # }
//! ```

mod advice;
mod clients;
mod connector;
mod converters;
mod definition;
mod endpoint;
mod enrich;
mod infos;
pub(crate) mod java_map;
mod kafka_plugins;
mod overrides;
mod own_converters;
mod plugin;
mod plugin_set;
mod rest;
mod secrets;
mod sink;
mod source;
mod strict;
mod version;
mod worker;

pub use definition::connector_definition;
pub use endpoint::{connector_config, new_connector, plugin_config, props_of, refused};
pub use overrides::OverridePolicy;
pub use plugin::{
    ClassDescription, ConnectorKind, ConnectorPlugin, ExactlyOnceSupport, PluginDescription, TransactionBoundaries,
};
pub use plugin_set::PluginSet;
pub use rest::RestError;
pub(crate) use version::check as check_version;
pub use worker::{InvalidWorker, WorkerConverter, WorkerMode, WorkerSettings};
