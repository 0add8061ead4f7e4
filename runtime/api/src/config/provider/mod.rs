//! Variables in configurations, `${provider:[path:]key}`, and where their values come from (KIP-297).
//!
//! A [`ConfigProvider`] looks values up; a [`ConfigTransformer`] finds the variables of a configuration and fills them in.
//! What comes of it is a [`Prop::Resolved`](crate::Prop::Resolved): used as the value, shown and stored as it was written.

mod allowed_paths;
mod classes;
mod config_provider;
mod data;
mod directory;
mod env_var;
mod failure;
mod file;
mod named;
mod secrets;
mod transformer;
mod variable;

pub use classes::ProviderClasses;
pub use config_provider::ConfigProvider;
pub use data::ConfigData;
pub use directory::DirectoryConfigProvider;
pub use env_var::EnvVarConfigProvider;
pub use failure::{LookupFailure, TransformError, Unresolved};
pub use file::FileConfigProvider;
pub use named::resolve_variables;
pub use secrets::Secrets;
pub use transformer::{ConfigTransformer, Transformed};
pub use variable::{ConfigVariable, parse_variables, variables_alone};
