//! Everything that speaks to Kafka. The only module that names rdkafka: callers see bytes, plain structs and errors.

mod admin;
mod check;
mod config;
mod consumer;
mod context;
mod error;
mod group;
mod group_config;
mod jaas;
mod log;
mod mock;
mod pool;
mod producer;
mod rules;
mod security;

pub use admin::AdminError;
pub(crate) use admin::{Admin, Created, NewTopic};
pub(crate) use config::{ClientConfig, ClientKind, Configured};
pub use consumer::{ConsumedRecord, TopicReader};
pub use error::KafkaError;
pub(crate) use group::{Group, Limits, Message, Rebalance, Subscription};
pub(crate) use jaas::options as login_module;
pub(crate) use log::{LogRecord, TopicLog};
pub use mock::MockBroker;
pub(crate) use pool::Producers;
#[cfg(test)]
mod tests;

pub(crate) use producer::{Delivered, Deliveries, ProducedRecord, Producer, SendError};
