//! Settings of the registry, its contexts and its subjects.

use super::{
    super::{
        RegistryError,
        config::Config,
        request::{Method, Request},
    },
    SchemaRegistry,
};

impl SchemaRegistry {
    /// The settings of the whole registry.
    ///
    /// # Errors
    /// See [`RegistryError`].
    pub async fn config(&self) -> Result<Config, RegistryError> {
        self.call(Request::get(["config"], "to tell its configuration")).await
    }

    /// The settings of a subject, or of a context by the name `:.context:`; those that it has in effect if
    /// `default_to_global`, its own otherwise.
    ///
    /// # Errors
    /// [`ErrorCode::SubjectConfigNotFound`](super::super::ErrorCode) when it has none of its own and they were asked for.
    pub async fn subject_config(&self, subject: &str, default_to_global: bool) -> Result<Config, RegistryError> {
        let request = Request::get(["config", subject], format!("to tell the configuration of subject `{subject}`"));
        self.call(request.flag("defaultToGlobal", default_to_global)).await
    }

    /// Changes settings of the whole registry, or of a subject; those that are `None` stay as they are.
    ///
    /// # Errors
    /// See [`RegistryError`].
    pub async fn set_config(&self, subject: Option<&str>, config: &Config) -> Result<(), RegistryError> {
        let request = Request::new(Method::Put, ["config"], "to change the configuration");
        let request = subject.into_iter().fold(request, Request::then);
        self.call::<serde::de::IgnoredAny>(request.json(config)?).await?;
        Ok(())
    }

    /// Takes the settings of the whole registry, or of a subject, back.
    ///
    /// # Errors
    /// [`ErrorCode::SubjectNotFound`](super::super::ErrorCode) when the subject has none.
    pub async fn delete_config(&self, subject: Option<&str>) -> Result<(), RegistryError> {
        let request = Request::new(Method::Delete, ["config"], "to take the configuration back");
        // Servers answer with the old settings, or with the level alone.
        self.call::<serde::de::IgnoredAny>(subject.into_iter().fold(request, Request::then)).await?;
        Ok(())
    }
}
