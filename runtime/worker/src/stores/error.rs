//! What can go wrong with a store.

use std::pin::Pin;

use crate::kafka::{AdminError, KafkaError};

/// What a store answers with.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Why a store could not be read or written.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A setting of the store, or of its topic, that it cannot have.
    #[error("{0}")]
    Config(String),
    /// Kafka is out of reach, or refuses us.
    #[error(transparent)]
    Kafka(#[from] KafkaError),
    /// The topic could not be looked at or made.
    #[error("{message}")]
    Topic {
        /// In Kafka Connect's words.
        message: String,
        /// Why.
        source: AdminError,
    },
}

impl From<StoreError> for kconnect::Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Kafka(cause) => cause.into(),
            StoreError::Topic { source: AdminError::Unreachable(_), .. } => Self::retriable(error),
            StoreError::Config(_) | StoreError::Topic { .. } => Self::fatal(error),
        }
    }
}
