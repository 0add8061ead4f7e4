//! What the registry says about itself.

use serde::{Deserialize, Serialize};

use super::{
    super::{RegistryError, request::Request},
    SchemaRegistry,
};

/// Which registry it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerId {
    /// Its id; empty for most.
    #[serde(default)]
    pub id: String,
    /// Kafka cluster and registry cluster.
    #[serde(default)]
    pub scope: serde_json::Value,
}

/// Which release it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServerVersion {
    /// The release.
    pub version: String,
    /// The commit it was built from.
    #[serde(default)]
    pub commit_id: String,
}

impl SchemaRegistry {
    /// Asks for nothing, to see whether a registry answers.
    ///
    /// # Errors
    /// See [`RegistryError`].
    pub async fn ping(&self) -> Result<(), RegistryError> {
        self.call::<serde::de::IgnoredAny>(Request::get([], "to answer").optional()).await?;
        Ok(())
    }

    /// Which registry it is.
    ///
    /// # Errors
    /// [`RegistryError::Unsupported`] when it does not say.
    pub async fn server_id(&self) -> Result<ServerId, RegistryError> {
        self.call(Request::get(["v1", "metadata", "id"], "to tell its id").optional()).await
    }

    /// Which release it is.
    ///
    /// # Errors
    /// [`RegistryError::Unsupported`] when it does not say.
    pub async fn server_version(&self) -> Result<ServerVersion, RegistryError> {
        self.call(Request::get(["v1", "metadata", "version"], "to tell its version").optional()).await
    }

    /// How the registry is deployed, as it says it; since Confluent's 8.0.
    ///
    /// # Errors
    /// [`RegistryError::Unsupported`] when it does not say.
    pub async fn deployment(&self) -> Result<serde_json::Value, RegistryError> {
        self.call(Request::get(["v1", "metadata", "deployment"], "to tell its deployment").optional()).await
    }
}
