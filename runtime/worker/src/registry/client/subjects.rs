//! Subjects and their versions.

use std::{fmt, sync::Arc};

use super::{
    super::{
        RegistryError,
        request::{Method, Request},
        schema::{NewSchema, RegisteredSchema},
    },
    SchemaRegistry,
};

/// How a schema is registered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegisterOptions {
    /// Brings the schema into the registry's normal form first, so that texts that say the same get one id.
    pub normalize: bool,
    /// Leaves out the compatibility check; since Confluent's 8.0.
    pub force: bool,
}

impl RegisterOptions {
    /// With the normal form, or without.
    #[must_use]
    pub fn normalized(normalize: bool) -> Self {
        Self { normalize, ..Self::default() }
    }

    /// Without the compatibility check.
    #[must_use]
    pub fn forced(self) -> Self {
        Self { force: true, ..self }
    }
}

/// How a schema is looked up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LookupOptions {
    /// Brings the schema into the registry's normal form first.
    pub normalize: bool,
    /// Finds soft-deleted versions as well.
    pub deleted: bool,
}

impl LookupOptions {
    /// With the normal form, or without.
    #[must_use]
    pub fn normalized(normalize: bool) -> Self {
        Self { normalize, ..Self::default() }
    }

    /// Soft-deleted versions included.
    #[must_use]
    pub fn with_deleted(self) -> Self {
        Self { deleted: true, ..self }
    }
}

/// Which subjects are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubjectFilter {
    /// What their names begin with; `:*:` stands for every context.
    pub prefix: Option<String>,
    /// Soft-deleted ones as well.
    pub deleted: bool,
    /// Soft-deleted ones and no others.
    pub deleted_only: bool,
    /// How many are left out at the beginning.
    pub offset: Option<u32>,
    /// How many there are at most.
    pub limit: Option<u32>,
}

impl SubjectFilter {
    /// Those whose names begin so.
    #[must_use]
    pub fn prefix(prefix: impl Into<String>) -> Self {
        Self { prefix: Some(prefix.into()), ..Self::default() }
    }

    /// Soft-deleted ones as well.
    #[must_use]
    pub fn with_deleted(self) -> Self {
        Self { deleted: true, ..self }
    }

    /// Soft-deleted ones and no others.
    #[must_use]
    pub fn only_deleted(self) -> Self {
        Self { deleted_only: true, ..self }
    }

    /// One page of them.
    #[must_use]
    pub fn page(self, offset: u32, limit: u32) -> Self {
        Self { offset: Some(offset), limit: Some(limit), ..self }
    }
}

/// A version of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The newest that is not deleted.
    Latest,
    /// The one with this number.
    Number(u32),
}

impl From<u32> for Version {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// How something is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletion {
    /// It is not listed any more and does not count for compatibility; ids stay readable.
    Soft,
    /// It is gone. It must have been soft-deleted before.
    Permanent,
}

impl SchemaRegistry {
    /// Registers a schema under a subject, or finds it there.
    ///
    /// # Errors
    /// [`RegistryError::Incompatible`] and [`RegistryError::Invalid`] say what the registry has against the schema.
    pub async fn register(
        &self,
        subject: &str,
        schema: &NewSchema,
        options: &RegisterOptions,
    ) -> Result<RegisteredSchema, RegistryError> {
        let what = format!("to register a schema under subject `{subject}`");
        let request = Request::new(Method::Post, ["subjects", subject, "versions"], what)
            .flag("normalize", options.normalize)
            .flag("force", options.force)
            .json(schema)?
            .of(subject);
        let registered = self.entry(request).await?;
        self.forget_subject(subject);
        Ok(registered)
    }

    /// Finds a schema under a subject.
    ///
    /// # Errors
    /// One that [is missing](RegistryError::is_missing) when the subject is not there, or the schema not under it.
    pub async fn lookup(
        &self,
        subject: &str,
        schema: &NewSchema,
        options: &LookupOptions,
    ) -> Result<RegisteredSchema, RegistryError> {
        let request = Request::new(Method::Post, ["subjects", subject], looking_into(subject))
            .flag("normalize", options.normalize)
            .flag("deleted", options.deleted)
            .json(schema)?
            .of(subject);
        self.entry(request).await
    }

    /// The names of the subjects.
    ///
    /// # Errors
    /// See [`RegistryError`].
    pub async fn subjects(&self, filter: &SubjectFilter) -> Result<Vec<String>, RegistryError> {
        let request = Request::get(["subjects"], "to list the subjects")
            .with("subjectPrefix", filter.prefix.as_deref())
            .flag("deleted", filter.deleted)
            .flag("deletedOnly", filter.deleted_only)
            .with("offset", filter.offset)
            .with("limit", filter.limit);
        self.call(request).await
    }

    /// Deletes a subject and returns its versions.
    ///
    /// # Errors
    /// [`ErrorCode::SubjectNotSoftDeleted`](super::super::ErrorCode) before the first of two steps,
    /// [`ErrorCode::ReferenceExists`](super::super::ErrorCode) while other schemas refer to it.
    pub async fn delete_subject(&self, subject: &str, deletion: Deletion) -> Result<Vec<u32>, RegistryError> {
        let what = format!("to delete subject `{subject}`");
        let request = Request::new(Method::Delete, ["subjects", subject], what)
            .flag("permanent", deletion == Deletion::Permanent);
        let versions = self.call(request).await?;
        self.forget_subject(subject);
        Ok(versions)
    }

    /// The numbers of a subject's versions, `deleted` ones as well if asked for.
    ///
    /// # Errors
    /// One that [is missing](RegistryError::is_missing) when the subject is not there.
    pub async fn versions(&self, subject: &str, deleted: bool) -> Result<Vec<u32>, RegistryError> {
        let request = Request::get(["subjects", subject, "versions"], looking_into(subject)).flag("deleted", deleted);
        self.call(request).await
    }

    /// A version of a subject; for as long as `latest.cache.ttl.sec` says, the same.
    ///
    /// # Errors
    /// One that [is missing](RegistryError::is_missing) when the subject or the version is not there.
    pub async fn version(&self, subject: &str, version: Version) -> Result<Arc<RegisteredSchema>, RegistryError> {
        let fetch = || async {
            let request =
                Request::get(["subjects", subject, "versions"], looking_into(subject)).then(version.to_string());
            self.entry(request).await.map(Arc::new)
        };
        match version {
            Version::Latest => self.latest.get(subject.to_owned(), fetch).await,
            Version::Number(number) => self.versions.get((subject.to_owned(), number, false), fetch).await,
        }
    }

    /// A version of a subject that may be soft-deleted.
    ///
    /// # Errors
    /// As [`Self::version`].
    pub async fn version_with_deleted(
        &self,
        subject: &str,
        number: u32,
    ) -> Result<Arc<RegisteredSchema>, RegistryError> {
        let fetch = || async {
            let request =
                Request::get(["subjects", subject, "versions"], looking_into(subject)).then(number.to_string());
            self.entry(request.flag("deleted", true)).await.map(Arc::new)
        };
        self.versions.get((subject.to_owned(), number, true), fetch).await
    }

    /// The text of a version, without anything around it.
    ///
    /// # Errors
    /// As [`Self::version`].
    pub async fn version_text(&self, subject: &str, version: Version) -> Result<String, RegistryError> {
        let request = Request::get(["subjects", subject, "versions"], looking_into(subject))
            .then(version.to_string())
            .then("schema");
        self.text(request).await
    }

    /// The newest version with these metadata properties; since Confluent's 7.4.
    ///
    /// # Errors
    /// As [`Self::version`].
    pub async fn latest_with_metadata(
        &self,
        subject: &str,
        properties: &[(&str, &str)],
        deleted: bool,
    ) -> Result<RegisteredSchema, RegistryError> {
        let mut request = Request::get(["subjects", subject, "metadata"], looking_into(subject)).optional();
        for (key, value) in properties {
            request = request.with("key", Some(key)).with("value", Some(value));
        }
        self.entry(request.flag("deleted", deleted)).await
    }

    /// The ids of the schemas that refer to a version.
    ///
    /// # Errors
    /// As [`Self::version`].
    pub async fn referenced_by(&self, subject: &str, version: Version) -> Result<Vec<u32>, RegistryError> {
        let request = Request::get(["subjects", subject, "versions"], looking_into(subject))
            .then(version.to_string())
            .then("referencedby");
        self.call(request).await
    }

    /// Deletes a version and returns its number.
    ///
    /// # Errors
    /// [`ErrorCode::VersionNotSoftDeleted`](super::super::ErrorCode) before the first of two steps,
    /// [`ErrorCode::ReferenceExists`](super::super::ErrorCode) while other schemas refer to it.
    pub async fn delete_version(
        &self,
        subject: &str,
        version: Version,
        deletion: Deletion,
    ) -> Result<u32, RegistryError> {
        let what = format!("to delete version {version} of subject `{subject}`");
        let request = Request::new(Method::Delete, ["subjects", subject, "versions"], what)
            .then(version.to_string())
            .flag("permanent", deletion == Deletion::Permanent);
        let version = self.call(request).await?;
        self.forget_subject(subject);
        Ok(version)
    }
}

fn looking_into(subject: &str) -> String {
    format!("to look into subject `{subject}`")
}
