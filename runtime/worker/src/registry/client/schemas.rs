//! Schemas by their ids.

use std::sync::Arc;

use super::{
    super::{
        RegistryError,
        request::Request,
        schema::{ContextId, SchemaType, StoredSchema, SubjectVersion},
        subject::QualifiedSubject,
    },
    SchemaRegistry,
};

impl SchemaRegistry {
    /// The schema with this id, remembered by context.
    ///
    /// Ids belong to a context, so a subject of it must be given, unless it is the default one. Given, it also lets
    /// registries answer that permit their clients some subjects only.
    ///
    /// # Errors
    /// One that [is missing](RegistryError::is_missing) when there is none.
    pub async fn schema(&self, id: u32, subject: Option<&str>) -> Result<Arc<StoredSchema>, RegistryError> {
        let context = subject.map_or(QualifiedSubject::parse(""), QualifiedSubject::parse).context().to_owned();
        let fetch = || async {
            let request =
                Request::get(["schemas", "ids"], looking_for(id)).then(id.to_string()).with("subject", subject);
            self.call(request).await.map(Arc::new)
        };
        self.by_id.get((context, id), fetch).await
    }

    /// The text of the schema with this id, without anything around it. Not remembered.
    ///
    /// # Errors
    /// As [`Self::schema`].
    pub async fn schema_text(&self, id: u32, subject: Option<&str>) -> Result<String, RegistryError> {
        let request = Request::get(["schemas", "ids"], looking_for(id))
            .then(id.to_string())
            .then("schema")
            .with("subject", subject);
        self.text(request).await
    }

    /// The subjects that have the schema with this id.
    ///
    /// # Errors
    /// As [`Self::schema`].
    pub async fn subjects_of(
        &self,
        id: u32,
        subject: Option<&str>,
        deleted: bool,
    ) -> Result<Vec<String>, RegistryError> {
        let request = Request::get(["schemas", "ids"], looking_for(id)).then(id.to_string()).then("subjects");
        self.call(request.with("subject", subject).flag("deleted", deleted)).await
    }

    /// The subjects that have the schema with this id, and the versions that it is there.
    ///
    /// # Errors
    /// As [`Self::schema`].
    pub async fn versions_of(
        &self,
        id: u32,
        subject: Option<&str>,
        deleted: bool,
    ) -> Result<Vec<SubjectVersion>, RegistryError> {
        let request = Request::get(["schemas", "ids"], looking_for(id)).then(id.to_string()).then("versions");
        self.call(request.with("subject", subject).flag("deleted", deleted)).await
    }

    /// The schema with this global id, remembered; since Confluent's 8.0.
    ///
    /// # Errors
    /// One that [is missing](RegistryError::is_missing) when there is none, [`RegistryError::Unsupported`] for older
    /// servers.
    pub async fn schema_by_guid(&self, guid: &str) -> Result<Arc<StoredSchema>, RegistryError> {
        let fetch = || async {
            let request = Request::get(["schemas", "guids", guid], format!("to look for schema {guid}")).optional();
            self.call(request).await.map(Arc::new)
        };
        self.by_guid.get(guid.to_owned(), fetch).await
    }

    /// The ids of the schema with this global id, in every context; since Confluent's 8.0.
    ///
    /// # Errors
    /// As [`Self::schema_by_guid`].
    pub async fn ids_of_guid(&self, guid: &str) -> Result<Vec<ContextId>, RegistryError> {
        let what = format!("to look for schema {guid}");
        self.call(Request::get(["schemas", "guids", guid, "ids"], what).optional()).await
    }

    /// The languages of schemas that the registry knows.
    ///
    /// # Errors
    /// See [`RegistryError`].
    pub async fn types(&self) -> Result<Vec<SchemaType>, RegistryError> {
        self.call(Request::get(["schemas", "types"], "to list the types of schemas").optional()).await
    }

    /// A schema that is the whole answer: as it is, so that its members stay in their order.
    pub(super) async fn text(&self, request: Request<'_>) -> Result<String, RegistryError> {
        let text: Box<serde_json::value::RawValue> = self.call(request).await?;
        Ok(text.get().to_owned())
    }
}

fn looking_for(id: u32) -> String {
    format!("to look for the schema with id {id}")
}
