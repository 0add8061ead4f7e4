//! A client of a schema registry that speaks Confluent's REST API, with the settings that Confluent's converters take.
//!
//! [`SchemaRegistry`] makes the calls of the API, [`SchemaIds`] finds the ids that records are written with, and
//! [`MockRegistry`] is a registry inside the process, behind the address `mock://scope`.

mod cache;
mod client;
mod code;
mod config;
mod encoding;
mod error;
mod http;
mod ids;
mod keys;
mod mock;
mod refusal;
mod request;
mod schema;
mod settings;
mod subject;
mod token;

pub(crate) use self::settings::Settings;
pub use self::{
    client::{
        Deletion, LookupOptions, RegisterOptions, SchemaRegistry, ServerId, ServerVersion, SubjectFilter, Version,
    },
    code::ErrorCode,
    config::{Compatibility, CompatibilityLevel, Config, Mode},
    error::RegistryError,
    ids::SchemaIds,
    mock::{MockRegistry, MockSchema},
    schema::{
        ContextId, Metadata, NewSchema, RegisteredSchema, SchemaReference, SchemaType, StoredSchema, SubjectVersion,
    },
    subject::{QualifiedSubject, SubjectNameStrategy},
};

#[cfg(test)]
mod tests;
