//! Whether a schema could be registered.

use super::{
    super::{
        RegistryError,
        config::Compatibility,
        request::{Method, Request},
        schema::NewSchema,
    },
    SchemaRegistry, Version,
};

impl SchemaRegistry {
    /// Whether a schema could be registered under a subject: by the subject's level, against its latest version, or
    /// all if the level is transitive. A subject that is not there yet takes every schema.
    ///
    /// # Errors
    /// See [`RegistryError`]. That the schema breaks the level, or is none, is no error here: the messages say so.
    pub async fn compatible(
        &self,
        subject: &str,
        schema: &NewSchema,
        normalize: bool,
    ) -> Result<Compatibility, RegistryError> {
        self.compare(["compatibility", "subjects", subject, "versions"], None, subject, schema, normalize).await
    }

    /// Whether a schema is compatible with one version of a subject, by the subject's level.
    ///
    /// # Errors
    /// One that [is missing](RegistryError::is_missing) when the version is not there; `Latest` of a subject that is not
    /// there takes every schema.
    pub async fn compatible_with(
        &self,
        subject: &str,
        version: Version,
        schema: &NewSchema,
        normalize: bool,
    ) -> Result<Compatibility, RegistryError> {
        self.compare(["compatibility", "subjects", subject, "versions"], Some(version), subject, schema, normalize)
            .await
    }

    async fn compare(
        &self,
        path: [&str; 4],
        version: Option<Version>,
        subject: &str,
        schema: &NewSchema,
        normalize: bool,
    ) -> Result<Compatibility, RegistryError> {
        let what = format!("to compare a schema with subject `{subject}`");
        let mut request = Request::new(Method::Post, path, what)
            .flag("verbose", true)
            .flag("normalize", normalize)
            .json(schema)?
            .of(subject);
        if let Some(version) = version {
            request = request.then(version.to_string());
        }
        self.call(request).await
    }
}
