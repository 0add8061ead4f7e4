//! Where a worker keeps what should run and how it is: connectors' configurations and target states, their tasks, and
//! their statuses.
//!
//! A standalone worker keeps both in memory, as Kafka Connect's does. The Kafka stores keep them in topics, in the exact
//! record formats of Kafka Connect 4.3 (`KafkaConfigBackingStore`, `KafkaStatusBackingStore`), so that workers of both
//! kinds can read what the others wrote.

mod config;
mod error;
mod json;
mod memory;
mod status;

pub use config::{
    ConfigRecord, ConfigState, ConfigStore, KafkaConfigStore, SessionKey, StoredConnector, TargetState, WrittenConfig,
};
pub use error::{Pending, StoreError};
pub use json::Ignored;
pub use memory::{MemoryConfigStore, MemoryStatusStore};
pub use status::{KafkaStatusStore, StatusRecord, StatusState, StatusStore, StoredState, StoredStatus, TopicStatus};
