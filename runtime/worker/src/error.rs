//! What keeps a worker or a connector from running.

use std::path::PathBuf;

/// Why a worker, or a connector in it, cannot run. Messages are whole: they say what to write instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file that was named on the command line cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A properties or JSON file is malformed; the message shows where.
    #[error("{0}")]
    Malformed(String),
    /// The worker's own configuration is invalid.
    #[error("the worker configuration is invalid and contains the following {count} error(s):\n{errors}")]
    WorkerConfig {
        /// How many problems there are.
        count: usize,
        /// All of them, a line each.
        errors: String,
    },
    /// A connector's configuration is invalid.
    #[error("Connector configuration is invalid and contains the following {count} error(s):\n{errors}")]
    ConnectorConfig {
        /// How many problems there are.
        count: usize,
        /// All of them, a line each.
        errors: String,
    },
    /// No plugin has that class name.
    #[error(
        "Failed to find any class that implements Connector and which name matches {class}, available connectors are: {}",
        known.join(", ")
    )]
    UnknownConnector {
        /// What `connector.class` said.
        class: String,
        /// What it may say.
        known: Vec<&'static str>,
    },
    /// A short name fits two plugins.
    #[error("{class} may be {first} or {second}; write one of the full names in connector.class")]
    AmbiguousConnector {
        /// What `connector.class` said.
        class: String,
        /// One of them.
        first: &'static str,
        /// Another.
        second: &'static str,
    },
    /// Two connectors of one worker have the same name.
    #[error("Connector {name} already exists")]
    DuplicateConnector {
        /// The name.
        name: String,
    },
    /// There is no connector, or no task, of that name.
    #[error("{message}")]
    NotFound {
        /// Kafka Connect's message.
        message: String,
    },
    /// A request that makes no sense.
    #[error("{message}")]
    Refused {
        /// What a REST interface answers with.
        status: u16,
        /// Kafka Connect's message.
        message: String,
    },
    /// Kafka is out of reach or refuses the worker.
    #[error(
        "Failed to connect to and describe Kafka cluster. Check worker's broker connection and security properties: {0}"
    )]
    Kafka(String),
    /// The connector itself refused to start.
    #[error("{0}")]
    Connector(String),
    /// The stored offsets cannot be used.
    #[error("{0}")]
    Offsets(String),
    /// The operating system refused something that the worker needs.
    #[error("{what}: {source}")]
    System {
        /// What was refused.
        what: &'static str,
        /// Why.
        source: std::io::Error,
    },
}

impl Error {
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::NotFound { message: message.into() }
    }

    /// The status with which Kafka Connect's REST interface answers: 400 for what is wrong with a configuration, 404 for what
    /// is not there, 409 for what is there already, 500 for everything else.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::ConnectorConfig { .. } | Self::UnknownConnector { .. } | Self::AmbiguousConnector { .. } => 400,
            Self::NotFound { .. } => 404,
            Self::DuplicateConnector { .. } => 409,
            Self::Refused { status, .. } => *status,
            _ => 500,
        }
    }
}

/// The result of what a worker does.
pub type Result<T, E = Error> = std::result::Result<T, E>;
