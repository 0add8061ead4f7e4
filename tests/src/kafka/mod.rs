//! A real Apache Kafka: one broker for all tests, or one of its own for a test that must ill-treat it.

mod broker;
mod install;
mod settings;
mod shared;
mod tls;
mod topics;

pub use broker::Broker;
pub use settings::{Listener, Settings};
pub use shared::bootstrap;
pub use topics::{create_topic, delete_topic, topic_exists};
