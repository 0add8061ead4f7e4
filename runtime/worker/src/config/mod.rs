//! The worker's own configuration and what every connector's has in common, on the same engine as the connectors'.

mod class;
mod connector;
pub(crate) mod kafka;
mod worker;

pub(crate) use class::ClassName;
pub(crate) use connector::{ConnectorConfig, ReloadAction, SinkConnectorConfig, SourceConnectorConfig};
pub(crate) use worker::{StandaloneConfig, TasksRuntime};
