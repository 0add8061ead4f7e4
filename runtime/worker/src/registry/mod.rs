//! A client of Confluent's Schema Registry, with the settings that Confluent's converters take.

mod error;
mod http;
mod keys;
mod mock;
mod resolve;
mod settings;
mod subject;

pub(crate) use error::RegistryError;
pub use mock::{MockRegistry, MockSchema};
pub(crate) use resolve::SchemaRegistry;
pub(crate) use settings::Settings;

#[cfg(test)]
mod tests;
