//! Everything that speaks to Kafka. The only module that names rdkafka: callers see bytes, plain structs and errors.

mod check;
mod config;
mod consumer;
mod context;
mod error;
mod jaas;
mod mock;
mod pool;
mod producer;
mod rules;
mod security;

pub(crate) use config::{ClientConfig, ClientKind, Configured};
pub use consumer::{ConsumedRecord, TopicReader};
pub use error::KafkaError;
pub(crate) use jaas::options as login_module;
pub use mock::MockBroker;
pub(crate) use pool::Producers;
#[cfg(test)]
mod tests;

pub(crate) use producer::{Delivered, Deliveries, ProducedRecord, Producer, SendError};
