//! Modes of the registry and its subjects, and contexts.

use serde::{Deserialize, Serialize};

use super::{
    super::{
        RegistryError,
        config::Mode,
        request::{Method, Request},
    },
    SchemaRegistry,
};

#[derive(Serialize, Deserialize)]
struct InMode {
    mode: Mode,
}

impl SchemaRegistry {
    /// The mode of the whole registry.
    ///
    /// # Errors
    /// See [`RegistryError`].
    pub async fn mode(&self) -> Result<Mode, RegistryError> {
        Ok(self.call::<InMode>(Request::get(["mode"], "to tell its mode").optional()).await?.mode)
    }

    /// The mode of a subject, or of a context by the name `:.context:`; that which it has in effect if
    /// `default_to_global`, its own otherwise.
    ///
    /// # Errors
    /// [`ErrorCode::SubjectModeNotFound`](super::super::ErrorCode) when it has none of its own and that was asked for.
    pub async fn subject_mode(&self, subject: &str, default_to_global: bool) -> Result<Mode, RegistryError> {
        let request = Request::get(["mode", subject], format!("to tell the mode of subject `{subject}`"));
        let request = request.flag("defaultToGlobal", default_to_global).optional();
        Ok(self.call::<InMode>(request).await?.mode)
    }

    /// Changes the mode of the whole registry, or of a subject. `force` changes it to [`Mode::Import`] although there are
    /// schemas already.
    ///
    /// # Errors
    /// [`ErrorCode::OperationNotPermitted`](super::super::ErrorCode) without `force` when there are schemas.
    pub async fn set_mode(&self, subject: Option<&str>, mode: &Mode, force: bool) -> Result<(), RegistryError> {
        let request = Request::new(Method::Put, ["mode"], format!("to change the mode to {mode}"));
        let request = subject.into_iter().fold(request, Request::then).flag("force", force).optional();
        self.call::<serde::de::IgnoredAny>(request.json(&InMode { mode: mode.clone() })?).await?;
        Ok(())
    }

    /// Takes the mode of a subject, or of a context, back. `recursive` does the same for all subjects of the context.
    ///
    /// # Errors
    /// [`ErrorCode::SubjectNotFound`](super::super::ErrorCode) when it has none, unless it is recursive.
    pub async fn delete_mode(&self, subject: &str, recursive: bool) -> Result<(), RegistryError> {
        let request = Request::new(Method::Delete, ["mode", subject], format!("to take the mode of `{subject}` back"));
        self.call::<serde::de::IgnoredAny>(request.flag("recursive", recursive).optional()).await?;
        Ok(())
    }

    /// The contexts, each with its dot; `.` is the default one.
    ///
    /// # Errors
    /// [`RegistryError::Unsupported`] when the registry has none.
    pub async fn contexts(&self) -> Result<Vec<String>, RegistryError> {
        self.call(Request::get(["contexts"], "to list the contexts").optional()).await
    }

    /// Deletes a context without subjects.
    ///
    /// # Errors
    /// [`ErrorCode::ContextNotEmpty`](super::super::ErrorCode) while it has some.
    pub async fn delete_context(&self, context: &str) -> Result<(), RegistryError> {
        let request = Request::new(Method::Delete, ["contexts", context], format!("to delete context `{context}`"));
        self.call::<serde::de::IgnoredAny>(request.optional()).await?;
        Ok(())
    }
}
